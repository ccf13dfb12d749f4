import { describe, expect, test } from 'vitest';
import { fromArm } from '../../policies/src/resources/arm';
import type { ArmType } from '../../policies/src/resources/resource';
import {
  assetEndpointProfile,
  dataflowEndpoint,
  deviceUpdateAccount,
  deviceUpdateInstance,
  iotBroker,
  iotBrokerListener,
  iotCentralApp,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { endpointAuthentication, endpointTransport } from '../../policies/src/rules/device-registry';
import { deviceUpdateCustomerKey, deviceUpdateDiagnosticsKey } from '../../policies/src/rules/device-update';
import { iotCentralDefaultDeny } from '../../policies/src/rules/iot-central';
import {
  brokerInternalTraffic,
  dataflowAuthentication,
  dataflowTls,
  listenerAuthentication,
  listenerAuthorization,
  listenerTls,
} from '../../policies/src/rules/iot-operations';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, type: ArmType, properties: Properties) =>
  runRule(rule, [resource(type, 'example', properties)]).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );

describe('Device Update', () => {
  const encryption = { keyVaultKeyUri: 'https://plant.vault.azure.net/keys/k', userAssignedIdentity: '/id' };

  test.each<[string, Properties, readonly string[]]>([
    ['both', { encryption }, ['pass encryption.keyVaultKeyUri']],
    [
      'an unknown key',
      { encryption: { ...encryption, keyVaultKeyUri: UNKNOWN } },
      ['unknown encryption.keyVaultKeyUri'],
    ],
    [
      'an unknown key and no identity',
      { encryption: { keyVaultKeyUri: UNKNOWN } },
      ['fail encryption.userAssignedIdentity', 'unknown encryption.keyVaultKeyUri'],
    ],
    ['an unknown block', { encryption: UNKNOWN }, ['unknown encryption']],
  ])('customer key with %s', (_case, properties, expected) => {
    expect(found(deviceUpdateCustomerKey, deviceUpdateAccount, properties)).toEqual(expected);
  });

  test('customer key that is computed is given', () => {
    const given = { encryption: { keyVaultKeyUri: UNKNOWN, userAssignedIdentity: UNKNOWN } };
    const one = resource(deviceUpdateAccount, 'updates', given, {
      uses: { encryption: ['key', 'identity'] },
    });
    expect(runRule(deviceUpdateCustomerKey, [one]).map(({ outcome }) => outcome)).toEqual(['pass']);
  });

  test.each([
    ['AccountName=a;accountkey=example-only', 'fail'],
    ['BlobEndpoint=https://a/;SharedAccessSignature=example-only', 'fail'],
    ['', 'pass'],
    [null, 'pass'],
    [UNKNOWN, 'unknown'],
  ])('connection string %s: %s', (connectionString, outcome) => {
    const properties = { diagnosticStorageProperties: { connectionString } };
    const findings = runRule(deviceUpdateDiagnosticsKey, [resource(deviceUpdateInstance, 'i', properties)]);
    expect(findings.map((finding) => finding.outcome)).toEqual([outcome]);
    expect(findings[0]?.message ?? '').not.toContain('example-only');
  });
});

describe('IoT Central', () => {
  const action = 'networkRuleSets.defaultAction';
  const devices = 'networkRuleSets.applyToDevices';

  test.each<[string, Properties, readonly string[]]>([
    [
      'closed for both',
      { networkRuleSets: { defaultAction: 'Deny', applyToDevices: true } },
      [`pass ${action}`],
    ],
    [
      'devices left out',
      { networkRuleSets: { defaultAction: 'Deny', applyToDevices: 'false' } },
      [`fail ${devices}`],
    ],
    [
      'an unknown action',
      { networkRuleSets: { defaultAction: UNKNOWN } },
      [`fail ${devices}`, `unknown ${action}`],
    ],
    ['an unknown block', { networkRuleSets: UNKNOWN }, ['unknown networkRuleSets']],
    ['a list for the block', { networkRuleSets: [] }, [`fail ${action}`, `fail ${devices}`]],
    [
      'no block although it is closed',
      { publicNetworkAccess: 'Disabled' },
      [`fail ${action}`, `fail ${devices}`],
    ],
  ])('%s', (_case, properties, expected) => {
    expect(found(iotCentralDefaultDeny, iotCentralApp, properties)).toEqual(expected);
  });
});

describe('endpoints of machines', () => {
  test.each<[Properties, string]>([
    [{ authentication: { method: 'anonymous' } }, 'fail authentication.method'],
    [{ authentication: { method: 'UsernamePassword' } }, 'pass authentication.method'],
    [{ authentication: {} }, 'pass authentication.method'],
    [{ authentication: null }, 'fail authentication.method'],
    [{}, 'fail authentication.method'],
    [{ authentication: UNKNOWN }, 'unknown authentication'],
  ])('authentication of %j: %s', (properties, expected) => {
    expect(found(endpointAuthentication, assetEndpointProfile, properties)).toEqual([expected]);
  });

  test.each([
    ['opc.tcp://press:4840', 'pass'],
    ['https://camera/onvif', 'pass'],
    ['mqtts://broker:8883', 'pass'],
    ['wss://broker', 'pass'],
    ['HTTP://camera/onvif', 'fail'],
    [' mqtt://broker', 'fail'],
    ['ws://broker', 'fail'],
    [null, 'pass'],
    [UNKNOWN, 'unknown'],
  ])('address %s: %s', (targetAddress, outcome) => {
    expect(found(endpointTransport, assetEndpointProfile, { targetAddress })).toEqual([
      `${outcome} targetAddress`,
    ]);
  });

  const config = (value: Value) => JSON.stringify(value);

  test.each<[string, Value, 'pass' | 'fail' | 'unknown']>([
    ['mode none', config({ security: { securityMode: 'none' } }), 'fail'],
    ['mode None in another place', config({ opcua: [{ SecurityMode: 'None' }] }), 'fail'],
    [
      'policy none',
      config({ security: { securityPolicy: 'http://opcfoundation.org/UA/SecurityPolicy#None' } }),
      'fail',
    ],
    ['a block instead of a text', { security: { securityMode: 'none' } }, 'fail'],
    ['sign and encrypt', config({ security: { securityMode: 'signAndEncrypt' } }), 'pass'],
    ['a null mode', config({ security: { securityMode: null, securityPolicy: null } }), 'pass'],
    ['none elsewhere', config({ session: { reconnect: 'none' } }), 'pass'],
    ['a text that is no JSON', '{ securityMode: none', 'pass'],
    ['a number', 7, 'pass'],
    ['an unknown text', UNKNOWN, 'unknown'],
  ])('configuration with %s', (_case, additionalConfiguration, outcome) => {
    const properties = { targetAddress: 'opc.tcp://press:4840', additionalConfiguration };
    const property = outcome === 'pass' ? 'targetAddress' : 'additionalConfiguration';
    expect(found(endpointTransport, assetEndpointProfile, properties)).toEqual([`${outcome} ${property}`]);
  });
});

describe('listeners of the edge broker', () => {
  const fields: readonly (readonly [Rule, string])[] = [
    [listenerTls, 'tls'],
    [listenerAuthentication, 'authenticationRef'],
    [listenerAuthorization, 'authorizationRef'],
  ];

  test.each(fields)('%o', (rule, field) => {
    const judge = (...ports: readonly Value[]) => found(rule, iotBrokerListener, { properties: { ports } });
    expect(judge({ port: 1883 })).toEqual([`fail properties.ports[0].${field}`]);
    expect(judge({ port: 1883, [field]: null })).toEqual([`fail properties.ports[0].${field}`]);
    expect(judge({ port: 8883, [field]: UNKNOWN })).toEqual([`unknown properties.ports[0].${field}`]);
    expect(judge({ port: 8883, [field]: 'devices' }, { port: 1883 })).toEqual([
      `fail properties.ports[1].${field}`,
    ]);
    expect(found(rule, iotBrokerListener, { properties: { ports: UNKNOWN } })).toEqual([
      'unknown properties.ports',
    ]);
  });

  test('are judged in templates as well, which have the same `properties` block', () => {
    const body = { properties: { serviceType: 'LoadBalancer', ports: [{ port: 1883 }] } };
    const translated = fromArm(iotBrokerListener, body) ?? {};
    expect(found(listenerTls, iotBrokerListener, translated)).toEqual(['fail properties.ports[0].tls']);
  });

  test.each([
    [{}, 'pass'],
    [{ advanced: {} }, 'pass'],
    [{ advanced: { encryptInternalTraffic: 'enabled' } }, 'pass'],
    [{ advanced: { encryptInternalTraffic: 'Disabled' } }, 'fail'],
    [{ advanced: { encryptInternalTraffic: false } }, 'fail'],
  ])('internal traffic %j: %s', (properties, outcome) => {
    expect(found(brokerInternalTraffic, iotBroker, { properties })).toEqual([
      `${outcome} properties.advanced.encryptInternalTraffic`,
    ]);
  });
});

describe('endpoints of data flows', () => {
  const mqttTls = 'properties.mqttSettings.tls.mode';
  const kafkaTls = 'properties.kafkaSettings.tls.mode';

  test.each<[string, Value, readonly string[]]>([
    ['neither broker', { endpointType: 'LocalStorage' }, []],
    ['MQTT with TLS', { mqttSettings: { tls: { mode: 'enabled' } } }, [`pass ${mqttTls}`]],
    ['MQTT with an empty block', { mqttSettings: { tls: {} } }, [`pass ${mqttTls}`]],
    ['MQTT without a block', { mqttSettings: { host: 'broker:1883' } }, [`fail ${mqttTls}`]],
    ['MQTT with a null block', { mqttSettings: { tls: null } }, [`fail ${mqttTls}`]],
    ['Kafka without TLS', { kafkaSettings: { tls: { mode: 'Disabled' } } }, [`fail ${kafkaTls}`]],
    ['Kafka with an unknown mode', { kafkaSettings: { tls: { mode: UNKNOWN } } }, [`unknown ${kafkaTls}`]],
    ['unknown settings', { kafkaSettings: UNKNOWN }, ['unknown properties.kafkaSettings']],
    ['an unknown whole', UNKNOWN, ['unknown properties']],
  ])('TLS of %s', (_case, properties, expected) => {
    expect(found(dataflowTls, dataflowEndpoint, { properties })).toEqual(expected);
  });

  const mqttMethod = 'properties.mqttSettings.authentication.method';
  const kafkaMethod = 'properties.kafkaSettings.authentication.method';
  const secretRef = 'properties.kafkaSettings.authentication.saslSettings.secretRef';
  const sasl = (value: Value) => ({
    kafkaSettings: { authentication: { method: 'Sasl', saslSettings: { secretRef: value } } },
  });

  test.each<[string, Value, readonly string[]]>([
    ['neither broker', { endpointType: 'LocalStorage' }, []],
    ['anonymous MQTT', { mqttSettings: { authentication: { method: 'anonymous' } } }, [`fail ${mqttMethod}`]],
    ['MQTT without a method', { mqttSettings: { host: 'broker' } }, [`pass ${mqttMethod}`]],
    [
      'anonymous Kafka',
      { kafkaSettings: { authentication: { method: 'Anonymous' } } },
      [`fail ${kafkaMethod}`],
    ],
    ['Kafka without a method', { kafkaSettings: { host: 'broker' } }, [`fail ${kafkaMethod}`]],
    ['a name of a secret', sasl('event-hub-login'), [`pass ${kafkaMethod}`]],
    ['the secret itself', sasl('Password=example-only'), [`fail ${secretRef}`]],
    ['an unknown name', sasl(UNKNOWN), [`unknown ${secretRef}`]],
    [
      'an unknown method',
      { mqttSettings: { authentication: { method: UNKNOWN } } },
      [`unknown ${mqttMethod}`],
    ],
  ])('authentication of %s', (_case, properties, expected) => {
    expect(found(dataflowAuthentication, dataflowEndpoint, { properties })).toEqual(expected);
  });

  test('a secret is never quoted', () => {
    const properties = { properties: sasl('Password=hunter-two') };
    const [finding] = runRule(dataflowAuthentication, [resource(dataflowEndpoint, 'e', properties)]);
    expect(finding?.message).not.toContain('hunter-two');
  });
});
