import type { RegisteredResource } from '../../policies/src/resources/resource';
import { isUnknown, type Properties, type Value } from '../../policies/src/resources/value';
import { withoutValue, withValue } from '../../policies/src/testing/property-paths';

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
  'dbforpostgresql:Server': {
    'authConfig.activeDirectoryAuth': 'Disabled',
    'authConfig.passwordAuth': gone,
    'backup.backupRetentionDays': 7,
    'backup.geoRedundantBackup': gone,
    'dataEncryption.type': 'SystemManaged',
    'dataEncryption.primaryKeyURI': gone,
    'network.publicNetworkAccess': gone,
    'highAvailability.mode': 'SameZone',
  },
  'dbforpostgresql:Configuration': { value: 'none' },
  'sql:Server': {
    'administrators.azureADOnlyAuthentication': gone,
    keyId: gone,
    minimalTlsVersion: '1.0',
    publicNetworkAccess: gone,
    restrictOutboundNetworkAccess: gone,
  },
  'sql:EncryptionProtector': { serverKeyType: 'ServiceManaged' },
  'sql:ExtendedServerBlobAuditingPolicy': { auditActionsAndGroups: ['BATCH_COMPLETED_GROUP'] },
  'sql:BackupShortTermRetentionPolicy': { retentionDays: 1 },
  'sql:LongTermRetentionPolicy': { weeklyRetention: gone },
  'sql:Database': { requestedBackupStorageRedundancy: 'Local', zoneRedundant: false },
  'sql:ServerSecurityAlertPolicy': { disabledAlerts: ['Sql_Injection'], emailAddresses: [] },
  'kusto:Cluster': {
    allowedFqdnList: ['*'],
    allowedIpRangeList: [anyone],
    enableDiskEncryption: gone,
    keyVaultProperties: gone,
    publicNetworkAccess: gone,
    restrictOutboundNetworkAccess: gone,
    trustedExternalTenants: [{ value: '*' }],
  },
  'kusto:DatabasePrincipalAssignment': { role: 'Admin' },
  'kusto:EventHubDataConnection': { managedIdentityResourceId: gone },
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
  /** The name of the resource; any where left out. */
  readonly name?: RegExp;
  readonly path: RegExp;
  /** The value; any where left out. */
  readonly value?: Value;
  readonly why: string;
}

/** Flips without a blocking finding. */
export const silent: readonly Silent[] = [
  {
    type: 'authorization:RoleAssignment',
    name: /^iiot-people-/,
    path: /^scope$/,
    why: 'a role that only reads may be given widely; those that change something are stopped',
  },
  {
    type: 'azuresphere:DeviceGroup',
    path: /allowCrashDumpsCollection$/,
    why: 'no rule looks at Azure Sphere yet',
  },
  { type: 'consumption:Budget', path: /enabled$/, why: 'is about costs' },
  { type: 'containerregistry:Registry', path: /^zoneRedundancy$/, why: 'is about availability' },
  { type: 'dataprotection:BackupPolicy', path: /isDefault$/, why: 'which of several times counts' },
  {
    type: 'dataprotection:BackupVault',
    path: /crossRegionRestoreSettings\.state$/,
    why: 'is about availability',
  },
  { type: 'dataprotection:BackupVault', path: /alertsForAllJobFailures$/, why: 'no rule looks at this yet' },
  {
    type: 'deviceupdate:Instance',
    path: /^enableDiagnostics$/,
    why: 'sends nothing where no storage account is named',
  },
  {
    type: 'eventgrid:SystemTopicEventSubscription',
    path: /isSubjectCaseSensitive$/,
    why: 'how a filter compares',
  },
  { type: 'eventhub:Namespace', path: /^isAutoInflateEnabled$/, why: 'is about capacity' },
  {
    type: 'eventhub:NamespaceNetworkRuleSet',
    path: /^trustedServiceAccessEnabled$/,
    why: 'off is the stricter value',
  },
  {
    type: 'monitor:ActivityLogAlert',
    name: /-keys$/,
    path: /anyOf$/,
    why: 'no rule demands alerts on keys that are read',
  },
  { type: 'monitor:DiagnosticSetting', path: /^workspaceId$/, why: 'the archive is a destination as well' },
  { type: 'monitor:MetricAlert', path: /^autoMitigate$/, why: 'when an alert that fired is over' },
  {
    type: 'monitor:ScheduledQueryRule',
    path: /^(autoMitigate|skipQueryValidation)$/,
    why: 'when an alert that fired is over, and how it is made',
  },
  {
    type: 'monitor:SubscriptionDiagnosticSetting',
    path: /^logs\[[45]\]\.enabled$/,
    why: 'categories beyond those that rules demand',
  },
  {
    type: 'network:PrivateEndpoint',
    name: /-(queue|table)-endpoint$/,
    path: /groupIds$/,
    why: 'the rule is content with the endpoint for blobs',
  },
  {
    type: 'network:Subnet',
    name: /-apps$/,
    path: /^defaultOutboundAccess$/,
    why: 'of a subnet whose service brings its own way out',
  },
  {
    type: 'storage:ManagementPolicy',
    path: /^policy\.rules\[\d\]\.enabled$/,
    why: 'one of several where it is silent',
  },
  {
    type: 'cosmosdb:DatabaseAccount',
    path: /^enableAutomaticFailover$/,
    why: 'is about availability, and counts with a second region only',
  },
  {
    type: 'iothub:IotHubResource',
    path: /enableFileUploadNotifications$/,
    why: 'whether back-ends are told of an upload',
  },
  {
    type: 'storage:StorageAccount',
    path: /allowProtectedAppendWrites$/,
    why: 'adds to a blob, changes nothing in it',
  },
  {
    type: 'dbforpostgresql:Configuration',
    name: /-azure-extensions$/,
    path: /^value$/,
    why: 'which extensions may be made; another setting loads the audit',
  },
  { type: 'dbforpostgresql:Server', path: /^storage\.autoGrow$/, why: 'is about capacity' },
  {
    type: 'kusto:Cluster',
    path: /^allowedIpRangeList$/,
    why: 'public access is off, which is all that the list is about',
  },
  {
    type: 'kusto:Cluster',
    path: /^(enableAutoStop|enableStreamingIngest)$/,
    why: 'when it runs, and how data comes in',
  },
  { type: 'kusto:Script', path: /^continueOnErrors$/, why: 'how a script ends' },
  {
    type: 'sql:ExtendedServerBlobAuditingPolicy',
    path: /^isDevopsAuditEnabled$/,
    why: "no rule looks at the audit of Microsoft's support yet",
  },
  { type: 'sql:FailoverGroup', path: /^readOnlyEndpoint\./, why: 'is about availability' },
  { type: 'sql:Server', path: /^keyId$/, why: 'said twice, the protector holds' },
  { type: 'web:AppServicePlan', path: /^(reserved|zoneRedundant)$/, why: 'kind and number of machines' },
  {
    type: 'web:WebApp',
    path: /^(clientAffinityEnabled|hyperV|isXenon|scmSiteAlsoStopped)$/,
    why: 'kind and number of machines',
  },
  { type: 'web:WebApp', path: /(allTraffic|vnetRouteAllEnabled)$/, why: 'said twice, the other one holds' },
  { type: 'web:WebApp', path: /pSecurityRestrictionsDefaultAction$/, why: 'public access is off' },
  { type: 'monitor:ActionGroup', path: /useCommonAlertSchema$/, why: 'the form of a message' },
  { type: 'monitor:ActionGroup', path: /^enabled$/, why: 'no rule looks at action groups yet' },
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

/** The resource with the unsafe value. */
export const flipped = ({ resource, path, value }: Flip): RegisteredResource => ({
  ...resource,
  properties:
    value === gone ? withoutValue(resource.properties, path) : withValue(resource.properties, path, value),
});

/** A flip in words. */
export const written = ({ resource, path, value }: Flip): string =>
  `${typeOf(resource)} ${resource.name}: ${path} = ${value === gone ? 'left out' : JSON.stringify(value)}`;

/** Why a flip may go without a blocking finding; undefined where it may not. */
export const isSilent = ({ resource, path, value }: Flip) =>
  silent.find(
    (one) =>
      one.type === typeOf(resource) &&
      (one.name === undefined || one.name.test(resource.name)) &&
      one.path.test(path) &&
      (one.value === undefined || one.value === value),
  );

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
