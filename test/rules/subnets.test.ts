import { describe, expect, test } from 'vitest';
import { subnet, virtualNetwork } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  subnetEndpointPolicies,
  subnetHasNsg,
  subnetNoBroadServiceEndpoint,
  subnetPrivateOutbound,
  vnetDdos,
} from '../../policies/src/rules/subnets';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, one: ReturnType<typeof resource>) =>
  runRule(rule, [one]).map(({ outcome, property }) => `${outcome} ${property}`);
const alone = (properties: Properties, apiVersion?: string) =>
  resource(subnet, 's', properties, { apiVersion });
const inside = (...subnets: readonly Value[]) => resource(virtualNetwork, 'v', { subnets });
const group = { id: UNKNOWN };

describe('the group of a subnet', () => {
  test.each([
    [{ subnetName: 'a', networkSecurityGroup: group }, ['pass networkSecurityGroup']],
    [{ subnetName: 'a' }, ['fail networkSecurityGroup']],
    [{ subnetName: 'a', networkSecurityGroup: {} }, ['fail networkSecurityGroup']],
    [{}, ['fail networkSecurityGroup']],
    [{ subnetName: UNKNOWN }, ['unknown subnetName']],
    [{ subnetName: UNKNOWN, networkSecurityGroup: group }, ['pass networkSecurityGroup']],
    [{ networkSecurityGroup: UNKNOWN }, ['unknown networkSecurityGroup']],
    [{ subnetName: 'AzureBastionSubnet' }, []],
    [{ subnetName: 'azurefirewallsubnet' }, []],
    [{ subnetName: 'GatewaySubnet' }, []],
    [{ subnetName: 'gatewaysubnet', networkSecurityGroup: group }, ['fail networkSecurityGroup']],
    [{ subnetName: 'GatewaySubnet', networkSecurityGroup: UNKNOWN }, ['unknown networkSecurityGroup']],
  ])('%j: %j', (properties, expected) => expect(found(subnetHasNsg, alone(properties))).toEqual(expected));

  test('is asked for inside a network as well, by the name there', () => {
    const network = inside(
      { name: 'a', networkSecurityGroup: group },
      { name: 'b' },
      { name: 'GatewaySubnet' },
      UNKNOWN,
      'odd',
    );
    expect(found(subnetHasNsg, network)).toEqual([
      'fail subnets[1].networkSecurityGroup',
      'fail subnets[4].networkSecurityGroup',
      'unknown subnets[3]',
    ]);
  });

  test.each([[{}], [{ subnets: [] }], [{ subnets: 'odd' }]])(
    'asks nothing of a network with %j',
    (properties) => {
      expect(found(subnetHasNsg, resource(virtualNetwork, 'v', properties))).toEqual([]);
    },
  );
});

describe('the default way out', () => {
  test.each([
    [{}, undefined, 'fail'],
    [{}, '2024-05-01', 'fail'],
    [{}, '2025-05-01', 'fail'],
    [{}, '2025-07-01', 'pass'],
    [{}, '2025-07-01-preview', 'pass'],
    [{}, '2026-01-01', 'pass'],
    [{ defaultOutboundAccess: true }, '2026-01-01', 'fail'],
    [{ defaultOutboundAccess: 'False' }, undefined, 'pass'],
  ])('%j on API version %s: %s', (properties, apiVersion, outcome) => {
    expect(found(subnetPrivateOutbound, alone(properties, apiVersion))).toEqual([
      `${outcome} defaultOutboundAccess`,
    ]);
  });

  test.each([
    [{ delegations: [{ name: 'd' }] }, []],
    [{ delegations: [] }, ['fail defaultOutboundAccess']],
    [{ delegations: UNKNOWN }, ['unknown delegations']],
    [{ subnetName: 'GatewaySubnet' }, []],
    [{ subnetName: UNKNOWN, defaultOutboundAccess: false }, ['pass defaultOutboundAccess']],
  ])('is not asked for where a service runs the subnet: %j', (properties, expected) => {
    expect(found(subnetPrivateOutbound, alone(properties))).toEqual(expected);
  });
});

test.each([
  ['Enabled', 'pass'],
  ['networkSecurityGroupEnabled', 'pass'],
  ['RouteTableEnabled', 'fail'],
  ['Disabled', 'fail'],
  [null, 'fail'],
  [UNKNOWN, 'unknown'],
] as const)('policies on private endpoints as %s: %s', (privateEndpointNetworkPolicies, outcome) => {
  expect(found(subnetEndpointPolicies, alone({ privateEndpointNetworkPolicies }))).toEqual([
    `${outcome} privateEndpointNetworkPolicies`,
  ]);
});

test.each([
  [{}, 'pass serviceEndpoints'],
  [{ serviceEndpoints: [] }, 'pass serviceEndpoints'],
  [{ serviceEndpoints: [{ service: 'Microsoft.Storage' }] }, 'fail serviceEndpoints'],
  [{ serviceEndpoints: [{}], serviceEndpointPolicies: [] }, 'fail serviceEndpoints'],
  [{ serviceEndpoints: [{}], serviceEndpointPolicies: [{ id: UNKNOWN }] }, 'pass serviceEndpoints'],
  [{ serviceEndpoints: [{}], serviceEndpointPolicies: UNKNOWN }, 'unknown serviceEndpointPolicies'],
  [{ serviceEndpoints: UNKNOWN }, 'unknown serviceEndpoints'],
  [{ serviceEndpoints: UNKNOWN, serviceEndpointPolicies: [{ id: 'p' }] }, 'pass serviceEndpoints'],
])('service endpoints %j: %s', (properties, expected) => {
  expect(found(subnetNoBroadServiceEndpoint, alone(properties))).toEqual([expected]);
});

test.each([
  [{ enableDdosProtection: true, ddosProtectionPlan: { id: UNKNOWN } }, ['pass enableDdosProtection']],
  [{ enableDdosProtection: 'true', ddosProtectionPlan: {} }, ['fail ddosProtectionPlan']],
  [{ enableDdosProtection: UNKNOWN }, ['fail ddosProtectionPlan', 'unknown enableDdosProtection']],
  [{ ddosProtectionPlan: { id: 'p' } }, ['fail enableDdosProtection']],
])('DDoS protection %j: %j', (properties, expected) => {
  expect(found(vnetDdos, resource(virtualNetwork, 'v', properties))).toEqual(expected);
});
