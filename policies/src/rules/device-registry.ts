import { assetEndpointProfile } from '../resources/types';
import { isList, isObject, type Value } from '../resources/value';
import { doesNotMatch, noneOf } from '../rule/conditions';
import type { Reading } from '../rule/reading';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

const opcUa =
  'https://learn.microsoft.com/azure/iot-operations/discover-manage-assets/howto-configure-opc-ua';
const api = 'https://learn.microsoft.com/azure/templates/microsoft.deviceregistry/assetendpointprofiles';
const typings = 'azure-native 3.28 typings';

const press = {
  assetEndpointProfileName: 'press-7',
  endpointProfileType: 'Microsoft.OpcUa',
  targetAddress: 'opc.tcp://press-7.line.example:4840',
};
const certificate = { method: 'Certificate', x509Credentials: { certificateSecretName: 'press-client' } };

export const endpointAuthentication = defineRule({
  id: 'deviceregistry-endpoint-auth-not-anonymous',
  title: 'Connectors sign in to machines by name or certificate',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'high',
  target: assetEndpointProfile,
  property: 'authentication.method',
  pass: noneOf('Anonymous'),
  whenAbsent: 'pass',
  whenBlockAbsent: 'fail',
  printable: true,
  why: 'A machine that talks to the connector without asking who it is talks to everybody on that network: a laptop at the next switch reads its values and writes its setpoints.',
  fix: {
    say: 'Set `authentication.method` to `Certificate` with `x509Credentials`, or to `UsernamePassword` with the names of the secrets, and turn anonymous access off in the machine.',
    replaces: false,
  },
  serviceDefault: {
    is: 'without the block no client identity is set; inside it the default is `Certificate`',
    source: typings,
  },
  links: [opcUa],
  examples: {
    good: [
      { properties: { ...press, authentication: certificate } },
      {
        properties: {
          ...press,
          authentication: {
            method: 'UsernamePassword',
            usernamePasswordCredentials: { usernameSecretName: 'user', passwordSecretName: 'word' },
          },
        },
      },
    ],
    bad: [
      { properties: { ...press, authentication: { method: 'Anonymous' } } },
      { properties: { ...press }, at: ['authentication.method'] },
    ],
  },
});

const encryptedScheme = doesNotMatch(
  /^\s*(http|mqtt|ws):/i,
  'not start with `http://`, `mqtt://` or `ws://`, which send in the clear',
);

/** Whether a JSON text of a connector turns the security of OPC UA off, under any of the names that versions gave it. */
function turnsSecurityOff(value: Value): boolean {
  if (isList(value)) return value.some(turnsSecurityOff);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, item]) =>
    /security(mode|policy)(uri)?$/i.test(name) && typeof item === 'string'
      ? /(^|[#/])none$/i.test(item.trim())
      : turnsSecurityOff(item),
  );
}

/** The content of a text in JSON; null where it is none, which the connector refuses anyway. */
function parsed(text: Value): Value {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function checkConfiguration(reading: Reading): Verdict {
  const property = reading.path;
  if (reading.state === 'unknown') return { outcome: 'unknown', property };
  if (reading.state === 'absent' || !turnsSecurityOff(parsed(reading.value)))
    return { outcome: 'pass', property };
  const message = `\`${property}\` sets the security mode or policy of OPC UA to none, so nothing is signed or encrypted.`;
  return { outcome: 'fail', property, message };
}

function checkTransport(view: ResourceView): readonly Verdict[] {
  const terms = { must: encryptedScheme, whenAbsent: 'pass', serviceDefault: noAddress } as const;
  return [
    verdictOf(view.one('targetAddress'), terms),
    checkConfiguration(view.one('additionalConfiguration')),
  ];
}

const noAddress = 'the address is required';
const secured = (securityMode: string, securityPolicy: string) =>
  JSON.stringify({ applicationName: 'line', security: { securityMode, securityPolicy } });

export const endpointTransport = defineRule({
  id: 'deviceregistry-endpoint-tls-scheme',
  title: 'Connectors talk to machines over an encrypted connection',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  target: assetEndpointProfile,
  property: ['targetAddress', 'additionalConfiguration'],
  check: checkTransport,
  why: 'On the wire between connector and machine the readings are still raw and the setpoints still obeyed. In the clear, anybody on the line network reads the recipe or changes a value on its way.',
  fix: {
    say: 'Write `targetAddress` with `https://`, `mqtts://`, `wss://` or `opc.tcp://`. For OPC UA set `securityMode` to `signAndEncrypt` and a `securityPolicy` other than none in `additionalConfiguration`.',
    replaces: false,
  },
  serviceDefault: { is: 'the scheme of the address decides', source: typings },
  links: [opcUa, api],
  examples: {
    good: [
      { properties: { ...press, authentication: certificate } },
      {
        properties: {
          ...press,
          additionalConfiguration: secured(
            'signAndEncrypt',
            'http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256',
          ),
        },
      },
      {
        properties: {
          endpointProfileType: 'Microsoft.Onvif',
          targetAddress: 'https://camera-3.line.example/onvif',
        },
      },
    ],
    bad: [
      {
        properties: {
          endpointProfileType: 'Microsoft.Onvif',
          targetAddress: 'http://camera-3.line.example/onvif/device_service',
          authentication: certificate,
        },
        at: ['targetAddress'],
      },
      {
        properties: {
          ...press,
          additionalConfiguration: secured('none', 'http://opcfoundation.org/UA/SecurityPolicy#None'),
        },
        at: ['additionalConfiguration'],
      },
      {
        properties: {
          endpointProfileType: 'Microsoft.Mqtt',
          targetAddress: 'mqtt://broker.line.example:1883',
        },
      },
    ],
  },
});
