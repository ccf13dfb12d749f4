import { describe, expect, test } from 'vitest';
import { provisioningService } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  dpsFilterTargets,
  dpsPortalHost,
  dpsSasPolicies,
} from '../../policies/src/rules/provisioning-access';
import { resource, runRule } from '../../policies/src/testing';

type Block = { readonly [key: string]: Value };

const found = (rule: Rule, properties: Block) =>
  runRule(rule, [resource(provisioningService, 'dps', { properties })]).map(
    ({ outcome, property }) => `${outcome} ${property}`,
  );

describe('targets of the closing rules', () => {
  const list = 'properties.ipFilterRules';
  const plant = { action: 'Accept', ipMask: '203.0.113.0/24', target: 'deviceApi' };
  const rest = (target?: Value): Block => ({
    action: 'Reject',
    ipMask: '0.0.0.0/0',
    ...(target === undefined ? {} : { target }),
  });

  test.each<[string, readonly Value[], readonly string[]]>([
    ['all', [plant, rest('All')], [`pass ${list}[1].target`]],
    ['no target', [rest()], [`pass ${list}[0].target`]],
    ['a null target', [rest(null)], [`pass ${list}[0].target`]],
    ['devices alone', [rest('deviceApi')], [`fail ${list}[0].target`]],
    ['the service alone', [rest('serviceApi')], [`fail ${list}[0].target`]],
    ['both in two rules', [rest('serviceApi'), rest('deviceApi')], [`pass ${list}[0].target`]],
    ['another target', [rest('nothing')], [`fail ${list}[0].target`, `fail ${list}[0].target`]],
    ['an unknown target', [rest(UNKNOWN)], [`unknown ${list}[0].target`]],
    ['an unknown target beside all', [rest(UNKNOWN), rest('all')], [`pass ${list}[0].target`]],
    ['an unknown range', [{ ...rest('deviceApi'), ipMask: UNKNOWN }], [`unknown ${list}[0].ipMask`]],
    ['an unknown action', [{ ...rest('all'), action: UNKNOWN }], [`unknown ${list}[0].action`]],
    ['no closing rule', [plant], []],
    ['an empty list', [], []],
  ])('%s', (_case, ipFilterRules, expected) => {
    expect(found(dpsFilterTargets, { ipFilterRules })).toEqual(expected);
  });

  test.each<[string, Block, readonly string[]]>([
    ['no list', {}, []],
    ['an unknown list', { ipFilterRules: UNKNOWN }, [`unknown ${list}`]],
    ['a text for a list', { ipFilterRules: 'all' }, []],
    ['a closed service', { publicNetworkAccess: 'Disabled', ipFilterRules: [rest('deviceApi')] }, []],
    [
      'a service that may be closed',
      { publicNetworkAccess: UNKNOWN, ipFilterRules: [rest('deviceApi')] },
      ['unknown properties.publicNetworkAccess'],
    ],
  ])('%s', (_case, properties, expected) => {
    expect(found(dpsFilterTargets, properties)).toEqual(expected);
  });
});

describe('shared access policies', () => {
  const list = 'properties.authorizationPolicies';
  const at = `${list}[0].rights`;

  test.each<[Value, string]>([
    ['ServiceConfig', 'pass'],
    ['EnrollmentRead, EnrollmentWrite, DeviceConnect', 'pass'],
    ['ServiceConfig, EnrollmentRead', 'pass'],
    ['serviceconfig,ENROLLMENTWRITE', 'fail'],
    ['ServiceConfig, DeviceConnect', 'fail'],
    [['ServiceConfig', 'EnrollmentWrite', 'DeviceConnect'], 'fail'],
    [null, 'pass'],
    [7, 'pass'],
    [UNKNOWN, 'unknown'],
  ])('rights %j: %s', (rights, outcome) => {
    expect(found(dpsSasPolicies, { authorizationPolicies: [{ rights }] })).toEqual([`${outcome} ${at}`]);
  });

  test.each<[string, Block, string]>([
    ['nothing', {}, `fail ${list}`],
    ['an empty list', { authorizationPolicies: [] }, `fail ${list}`],
    ['an unknown list', { authorizationPolicies: UNKNOWN }, `unknown ${list}`],
  ])('%s', (_case, properties, expected) => {
    expect(found(dpsSasPolicies, properties)).toEqual([expected]);
  });

  test.each<[Value, Block, string]>([
    [true, {}, 'pass properties.disableLocalAuth'],
    ['true', { authorizationPolicies: UNKNOWN }, 'pass properties.disableLocalAuth'],
    [false, {}, `fail ${list}`],
    [UNKNOWN, {}, 'unknown properties.disableLocalAuth'],
    [UNKNOWN, { authorizationPolicies: [{ rights: 'EnrollmentRead' }] }, `pass ${at}`],
  ])('keys turned off: %s', (disableLocalAuth, properties, expected) => {
    expect(found(dpsSasPolicies, { ...properties, disableLocalAuth })).toEqual([expected]);
  });
});

test.each([
  ['portal.azure.us', 'pass'],
  ['https://preview.portal.azure.com/', 'pass'],
  ['', 'pass'],
  ['http://portal.azure.com', 'fail'],
  ['notportal.azure.com', 'fail'],
  ['portal.azure.com/evil.example', 'fail'],
  [UNKNOWN, 'unknown'],
])('pages of "%s" may call the service: %s', (portalOperationsHostName, outcome) => {
  expect(found(dpsPortalHost, { portalOperationsHostName })).toEqual([
    `${outcome} properties.portalOperationsHostName`,
  ]);
});
