import { describe, expect, test } from 'vitest';
import {
  flowLog,
  networkSecurityGroup,
  privateDnsZone,
  privateDnsZoneGroup,
  privateDnsZoneLink,
  privateEndpoint,
  publicIpAddress,
  subnet,
  virtualNetwork,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { flowLogEnabled, flowLogRetention } from '../../policies/src/rules/flow-logs';
import { peAutoApprovedOnly, publicIpForbidden } from '../../policies/src/rules/network-exposure';
import { peHasDnsZoneGroup, privateDnsNoAutoRegistration } from '../../policies/src/rules/private-dns';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);

describe('a flow log', () => {
  const network = resource(virtualNetwork, 'v', { virtualNetworkName: 'plant' });
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/plant';
  const log = (properties: Properties, uses = {}) => resource(flowLog, 'log', properties, { uses });
  const onNetwork = (one: ReturnType<typeof resource>, ...more: readonly ReturnType<typeof resource>[]) =>
    found(flowLogEnabled, [network, ...more, one]).filter((finding) => finding.endsWith('flowLogs'));

  test.each([
    ['by its id', log({ targetResourceId: id, enabled: true }), 'pass'],
    ['by its id in other case', log({ targetResourceId: id.toUpperCase(), enabled: 'true' }), 'pass'],
    ['by reference', log({ targetResourceId: UNKNOWN, enabled: true }, { targetResourceId: ['v'] }), 'pass'],
    ['switched off', log({ targetResourceId: id, enabled: false }), 'fail'],
    ['without a word', log({ targetResourceId: id }), 'fail'],
    ['perhaps switched on', log({ targetResourceId: id, enabled: UNKNOWN }), 'unknown'],
    ['of another network', log({ targetResourceId: `${id}2`, enabled: true }), 'fail'],
    ['of one of its subnets', log({ targetResourceId: `${id}/subnets/a`, enabled: true }), 'fail'],
    ['of something not known yet', log({ targetResourceId: UNKNOWN, enabled: true }), 'unknown'],
  ])('covers a network %s', (_what, one, outcome) => {
    expect(onNetwork(one)).toEqual([`${outcome} flowLogs`]);
  });

  test('on a subnet by reference leaves the network without', () => {
    const part = resource(subnet, 'part', {}, { uses: { virtualNetworkName: ['v'] } });
    const one = log({ targetResourceId: UNKNOWN, enabled: true }, { targetResourceId: ['part'] });
    expect(onNetwork(one, part)).toEqual(['fail flowLogs']);
  });

  test('on a security group is reported, by id and by reference', () => {
    const group = resource(networkSecurityGroup, 'group', {});
    const byId = log({
      targetResourceId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n',
      enabled: true,
    });
    const byReference = log({ targetResourceId: UNKNOWN, enabled: true }, { targetResourceId: ['group'] });
    expect(found(flowLogEnabled, [byId])).toEqual(['fail targetResourceId']);
    expect(found(flowLogEnabled, [group, byReference])).toEqual(['fail targetResourceId']);
  });

  test.each([
    [{ enabled: true, days: 90 }, ['pass retentionPolicy.enabled']],
    [{ enabled: 'true', days: '365' }, ['pass retentionPolicy.enabled']],
    [{ enabled: true, days: 89 }, ['fail retentionPolicy.days']],
    [{ enabled: true, days: 0 }, ['fail retentionPolicy.days']],
    [{ enabled: true }, ['fail retentionPolicy.days']],
    [{ enabled: true, days: UNKNOWN }, ['unknown retentionPolicy.days']],
    [{ enabled: false, days: UNKNOWN }, ['fail retentionPolicy.enabled', 'unknown retentionPolicy.days']],
    [UNKNOWN, ['unknown retentionPolicy']],
    [{}, ['fail retentionPolicy.enabled', 'fail retentionPolicy.days']],
  ])('with the retention %j: %j', (retentionPolicy, expected) => {
    expect(found(flowLogRetention, [log({ retentionPolicy })])).toEqual(expected);
  });
});

describe('a public address', () => {
  const address = (properties: Properties) => [resource(publicIpAddress, 'edge', properties)];
  test.each([
    [{ sku: { name: 'Standard' } }, [], 'fail publicIpAddressName'],
    [{ sku: { name: 'Standard' } }, ['EDGE'], 'pass sku.name'],
    [{ publicIpAddressName: 'out', sku: { name: 'standard' } }, ['out'], 'pass sku.name'],
    [{ publicIpAddressName: 'out' }, ['out'], 'fail sku.name'],
    [{ publicIpAddressName: 'out', sku: { name: UNKNOWN } }, ['out'], 'unknown sku.name'],
    [{ publicIpAddressName: UNKNOWN, sku: {} }, ['out'], 'unknown publicIpAddressName'],
    [{ publicIpAddressName: UNKNOWN, sku: {} }, [], 'fail publicIpAddressName'],
  ] as const)('%j with the list %j: %s', (properties, allowedNames, expected) => {
    expect(found(publicIpForbidden, address(properties), { allowedNames })).toEqual([expected]);
  });
});

describe('a manual connection', () => {
  const list = 'manualPrivateLinkServiceConnections';
  const to = (...ids: readonly (string | null)[]) => [
    resource(privateEndpoint, 'e', { [list]: ids.map((privateLinkServiceId) => ({ privateLinkServiceId })) }),
  ];
  const own = '/subscriptions/Own/resourceGroups/g/providers/Microsoft.Sql/servers/s';
  test.each([
    [to(), [], [`pass ${list}`]],
    [to(own), ['own'], [`pass ${list}[0].privateLinkServiceId`]],
    [to(own), [], [`fail ${list}[0].privateLinkServiceId`]],
    [to(own, own.replace('Own', 'other')), ['own'], [`fail ${list}[1].privateLinkServiceId`]],
    [to(UNKNOWN), ['own'], [`unknown ${list}[0].privateLinkServiceId`]],
    [to(UNKNOWN), [], [`fail ${list}[0].privateLinkServiceId`]],
    [to(null), ['own'], [`fail ${list}[0].privateLinkServiceId`]],
    [to('an.alias'), ['own'], [`fail ${list}[0].privateLinkServiceId`]],
  ] as const)('%# under a list of subscriptions', (resources, allowedSubscriptions, expected) => {
    expect(found(peAutoApprovedOnly, resources, { allowedSubscriptions })).toEqual(expected);
  });

  test.each([
    [UNKNOWN, 'unknown'],
    [null, 'pass'],
    ['odd', 'pass'],
  ] as const)('list %j: %s', (value, outcome) => {
    expect(found(peAutoApprovedOnly, [resource(privateEndpoint, 'e', { [list]: value })])).toEqual([
      `${outcome} ${list}`,
    ]);
  });
});

describe('the zones of a private endpoint', () => {
  const endpoint = (...groupIds: readonly string[]) =>
    resource(privateEndpoint, 'e', { privateLinkServiceConnections: [{ groupIds }] });
  const zone = (name: string, privateZoneName: string) => resource(privateDnsZone, name, { privateZoneName });
  const link = (configs: number, ...zones: readonly string[]) =>
    resource(
      privateDnsZoneGroup,
      'group',
      { privateDnsZoneConfigs: Array.from({ length: configs }, () => ({ privateDnsZoneId: UNKNOWN })) },
      { uses: { privateEndpointName: ['e'], privateDnsZoneConfigs: zones } },
    );
  const devices = zone('devices', 'privatelink.azure-devices.net');
  const bus = zone('bus', 'privatelink.servicebus.windows.net');
  const outcome = (...resources: readonly ReturnType<typeof resource>[]) =>
    found(peHasDnsZoneGroup, resources).map((finding) => finding.split(' ')[0]);

  test.each([
    ['both zones of a hub', [endpoint('iotHub'), devices, bus, link(2, 'devices', 'bus')], 'pass'],
    ['one zone of a hub', [endpoint('iotHub'), devices, bus, link(1, 'devices')], 'fail'],
    [
      'one zone of a hub and one of another stack',
      [endpoint('iotHub'), devices, link(2, 'devices')],
      'unknown',
    ],
    ['a zone of another stack for a vault', [endpoint('vault'), link(1)], 'pass'],
    ['a zone of another stack for a hub', [endpoint('iotHub'), link(1)], 'unknown'],
    ['a zone without a known name', [endpoint('iotHub'), zone('z', UNKNOWN), link(1, 'z')], 'unknown'],
    [
      'a sovereign cloud',
      [endpoint('iotDps'), zone('z', 'privatelink.azure-devices-provisioning.us'), link(1, 'z')],
      'pass',
    ],
    ['a zone for what is not known yet', [endpoint(UNKNOWN), devices, link(1, 'devices')], 'unknown'],
    ['no zone for what is not known yet', [endpoint(UNKNOWN), link(0)], 'fail'],
    ['any zone for a vault', [endpoint('vault'), devices, link(1, 'devices')], 'pass'],
    ['no group', [endpoint('vault'), devices], 'fail'],
    ['an empty group', [endpoint('vault'), link(0)], 'fail'],
  ] as const)('%s', (_what, resources, expected) => {
    expect(outcome(...resources)).toEqual([expected]);
  });

  test('are those of its own group', () => {
    const other = resource(privateDnsZoneGroup, 'group', {
      privateEndpointName: 'other',
      privateDnsZoneConfigs: [{ privateDnsZoneId: '/x/privatelink.vaultcore.azure.net' }],
    });
    const named = resource(privateEndpoint, 'e', { privateEndpointName: 'mine' });
    expect(outcome(named, other)).toEqual(['fail']);
  });

  test.each([
    ['privatelink.azure-devices.net', true, ['fail registrationEnabled']],
    ['privatelink.azure-devices.net', false, ['pass registrationEnabled']],
    ['westeurope.privatelink.azurecr.io', true, ['fail registrationEnabled']],
    ['plant.internal', true, []],
    [UNKNOWN, true, ['unknown privateZoneName']],
    [UNKNOWN, false, ['pass registrationEnabled']],
    [UNKNOWN, null, ['pass registrationEnabled']],
  ] as const)('take registrations in %s: %s', (privateZoneName, registrationEnabled, expected) => {
    const one = resource(privateDnsZoneLink, 'l', { privateZoneName, registrationEnabled });
    expect(found(privateDnsNoAutoRegistration, [one])).toEqual(expected);
  });
});
