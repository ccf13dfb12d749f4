import { agentPool, managedCluster } from '../resources/types';
import type { Properties } from '../resources/value';
import { isSet, isTrue, noneOf, notAnyAddress, notTrue, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import type { Reading } from '../rule/reading';
import { defineRule, type Example, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2025-09-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/aks';
const typings = 'azure-native 3.28 typings';
const addressRanges = `${docs}/api-server-authorized-ip-ranges`;

const networkControls = [
  'mcsb:NS-1',
  'mcsb:NS-2',
  'nist:SC-7',
  'nist:AC-4',
  'iec33:SR5.2',
  'iot10:I2',
] as const;
const clusterThreats = ['T-C01', 'T-C12'] as const;
const encryptionControls = controlsBesideCis('storage-encryption');

const isPrivate = 'apiServerAccessProfile.enablePrivateCluster';

export const aksPrivateCluster = defineRule({
  id: 'aks-private-cluster',
  title: 'The API server of Kubernetes clusters has a private address only',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_115'],
    azurePolicy: ['040732e8-d947-40b8-95d6-854c95024bf8'],
    kics: ['599318f2'],
    trivy: ['AZU-0065'],
  },
  target: managedCluster,
  property: isPrivate,
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: networkControls,
  threats: clusterThreats,
  why: 'The API server starts and stops everything that runs on the cluster. On the internet it is scanned all day, and one flaw in it or one leaked login hands over the whole ingest of the plant.',
  fix: {
    say: 'Set `apiServerAccessProfile.enablePrivateCluster` to `true` when the cluster is created, and give administrators and pipelines a way into its network.',
    replaces: true,
  },
  serviceDefault: { is: 'the API server has a public address', source: `${docs}/private-clusters` },
  links: [`${docs}/private-clusters`],
  examples: {
    good: [
      {
        properties: {
          resourceName: 'edge',
          apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: 'system' },
        },
      },
    ],
    bad: [
      { properties: { apiServerAccessProfile: { enablePrivateCluster: false } } },
      { properties: { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24'] } } },
      { properties: { resourceName: 'edge', dnsPrefix: 'edge' } },
    ],
  },
});

const authorized = 'apiServerAccessProfile.authorizedIPRanges';

function checkAuthorizedRanges(view: ResourceView): readonly Verdict[] {
  const closed = holds({ property: isPrivate, is: isTrue, whenAbsent: false }, view);
  if (closed === 'yes') return [{ outcome: 'pass', property: isPrivate }];
  const listed = view.all(`${authorized}[]`);
  const message = `\`${authorized}\` names no address, so the API server of a public cluster answers the whole internet.`;
  const verdicts: readonly Verdict[] =
    listed.length === 0 || listed.some(({ state }) => state === 'absent')
      ? [{ outcome: 'fail', property: authorized, message }]
      : listed.map((range) =>
          verdictOf(range, { must: notAnyAddress, whenAbsent: 'fail', serviceDefault: '' }),
        );
  return closed === 'maybe' ? undecidedAt(isPrivate, verdicts) : verdicts;
}

/** One cluster alone, for examples that name the reported paths. */
const cluster = (properties: Properties, at?: readonly string[]): Example => ({
  resources: [{ type: managedCluster, name: 'edge', properties }],
  ...(at ? { at } : {}),
});

export const aksAuthorizedIp = defineRule({
  id: 'aks-authorized-ip',
  title: 'The API server of public Kubernetes clusters answers named addresses only',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_6'],
    psrule: ['Azure.AKS.AuthorizedIPs'],
    kics: ['2583fab1'],
    trivy: ['AZU-0041'],
  },
  target: managedCluster,
  property: [`${authorized}[]`, isPrivate],
  check: checkAuthorizedRanges,
  controls: networkControls,
  threats: clusterThreats,
  why: 'A cluster that has to stay public needs to be reached by a few offices and pipelines. Everybody else who can open a connection can also try the next flaw of Kubernetes on it.',
  fix: {
    say: 'List the public ranges of your sites and pipelines in `apiServerAccessProfile.authorizedIPRanges`, each narrower than /8, or make the cluster private.',
    replaces: false,
  },
  serviceDefault: { is: 'every address may connect to the API server', source: addressRanges },
  links: [addressRanges],
  examples: {
    good: [
      { properties: { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24'] } } },
      { properties: { apiServerAccessProfile: { enablePrivateCluster: true } } },
    ],
    bad: [
      { properties: { resourceName: 'edge', dnsPrefix: 'edge' }, at: [authorized] },
      {
        properties: { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24', '0.0.0.0/0'] } },
        at: [`${authorized}[1]`],
      },
      { properties: { apiServerAccessProfile: { authorizedIPRanges: [] } }, at: [authorized] },
    ],
  },
});

export const aksNetworkPolicy = defineRule({
  id: 'aks-network-policy',
  title: 'Kubernetes clusters can limit which pods talk to each other',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_7'],
    psrule: ['Azure.AKS.NetworkPolicy'],
    kics: ['25c0228e', 'f5342045'],
    trivy: ['AZU-0043'],
  },
  target: managedCluster,
  property: 'networkProfile.networkPolicy',
  pass: oneOf('azure', 'calico', 'cilium'),
  whenAbsent: 'fail',
  printable: true,
  controls: [...networkControls, 'iec33:SR5.4'],
  threats: ['T-C12'],
  why: 'Without an engine behind them network policies are accepted and do nothing. One module that parses a bad message can then call every other one, those that send commands among them.',
  fix: {
    say: 'Set `networkProfile.networkPolicy` to `cilium` (with `networkDataplane` `cilium`), `calico` or `azure`; support for `azure` is ending. Nodes are renewed for it.',
    replaces: false,
  },
  serviceDefault: { is: 'network policies are not enforced', source: typings },
  links: [`${docs}/use-network-policies`],
  examples: {
    good: [
      { properties: { networkProfile: { networkPlugin: 'azure', networkPolicy: 'cilium' } } },
      { properties: { networkProfile: { networkPlugin: 'kubenet', networkPolicy: 'Calico' } } },
    ],
    bad: [
      { properties: { networkProfile: { networkPlugin: 'azure', networkPolicy: 'none' } } },
      { properties: { networkProfile: { networkPlugin: 'azure', outboundType: 'loadBalancer' } } },
      { properties: { resourceName: 'edge' } },
    ],
  },
});

const addonPath = (name: string) => `addonProfiles.${name}.enabled`;

/** Whether an add-on is on. Names of add-ons are written in any case; a cluster without the add-on gives one absent reading. */
function addon(view: ResourceView, name: string): readonly Reading[] {
  const path = addonPath(name);
  const own = view
    .all('addonProfiles.*.enabled')
    .filter((reading) =>
      reading.path === 'addonProfiles'
        ? reading.state === 'unknown'
        : reading.path.split('.')[1]?.toLowerCase() === name.toLowerCase(),
    );
  return own.length > 0 ? own : [{ state: 'absent', path, missing: path }];
}

export const aksHttpAppRouting = defineRule({
  id: 'aks-no-http-app-routing',
  title: 'Kubernetes clusters do without the HTTP application routing add-on',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_246'], psrule: ['Azure.AKS.HttpAppRouting'] },
  target: managedCluster,
  property: addonPath('httpApplicationRouting'),
  check: (view) =>
    addon(view, 'httpApplicationRouting').map((reading) =>
      verdictOf(reading, { must: notTrue, whenAbsent: 'pass', serviceDefault: '', printable: true }),
    ),
  printable: true,
  controls: ['mcsb:NS-8', 'nist:CM-7', 'iec33:SR7.7', 'enisa:GP-TM-50'],
  threats: clusterThreats,
  why: 'The add-on was made for trials and is retired: it puts services on the internet over plain HTTP under a guessable name, on a controller that gets no fixes any more.',
  fix: {
    say: 'Remove `addonProfiles.httpApplicationRouting` or set its `enabled` to `false`, and publish services through an ingress with certificates.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the add-on is off',
    source: 'https://learn.microsoft.com/azure/aks/http-application-routing',
  },
  links: [`${docs}/http-application-routing`],
  examples: {
    good: [
      { properties: { addonProfiles: { httpApplicationRouting: { enabled: false } } } },
      { properties: { resourceName: 'edge' } },
    ],
    bad: [
      { properties: { addonProfiles: { httpApplicationRouting: { enabled: true } } } },
      { properties: { addonProfiles: { httpapplicationrouting: { enabled: 'true' } } } },
    ],
  },
});

export const aksPolicyAddon = defineRule({
  id: 'aks-policy-addon',
  title: 'Kubernetes clusters refuse workloads that break the policies of the company',
  topic: 'registry-trusted-images',
  class: 'supply-chain',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_116'],
    psrule: ['Azure.AKS.AzurePolicyAddOn'],
    azurePolicy: ['0a15ec92-a229-4763-bb14-0ea34a568f8d'],
    kics: ['43789711'],
    trivy: ['AZU-0066'],
  },
  target: managedCluster,
  property: addonPath('azurepolicy'),
  check: (view) =>
    addon(view, 'azurepolicy').map((reading) =>
      verdictOf(reading, {
        must: isTrue,
        whenAbsent: 'fail',
        serviceDefault: 'the add-on is off',
        printable: true,
      }),
    ),
  printable: true,
  controls: ['mcsb:PV-2', 'mcsb:DS-6', 'nist:CM-6', 'nist:CM-14', 'iec33:SR7.6', 'enisa:GP-TM-04'],
  why: 'Whoever may deploy can otherwise start a privileged container or an image from anywhere. From such a container the node, its identity and all other modules on it are within reach.',
  fix: {
    say: 'Set `addonProfiles.azurepolicy.enabled` to `true`, and assign policies for allowed registries and privileges, first with the effect audit.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the add-on is off',
    source: 'https://learn.microsoft.com/azure/aks/use-azure-policy',
  },
  links: [`${docs}/use-azure-policy`],
  examples: {
    good: [
      { properties: { addonProfiles: { azurepolicy: { enabled: true } } } },
      { properties: { addonProfiles: { azurePolicy: { enabled: true, config: { version: 'v2' } } } } },
    ],
    bad: [
      { properties: { addonProfiles: { azurepolicy: { enabled: false } } } },
      { properties: { addonProfiles: { omsagent: { enabled: true } } } },
      { properties: { resourceName: 'edge' } },
    ],
  },
});

export const aksAutoUpgrade = defineRule({
  id: 'aks-auto-upgrade',
  title: 'Kubernetes clusters take fixes of Kubernetes by themselves',
  topic: 'registry-trusted-images',
  class: 'supply-chain',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_171'],
    psrule: ['Azure.AKS.AutoUpgrade'],
    azurePolicy: ['5c345cdf-2049-47e0-b8fe-b0e96bc2df35'],
  },
  target: managedCluster,
  property: 'autoUpgradeProfile.upgradeChannel',
  pass: noneOf('none', ''),
  whenAbsent: 'fail',
  printable: true,
  controls: ['mcsb:PV-6', 'nist:SI-2', 'iec33:SR7.6', 'isvs:3.2.4', 'iot10:I5', 'enisa:GP-TM-19'],
  threats: ['T-D05', 'T-X06'],
  why: 'A version of Kubernetes lives for about a year. Clusters that are upgraded by hand fall behind, stay open to published flaws, and must one day jump several versions at once while the plant waits.',
  fix: {
    say: 'Set `autoUpgradeProfile.upgradeChannel` to `patch` or `stable`, with a maintenance window when the line stands.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is upgraded', source: typings },
  links: [`${docs}/auto-upgrade-cluster`],
  examples: {
    good: [{ properties: { autoUpgradeProfile: { upgradeChannel: 'patch' } } }],
    bad: [
      { properties: { autoUpgradeProfile: { upgradeChannel: 'none' } } },
      { properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' } } },
      { properties: { resourceName: 'edge', kubernetesVersion: '1.33' } },
    ],
  },
});

/** A field of each pool: those listed on the cluster, or the one pool that is a resource of its own. */
const poolPaths = (field: string) => [`agentPoolProfiles[].${field}`, field] as const;

function poolReadings(view: ResourceView, field: string): readonly Reading[] {
  const [listed, own] = poolPaths(field);
  if (view.resource.type.toLowerCase() === agentPool.toLowerCase()) return view.all(own);
  // A cluster may list no pool; what it has then are resources of their own.
  return view
    .all(listed)
    .filter((reading) => reading.state !== 'absent' || reading.missing !== 'agentPoolProfiles');
}

const pool = (properties: Properties, at?: readonly string[]): Example => ({
  resources: [{ type: agentPool, name: 'pool', properties }],
  ...(at ? { at } : {}),
});

export const aksHostEncryption = defineRule({
  id: 'aks-node-host-encryption',
  title: 'Nodes of Kubernetes clusters encrypt their temporary disks and caches',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_227'], azurePolicy: ['41425d9f-d1a5-499a-9932-f8ed8453932c'] },
  target: [managedCluster, agentPool],
  property: poolPaths('enableEncryptionAtHost'),
  check: (view) =>
    poolReadings(view, 'enableEncryptionAtHost').map((reading) =>
      verdictOf(reading, {
        must: isTrue,
        whenAbsent: 'fail',
        serviceDefault: 'temporary disks are not encrypted',
        printable: true,
      }),
    ),
  printable: true,
  controls: encryptionControls,
  why: 'Buffered telemetry, images and secrets that pods have mounted lie on the temporary disk of the node. It is the one place on its machine that disk encryption does not cover.',
  fix: {
    say: 'Set `enableEncryptionAtHost` to `true` for each pool when it is created, on a size of machine that offers it. An existing pool has to be replaced by a new one.',
    replaces: true,
  },
  serviceDefault: { is: 'temporary disks are not encrypted', source: `${docs}/enable-host-encryption` },
  links: [`${docs}/enable-host-encryption`],
  examples: {
    good: [
      cluster({ agentPoolProfiles: [{ name: 'system', mode: 'System', enableEncryptionAtHost: true }] }),
      pool({ agentPoolName: 'ingest', vmSize: 'Standard_D4ds_v5', enableEncryptionAtHost: true }),
      cluster({ resourceName: 'edge' }),
    ],
    bad: [
      cluster(
        {
          agentPoolProfiles: [
            { name: 'system', mode: 'System', enableEncryptionAtHost: true },
            { name: 'ingest', mode: 'User', vmSize: 'Standard_D4ds_v5' },
          ],
        },
        ['agentPoolProfiles[1].enableEncryptionAtHost'],
      ),
      pool({ agentPoolName: 'ingest', enableEncryptionAtHost: false }, ['enableEncryptionAtHost']),
    ],
  },
});

export const aksNodePublicIp = defineRule({
  id: 'aks-node-no-public-ip',
  title: 'Nodes of Kubernetes clusters have no public addresses',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_143'] },
  target: [managedCluster, agentPool],
  property: poolPaths('enableNodePublicIP'),
  check: (view) =>
    poolReadings(view, 'enableNodePublicIP').map((reading) =>
      verdictOf(reading, { must: notTrue, whenAbsent: 'pass', serviceDefault: '', printable: true }),
    ),
  printable: true,
  controls: networkControls,
  threats: clusterThreats,
  why: 'A node with a public address stands outside of the load balancer and the firewall. Every port that a pod opens on it by mistake is then open to the world.',
  fix: {
    say: 'Remove `enableNodePublicIP` or set it to `false`. An existing pool has to be replaced by a new one.',
    replaces: true,
  },
  serviceDefault: { is: 'nodes have private addresses only', source: typings },
  links: [`${docs}/use-node-public-ips`],
  examples: {
    good: [
      cluster({ agentPoolProfiles: [{ name: 'system', mode: 'System', enableNodePublicIP: false }] }),
      pool({ agentPoolName: 'ingest', mode: 'User' }),
    ],
    bad: [
      cluster({ agentPoolProfiles: [{ name: 'system' }, { name: 'ingest', enableNodePublicIP: true }] }, [
        'agentPoolProfiles[1].enableNodePublicIP',
      ]),
      pool({ agentPoolName: 'ingest', enableNodePublicIP: 'true' }, ['enableNodePublicIP']),
    ],
  },
});

export const aksDiskEncryptionSet = defineRule({
  id: 'aks-disk-encryption-set',
  title: 'Disks of Kubernetes clusters are encrypted with a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_117'],
    azurePolicy: ['7d7be79c-23ba-4033-84dd-45e2a5ccdd67'],
    kics: ['b17d8bb8'],
    trivy: ['AZU-0067'],
  },
  target: managedCluster,
  property: 'diskEncryptionSetID',
  pass: isSet,
  whenAbsent: 'fail',
  advisory: true,
  controls: encryptionControls,
  why: 'Databases and buffers that run on the cluster keep plant data on its disks. With a key of your own they can be closed together with the rest when the cluster leaves your hands.',
  fix: {
    say: 'Set `diskEncryptionSetID` to the id of a disk encryption set when the cluster is created.',
    replaces: true,
  },
  serviceDefault: {
    is: 'disks are encrypted with keys of Microsoft',
    source: 'https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys',
  },
  links: [`${docs}/azure-disk-customer-managed-keys`],
  examples: {
    good: [
      {
        properties: {
          diskEncryptionSetID:
            '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/edge',
        },
      },
    ],
    bad: [
      { properties: { resourceName: 'edge', diskEncryptionSetID: '' } },
      { properties: { resourceName: 'edge', dnsPrefix: 'edge' } },
    ],
  },
});

const kms = 'securityProfile.azureKeyVaultKms';

export const aksKms = defineRule({
  id: 'aks-kms-etcd',
  title: 'Secrets of Kubernetes clusters are encrypted with a key from a vault behind a private link',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['dbbdc317-9734-4dd8-9074-993b29c69008'] },
  target: managedCluster,
  property: [`${kms}.enabled`, `${kms}.keyVaultNetworkAccess`],
  check: (view) => [
    verdictOf(view.one(`${kms}.enabled`), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'secrets are stored without a key of yours',
      printable: true,
    }),
    verdictOf(view.one(`${kms}.keyVaultNetworkAccess`), {
      must: oneOf('Private'),
      whenAbsent: 'fail',
      serviceDefault: 'the vault has to be open to all networks',
      printable: true,
    }),
  ],
  printable: true,
  advisory: true,
  controls: encryptionControls,
  threats: ['T-C04', 'T-C07'],
  why: 'Passwords of historians and keys of gateways stand in the secrets of the cluster. A copy of its store shows them all, unless they are wrapped with a key that stays in the vault.',
  fix: {
    say: 'Set `securityProfile.azureKeyVaultKms.enabled` to `true` with `keyId`, and `keyVaultNetworkAccess` to `Private` with `keyVaultResourceId`. The cluster needs a user-assigned identity.',
    replaces: false,
  },
  serviceDefault: { is: 'secrets are stored without a key of yours', source: typings },
  links: [`${docs}/use-kms-etcd-encryption`],
  examples: {
    good: [
      {
        properties: {
          securityProfile: {
            azureKeyVaultKms: {
              enabled: true,
              keyId: 'https://example.vault.azure.net/keys/etcd/1',
              keyVaultNetworkAccess: 'Private',
            },
          },
        },
      },
    ],
    bad: [
      {
        properties: {
          securityProfile: {
            azureKeyVaultKms: {
              enabled: true,
              keyId: 'https://example.vault.azure.net/keys/etcd/1',
              keyVaultNetworkAccess: 'Public',
            },
          },
        },
        at: [`${kms}.keyVaultNetworkAccess`],
      },
      {
        properties: { securityProfile: { azureKeyVaultKms: { enabled: true } } },
        at: [`${kms}.keyVaultNetworkAccess`],
      },
      { properties: { resourceName: 'edge' }, at: [`${kms}.enabled`, `${kms}.keyVaultNetworkAccess`] },
    ],
  },
});
