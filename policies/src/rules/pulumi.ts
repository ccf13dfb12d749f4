import type { Resource } from '../resources/resource';
import { defaultApiVersions } from '../resources/tokens-table';
import * as t from '../resources/types';
import { textOf } from '../resources/value';
import { defineRule, type Verdict } from '../rule/rule';

// Facts of Pulumi: the reference of resource options and of the providers' configuration, as cited.
const options = 'https://www.pulumi.com/docs/iac/concepts/resources/options';
const nativeProvider = 'https://www.pulumi.com/registry/packages/azure-native/installation-configuration/';

/** Templates have no resource options; what is inside a deployment is not registered with any either. */
const isRegistered = ({ token }: Resource): boolean => !token.startsWith('arm:');

const stateful = [
  t.storageAccount,
  t.blobContainer,
  t.cosmosAccount,
  t.cosmosSqlDatabase,
  t.cosmosSqlContainer,
  t.mongoCluster,
  t.sqlServer,
  t.sqlDatabase,
  t.sqlManagedInstance,
  t.postgresServer,
  t.mysqlServer,
  t.kustoCluster,
  t.vault,
  t.vaultKey,
  t.managedHsm,
  t.iotHub,
  t.provisioningService,
];

export const protectStateful = defineRule({
  id: 'pulumi-protect-stateful',
  title: 'What holds data, keys or device identities is protected from deletion by the program',
  topic: 'gov-protect-stateful',
  class: 'data-protection',
  severity: 'medium',
  target: stateful,
  property: [],
  namesOptions: true,
  check: ({ resource }) => {
    if (!isRegistered(resource)) return [];
    if (resource.protect === true || resource.retainOnDelete === true)
      return [{ outcome: 'pass', property: 'protect' }];
    const message =
      'The resource option `protect` is not set, so one `pulumi up` of a changed program can delete it.';
    return [{ outcome: 'fail', property: 'protect', message }];
  },
  why: 'A renamed variable or a wrong branch is enough for Pulumi to delete a resource and make a new one. The history of a plant, the keys that open it and the identities of a whole fleet are then gone in one run.',
  fix: {
    say: 'Set the resource option `protect: true` (or `retainOnDelete: true`, which only the offline check can see). To delete it on purpose, take the option away in a change of its own.',
    replaces: false,
  },
  serviceDefault: { is: 'Pulumi deletes what the program no longer declares', source: `${options}/protect/` },
  links: [`${options}/protect/`, `${options}/retainondelete/`],
  examples: {
    good: [
      { properties: { kind: 'StorageV2' }, facts: { protect: true } },
      { properties: { kind: 'StorageV2' }, facts: { protect: false, retainOnDelete: true } },
    ],
    bad: [{ properties: { kind: 'StorageV2' } }, { properties: {}, facts: { protect: false } }],
  },
});

const isPreview = (apiVersion: string): boolean => /-(?:[a-z]+-?)?(?:preview|alpha|beta)/i.test(apiVersion);

export const previewApiVersion = defineRule({
  id: 'pulumi-preview-api-version',
  title: 'No resource is pinned to a preview version of its Azure API',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'low',
  target: t.everyType,
  property: [],
  namesOptions: true,
  options: {
    sandbox: {
      description:
        'The stack is a sandbox, in which preview versions are welcome. The rule does not apply then.',
      type: 'boolean',
      default: false,
    },
  },
  check: ({ resource: { apiVersion, type } }, { sandbox }) => {
    if (sandbox === true || apiVersion === undefined) return [];
    // Some types have never had another one: diagnostic settings, for example.
    const preview = isPreview(apiVersion) && !isPreview(defaultApiVersions.get(type) ?? '');
    const message =
      'Its type is pinned to a preview version of the API, which Azure may change or switch off.';
    return [{ outcome: preview ? 'fail' : 'pass', property: 'apiVersion', ...(preview ? { message } : {}) }];
  },
  why: 'Azure gives no support for preview versions and retires them on short notice. A plant that stands on one finds out in the middle of an urgent deployment.',
  fix: {
    say: 'Use the class without a version, or a version without `-preview`. In a sandbox, set the option `sandbox`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the class without a version uses the one that the SDK was made for',
    source: 'https://www.pulumi.com/registry/packages/azure-native/version-guide/',
  },
  links: ['https://www.pulumi.com/registry/packages/azure-native/version-guide/'],
  examples: {
    good: [
      { properties: { kind: 'StorageV2' }, apiVersion: '2024-01-01' },
      { properties: { kind: 'StorageV2' } },
    ],
    bad: [
      { properties: { sku: { name: 'S1' } }, apiVersion: '2023-06-30-preview' },
      { properties: {}, apiVersion: '2020-09-01-privatepreview' },
    ],
  },
});

export const importedResource = defineRule({
  id: 'pulumi-import-finished',
  title: 'No resource still carries the option that imported it',
  topic: 'drift-evidence',
  class: 'supply-chain',
  severity: 'low',
  target: t.everyType,
  property: [],
  namesOptions: true,
  check: ({ resource }) => {
    if (!isRegistered(resource)) return [];
    if (resource.importId === undefined) return [{ outcome: 'pass', property: 'import' }];
    const message =
      'The resource option `import` is still set, so what the program says may only mirror what was found.';
    return [{ outcome: 'fail', property: 'import', message }];
  },
  why: 'An imported resource was made by other means, often by hand, and its settings were copied as they were. Until somebody has looked at each of them, the program describes the old plant and not the wanted one.',
  fix: {
    say: 'Review the copied settings and remove the option `import` once the import is done. A policy pack cannot see this option; the offline check can.',
    replaces: false,
  },
  serviceDefault: { is: 'a resource is made by the program', source: `${options}/import/` },
  links: [`${options}/import/`],
  examples: {
    good: [{ properties: {} }, { properties: { kind: 'StorageV2' }, facts: { protect: true } }],
    bad: [
      { properties: { kind: 'StorageV2' }, facts: { importId: '/subscriptions/s/resourceGroups/plant' } },
      { properties: {}, facts: { importId: 'plant-archive' } },
    ],
  },
});

/** Provider settings that send requests elsewhere or take a check away, and the values that are harmless. */
const weakening: readonly (readonly [property: string, harmless: RegExp])[] = [
  ['metadataHost', /^(?:https:\/\/)?management\.(?:azure\.com|usgovcloudapi\.net|chinacloudapi\.cn)\/?$/i],
  ['disableInstanceDiscovery', /^false$/i],
  ['msiEndpoint', /^(?:http:\/\/(?:169\.254\.169\.254|127\.0\.0\.1|localhost)|https:\/\/)/i],
  ['oidcRequestUrl', /^https:\/\//i],
  ['features.keyVault.purgeSoftDeleteOnDestroy', /^false$/i],
  ['features.keyVault.purgeSoftDeletedKeysOnDestroy', /^false$/i],
  ['features.keyVault.purgeSoftDeletedSecretsOnDestroy', /^false$/i],
  ['features.keyVault.purgeSoftDeletedHardwareSecurityModulesOnDestroy', /^false$/i],
  ['features.resourceGroup.preventDeletionIfContainsResources', /^true$/i],
];

export const providerNotWeakened = defineRule({
  id: 'pulumi-provider-not-weakened',
  title: 'No provider is told to leave out a check of Azure or to talk to another cloud',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'high',
  target: t.pulumiProvider,
  property: weakening.map(([property]) => property),
  check: (view) => {
    const verdicts = weakening.map(([property, harmless]): Verdict => {
      const reading = view.one(property);
      if (reading.state === 'unknown') return { outcome: 'unknown', property: reading.path };
      if (reading.state === 'absent' || harmless.test(textOf(reading.value)))
        return { outcome: 'pass', property };
      const message = `\`${property}\` makes the provider leave out a check, or send its requests elsewhere.`;
      return { outcome: 'fail', property, message };
    });
    return verdicts;
  },
  why: 'The provider carries the rights to change the whole plant. One line can point it at a foreign endpoint, which then receives its tokens, or let it purge a vault whose keys were meant to stay recoverable.',
  fix: {
    say: 'Remove the setting. `environment`, `auxiliaryTenantIds` and `partnerId` are fine.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the provider talks to the public endpoints of Azure and checks them',
    source: nativeProvider,
  },
  links: [nativeProvider],
  examples: {
    good: [
      { properties: { subscriptionId: '00000000-0000-0000-0000-000000000001', useOidc: 'true' } },
      { properties: { environment: 'usgovernment', auxiliaryTenantIds: '["t"]', partnerId: 'p' } },
      { properties: { features: { keyVault: { purgeSoftDeleteOnDestroy: false } } } },
    ],
    bad: [
      { properties: { metadataHost: 'login.example.net' }, at: ['metadataHost'] },
      { properties: { disableInstanceDiscovery: 'true' }, at: ['disableInstanceDiscovery'] },
      {
        properties: { features: { keyVault: { purgeSoftDeleteOnDestroy: true } } },
        at: ['features.keyVault.purgeSoftDeleteOnDestroy'],
      },
    ],
  },
});

export const providerWithoutSecret = defineRule({
  id: 'pulumi-provider-without-secret',
  title: 'Providers log in without a stored password or certificate',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  target: t.pulumiProvider,
  property: ['clientSecret', 'clientCertificatePassword', 'clientCertificate'],
  pass: { expected: 'not be set', holds: (value) => value === '' },
  whenAbsent: 'pass',
  why: 'A client secret works from anywhere and for as long as it is valid. Whoever finds it in a state, a log or a build server deploys to the plant as if he were the pipeline.',
  fix: {
    say: 'Use workload identity federation: `useOidc: true` in the pipeline, a managed identity (`useMsi`) on machines in Azure, `az login` for people.',
    replaces: false,
  },
  serviceDefault: { is: 'the provider uses the login of its surroundings', source: nativeProvider },
  links: [nativeProvider],
  examples: {
    good: [
      { properties: { useOidc: 'true', clientId: 'c', tenantId: 't' } },
      { properties: { useMsi: 'true' } },
    ],
    bad: [
      { properties: { clientId: 'c', clientSecret: 'from-configuration' }, at: ['clientSecret'] },
      { properties: { clientCertificate: 'MIIK', clientCertificatePassword: 'p' } },
    ],
  },
});
