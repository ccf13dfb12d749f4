import { diagnosticSetting, managedCluster } from '../resources/types';
import type { Properties } from '../resources/value';
import { isNotSet, isTrue, notFalse } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { defineRule, type ExampleResource, type Rule, type StackRule } from '../rule/rule';
import { diagnosticsRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2025-09-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/aks';
const rbac = `${docs}/manage-azure-rbac`;
const workloadIdentity = `${docs}/workload-identity-overview`;

const signInControls = controlsBesideCis('db-entra-only');
const signInThreats = ['T-O01', 'T-O02', 'T-O07'] as const;

export const aksLocalAccounts = defineRule({
  id: 'aks-disable-local-accounts',
  title: 'Nobody signs in to Kubernetes clusters with a shared certificate',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_141'],
    psrule: ['Azure.AKS.LocalAccounts'],
    azurePolicy: ['993c2fcd-2b29-49d2-9eb0-df2c3a730c32'],
  },
  target: managedCluster,
  property: 'disableLocalAccounts',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: signInControls,
  threats: signInThreats,
  why: 'The local administrator is one certificate that lasts for years. Whoever once downloaded it rules the cluster, after leaving the company as well, and no log tells who it was.',
  fix: {
    say: 'Set `disableLocalAccounts` to `true`, after `aadProfile` lets your administrators in, and rotate the certificates of an existing cluster.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the local administrator can sign in',
    source: 'https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad',
  },
  links: [`${docs}/manage-local-accounts-managed-azure-ad`],
  examples: {
    good: [{ properties: { aadProfile: { managed: true }, disableLocalAccounts: true } }],
    bad: [
      { properties: { aadProfile: { managed: true }, disableLocalAccounts: false } },
      { properties: { resourceName: 'edge', dnsPrefix: 'edge' } },
    ],
  },
});

export const aksEntraRbac = defineRule({
  id: 'aks-entra-rbac',
  title: 'Kubernetes clusters give rights by Entra ID and Azure roles',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_5'],
    psrule: ['Azure.AKS.AzureRBAC', 'Azure.AKS.ManagedAAD', 'Azure.AKS.UseRBAC'],
    azurePolicy: ['450d2877-ebea-41e8-b00c-e286317d21bf', 'ac4a19c2-fa67-49b4-8ae5-0b2e78c49457'],
    kics: ['9307a2ed', '86f92117'],
    trivy: ['AZU-0042'],
  },
  target: managedCluster,
  property: ['aadProfile.enableAzureRBAC', 'aadProfile.managed', 'enableRBAC'],
  check: (view) => [
    verdictOf(view.one('aadProfile.enableAzureRBAC'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'Azure roles do not count inside of the cluster',
      printable: true,
    }),
    verdictOf(view.one('aadProfile.managed'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'the cluster does not know Entra ID',
      printable: true,
    }),
    verdictOf(view.one('enableRBAC'), {
      must: notFalse,
      whenAbsent: 'pass',
      serviceDefault: 'roles of Kubernetes are on',
      printable: true,
    }),
  ],
  printable: true,
  controls: signInControls,
  threats: signInThreats,
  why: 'Rights that are only kept inside of the cluster follow no leaver and no mover and appear in no review. With Azure roles one removed account loses the plant as well as its mail.',
  fix: {
    say: 'Set `aadProfile.managed` and `aadProfile.enableAzureRBAC` to `true`, and leave `enableRBAC` out or `true`: it cannot be switched on later.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the cluster does not know Entra ID',
    source: 'https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id',
  },
  links: [rbac],
  examples: {
    good: [
      { properties: { enableRBAC: true, aadProfile: { managed: true, enableAzureRBAC: true } } },
      { properties: { aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: [] } } },
    ],
    bad: [
      {
        properties: { aadProfile: { managed: true, adminGroupObjectIDs: ['admins'] } },
        at: ['aadProfile.enableAzureRBAC'],
      },
      {
        properties: { enableRBAC: false, aadProfile: { managed: true, enableAzureRBAC: true } },
        at: ['enableRBAC'],
      },
      { properties: { resourceName: 'edge' }, at: ['aadProfile.enableAzureRBAC', 'aadProfile.managed'] },
    ],
  },
});

export const aksWorkloadIdentity = defineRule({
  id: 'aks-workload-identity',
  title: 'Pods of Kubernetes clusters can sign in to Azure with identities of their own',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['2cc2e023-0dac-4046-875b-178f683929d5'] },
  target: managedCluster,
  property: ['securityProfile.workloadIdentity.enabled', 'oidcIssuerProfile.enabled'],
  check: (view) =>
    ['securityProfile.workloadIdentity.enabled', 'oidcIssuerProfile.enabled'].map((path) =>
      verdictOf(view.one(path), {
        must: isTrue,
        whenAbsent: 'fail',
        serviceDefault: 'pods have no identity of their own',
        printable: true,
      }),
    ),
  printable: true,
  why: 'Without it modules use connection strings, or all share the identity of the node. The module that only shows trends may then do all that the one for commands may do.',
  fix: {
    say: 'Set `securityProfile.workloadIdentity.enabled` and `oidcIssuerProfile.enabled` to `true`. The issuer cannot be switched off again.',
    replaces: false,
  },
  serviceDefault: { is: 'pods have no identity of their own' },
  links: [workloadIdentity],
  examples: {
    good: [
      {
        properties: {
          oidcIssuerProfile: { enabled: true },
          securityProfile: { workloadIdentity: { enabled: true } },
        },
      },
    ],
    bad: [
      {
        properties: { securityProfile: { workloadIdentity: { enabled: true } } },
        at: ['oidcIssuerProfile.enabled'],
      },
      {
        properties: {
          oidcIssuerProfile: { enabled: true },
          securityProfile: { workloadIdentity: { enabled: false } },
        },
        at: ['securityProfile.workloadIdentity.enabled'],
      },
      { properties: { resourceName: 'edge' } },
    ],
  },
});

export const aksManagedIdentity = defineRule({
  id: 'aks-managed-identity',
  title: 'Kubernetes clusters run under a managed identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  peers: {
    psrule: ['Azure.AKS.ManagedIdentity'],
    azurePolicy: ['da6e2401-19da-4532-9141-fb8fbde08431'],
    kics: ['9b0140d1'],
  },
  target: managedCluster,
  property: ['identity.type', 'servicePrincipalProfile.secret'],
  check: (view) => [
    verdictOf(view.one('identity.type'), {
      must: usesManagedIdentity,
      whenAbsent: 'fail',
      serviceDefault: 'the cluster needs a service principal with a password',
      printable: true,
    }),
    verdictOf(view.one('servicePrincipalProfile.secret'), {
      must: isNotSet,
      whenAbsent: 'pass',
      serviceDefault: '',
    }),
  ],
  why: 'The password of a service principal lies on every node and in the state of the program, and runs out after a year or two: then the cluster can no longer pull images or scale, mostly at night.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned` or `UserAssigned`, and take out `servicePrincipalProfile.secret`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the cluster needs a service principal with a password',
    source: 'https://learn.microsoft.com/azure/aks/use-managed-identity',
  },
  links: [`${docs}/use-managed-identity`],
  examples: {
    good: [
      { properties: { identity: { type: 'SystemAssigned' } } },
      {
        properties: {
          identity: { type: 'UserAssigned', userAssignedIdentities: ['/subscriptions/s'] },
          servicePrincipalProfile: { clientId: 'msi' },
        },
      },
    ],
    bad: [
      {
        properties: {
          servicePrincipalProfile: {
            clientId: '00000000-0000-0000-0000-000000000004',
            secret: 'example-only',
          },
        },
        at: ['identity.type', 'servicePrincipalProfile.secret'],
      },
      { properties: { identity: { type: 'None' } }, at: ['identity.type'] },
    ],
  },
});

export const aksRunCommand = defineRule({
  id: 'aks-run-command-disabled',
  title: 'Nobody runs commands in Kubernetes clusters through the Azure portal',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['89f2d532-c53c-4f8f-9afa-4927b1114a0d'] },
  target: managedCluster,
  property: 'apiServerAccessProfile.disableRunCommand',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('rbac-narrow'),
  threats: ['T-C12', 'T-O07'],
  why: 'Run command goes past the private network of the cluster and works as its administrator. A contributor of the subscription can so change what runs in the plant without being let in there.',
  fix: {
    say: 'Set `apiServerAccessProfile.disableRunCommand` to `true`.',
    replaces: false,
    value: true,
  },
  serviceDefault: {
    is: 'commands can be run through Azure Resource Manager',
    source: 'https://learn.microsoft.com/azure/aks/command-invoke',
  },
  links: [`${docs}/access-private-cluster`],
  examples: {
    good: [
      { properties: { apiServerAccessProfile: { enablePrivateCluster: true, disableRunCommand: true } } },
    ],
    bad: [
      { properties: { apiServerAccessProfile: { enablePrivateCluster: true } } },
      { properties: { apiServerAccessProfile: { disableRunCommand: false } } },
      { properties: { resourceName: 'edge' } },
    ],
  },
});

export const aksDefender = defineRule({
  id: 'aks-defender',
  title: 'Kubernetes clusters report suspicious behaviour of nodes and pods',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_85'],
    psrule: ['Azure.AKS.DefenderProfile'],
    azurePolicy: ['a1840de2-8088-4ea8-b153-b4c723e9cb01'],
  },
  target: managedCluster,
  property: 'securityProfile.defender.securityMonitoring.enabled',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('iothub-defender'),
  threats: ['T-D05', 'T-C12', 'T-O08'],
  why: 'A pod that starts to mine or to scan the plant network shows only in what it does on the node. Without a sensor there, it is noticed when the controllers on that network stop.',
  fix: {
    say: 'Set `securityProfile.defender.securityMonitoring.enabled` to `true` with `logAnalyticsWorkspaceResourceId`, and buy the Defender plan `Containers`.',
    replaces: false,
  },
  serviceDefault: { is: 'no sensor runs on the nodes' },
  links: ['https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction'],
  examples: {
    good: [
      {
        properties: {
          securityProfile: {
            defender: {
              logAnalyticsWorkspaceResourceId: '/subscriptions/s/resourceGroups/g/providers/w',
              securityMonitoring: { enabled: true },
            },
          },
        },
      },
    ],
    bad: [
      { properties: { securityProfile: { defender: { securityMonitoring: { enabled: false } } } } },
      { properties: { securityProfile: { workloadIdentity: { enabled: true } } } },
      { properties: { resourceName: 'edge' } },
    ],
  },
});

const cluster: ExampleResource = {
  type: managedCluster,
  name: 'edge',
  properties: { resourceName: 'edge', dnsPrefix: 'edge' },
};
const clusterId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/edge';

const setting = (categories: readonly string[], properties: Properties = { resourceUri: clusterId }) => ({
  type: diagnosticSetting,
  name: 'edge-logs',
  properties: {
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    logs: categories.map((category) => ({ category, enabled: true })),
    ...properties,
  },
});

const logsRule = (audit: string) =>
  diagnosticsRule({
    id: 'aks-diagnostics',
    title: 'Kubernetes clusters send their audit log to a place that keeps it',
    topic: 'iothub-diagnostics',
    severity: 'medium',
    peers: {
      checkov: ['CKV_AZURE_4'],
      psrule: ['Azure.AKS.AuditLogs'],
      azurePolicy: ['245fc9df-fa96-4414-9a0b-3738c2f7341c'],
      kics: ['9b09dee1', '0493b840'],
      trivy: ['AZU-0040'],
    },
    target: managedCluster,
    categories: [audit, 'guard'],
    controls: controlsBesideCis('iothub-diagnostics'),
    threats: ['T-C10', 'T-O07', 'T-O08'],
    why: 'Azure keeps no record of what is done inside of the cluster. Without its audit log nobody can say who changed the module that sends set points, nor when.',
    fix: {
      say: 'Add a `DiagnosticSetting` with the id of the cluster, a workspace and the categories `kube-audit-admin` (or `kube-audit`, which is larger) and `guard`.',
      replaces: false,
    },
    serviceDefault: { is: 'no audit log is kept', source: `${docs}/monitor-aks` },
    links: [
      `${docs}/monitor-aks`,
      'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerservice-managedclusters-logs',
    ],
    examples: {
      good: [
        { resources: [cluster, setting(['kube-audit-admin', 'guard'])] },
        { resources: [cluster, setting(['kube-audit', 'guard', 'kube-apiserver'])] },
        {
          resources: [
            cluster,
            { ...setting(['kube-audit-admin', 'guard'], {}), uses: { resourceUri: ['edge'] } },
          ],
        },
      ],
      bad: [
        { resources: [cluster] },
        { resources: [cluster, setting(['kube-apiserver', 'guard'])] },
        { resources: [cluster, setting(['kube-audit-admin'])] },
      ],
    },
  });

const readsAndWrites = logsRule('kube-audit');
const writesOnly = logsRule('kube-audit-admin');

export const aksDiagnostics: Rule = defineRule({
  ...writesOnly,
  checkStack: (subject, stack, options) => {
    // The smaller log leaves out the reading requests; either is enough.
    const verdicts = [writesOnly, readsAndWrites].flatMap((rule) => rule.checkStack(subject, stack, options));
    const best = ['pass', 'unknown', 'fail'].map((wanted) =>
      verdicts.find(({ outcome }) => outcome === wanted),
    );
    return best.flatMap((verdict) => verdict ?? []).slice(0, 1);
  },
} satisfies StackRule);
