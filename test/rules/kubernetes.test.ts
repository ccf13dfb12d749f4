import { describe, expect, test } from 'vitest';
import { agentPool, diagnosticSetting, managedCluster } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  aksAuthorizedIp,
  aksAutoUpgrade,
  aksHostEncryption,
  aksHttpAppRouting,
  aksKms,
  aksNetworkPolicy,
  aksNodePublicIp,
  aksPolicyAddon,
} from '../../policies/src/rules/kubernetes';
import {
  aksDiagnostics,
  aksEntraRbac,
  aksManagedIdentity,
  aksWorkloadIdentity,
} from '../../policies/src/rules/kubernetes-access';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[]) =>
  runRule(rule, resources).map(({ outcome, property }) => `${outcome} ${property}`);
const on = (rule: Rule, properties: Properties) =>
  found(rule, [resource(managedCluster, 'edge', properties)]);

describe('the API server', () => {
  const ranges = 'apiServerAccessProfile.authorizedIPRanges';
  test.each([
    [{}, [`fail ${ranges}`]],
    [{ enablePrivateCluster: 'true' }, ['pass apiServerAccessProfile.enablePrivateCluster']],
    [{ enablePrivateCluster: UNKNOWN }, ['unknown apiServerAccessProfile.enablePrivateCluster']],
    [{ enablePrivateCluster: UNKNOWN, authorizedIPRanges: ['203.0.113.1/32'] }, [`pass ${ranges}[0]`]],
    [{ authorizedIPRanges: ['203.0.113.1/32', '0.0.0.0/0'] }, [`fail ${ranges}[1]`]],
    [{ authorizedIPRanges: UNKNOWN }, [`unknown ${ranges}`]],
    [{ authorizedIPRanges: '203.0.113.1/32' }, [`fail ${ranges}`]],
    [UNKNOWN, ['unknown apiServerAccessProfile']],
  ])('behind %j', (apiServerAccessProfile, expected) => {
    expect(on(aksAuthorizedIp, { apiServerAccessProfile })).toEqual(expected);
  });
});

describe('the network', () => {
  test.each([
    ['Azure', 'pass'],
    ['cilium', 'pass'],
    ['none', 'fail'],
    ['', 'fail'],
    [UNKNOWN, 'unknown'],
  ] as const)('policy engine "%s": %s', (networkPolicy, outcome) => {
    expect(on(aksNetworkPolicy, { networkProfile: { networkPolicy } })).toEqual([
      `${outcome} networkProfile.networkPolicy`,
    ]);
  });
});

describe('add-ons', () => {
  test.each([
    [{ azurepolicy: { enabled: true } }, 'pass addonProfiles.azurepolicy.enabled'],
    [{ AzurePolicy: { enabled: 'true' } }, 'pass addonProfiles.AzurePolicy.enabled'],
    [{ azurePolicy: { enabled: false } }, 'fail addonProfiles.azurePolicy.enabled'],
    [{ azurepolicy: {} }, 'fail addonProfiles.azurepolicy.enabled'],
    [{ azurepolicy: null }, 'fail addonProfiles.azurepolicy.enabled'],
    [{ azurepolicy: UNKNOWN }, 'unknown addonProfiles.azurepolicy'],
    [{ omsagent: UNKNOWN }, 'fail addonProfiles.azurepolicy.enabled'],
    [{}, 'fail addonProfiles.azurepolicy.enabled'],
    ['azurepolicy', 'fail addonProfiles.azurepolicy.enabled'],
    [UNKNOWN, 'unknown addonProfiles'],
  ] as const)('policy in %j: %s', (addonProfiles, expected) => {
    expect(on(aksPolicyAddon, { addonProfiles })).toEqual([expected]);
  });

  test.each([
    [{ HTTPApplicationRouting: { enabled: true } }, 'fail addonProfiles.HTTPApplicationRouting.enabled'],
    [
      { httpApplicationRouting: { enabled: UNKNOWN } },
      'unknown addonProfiles.httpApplicationRouting.enabled',
    ],
    [{ httpApplicationRouting: {} }, 'pass addonProfiles.httpApplicationRouting.enabled'],
    [undefined, 'pass addonProfiles.httpApplicationRouting.enabled'],
  ] as const)('routing in %j: %s', (addonProfiles, expected) => {
    expect(on(aksHttpAppRouting, addonProfiles ? { addonProfiles } : {})).toEqual([expected]);
  });
});

describe('pools', () => {
  const encryption = (pool: Properties) => found(aksHostEncryption, [resource(agentPool, 'pool', pool)]);
  test('of their own are judged like those on the cluster', () => {
    expect(encryption({})).toEqual(['fail enableEncryptionAtHost']);
    expect(encryption({ enableEncryptionAtHost: true })).toEqual(['pass enableEncryptionAtHost']);
    expect(encryption({ agentPoolProfiles: [{}], enableEncryptionAtHost: UNKNOWN })).toEqual([
      'unknown enableEncryptionAtHost',
    ]);
  });

  test.each([
    [undefined, []],
    [[], []],
    ['pools', []],
    [[{}, { enableEncryptionAtHost: true }], ['fail agentPoolProfiles[0].enableEncryptionAtHost']],
    [[null], ['fail agentPoolProfiles[0].enableEncryptionAtHost']],
    [[{ enableEncryptionAtHost: true }, UNKNOWN], ['unknown agentPoolProfiles[1]']],
    [UNKNOWN, ['unknown agentPoolProfiles']],
  ] as const)('on the cluster %j: %j', (agentPoolProfiles, expected) => {
    expect(on(aksHostEncryption, agentPoolProfiles === undefined ? {} : { agentPoolProfiles })).toEqual(
      expected,
    );
  });

  test.each([
    [{ enableNodePublicIP: 'TRUE' }, 'fail agentPoolProfiles[0].enableNodePublicIP'],
    [{ enableNodePublicIP: UNKNOWN }, 'unknown agentPoolProfiles[0].enableNodePublicIP'],
    [{}, 'pass agentPoolProfiles[0].enableNodePublicIP'],
  ])('with addresses %j: %s', (pool, expected) => {
    expect(on(aksNodePublicIp, { agentPoolProfiles: [pool] })).toEqual([expected]);
  });
});

describe('several conditions at once', () => {
  test.each([
    [{ enabled: false, keyVaultNetworkAccess: 'private' }, ['fail securityProfile.azureKeyVaultKms.enabled']],
    [
      { enabled: UNKNOWN, keyVaultNetworkAccess: 'Public' },
      [
        'fail securityProfile.azureKeyVaultKms.keyVaultNetworkAccess',
        'unknown securityProfile.azureKeyVaultKms.enabled',
      ],
    ],
    [UNKNOWN, ['unknown securityProfile.azureKeyVaultKms']],
  ])('key for secrets %j', (azureKeyVaultKms, expected) => {
    expect(on(aksKms, { securityProfile: { azureKeyVaultKms } })).toEqual(expected);
  });

  test.each([
    [{ aadProfile: { enableAzureRBAC: true, managed: 'true' } }, ['pass aadProfile.enableAzureRBAC']],
    [{ aadProfile: { enableAzureRBAC: true } }, ['fail aadProfile.managed']],
    [{ enableRBAC: 'false', aadProfile: UNKNOWN }, ['fail enableRBAC', 'unknown aadProfile']],
    [{ enableRBAC: UNKNOWN, aadProfile: { enableAzureRBAC: true, managed: true } }, ['unknown enableRBAC']],
  ])('Entra ID %j', (properties, expected) => {
    expect(on(aksEntraRbac, properties)).toEqual(expected);
  });

  test.each([
    [{ type: 'UserAssigned' }, undefined, ['pass identity.type']],
    [{ type: 'SystemAssigned' }, 'example-only', ['fail servicePrincipalProfile.secret']],
    [{ type: 'SystemAssigned' }, UNKNOWN, ['unknown servicePrincipalProfile.secret']],
    [{ type: 'None' }, '', ['fail identity.type']],
    [UNKNOWN, 'example-only', ['fail servicePrincipalProfile.secret', 'unknown identity']],
  ] as const)('identity %j with the secret %s', (identity, secret, expected) => {
    const servicePrincipalProfile = secret === undefined ? { clientId: 'msi' } : { clientId: 'id', secret };
    expect(on(aksManagedIdentity, { identity, servicePrincipalProfile })).toEqual(expected);
  });

  test('identities of pods need their issuer', () => {
    expect(on(aksWorkloadIdentity, { securityProfile: { workloadIdentity: { enabled: true } } })).toEqual([
      'fail oidcIssuerProfile.enabled',
    ]);
  });

  test('never show a secret', () => {
    const servicePrincipalProfile = { clientId: 'id', secret: 'example-only' };
    const findings = runRule(aksManagedIdentity, [
      resource(managedCluster, 'edge', { servicePrincipalProfile }),
    ]);
    expect(findings.map(({ message }) => message).join()).not.toContain('example-only');
  });

  test('an empty channel upgrades nothing', () => {
    expect(on(aksAutoUpgrade, { autoUpgradeProfile: { upgradeChannel: '' } })).toEqual([
      'fail autoUpgradeProfile.upgradeChannel',
    ]);
  });
});

describe('the audit log', () => {
  const cluster = resource(managedCluster, 'edge', { resourceName: 'edge' });
  const log = (logs: Properties['logs'], resourceUri = UNKNOWN, uses = {}) =>
    resource(diagnosticSetting, 'logs', { resourceUri, workspaceId: UNKNOWN, logs: logs ?? null }, { uses });
  const named = (...categories: readonly string[]) =>
    categories.map((category) => ({ category, enabled: true }));
  const ours = { resourceUri: ['edge'], workspaceId: ['workspace'] };

  test.each([
    [named('kube-audit', 'guard'), ours, 'pass'],
    [named('kube-audit-admin', 'guard'), ours, 'pass'],
    [[{ categoryGroup: 'allLogs', enabled: true }], ours, 'pass'],
    [named('kube-audit', 'kube-audit-admin'), ours, 'fail'],
    [[...named('guard'), { category: 'kube-audit', enabled: false }], ours, 'fail'],
    [[...named('guard'), { category: 'kube-audit', enabled: UNKNOWN }], ours, 'unknown'],
    [named('kube-audit', 'guard'), {}, 'unknown'],
    [UNKNOWN, ours, 'unknown'],
  ] as const)('%j, computed from %j: %s', (logs, uses, outcome) => {
    expect(found(aksDiagnostics, [cluster, log(logs, UNKNOWN, uses)])).toEqual([
      `${outcome} diagnosticSettings`,
    ]);
  });
});
