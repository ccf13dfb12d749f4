import { describe, expect, test } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import type { Resource } from '../../policies/src/resources/resource';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { ResourceFacts, Rule } from '../../policies/src/rule/rule';
import { ruleById } from '../../policies/src/rules/catalogue';
import { resource, runRule } from '../../policies/src/testing';
import { registered } from '../resources/registered';

const need = (id: string): Rule => {
  const rule = ruleById(id);
  if (!rule) throw new Error(`${id} is gone`);
  return rule;
};
const found = (id: string, subject: Resource, options = {}) =>
  runRule(need(id), [subject], { options }).map(({ outcome, property }) => `${outcome} ${property}`);
const account = (properties: Properties = {}, facts: ResourceFacts = {}) =>
  resource(t.storageAccount, 'data', properties, { facts });
const key = 'ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGUtZXhhbXBsZS1leGFtcGxlMTIzNA==';
const connection = `DefaultEndpointsProtocol=https;AccountName=plant;AccountKey=${key}`;

describe('protection of what holds data', () => {
  test.each<[ResourceFacts, readonly string[]]>([
    [{ protect: true }, ['pass protect']],
    [{ retainOnDelete: true }, ['pass protect']],
    [{ protect: false }, ['fail protect']],
    [{}, ['fail protect']],
    [{ token: 'arm:Microsoft.Storage/storageAccounts' }, []],
  ])('under %j: %j', (facts, expected) => {
    expect(found('pulumi-protect-stateful', account({}, facts))).toEqual(expected);
  });

  test('is not asked of what holds none', () => {
    expect(found('pulumi-protect-stateful', resource(t.networkSecurityGroup, 'g', {}))).toEqual([]);
  });
});

describe('a preview version of an API', () => {
  test.each<[string | undefined, readonly string[]]>([
    ['2023-06-30-preview', ['fail apiVersion']],
    ['2023-06-30-privatepreview', ['fail apiVersion']],
    ['2023-06-30-beta', ['fail apiVersion']],
    ['2023-06-30-Alpha', ['fail apiVersion']],
    ['2023-06-30', ['pass apiVersion']],
    [undefined, []],
  ])('%s: %j', (apiVersion, expected) => {
    const one = resource(t.storageAccount, 'data', {}, { apiVersion });
    expect(found('pulumi-preview-api-version', one)).toEqual(expected);
    expect(found('pulumi-preview-api-version', one, { sandbox: true })).toEqual([]);
  });
});

test.each<[ResourceFacts, readonly string[]]>([
  [{}, ['pass import']],
  [{ importId: '/subscriptions/s' }, ['fail import']],
  [{ importId: '/subscriptions/s', token: 'arm:x' }, []],
])('an import under %j: %j', (facts, expected) => {
  expect(found('pulumi-import-finished', account({}, facts))).toEqual(expected);
});

describe('a provider', () => {
  const provider = (properties: Properties) => resource(t.pulumiProvider, 'azure', properties);

  test.each<[Properties, readonly string[]]>([
    [{ subscriptionId: 's' }, []],
    [{ metadataHost: 'https://management.azure.com/' }, []],
    [{ metadataHost: 'management.azure.com.example.net' }, ['fail metadataHost']],
    [{ metadataHost: UNKNOWN }, ['unknown metadataHost']],
    [{ disableInstanceDiscovery: 'False' }, []],
    [{ disableInstanceDiscovery: true }, ['fail disableInstanceDiscovery']],
    [{ msiEndpoint: 'http://169.254.169.254/metadata' }, []],
    [{ msiEndpoint: 'http://example.net' }, ['fail msiEndpoint']],
    [{ oidcRequestUrl: 'http://example.net' }, ['fail oidcRequestUrl']],
    [
      { features: { keyVault: { purgeSoftDeletedKeysOnDestroy: true } } },
      ['fail features.keyVault.purgeSoftDeletedKeysOnDestroy'],
    ],
    [
      { features: { resourceGroup: { preventDeletionIfContainsResources: false } } },
      ['fail features.resourceGroup.preventDeletionIfContainsResources'],
    ],
  ])('with %j is weakened: %j', (properties, expected) => {
    expect(
      found('pulumi-provider-not-weakened', provider(properties)).filter((one) => !one.startsWith('pass')),
    ).toEqual(expected);
  });

  test.each<[Properties, readonly string[]]>([
    [{ useOidc: true }, ['pass clientSecret']],
    [{ clientSecret: '' }, ['pass clientSecret']],
    [{ clientSecret: 'x' }, ['fail clientSecret']],
    [{ clientSecret: UNKNOWN }, ['unknown clientSecret']],
    [
      { clientCertificate: 'x', clientCertificatePassword: 'y' },
      ['fail clientCertificatePassword', 'fail clientCertificate'],
    ],
  ])('with %j logs in by a stored secret: %j', (properties, expected) => {
    expect(found('pulumi-provider-without-secret', provider(properties))).toEqual(expected);
  });

  test.each([
    ['pulumi:providers:azure-native', 1],
    ['pulumi:providers:azure', 1],
    ['pulumi:providers:azuread', 1],
    ['pulumi:providers:kubernetes', 0],
  ])('%s is looked at: %i', (token, count) => {
    expect(normalise(registered(token, { clientSecret: 'x' })).resources).toHaveLength(count);
  });
});

describe('a credential in plain text', () => {
  test.each<[string, Properties, readonly string[]]>([
    ['in a property', { description: connection }, ['fail description']],
    ['in a tag', { tags: { archive: connection } }, ['fail tags.archive']],
    ['in a list', { notes: ['x', connection] }, ['fail notes[1]']],
    ['by the name of a tag', { tags: { adminPassword: 'Sommer2024!' } }, ['fail tags.adminPassword']],
    ['not by the name of a property of Azure', { adminPassword: 'Sommer2024!' }, ['pass properties']],
    ['not where it is unknown', { description: UNKNOWN }, ['pass properties']],
    [
      'not in a reference to a vault',
      { tags: { dbPassword: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/x)' } },
      ['pass properties'],
    ],
    [
      'in two places',
      { description: connection, tags: { a: connection } },
      ['fail description', 'fail tags.a'],
    ],
  ])('is told %s', (_what, properties, expected) => {
    expect(found('pulumi-no-plain-secrets', account(properties))).toEqual(expected);
  });

  test('is left to the rule that reads the place', () => {
    const hub = resource(t.iotHub, 'hub', {
      properties: { routing: { endpoints: { eventHubs: [{ connectionString: connection }] } } },
    });
    const elsewhere = resource(t.iotHub, 'hub', { properties: { comments: connection } });
    expect(found('pulumi-no-plain-secrets', elsewhere)).toEqual(['fail properties.comments']);
    expect(found('pulumi-no-plain-secrets', hub)).toEqual(['pass properties']);
  });

  test('is never shown', () => {
    const [finding] = runRule(need('pulumi-no-plain-secrets'), [account({ description: connection })]);
    expect(finding?.message).toBe('`description` holds an account key as plain text.');
  });

  test.each<[string, Properties, ResourceFacts, readonly string[]]>([
    ['told', { archive: connection }, {}, ['fail archive']],
    [
      'not told where it is marked as secret',
      { archive: connection },
      { secretTexts: [connection] },
      ['pass properties'],
    ],
    ['told by its name', { db: { adminPassword: 'Sommer2024!' } }, {}, ['fail db.adminPassword']],
    [
      'told beside one that is marked',
      { a: connection, b: `x ${connection}` },
      { secretTexts: [connection] },
      ['fail b'],
    ],
    ['not told where there is none', { host: 'plant.azure-devices.net' }, {}, ['pass properties']],
  ])('among the outputs of the stack is %s', (_what, properties, facts, expected) => {
    expect(
      found('pulumi-no-plain-secret-outputs', resource(t.pulumiStack, 'plant', properties, { facts })),
    ).toEqual(expected);
  });
});

describe('a change that is ignored', () => {
  test.each<[readonly string[], readonly string[]]>([
    [[], ['pass ignoreChanges']],
    [['tags'], ['pass ignoreChanges']],
    [['minimumTlsVersion'], ['fail minimumTlsVersion']],
    [['tags["site"]', 'networkRuleSet'], ['fail networkRuleSet']],
    [['networkRuleSet.resourceAccessRules[0]'], ['fail networkRuleSet.resourceAccessRules[0]']],
    [['*'], ['fail *']],
    [['minimumTls'], ['pass ignoreChanges']],
  ])('at %j: %j', (ignoreChanges, expected) => {
    expect(found('pulumi-ignore-changes-guarded', account({}, { ignoreChanges }))).toEqual(expected);
  });

  test('is compared as the author of another shape writes it', () => {
    const [classic] = normalise(
      registered('azure:storage/account:Account', {}, { ignoreChanges: ['minTlsVersion', 'tags'] }),
    ).resources.slice(-1);
    if (!classic) throw new Error('nothing came of it');
    expect(found('pulumi-ignore-changes-guarded', classic)).toEqual(['fail minTlsVersion']);
  });
});
