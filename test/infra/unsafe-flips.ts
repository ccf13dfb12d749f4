import type { RegisteredResource } from '../../policies/src/resources/resource';
import { isUnknown, type Properties, type Value } from '../../policies/src/resources/value';

/** The setting is taken away, so that the service's default counts. */
export const gone = Symbol('gone');

/** One setting of one resource and the unsafe value it is given. */
export interface Flip {
  readonly resource: RegisteredResource;
  readonly path: string;
  readonly value: Value | typeof gone;
}

type Unsafe = { readonly [path: string]: Flip['value'] };

const anyone = '0.0.0.0/0';
const owner = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/**
 * Unsafe values of what is neither a switch nor a word whose opposite is known, by type and path. `[]` stands for each
 * item of a list. Paths that a resource of the type does not have are left out for that one.
 */
export const unsafeValues: { readonly [type: string]: Unsafe } = {
  'keyvault:Vault': {
    'properties.networkAcls.ipRules': [{ value: anyone }],
    'properties.sku.name': 'standard',
    'properties.softDeleteRetentionInDays': 7,
    'properties.publicNetworkAccess': gone,
    'properties.enablePurgeProtection': gone,
  },
  'keyvault:Key': {
    'properties.attributes.expires': gone,
    'properties.keyOps': ['wrapKey', 'unwrapKey', 'sign', 'decrypt', 'encrypt'],
    'properties.keySize': 2048,
    'properties.kty': 'RSA',
    'properties.rotationPolicy': gone,
  },
  'network:NetworkSecurityGroup': { securityRules: [] },
  'network:Subnet': { networkSecurityGroup: gone, defaultOutboundAccess: gone },
  'operationalinsights:Workspace': {
    retentionInDays: 7,
    'features.disableLocalAuth': gone,
    publicNetworkAccessForIngestion: gone,
  },
  'monitor:DiagnosticSetting': { logs: [], workspaceId: gone },
  'monitor:ActivityLogAlert': {
    'condition.allOf[].anyOf': [{ field: 'operationName', equals: 'Microsoft.Compute/disks/write' }],
  },
  'authorization:RoleAssignment': {
    roleDefinitionId: owner,
    scope: '/subscriptions/00000000-0000-0000-0000-000000000001',
  },
  'storage:StorageAccount': {
    allowedCopyScope: gone,
    'encryption.keySource': 'Microsoft.Storage',
    'encryption.keyVaultProperties': gone,
    'encryption.services.queue.keyType': 'Service',
    'encryption.services.table.keyType': 'Service',
    'identity.type': 'None',
    'keyPolicy.keyExpirationPeriodInDays': 3650,
    'networkRuleSet.ipRules': [{ iPAddressOrRange: anyone }],
    'sasPolicy.sasExpirationPeriod': '365.00:00:00',
    'sasPolicy.expirationAction': 'Log',
    'sku.name': 'Standard_LRS',
    minimumTlsVersion: gone,
    allowSharedKeyAccess: gone,
    publicNetworkAccess: gone,
  },
  'storage:BlobServiceProperties': {
    'containerDeleteRetentionPolicy.days': 1,
    'deleteRetentionPolicy.days': 1,
  },
  'storage:FileServiceProperties': {
    'protocolSettings.smb.authenticationMethods': 'NTLMv2;Kerberos',
    'protocolSettings.smb.channelEncryption': 'AES-128-CCM;AES-256-GCM',
    'protocolSettings.smb.kerberosTicketEncryption': 'RC4-HMAC;AES-256',
    'protocolSettings.smb.versions': 'SMB2.1;SMB3.1.1',
    'shareDeleteRetentionPolicy.days': 1,
  },
  'storage:BlobContainer': { publicAccess: 'Blob' },
  'storage:BlobContainerImmutabilityPolicy': { immutabilityPeriodSinceCreationInDays: 0 },
  'storage:ManagementPolicy': { 'policy.rules': [] },
  'cosmosdb:DatabaseAccount': {
    'backupPolicy.type': 'Periodic',
    'identity.type': 'None',
    ipRules: [{ ipAddressOrRange: '0.0.0.0' }],
    keyVaultKeyUri: gone,
    minimalTlsVersion: 'Tls',
    networkAclBypass: 'AzureServices',
    disableLocalAuth: gone,
    publicNetworkAccess: gone,
  },
  'cosmosdb:SqlResourceSqlRoleDefinition': {
    'permissions[].dataActions': ['Microsoft.DocumentDB/databaseAccounts/sqlDatabases/*'],
  },
  'cosmosdb:SqlResourceSqlRoleAssignment': {
    scope:
      '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/plant/providers/Microsoft.DocumentDB/databaseAccounts/state',
  },
  'network:PrivateEndpoint': { 'privateLinkServiceConnections[].groupIds': ['other'] },
  'iothub:IotHubResource': {
    'identity.type': 'None',
    'properties.allowedFqdnList': ['*'],
    'properties.networkRuleSets.ipRules': [{ filterName: 'all', ipMask: anyone, action: 'Allow' }],
    'properties.routing.endpoints.storageContainers[].authenticationType': 'keyBased',
    'sku.name': 'F1',
    'properties.disableLocalAuth': gone,
    'properties.disableDeviceSAS': gone,
    'properties.minTlsVersion': gone,
    'properties.publicNetworkAccess': gone,
    'properties.routing.fallbackRoute': gone,
  },
  'security:IotSecuritySolution': { export: [], workspace: gone },
  'resources:Resource provisioningServices': {
    'identity.type': 'None',
    'properties.iotHubs[].authenticationType': 'KeyBased',
    'properties.ipFilterRules': [{ filterName: 'all', ipMask: anyone, action: 'Accept', target: 'all' }],
    'properties.publicNetworkAccess': gone,
  },
};

/** A flip that opens nothing, or that no rule can tell, with the reason. */
export interface Silent {
  readonly type: string;
  readonly path: RegExp;
  /** The value; any where left out. */
  readonly value?: Value;
  readonly why: string;
}

/** Flips without a blocking finding. */
export const silent: readonly Silent[] = [
  { type: 'monitor:ActionGroup', path: /useCommonAlertSchema$/, why: 'the form of a message' },
  {
    type: 'authorization:RoleAssignment',
    path: /^scope$/,
    why: 'of people: roles that read, of which no rule limits the place',
  },
  { type: 'consumption:Budget', path: /enabled$/, why: 'tells of cost, opens nothing' },
  {
    type: 'cosmosdb:DatabaseAccount',
    path: /^enableAutomaticFailover$/,
    why: 'counts only with a second region, and then for availability',
  },
  {
    type: 'dataprotection:BackupPolicy',
    path: /isDefault$/,
    why: 'Azure refuses a policy without a default',
  },
  {
    type: 'dataprotection:BackupVault',
    path: /crossRegionRestoreSettings\.state$/,
    why: 'follows the redundancy, opens nothing',
  },
  {
    type: 'dataprotection:BackupVault',
    path: /alertsForAllJobFailures$/,
    why: 'a failed backup also shows in the logs',
  },
  {
    type: 'eventgrid:SystemTopicEventSubscription',
    path: /isSubjectCaseSensitive$/,
    why: 'nothing is filtered by subject',
  },
  {
    type: 'monitor:ActivityLogAlert',
    path: /anyOf$/,
    why: 'of keys: no rule asks for an alert on them, since none are in use',
  },
  {
    type: 'monitor:DiagnosticSetting',
    path: /^workspaceId$/,
    why: 'the logs still go to the archive',
  },
  { type: 'monitor:MetricAlert', path: /^autoMitigate$/, why: 'when an alert closes itself' },
  { type: 'monitor:ScheduledQueryRule', path: /^autoMitigate$/, why: 'when an alert closes itself' },
  {
    type: 'monitor:ScheduledQueryRule',
    path: /^skipQueryValidation$/,
    why: 'whether Azure tries the query beforehand',
  },
  {
    type: 'monitor:SubscriptionDiagnosticSetting',
    path: /^logs\[[45]\]\.enabled$/,
    why: 'health of services and resources is no audit trail',
  },
  {
    type: 'storage:StorageAccount',
    path: /allowProtectedAppendWrites$/,
    why: 'adds to a blob, changes nothing in it',
  },
  { type: 'network:VirtualNetwork', path: /^enableDdosProtection$/, why: 'on is the safe value; exempt' },
  { type: 'network:VirtualNetwork', path: /^enableVmProtection$/, why: 'a switch without effect today' },
  {
    type: 'operationalinsights:Workspace',
    path: /enableLogAccessUsingOnlyResourcePermissions$/,
    why: 'narrows who reads the logs of one resource, by roles that stand elsewhere',
  },
  {
    type: 'operationalinsights:Workspace',
    path: /^publicNetworkAccessForQuery$/,
    why: 'off is the safe value; exempt',
  },
  {
    type: 'keyvault:Key',
    path: /attributes\.enabled$/,
    why: 'a key that is off closes its store, it opens nothing',
  },
  { type: 'monitor:DiagnosticSetting', path: /^metrics/, why: 'metrics are no audit trail' },
  {
    type: 'monitor:DiagnosticSetting',
    path: /^logs$/,
    why: 'of the workspace itself: no rule demands a log of who reads logs',
  },
  {
    type: 'network:Subnet',
    path: /^privateLinkServiceNetworkPolicies$/,
    why: 'nothing offers a private link service here',
  },
  {
    type: 'storage:StorageAccount',
    path: /encryption\.services\.\w+\.enabled$/,
    why: 'storage encrypts whatever stands here',
  },
  {
    type: 'storage:StorageAccount',
    path: /^identity\.type$/,
    why: 'Azure refuses it with a customer-managed key',
  },
  {
    type: 'storage:StorageAccount',
    path: /^(keyPolicy|sasPolicy)\./,
    why: 'keys and with them such tokens are off',
  },
  {
    type: 'storage:FileServiceProperties',
    path: /shareDeleteRetentionPolicy\.days$/,
    why: 'there are no file shares',
  },
  {
    type: 'storage:StorageAccount',
    path: /networkRuleSet\.ipRules$/,
    why: 'public access is off, and no rule looks at address rules behind that yet',
  },
  {
    type: 'storage:BlobContainerImmutabilityPolicy',
    path: /^allowProtectedAppendWrites$/,
    why: 'adds to a blob, changes nothing in it',
  },
  {
    type: 'iothub:IotHubResource',
    path: /publicNetworkAccess$/,
    value: 'Disabled',
    why: 'off is the safe value',
  },
  {
    type: 'resources:Resource provisioningServices',
    path: /publicNetworkAccess$/,
    value: 'Disabled',
    why: 'off is the safe value',
  },
  {
    type: 'iothub:IotHubResource',
    path: /routes\[\d\]\.isEnabled$/,
    why: 'messages then take the fallback route',
  },
  {
    type: 'resources:Resource provisioningServices',
    path: /applyAllocationPolicy$/,
    why: 'which of the hubs takes a device',
  },
];

/** Words whose opposite is known wherever they stand. */
const opposites: { readonly [word: string]: Value } = {
  Enabled: 'Disabled',
  Disabled: 'Enabled',
  Deny: 'Allow',
  TLS1_2: 'TLS1_0',
  Tls12: 'Tls',
  '1.2': '1.0',
};

/** The type as the table has it; a generic resource with the type it stands for. */
export function typeOf({ token, properties }: RegisteredResource): string {
  const type = token.replace('azure-native:', '');
  return type === 'resources:Resource' ? `${type} ${String(properties.resourceType)}` : type;
}

/** Every setting of a resource that has an unsafe value. */
export function flipsOf(resource: RegisteredResource): readonly Flip[] {
  const switches = leaves(resource.properties).flatMap(({ path, value }): Flip[] => {
    if (typeof value === 'boolean') return [{ resource, path, value: !value }];
    const opposite = typeof value === 'string' ? opposites[value] : undefined;
    return opposite === undefined ? [] : [{ resource, path, value: opposite }];
  });
  const listed = Object.entries(unsafeValues[typeOf(resource)] ?? {}).flatMap(([pattern, value]) =>
    places(resource.properties, pattern).map((path): Flip => ({ resource, path, value })),
  );
  return [...switches, ...listed];
}

interface Leaf {
  readonly path: string;
  readonly value: Value;
}

function leaves(value: Value, path = ''): readonly Leaf[] {
  if (isUnknown(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => leaves(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value as Properties).flatMap(([key, inner]) =>
    leaves(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** The concrete paths of a pattern that are there. */
function places(value: Value | undefined, pattern: string, before = ''): readonly string[] {
  const [, step = '', rest = ''] = /^(\[\]|[^.[]+)\.?(.*)$/s.exec(pattern) ?? [];
  const join = (next: string) =>
    next.startsWith('[') || before === '' ? `${before}${next}` : `${before}.${next}`;
  if (step === '[]') {
    return Array.isArray(value)
      ? value.flatMap((item: Value, index) => found(item, rest, join(`[${index}]`)))
      : [];
  }
  const inner =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Properties)[step]
      : undefined;
  return found(inner, rest, join(step));
}

const found = (value: Value | undefined, rest: string, path: string): readonly string[] => {
  if (value === undefined) return [];
  return rest === '' ? [path] : places(value, rest, path);
};
