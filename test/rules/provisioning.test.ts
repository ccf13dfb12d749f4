import { describe, expect, test } from 'vitest';
import { provisioningService } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import { dpsCmk, dpsIpFilter, dpsLinkedHub } from '../../policies/src/rules/provisioning';
import { resource, runRule } from '../../policies/src/testing';

type Block = { readonly [key: string]: Value };

const dps = (properties: Block, apiVersion?: string) => [
  resource(provisioningService, 'dps', { properties }, { apiVersion }),
];
const key = 'HostName=example.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=example-only';

describe('linked hub', () => {
  const judge = (...iotHubs: readonly Value[]) =>
    runRule(dpsLinkedHub, dps({ iotHubs })).map(({ outcome, property }) => [outcome, property]);
  const at = 'properties.iotHubs[0]';

  test.each<[string, Block, readonly [string, string]]>([
    ['a key', { connectionString: key }, ['fail', `${at}.connectionString`]],
    [
      'a key in other letters',
      { connectionString: 'hostname=h;sharedaccesskey = example-only' },
      ['fail', `${at}.connectionString`],
    ],
    [
      'a signature',
      { connectionString: 'HostName=h;SharedAccessSignature=example-only' },
      ['fail', `${at}.connectionString`],
    ],
    [
      'a policy name without its key',
      { connectionString: 'HostName=h;SharedAccessKeyName=link' },
      ['pass', `${at}.connectionString`],
    ],
    [
      'an unknown string and key authentication',
      { connectionString: UNKNOWN, authenticationType: 'keybased' },
      ['fail', `${at}.authenticationType`],
    ],
    [
      'an unknown string and an identity',
      { connectionString: UNKNOWN, authenticationType: 'SystemAssigned' },
      ['unknown', `${at}.connectionString`],
    ],
    ['an unknown authentication', { authenticationType: UNKNOWN }, ['unknown', `${at}.authenticationType`]],
    ['an identity', { authenticationType: 'UserAssigned' }, ['pass', `${at}.connectionString`]],
  ])('with %s', (_name, hub, expected) => {
    expect(judge(hub)).toEqual([expected]);
  });

  test('a known key is reported before an unknown one, each at its own path', () => {
    expect(judge({ connectionString: UNKNOWN }, { connectionString: key })).toEqual([
      ['fail', 'properties.iotHubs[1].connectionString'],
      ['unknown', 'properties.iotHubs[0].connectionString'],
    ]);
  });

  test('its message never quotes the connection string', () => {
    const [finding] = runRule(dpsLinkedHub, dps({ iotHubs: [{ connectionString: key }] }));
    expect(finding?.message).not.toContain('example-only');
    expect(finding?.message).not.toContain('iothubowner');
  });
});

describe('IP filter', () => {
  const judge = (properties: Block) =>
    runRule(dpsIpFilter, dps(properties)).map(({ outcome, property }) => [outcome, property]);
  const rule = (action: string, ipMask: string) => ({ filterName: 'r', action, ipMask });
  const list = 'properties.ipFilterRules';

  test.each<[string, Block, readonly (readonly [string, string])[]]>([
    ['an empty list', { ipFilterRules: [] }, [['fail', list]]],
    [
      'a list of blocked addresses only',
      { ipFilterRules: [rule('Reject', '203.0.113.7')] },
      [['fail', list]],
    ],
    [
      'a closing rule for part of the internet',
      { ipFilterRules: [rule('Reject', '0.0.0.0/1')] },
      [['fail', list]],
    ],
    [
      'a closing rule in other letters',
      { ipFilterRules: [rule('reject', '0.0.0.0/0')] },
      [['pass', `${list}[0].ipMask`]],
    ],
    [
      'an open rule and no closing one',
      { ipFilterRules: [rule('Accept', '0.0.0.0/0')] },
      [
        ['fail', `${list}[0].ipMask`],
        ['fail', list],
      ],
    ],
    [
      'an unknown range before the closing rule',
      { ipFilterRules: [rule('Accept', UNKNOWN), rule('Reject', '0.0.0.0/0')] },
      [['unknown', `${list}[0].ipMask`]],
    ],
    [
      'an unknown action of the closing rule',
      { ipFilterRules: [rule(UNKNOWN, '0.0.0.0/0')] },
      [
        ['unknown', `${list}[0].ipMask`],
        ['unknown', list],
      ],
    ],
    ['an unknown list', { ipFilterRules: UNKNOWN }, [['unknown', list]]],
    [
      'an open filter while public access is unknown',
      { publicNetworkAccess: UNKNOWN },
      [['unknown', 'properties.publicNetworkAccess']],
    ],
    [
      'a closed filter while public access is unknown',
      { publicNetworkAccess: UNKNOWN, ipFilterRules: [rule('Reject', '0.0.0.0/0')] },
      [['pass', `${list}[0].ipMask`]],
    ],
    [
      'an open filter without public access',
      { publicNetworkAccess: 'disabled', ipFilterRules: [rule('Accept', '0.0.0.0/0')] },
      [['pass', 'properties.publicNetworkAccess']],
    ],
  ])('with %s', (_name, properties, expected) => {
    expect(judge(properties)).toEqual(expected);
  });
});

test.each([undefined, '2023-03-01-preview', '2025-02-01-preview', '2022-12-12'])(
  'no customer-managed key is asked for with API version %s, which does not offer one',
  (apiVersion) => {
    expect(runRule(dpsCmk, dps({}, apiVersion))).toEqual([]);
  },
);
