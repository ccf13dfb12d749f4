import type { ArmType, Resource } from '../resources/resource';
import {
  blobContainer,
  diagnosticSetting,
  encryptionScope,
  fileService,
  fileShare,
  privateEndpoint,
  storageAccount,
  storageQueue,
  storageTable,
} from '../resources/types';
import type { Answer } from '../rule/answers';
import { both, isSet, isTrue, noneOf, oneOf, onlyItems } from '../rule/conditions';
import {
  type Control,
  defineRule,
  type ExampleResource,
  type OptionValues,
  type Peers,
  type ResourceView,
  type Rule,
  type StackRule,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';
import { contentsOf, onlyServiceOf } from '../rule/storage-accounts';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecided } from '../rule/undecided';

// Defaults of the services: API version 2024-01-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/storage';
const anonymousAccess = `${docs}/blobs/anonymous-read-access-prevent`;
const scopes = `${docs}/blobs/encryption-scope-overview`;
const smb = `${docs}/files/files-smb-protocol`;
const nfs = `${docs}/files/files-nfs-protocol`;
const endpoints = `${docs}/common/storage-private-endpoints`;

/** The controls of the topic without its CIS recommendations, which speak of HTTPS and not of file protocols. */
const fileTransferControls = controlsBesideCis('storage-https');

export const storageContainerPrivate = defineRule({
  id: 'storage-container-private',
  title: 'Blob containers are closed to anonymous readers',
  topic: 'storage-no-anonymous',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_34', 'CKV2_AZURE_8'],
    psrule: ['Azure.Storage.BlobAccessType'],
    kics: ['a0ab985d', 'dd5230f8'],
    trivy: ['AZU-0007'],
  },
  target: blobContainer,
  property: 'publicAccess',
  pass: oneOf('None'),
  whenAbsent: 'pass',
  printable: true,
  why: 'Whoever finds or guesses the address of an open container downloads its telemetry or firmware without signing in; search engines for open containers find it within days.',
  fix: { say: 'Set `publicAccess` to `None`, or leave it out.', replaces: false },
  serviceDefault: { is: 'nobody reads without signing in', source: anonymousAccess },
  links: [anonymousAccess],
  examples: {
    good: [
      { properties: { publicAccess: 'None' } },
      { properties: { publicAccess: 'none' } },
      { properties: {} },
    ],
    bad: [{ properties: { publicAccess: 'Blob' } }, { properties: { publicAccess: 'Container' } }],
  },
});

export const storageContainerScopeLocked = defineRule({
  id: 'storage-container-encryption-scope-locked',
  title: 'Writers cannot leave the encryption scope of a blob container',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  target: blobContainer,
  property: 'denyEncryptionScopeOverride',
  pass: isTrue,
  whenAbsent: 'fail',
  when: [
    {
      property: 'defaultEncryptionScope',
      // The service itself gives `$account-encryption-key` for a container without a scope.
      is: both(isSet, noneOf('$account-encryption-key')),
      whenAbsent: false,
    },
  ],
  printable: true,
  why: 'The scope is there to keep the data of one plant or customer under one key; while it can be overridden, an upload under another key stays readable after that key is withdrawn.',
  fix: {
    say: 'Set `denyEncryptionScopeOverride` to `true` beside `defaultEncryptionScope`, when the container is created.',
    replaces: true,
  },
  serviceDefault: { is: 'an upload may name another scope', source: scopes },
  links: [scopes],
  examples: {
    good: [
      { properties: { defaultEncryptionScope: 'plant-a', denyEncryptionScopeOverride: true } },
      {
        properties: { defaultEncryptionScope: '$account-encryption-key', denyEncryptionScopeOverride: false },
      },
      { properties: {} },
    ],
    bad: [
      { properties: { defaultEncryptionScope: 'plant-a' } },
      { properties: { defaultEncryptionScope: 'plant-a', denyEncryptionScopeOverride: false } },
    ],
  },
});

export const storageSmbChannelEncryption = defineRule({
  id: 'storage-smb-channel-encryption',
  title: 'File shares encrypt SMB with AES-256-GCM only',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { kics: ['233ab26d'] },
  target: fileService,
  property: 'protocolSettings.smb.channelEncryption',
  pass: onlyItems(';', 'AES-256-GCM'),
  whenAbsent: 'fail',
  printable: true,
  controls: fileTransferControls,
  why: 'Engineering stations and historians mount these shares; a session may settle on the weakest cipher that is allowed, and what was recorded today has to stay closed for as long as the machine runs.',
  fix: {
    say: 'Set `protocolSettings.smb.channelEncryption` to `AES-256-GCM`. Clients older than Windows 11 or Windows Server 2022 cannot connect any more.',
    replaces: false,
  },
  serviceDefault: { is: 'AES-128-CCM, AES-128-GCM and AES-256-GCM are all allowed', source: smb },
  links: [smb],
  examples: {
    good: [
      { properties: { protocolSettings: { smb: { channelEncryption: 'AES-256-GCM' } } } },
      { properties: { protocolSettings: { smb: { channelEncryption: 'aes-256-gcm;' } } } },
    ],
    bad: [
      { properties: { protocolSettings: { smb: { channelEncryption: 'AES-128-GCM;AES-256-GCM' } } } },
      { properties: { protocolSettings: { smb: { versions: 'SMB3.1.1' } } } },
      { properties: {} },
    ],
  },
});

export const storageSmbVersion = defineRule({
  id: 'storage-smb-version',
  title: 'File shares speak SMB 3.1.1 only',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { kics: ['621fc7c5'] },
  target: fileService,
  property: 'protocolSettings.smb.versions',
  pass: onlyItems(';', 'SMB3.1.1'),
  whenAbsent: 'fail',
  printable: true,
  controls: fileTransferControls,
  why: 'SMB 2.1 has no encryption, and only 3.1.1 protects everything that is negotiated before it starts, so somebody on the plant network can talk an old client down and read or change the files.',
  fix: {
    say: 'Set `protocolSettings.smb.versions` to `SMB3.1.1`. Check old controllers and stations that mount a share first.',
    replaces: false,
  },
  serviceDefault: {
    is: 'SMB 2.1, 3.0 and 3.1.1 are all allowed, 2.1 only without secure transfer',
    source: smb,
  },
  links: [smb],
  examples: {
    good: [
      { properties: { protocolSettings: { smb: { versions: 'SMB3.1.1' } } } },
      { properties: { protocolSettings: { smb: { versions: 'SMB3.1.1;' } } } },
    ],
    bad: [
      { properties: { protocolSettings: { smb: { versions: 'SMB2.1;SMB3.0;SMB3.1.1' } } } },
      { properties: { protocolSettings: { smb: {} } } },
      { properties: {} },
    ],
  },
});

const isNfs = oneOf('NFS');
const rootIsMapped = noneOf('NoRootSquash');

function checkShareProtocol(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const protocol = view.one('enabledProtocols');
  const property = protocol.path;
  if (protocol.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (protocol.state === 'absent' || !isNfs.holds(protocol.value)) return [{ outcome: 'pass', property }];
  if (options.allowNfs !== true) {
    const message = `\`${property}\` must not be \`NFS\`: the protocol knows no users, and encrypts only if the client does.`;
    return [{ outcome: 'fail', property, message }];
  }
  const squash = view.one('rootSquash');
  if (squash.state === 'unknown') return [{ outcome: 'unknown', property: squash.path }];
  if (squash.state === 'known' && rootIsMapped.holds(squash.value))
    return [{ outcome: 'pass', property: squash.path }];
  const message = `\`${squash.path}\` must be \`RootSquash\` or \`AllSquash\`, or root on any client is root on the share.`;
  return [{ outcome: 'fail', property: squash.path, message }];
}

export const storageShareNoNfs = defineRule({
  id: 'storage-share-no-nfs',
  title: 'File shares are not served over NFS',
  topic: 'storage-https',
  class: 'secure-transfer',
  severity: 'medium',
  target: fileShare,
  property: ['enabledProtocols', 'rootSquash'],
  check: checkShareProtocol,
  printable: true,
  controls: fileTransferControls,
  options: {
    allowNfs: {
      type: 'boolean',
      default: false,
      description:
        'Accepts NFS shares whose network is closed; the root user of clients must then be mapped away.',
    },
  },
  why: 'An NFS share trusts the network instead of the user: each machine that can reach it reads and changes every file, as root if it likes, and often without encryption on the way.',
  fix: {
    say: 'Leave `enabledProtocols` out or set it to `SMB`. Where NFS must stay, set the option `allowNfs`, `rootSquash` to `RootSquash` or `AllSquash`, and a private endpoint.',
    replaces: true,
  },
  serviceDefault: {
    is: 'a share speaks SMB; an NFS share does not map root away',
    source: 'https://learn.microsoft.com/rest/api/storageservices/create-share',
  },
  links: [nfs],
  examples: {
    good: [
      { properties: { enabledProtocols: 'SMB' } },
      { properties: {} },
      { properties: { enabledProtocols: 'NFS', rootSquash: 'AllSquash' }, options: { allowNfs: true } },
    ],
    bad: [
      { properties: { enabledProtocols: 'NFS' }, options: { allowNfs: true }, at: ['rootSquash'] },
      {
        properties: { enabledProtocols: 'NFS', rootSquash: 'NoRootSquash' },
        options: { allowNfs: true },
        at: ['rootSquash'],
      },
      { properties: { enabledProtocols: 'nfs', rootSquash: 'RootSquash' }, at: ['enabledProtocols'] },
    ],
  },
});

export const storageScopeCustomerKey = defineRule({
  id: 'storage-encryption-scope-cmk',
  title: 'Encryption scopes use a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['b5ec538c-daa0-4006-8596-35468b9148e8'] },
  target: encryptionScope,
  property: 'source',
  pass: oneOf('Microsoft.KeyVault'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A scope on a key of Microsoft takes its blobs out of the reach of your own key, so the data of that plant or customer cannot be cut off when the contract ends.',
  fix: {
    say: 'Set `source` to `Microsoft.KeyVault` and `keyVaultProperties.keyUri` to the key, without a version.',
    replaces: false,
  },
  serviceDefault: { is: 'the scope uses a key of Microsoft' },
  links: [scopes],
  examples: {
    good: [
      {
        properties: {
          source: 'Microsoft.KeyVault',
          keyVaultProperties: { keyUri: 'https://example.vault.azure.net/keys/plant-a' },
        },
      },
      { properties: { source: 'Microsoft.Keyvault' } },
    ],
    bad: [{ properties: { source: 'Microsoft.Storage' } }, { properties: {} }],
  },
});

export const storageScopeDouble = defineRule({
  id: 'storage-encryption-scope-double',
  title: 'Encryption scopes encrypt their data twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['bfecdea6-31c4-4045-ad42-71b9dc87247d'] },
  target: encryptionScope,
  property: 'requireInfrastructureEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'The second layer keeps the data of the scope closed if its key leaks; it can neither be added later nor can the scope be deleted.',
  fix: {
    say: 'Set `requireInfrastructureEncryption` to `true` when the scope is created, also where the account has it already.',
    replaces: true,
  },
  serviceDefault: { is: 'data is encrypted once, unless the account asks for two layers', source: scopes },
  links: [scopes],
  examples: {
    good: [
      { properties: { requireInfrastructureEncryption: true } },
      { properties: { source: 'Microsoft.KeyVault', requireInfrastructureEncryption: true } },
    ],
    bad: [
      { properties: { requireInfrastructureEncryption: false } },
      { properties: { source: 'Microsoft.KeyVault' } },
    ],
  },
});

type Service = 'blob' | 'file' | 'queue' | 'table';

/** What a stack declares inside an account when it uses one of its services. */
const contents: { readonly [service in Service]: ArmType } = {
  blob: blobContainer,
  file: fileShare,
  queue: storageQueue,
  table: storageTable,
};

/** The group ids that the contents of an account call for, and those that they may call for. */
function groupsOf(
  account: Resource,
  stack: StackView,
): { readonly [sure in 'certain' | 'possible']: string[] } {
  const used = (answer: Answer): string[] =>
    Object.entries(contents)
      .filter(([, type]) => contentsOf(account, type, stack).some((child) => child.answer === answer))
      .map(([service]) => service);
  const certain = used('yes');
  const possible = used('maybe').filter((service) => !certain.includes(service));
  if (certain.length === 0) {
    // An account of which the stack shows no contents is used for what its kind is made for.
    const only = onlyServiceOf(stack.view(account));
    if (only === 'open') possible.push('blob', 'file');
    else (possible.length === 0 ? certain : possible).push(only === 'file' ? 'file' : 'blob');
  }

  // With a hierarchical namespace, clients are sent back and forth between the two endpoints, so both are needed.
  const namespace = stack.view(account).one('isHnsEnabled');
  const hasNamespace = namespace.state === 'known' && isTrue.holds(namespace.value);
  if (hasNamespace && certain.includes('blob')) certain.push('dfs');
  else if (namespace.state === 'unknown' || (hasNamespace && possible.includes('blob'))) possible.push('dfs');
  return { certain, possible };
}

const account = (properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: storageAccount,
  name: 'data',
  properties: { accountName: 'plantdata', kind: 'StorageV2', ...properties },
});

const endpoint = (group: string, uses = 'data'): ExampleResource => ({
  type: privateEndpoint,
  name: `data-${group}`,
  properties: { privateLinkServiceConnections: [{ groupIds: [group] }] },
  uses: { privateLinkServiceConnections: [uses] },
});

const inside = (service: Service): ExampleResource => ({
  type: contents[service],
  name: `${service}-content`,
  properties: { accountName: 'plantdata' },
});

const endpointRule = (sure: 'certain' | 'possible') =>
  privateEndpointRule({
    id: 'storage-private-endpoint',
    title: 'Each service in use of a storage account has a private endpoint',
    topic: 'storage-network-closed',
    severity: 'medium',
    peers: {
      checkov: ['CKV2_AZURE_33'],
      azurePolicy: ['6edd7eda-6dd8-40f7-810d-67160c639cd9'],
      kics: ['dda11a20'],
    },
    target: storageAccount,
    groupIds: (subject, stack) => groupsOf(subject, stack)[sure],
    why: 'Without its own private endpoint a service is reached over its public address, or not at all once that is closed; gateways then stop uploading, or somebody opens the account again.',
    fix: {
      say: 'Add a `PrivateEndpoint` with the id of the account for each service in use: group id `blob`, `file`, `queue` or `table`; with a hierarchical namespace `blob` and `dfs`. Give each the DNS zone `privatelink.<group id>.core.windows.net`.',
      replaces: false,
    },
    serviceDefault: { is: 'no private endpoint exists', source: endpoints },
    links: [endpoints],
    examples: {
      good: [
        { resources: [account(), endpoint('blob')] },
        { resources: [account(), inside('file'), endpoint('file')] },
        { resources: [account({ isHnsEnabled: true }), inside('blob'), endpoint('blob'), endpoint('dfs')] },
      ],
      bad: [
        { resources: [account()] },
        { resources: [account(), inside('blob'), inside('queue'), endpoint('blob')] },
        { resources: [account({ isHnsEnabled: true }), endpoint('blob')] },
        {
          resources: [
            account(),
            { type: storageAccount, name: 'other', properties: { accountName: 'other' } },
            endpoint('blob', 'other'),
          ],
        },
      ],
    },
  });

const certainEndpoints = endpointRule('certain');
const possibleEndpoints = endpointRule('possible');

export const storagePrivateEndpoint: Rule = defineRule({
  ...certainEndpoints,
  checkStack: (subject, stack, options) => [
    ...certainEndpoints.checkStack(subject, stack, options),
    ...possibleEndpoints.checkStack(subject, stack, options).map(undecided),
  ],
} satisfies StackRule);

const setting = (properties: ExampleResource['properties'], child: string): ExampleResource => ({
  type: diagnosticSetting,
  name: 'data-logs',
  properties: {
    resourceUri: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/plantdata${child}`,
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    ...properties,
  },
});

interface ServiceLogs {
  readonly service: Service;
  readonly contents: string;
  readonly severity: 'medium' | 'low';
  readonly why: string;
  readonly cis: readonly Control[];
  readonly peers: Peers;
}

/** The rule that asks one service of an account for its logs. A setting on the account itself has no log categories. */
function serviceLogs({ service, contents: noun, severity, why, cis, peers }: ServiceLogs): Rule {
  const child = `/${service}Services/default`;
  const categories = ['StorageRead', 'StorageWrite', 'StorageDelete'];
  const logs = categories.map((category) => ({ category, enabled: true }));
  const source = `https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-storage-storageaccounts-${service}services-logs`;
  const rule = diagnosticsRule({
    id: `storage-diagnostics-${service}`,
    title: `Storage accounts log who reads, writes and deletes ${noun}`,
    topic: 'db-auditing',
    severity,
    peers,
    target: storageAccount,
    controls: ['mcsb:LT-3', ...cis, 'nist:AU-12', 'iec33:SR2.8', 'enisa:GP-TM-55', 'cra:1.l'],
    child,
    categories,
    // The group `audit` is not counted: no page says which categories it holds for storage.
    why,
    fix: {
      say: `Add a \`DiagnosticSetting\` whose \`resourceUri\` is the id of the account with \`${child}\` at the end, with a workspace and the category group \`allLogs\` (or the three categories). A setting on the account itself carries metrics only.`,
      replaces: false,
    },
    serviceDefault: {
      is: 'no log is kept',
      source: 'https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage',
    },
    links: [source],
    examples: {
      good: [
        { resources: [account(), setting({ logs: [{ categoryGroup: 'allLogs', enabled: true }] }, child)] },
        { resources: [account(), setting({ logs }, child)] },
      ],
      bad: [
        { resources: [account()] },
        { resources: [account(), setting({ logs: [{ categoryGroup: 'allLogs', enabled: true }] }, '')] },
        { resources: [account(), setting({ logs: logs.slice(1) }, child)] },
        {
          resources: [
            account(),
            setting({ logs: logs.map((entry) => ({ ...entry, enabled: false })) }, child),
          ],
        },
      ],
    },
  });
  return defineRule({
    ...rule,
    checkStack: (subject, stack, options) => {
      const only = onlyServiceOf(stack.view(subject));
      if (only !== 'all' && only !== 'open' && only !== service) return [];
      const verdicts = rule.checkStack(subject, stack, options);
      return only === 'open' ? verdicts.map(undecided) : verdicts;
    },
  } satisfies StackRule);
}

export const storageBlobLogs = serviceLogs({
  service: 'blob',
  contents: 'blobs',
  severity: 'medium',
  why: 'When firmware or telemetry turns out to be copied, changed or gone, these logs are the only record of who did it, from where and with which credential.',
  cis: ['cis2:3.13', 'cis3:4.13'],
  peers: {
    checkov: ['CKV2_AZURE_21'],
    azurePolicy: ['b4fe1a3b-0715-4c6c-a5ea-ffc33cf823cb', '59759c62-9a22-4cdf-ae64-074495983fef'],
    kics: ['43f6e60c'],
    trivy: ['AZU-0057'],
  },
});

export const storageQueueLogs = serviceLogs({
  service: 'queue',
  contents: 'queue messages',
  severity: 'low',
  why: 'A forged or swallowed message can start or stop a job in the plant; without these logs nobody can tell which caller put it in or took it out.',
  cis: ['cis2:3.5', 'cis3:4.12'],
  peers: {
    checkov: ['CKV_AZURE_33'],
    azurePolicy: ['7bd000e3-37c7-4928-9f31-86c4b77c5c45'],
    trivy: ['AZU-0009'],
  },
});

export const storageTableLogs = serviceLogs({
  service: 'table',
  contents: 'table rows',
  severity: 'low',
  why: 'Device lists and settings often live in tables; without these logs a changed or deleted row cannot be traced to the caller who did it.',
  cis: ['cis2:3.14', 'cis3:4.14'],
  peers: { checkov: ['CKV2_AZURE_20'], azurePolicy: ['2fb86bf3-d221-43d1-96d1-2434af34eaa0'] },
});

export const storageFileLogs = serviceLogs({
  service: 'file',
  contents: 'files in shares',
  severity: 'low',
  why: 'Ransomware on an engineering station reaches the project files through a mounted share; without these logs nobody sees which client rewrote them, or when it began.',
  cis: [],
  peers: { azurePolicy: ['25a70cc8-2bd4-47f1-90b6-1478e4662c96'] },
});
