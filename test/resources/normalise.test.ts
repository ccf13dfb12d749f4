import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../policies/src/resources/classic';
import { normalise, withoutRules } from '../../policies/src/resources/normalise';
import type { Resource } from '../../policies/src/resources/resource';
import type { Field } from '../../policies/src/resources/shapes';
import { classicTokens } from '../../policies/src/resources/tokens-classic';
import { nativeTokens } from '../../policies/src/resources/tokens-table';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import { registered } from './registered';

/** The names of the author's properties that a list of fields reads, blocks taken as one. */
function namesRead(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ from, or = '', each = [], block = [] }) =>
    from === '' ? namesRead([...each, ...block]) : [from, or].map((path) => path.split('.')[0] ?? ''),
  );
}

describe('a resource in the v3 shape', () => {
  it('keeps everything it was registered with', () => {
    const resource = registered(
      'azure-native:iothub:IotHubResource',
      { properties: UNKNOWN },
      { protect: true },
    );
    expect(normalise(resource)).toEqual({ resources: [{ ...resource, type: t.iotHub }], notEvaluated: [] });
    expect(normalise(resource).resources[0]?.properties).toBe(resource.properties);
  });

  it('says which API version its token pins', () => {
    const [resource] = normalise(registered('azure-native:devices/v20230630:IotHubResource')).resources;
    expect(resource).toMatchObject({ type: t.iotHub, apiVersion: '2023-06-30' });
  });
});

describe('what is no resource to evaluate', () => {
  it.each([
    registered('pulumi:pulumi:Stack', {}, { custom: false }),
    registered('pulumi:providers:azure-native'),
    registered('pulumi:pulumi:StackReference'),
    registered('plant:cloud:Gateway', {}, { custom: false }),
    registered('azure-native:iothub:IotHubResource', {}, { custom: false }),
  ])('$token, custom $custom', (resource) => {
    expect(normalise(resource)).toEqual({ resources: [], notEvaluated: [] });
  });
});

describe('a provider', () => {
  const features = { keyVault: { purgeSoftDeleteOnDestroy: true } };

  it.each([
    ['pulumi:providers:azure', { features: JSON.stringify(features) }, { features }],
    ['pulumi:providers:azure', { features: '{broken' }, { features: '{broken' }],
    ['pulumi:providers:azure-native', { useOidc: 'true' }, { useOidc: 'true' }],
    ['pulumi:providers:azure-native_iothub_v20230630', { metadataHost: 'h' }, { metadataHost: 'h' }],
  ])('%s with %j', (token, written, properties) => {
    expect(normalise(registered(token, written)).resources).toMatchObject([
      { type: t.pulumiProvider, properties },
    ]);
  });
});

describe('what is not evaluated', () => {
  it.each([
    ['azure-native:synapse:Workspace', 'no rule looks at azure-native:synapse:Workspace'],
    ['azuread:index/application:Application', 'no rule looks at'],
    ['azapi:index/resource:Resource', 'no rule looks at'],
    ['pulumi-nodejs:dynamic:Resource', 'dynamic providers run code of their own'],
    ['pulumi-nodejs:dynamic/plant:Certificate', 'dynamic providers'],
    ['pulumi-python:dynamic:Resource', 'dynamic providers'],
    ['aws:s3/bucket:Bucket', 'not an Azure resource'],
    ['random:index/randomPassword:RandomPassword', 'not an Azure resource'],
    ['azure-native:network/v20190201:InterfaceEndpoint', 'is not translated'],
    ['', 'not an Azure resource'],
  ])('%s: %s', (token, why) => {
    const resource = registered(token);
    expect(normalise(resource)).toEqual({
      resources: [],
      notEvaluated: [{ resource: resource.urn, why: expect.stringContaining(why) }],
    });
  });

  it('is a known type without rules where the caller says so', () => {
    const [resource] = normalise(registered('azure-native:network:VirtualNetwork')).resources;
    expect(withoutRules(resource as Resource)).toEqual({
      resource: resource?.urn,
      why: 'no rule looks at Microsoft.Network/virtualNetworks',
    });
  });
});

describe('what an older version means', () => {
  const storage = (version: string, properties: Properties = {}) =>
    normalise(registered(`azure-native:storage/${version}:StorageAccount`, properties)).resources[0]
      ?.properties;

  it.each([
    ['v20190401', { allowBlobPublicAccess: true, allowCrossTenantReplication: true }],
    [
      'v20180701',
      { enableHttpsTrafficOnly: false, allowBlobPublicAccess: true, allowCrossTenantReplication: true },
    ],
    ['v20230101', {}],
  ])('storage %s with nothing written: %j', (version, properties) => {
    expect(storage(version)).toEqual(properties);
  });

  it('leaves what is written as it is', () => {
    const written = { enableHttpsTrafficOnly: UNKNOWN, allowBlobPublicAccess: false };
    expect(storage('v20180701', written)).toMatchObject(written);
  });

  it('finds the SKU where versions of 2015 had it', () => {
    expect(storage('v20150615', { accountType: 'Standard_LRS' })).toMatchObject({
      sku: { name: 'Standard_LRS' },
    });
  });

  it('knows the ranges that Cosmos DB took as one text', () => {
    const cosmos = (ipRangeFilter: Value) =>
      normalise(registered('azure-native:documentdb/v20191212:DatabaseAccount', { ipRangeFilter }))
        .resources[0];
    expect(cosmos('0.0.0.0, 10.0.0.1')?.properties).toEqual({
      ipRules: [{ ipAddressOrRange: '0.0.0.0' }, { ipAddressOrRange: '10.0.0.1' }],
    });
    expect(cosmos('0.0.0.0')?.originalPath?.('ipRules[0].ipAddressOrRange')).toBe('ipRangeFilter');
    expect(cosmos('0.0.0.0')?.originalPath?.('publicNetworkAccess')).toBe('publicNetworkAccess');
    expect(cosmos('')?.properties).toEqual({ ipRules: [] });
    expect(cosmos(UNKNOWN)?.properties).toEqual({ ipRules: UNKNOWN });
  });
});

describe('whatever stands in a resource', () => {
  const odd: readonly Value[] = [
    null,
    true,
    0,
    '',
    'text',
    UNKNOWN,
    [],
    [null],
    [[]],
    {},
    { a: null },
    [UNKNOWN],
  ];
  const classic = classicTokens.flatMap(([type, names]) =>
    names.map((name) => {
      const { fields = [], parts = [] } = shapeOf(type, name) ?? {};
      const read = [fields, ...parts.map((part) => part.fields)].flatMap(namesRead);
      return { token: `azure:${name}`, names: [...new Set(read)] };
    }),
  );
  const native = nativeTokens.flatMap(([, names]) =>
    names.map((name) => ({
      token: `azure-native:${name}`,
      names: [
        'name',
        'properties',
        'networkAcls',
        'accountType',
        'ipRangeFilter',
        'securityRules',
        'subnets',
      ],
    })),
  );

  it('never throws', () => {
    for (const { token, names } of [...classic, ...native]) {
      for (const value of odd) {
        const properties = Object.fromEntries(names.map((name) => [name, value]));
        expect(() => normalise(registered(token, properties))).not.toThrow();
      }
    }
  });

  it('never throws on a generic resource', () => {
    const parts = [
      'resourceProviderNamespace',
      'resourceType',
      'parentResourcePath',
      'resourceName',
      'apiVersion',
    ];
    for (const part of parts) {
      for (const value of odd) {
        const properties = {
          resourceProviderNamespace: 'Microsoft.Storage',
          resourceType: 'storageAccounts',
          properties: value,
          [part]: value,
        };
        expect(() => normalise(registered('azure-native:resources:Resource', properties))).not.toThrow();
      }
    }
  });

  it('never lets a name of the author reach the prototype', () => {
    const properties = JSON.parse(
      '{"__proto__": {"polluted": true}, "networkAcls": {"__proto__": {"polluted": true}}}',
    );
    const [resource] = normalise(
      registered('azure-native:resources:Resource', {
        resourceProviderNamespace: 'Microsoft.Storage',
        resourceType: 'storageAccounts',
        properties,
      }),
    ).resources;
    expect(resource?.properties).not.toHaveProperty('polluted', true);
    expect(Object.getPrototypeOf(resource?.properties.networkRuleSet)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
