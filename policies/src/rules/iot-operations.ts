import { dataflowEndpoint, iotBroker, iotBrokerListener } from '../resources/types';
import type { Value } from '../resources/value';
import { type Condition, isSet, noneOf, oneOf } from '../rule/conditions';
import { carriesNoCredential } from '../rule/credentials';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

const listeners =
  'https://learn.microsoft.com/azure/iot-operations/manage-mqtt-broker/howto-configure-brokerlistener';
const authentication =
  'https://learn.microsoft.com/azure/iot-operations/manage-mqtt-broker/howto-configure-authentication';
const authorization =
  'https://learn.microsoft.com/azure/iot-operations/manage-mqtt-broker/howto-configure-authorization';
const encryption =
  'https://learn.microsoft.com/azure/iot-operations/manage-mqtt-broker/howto-encrypt-internal-traffic';
const mqttEndpoints =
  'https://learn.microsoft.com/azure/iot-operations/connect-to-cloud/howto-configure-mqtt-endpoint';
const kafkaEndpoints =
  'https://learn.microsoft.com/azure/iot-operations/connect-to-cloud/howto-configure-kafka-endpoint';
const typings = 'azure-native 3.28 typings';

type Fields = { readonly [name: string]: Value };

const tls = {
  mode: 'Automatic',
  certManagerCertificateSpec: { issuerRef: { name: 'plant', kind: 'Issuer' } },
};
const guarded = { port: 8883, authenticationRef: 'devices', authorizationRef: 'topics', tls };
const without = (name: keyof typeof guarded) =>
  Object.fromEntries(Object.entries(guarded).filter(([field]) => field !== name));
const listening = (serviceType: string, ...ports: readonly Value[]) => ({
  properties: {
    instanceName: 'plant',
    brokerName: 'default',
    listenerName: 'devices',
    properties: { serviceType, ports },
  },
});

export const listenerTls = defineRule({
  id: 'iotoperations-listener-tls',
  title: 'Every port of the edge broker speaks TLS',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'critical',
  target: iotBrokerListener,
  property: 'properties.ports[].tls',
  pass: isSet,
  whenAbsent: 'fail',
  why: 'Every reading and command of the line goes through this broker. On a port without TLS anybody on the plant network reads them, and puts in commands of their own.',
  fix: {
    say: 'Write `tls` on each port in `properties.ports`: `mode` `Automatic` with an issuer, or `Manual` with a secret. Delete the port 1883.',
    replaces: false,
  },
  serviceDefault: { is: 'a port without the block speaks no TLS', source: typings },
  links: [listeners],
  examples: {
    good: [
      listening('LoadBalancer', guarded),
      listening('ClusterIp', guarded, {
        ...guarded,
        port: 8884,
        tls: { mode: 'Manual', manual: { secretRef: 's' } },
      }),
    ],
    bad: [
      {
        ...listening('LoadBalancer', guarded, { ...without('tls'), port: 1883 }),
        at: ['properties.ports[1].tls'],
      },
      { ...listening('NodePort', { ...guarded, tls: {} }), at: ['properties.ports[0].tls'] },
      listening('ClusterIp', without('tls')),
    ],
  },
});

export const listenerAuthentication = defineRule({
  id: 'iotoperations-listener-authentication',
  title: 'Every port of the edge broker asks clients who they are',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'critical',
  target: iotBrokerListener,
  property: 'properties.ports[].authenticationRef',
  pass: isSet,
  whenAbsent: 'fail',
  why: 'A port without authentication takes any client at its word. A contractor laptop on the machine network can then speak as every sensor and as every controller.',
  fix: {
    say: 'Set `authenticationRef` on each port in `properties.ports` to the name of a `BrokerAuthentication` with certificates or service account tokens.',
    replaces: false,
  },
  serviceDefault: { is: 'a port without it authenticates nobody', source: typings },
  links: [authentication],
  examples: {
    good: [listening('LoadBalancer', guarded), listening('ClusterIp', guarded, { ...guarded, port: 8884 })],
    bad: [
      {
        ...listening('LoadBalancer', guarded, { ...without('authenticationRef'), port: 1883 }),
        at: ['properties.ports[1].authenticationRef'],
      },
      listening('ClusterIp', { ...guarded, authenticationRef: '' }),
    ],
  },
});

export const listenerAuthorization = defineRule({
  id: 'iotoperations-listener-authorization',
  title: 'Every port of the edge broker limits the topics of its clients',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: iotBrokerListener,
  property: 'properties.ports[].authorizationRef',
  pass: isSet,
  whenAbsent: 'fail',
  why: 'Without authorization each known client may read and write each topic. One broken sensor, or the thief of its certificate, can then command the robots of another line.',
  fix: {
    say: 'Set `authorizationRef` on each port in `properties.ports` to the name of a `BrokerAuthorization` that allows each client its own topics.',
    replaces: false,
  },
  serviceDefault: { is: 'a port without it lets each client use all topics', source: typings },
  links: [authorization],
  examples: {
    good: [listening('LoadBalancer', guarded), listening('ClusterIp', guarded, { ...guarded, port: 8884 })],
    bad: [
      {
        ...listening('ClusterIp', guarded, { ...without('authorizationRef'), port: 8884 }),
        at: ['properties.ports[1].authorizationRef'],
      },
      listening('LoadBalancer', { ...guarded, authorizationRef: '' }),
    ],
  },
});

const broker = (advanced?: Fields) => ({
  properties: {
    instanceName: 'plant',
    brokerName: 'default',
    properties: { memoryProfile: 'Medium', ...(advanced === undefined ? {} : { advanced }) },
  },
});

export const brokerInternalTraffic = defineRule({
  id: 'iotoperations-internal-traffic-encrypted',
  title: 'The edge broker encrypts the traffic between its own parts',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  target: iotBroker,
  property: 'properties.advanced.encryptInternalTraffic',
  pass: oneOf('Enabled'),
  whenAbsent: 'pass',
  printable: true,
  why: 'The parts of the broker run on several nodes and pass each message on between them. Unencrypted, one taken-over node or pod listens to the telemetry of the whole plant.',
  fix: {
    say: 'Set `properties.advanced.encryptInternalTraffic` to `Enabled` or leave it out. It is fixed when the broker is deployed, so a running one has to be deployed anew.',
    replaces: true,
  },
  serviceDefault: { is: 'internal traffic is encrypted', source: typings },
  links: [encryption],
  examples: {
    good: [
      broker({ encryptInternalTraffic: 'Enabled' }),
      broker({ clients: { maxKeepAliveSeconds: 300 } }),
      broker(),
    ],
    bad: [
      broker({ encryptInternalTraffic: 'Disabled' }),
      broker({ encryptInternalTraffic: 'disabled', clients: { maxKeepAliveSeconds: 300 } }),
    ],
  },
});

const settings = ['mqttSettings', 'kafkaSettings'] as const;
const tlsDefault =
  'no page says what an endpoint without `tls` does; inside the block the default is `Enabled`';

/** An endpoint without a `tls` block has to write one; inside the block, nothing written means on. */
function checkEndpointTls(view: ResourceView): readonly Verdict[] {
  return settings.flatMap((kind): readonly Verdict[] => {
    const block = `properties.${kind}.tls`;
    const reading = view.one(`${block}.mode`);
    if (reading.state === 'absent' && !reading.missing.startsWith(block)) return [];
    const whenAbsent = reading.state === 'absent' && reading.missing === block ? 'fail' : 'pass';
    const terms = {
      must: oneOf('Enabled'),
      whenAbsent,
      serviceDefault: tlsDefault,
      printable: true,
    } as const;
    return [verdictOf(reading, terms)];
  });
}

const named = { instanceName: 'plant', dataflowEndpointName: 'cloud' };
const mqtt = (fields: Fields) => ({
  properties: {
    ...named,
    properties: {
      endpointType: 'Mqtt',
      mqttSettings: { host: 'plant.westeurope-1.ts.eventgrid.azure.net:8883', ...fields },
    },
  },
});
const kafka = (fields: Fields) => ({
  properties: {
    ...named,
    properties: {
      endpointType: 'Kafka',
      kafkaSettings: { host: 'plant-events.servicebus.windows.net:9093', ...fields },
    },
  },
});
const identity = {
  method: 'SystemAssignedManagedIdentity',
  systemAssignedManagedIdentitySettings: { audience: 'https://eventgrid.azure.net' },
};
const on = { mode: 'Enabled' };

export const dataflowTls = defineRule({
  id: 'iotoperations-dataflow-endpoint-tls',
  title: 'Data flows reach their brokers over TLS',
  topic: 'iothub-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  target: dataflowEndpoint,
  property: settings.map((kind) => `properties.${kind}.tls.mode`),
  check: checkEndpointTls,
  printable: true,
  why: 'A data flow carries the telemetry out of the plant, often over a network of somebody else. Without TLS each carrier on the way can read it and change it.',
  fix: {
    say: 'Set `tls.mode` of the endpoint to `Enabled`, with `trustedCaCertificateConfigMapRef` for a broker with a certificate of your own.',
    replaces: false,
  },
  serviceDefault: { is: tlsDefault, source: typings },
  links: [mqttEndpoints, kafkaEndpoints],
  examples: {
    good: [
      mqtt({ authentication: identity, tls: on }),
      kafka({ authentication: identity, tls: { trustedCaCertificateConfigMapRef: 'plant-ca' } }),
      { properties: { ...named, properties: { endpointType: 'LocalStorage' } } },
    ],
    bad: [
      {
        ...mqtt({ authentication: identity, tls: { mode: 'Disabled' } }),
        at: ['properties.mqttSettings.tls.mode'],
      },
      { ...kafka({ authentication: identity, tls: { mode: 'disabled' } }) },
      { ...kafka({ authentication: identity }), at: ['properties.kafkaSettings.tls.mode'] },
    ],
  },
});

const known: Condition = noneOf('Anonymous');
const secretRef = 'properties.kafkaSettings.authentication.saslSettings.secretRef';

function checkEndpointAuthentication(view: ResourceView): readonly Verdict[] {
  return [...settings.flatMap((kind) => checkMethod(view, kind)), ...checkSecretName(view)];
}

function checkMethod(view: ResourceView, kind: (typeof settings)[number]): readonly Verdict[] {
  const block = `properties.${kind}`;
  const reading = view.one(`${block}.authentication.method`);
  if (reading.state === 'absent' && !reading.missing.startsWith(`${block}.`)) return [];
  // Only the typings of MQTT name a default: a token of the service account.
  const whenAbsent = kind === 'mqttSettings' ? 'pass' : 'fail';
  return [verdictOf(reading, { must: known, whenAbsent, serviceDefault: authDefault })];
}

/** The name of the secret that holds the password; some write the connection string itself there. */
function checkSecretName(view: ResourceView): readonly Verdict[] {
  const reading = view.one(secretRef);
  const property = reading.path;
  if (reading.state === 'absent') return [];
  if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (carriesNoCredential.holds(reading.value)) return [{ outcome: 'pass', property }];
  const message = `\`${property}\` must be the name of a Kubernetes secret, but carries the secret itself.`;
  return [{ outcome: 'fail', property, message }];
}

const authDefault = 'an MQTT endpoint uses the token of its service account, a Kafka endpoint has no default';

export const dataflowAuthentication = defineRule({
  id: 'iotoperations-dataflow-endpoint-auth',
  title: 'Data flows sign in to their brokers, without a password in the program',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'high',
  target: dataflowEndpoint,
  property: [...settings.map((kind) => `properties.${kind}.authentication.method`), secretRef],
  check: checkEndpointAuthentication,
  why: 'A broker that takes data flows without a name takes false telemetry from anybody. A password in the program is known to all who read the repository, and stays the same for years.',
  fix: {
    say: 'Set `authentication.method` to a managed identity, `X509Certificate` or `ServiceAccountToken`. Where Kafka needs `Sasl`, name a Kubernetes secret in `saslSettings.secretRef`.',
    replaces: false,
  },
  serviceDefault: { is: authDefault, source: typings },
  links: [mqttEndpoints, kafkaEndpoints],
  examples: {
    good: [
      mqtt({ authentication: identity, tls: on }),
      kafka({
        authentication: { method: 'Sasl', saslSettings: { saslType: 'Plain', secretRef: 'event-hub-login' } },
        tls: on,
      }),
      mqtt({ tls: on }),
    ],
    bad: [
      {
        ...mqtt({ authentication: { method: 'Anonymous' }, tls: on }),
        at: ['properties.mqttSettings.authentication.method'],
      },
      {
        ...kafka({
          authentication: {
            method: 'Sasl',
            saslSettings: {
              saslType: 'Plain',
              secretRef: 'Endpoint=sb://plant.servicebus.windows.net/;SharedAccessKey=example-only',
            },
          },
          tls: on,
        }),
        at: [secretRef],
      },
      { ...kafka({ tls: on }), at: ['properties.kafkaSettings.authentication.method'] },
    ],
  },
});
