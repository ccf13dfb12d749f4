/** What a service lets its resources be called. */
export interface NamingRule {
  /** Input that sets the name; where it is left out, Pulumi appends eight characters to the logical name. */
  readonly input: string;
  readonly form: RegExp;
  readonly least: number;
  readonly most: number;
  /** Where the name has to be unique. */
  readonly unique: 'in Azure' | 'in the subscription' | 'in the resource group' | 'in its parent';
  /** Where the rule is written, if not in {@link nameRulesPage}. */
  readonly source?: string;
}

/** The page that most rules are from; where editions of it differ, the narrower rule is here. */
export const nameRulesPage =
  'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules';

const rule = (
  input: string,
  [least, most]: readonly [number, number],
  unique: NamingRule['unique'],
  form: RegExp,
  source?: string,
): NamingRule => ({ input, least, most, unique, form, ...(source ? { source } : {}) });

/** Letters, digits and hyphens, a letter or digit at both ends. */
const hyphened = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;
const lettersAndDigits = /^[a-z0-9]+$/;
const lowerHyphened = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** Network resources: also dots and underscores, an underscore even at the end. */
const networkName = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const dotted = /^[A-Za-z0-9._-]+$/;
const vaultName = /^[A-Za-z](?!.*--)[A-Za-z0-9-]*[A-Za-z0-9]$/;
const monitorName = /^[^:<>+/&%\\?|*#]*[^:<>+/&%\\?|*# .]$/;

/** Parts of Data Explorer clusters: also spaces, which none of ours has. */
const kustoName = /^[A-Za-z0-9.-]+$/;

const group = 'in the resource group';
const parent = 'in its parent';

/** The rules, by the type of azure-native that has such a name. */
export const namingRules: Readonly<Record<string, NamingRule>> = {
  'azure-native:resources:ResourceGroup': rule(
    'resourceGroupName',
    [1, 90],
    'in the subscription',
    /^[\w().-]*[\w()-]$/,
  ),
  'azure-native:keyvault:Vault': rule('vaultName', [3, 24], 'in Azure', vaultName),
  'azure-native:keyvault:Key': rule('keyName', [1, 127], parent, /^[A-Za-z0-9-]+$/),
  'azure-native:keyvault:ManagedHsm': rule('name', [3, 24], 'in Azure', vaultName),
  'azure-native:storage:StorageAccount': rule('accountName', [3, 24], 'in Azure', lettersAndDigits),
  'azure-native:storage:BlobContainer': rule(
    'containerName',
    [3, 63],
    parent,
    /^[a-z0-9](?!.*--)[a-z0-9-]*$/,
  ),
  'azure-native:cosmosdb:DatabaseAccount': rule('accountName', [3, 31], 'in Azure', lowerHyphened),
  'azure-native:dbforpostgresql:Server': rule('serverName', [3, 63], 'in Azure', lowerHyphened),
  'azure-native:sql:Server': rule('serverName', [1, 63], 'in Azure', lowerHyphened),
  'azure-native:sql:FailoverGroup': rule('failoverGroupName', [1, 63], 'in Azure', lowerHyphened),
  'azure-native:sql:Database': rule('databaseName', [1, 128], parent, /^[^<>*%&:\\/?]*[^<>*%&:\\/?. ]$/),
  'azure-native:dbforpostgresql:Database': rule(
    'databaseName',
    [1, 63],
    parent,
    /^[A-Za-z_][A-Za-z0-9_-]*$/,
    'Microsoft.DBforPostgreSQL, API 2025-08-01: pattern of databaseName',
  ),
  'azure-native:dataprotection:BackupInstance': rule(
    'backupInstanceName',
    [2, 150],
    parent,
    /^[A-Za-z0-9][A-Za-z0-9-]*$/,
    'Azure states no rule; narrow on purpose',
  ),
  'azure-native:kusto:ReadWriteDatabase': rule('databaseName', [1, 260], parent, kustoName),
  'azure-native:kusto:Script': rule('scriptName', [1, 260], parent, kustoName),
  'azure-native:kusto:EventHubDataConnection': rule('dataConnectionName', [1, 40], parent, kustoName),
  'azure-native:kusto:DatabasePrincipalAssignment': rule(
    'principalAssignmentName',
    [1, 260],
    parent,
    kustoName,
  ),
  'azure-native:kusto:Cluster': rule('clusterName', [4, 22], 'in Azure', /^[a-z][a-z0-9]*$/),
  'azure-native:iothub:IotHubResource': rule('resourceName', [3, 50], 'in Azure', hyphened),
  'azure-native:iothub:Certificate': rule('certificateName', [1, 64], parent, dotted),
  'azure-native:iothub:IotHubResourceEventHubConsumerGroup': rule('name', [1, 50], parent, dotted),
  // Registered by hand for the sake of its API version; the hub's service answers for names of the whole of Azure.
  'azure-native:resources:Resource': rule('resourceName', [3, 64], 'in Azure', hyphened),
  'azure-native:eventhub:Namespace': rule(
    'namespaceName',
    [6, 50],
    'in Azure',
    /^[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/,
  ),
  'azure-native:eventhub:EventHub': rule(
    'eventHubName',
    [1, 50],
    parent,
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  ),
  'azure-native:containerregistry:Registry': rule('registryName', [5, 50], 'in Azure', /^[A-Za-z0-9]+$/),
  'azure-native:web:AppServicePlan': rule('name', [1, 40], group, /^[A-Za-z0-9-]+$/),
  'azure-native:web:WebApp': rule('name', [2, 60], 'in Azure', hyphened),
  'azure-native:operationalinsights:Workspace': rule('workspaceName', [4, 63], group, hyphened),
  'azure-native:managedidentity:UserAssignedIdentity': rule(
    'resourceName',
    [3, 128],
    group,
    /^[A-Za-z0-9][\w-]*$/,
  ),
  'azure-native:network:VirtualNetwork': rule('virtualNetworkName', [2, 64], group, networkName),
  'azure-native:network:Subnet': rule('subnetName', [1, 80], parent, networkName),
  'azure-native:network:NetworkSecurityGroup': rule('networkSecurityGroupName', [1, 80], group, networkName),
  'azure-native:network:PrivateEndpoint': rule('privateEndpointName', [2, 64], group, networkName),
  'azure-native:network:FlowLog': rule('flowLogName', [1, 80], parent, networkName),
  'azure-native:privatedns:PrivateZone': rule(
    'privateZoneName',
    [1, 63],
    group,
    /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,33}$/,
  ),
  'azure-native:privatedns:VirtualNetworkLink': rule('virtualNetworkLinkName', [1, 80], parent, networkName),
  'azure-native:authorization:ManagementLockByScope': rule('lockName', [1, 90], parent, /^[\w().-]*[\w()-]$/),
  'azure-native:monitor:ActionGroup': rule('actionGroupName', [1, 260], group, monitorName),
  'azure-native:monitor:ActivityLogAlert': rule('activityLogAlertName', [1, 260], group, monitorName),
  'azure-native:monitor:MetricAlert': rule('ruleName', [1, 260], group, monitorName),
  'azure-native:monitor:ScheduledQueryRule': rule('ruleName', [1, 260], group, monitorName),
  'azure-native:dataprotection:BackupVault': rule('vaultName', [2, 50], group, /^[A-Za-z][A-Za-z0-9-]*$/),
  'azure-native:dataprotection:BackupPolicy': rule(
    'backupPolicyName',
    [3, 150],
    parent,
    /^[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$/,
  ),
  'azure-native:eventgrid:SystemTopic': rule('systemTopicName', [3, 50], group, /^[A-Za-z0-9-]+$/),
  'azure-native:eventgrid:SystemTopicEventSubscription': rule(
    'eventSubscriptionName',
    [3, 64],
    parent,
    /^[A-Za-z0-9-]+$/,
  ),
  'azure-native:eventhub:ConsumerGroup': rule(
    'consumerGroupName',
    [1, 50],
    parent,
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  ),
  'azure-native:deviceupdate:Instance': rule(
    'instanceName',
    [3, 36],
    parent,
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Microsoft.DeviceUpdate, API 2023-07-01: pattern of instanceName',
  ),
  'azure-native:deviceupdate:Account': rule(
    'accountName',
    [3, 24],
    'in Azure',
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'Microsoft.DeviceUpdate, API 2023-07-01: pattern of accountName',
  ),
  'azure-native:azuresphere:Catalog': rule(
    'catalogName',
    [1, 50],
    group,
    /^[A-Za-z0-9_-]+$/,
    'Microsoft.AzureSphere, API 2024-04-01: pattern of catalogName',
  ),
  'azure-native:azuresphere:Product': rule(
    'productName',
    [1, 50],
    parent,
    /^[A-Za-z0-9][A-Za-z0-9 _-]*$/,
    'Microsoft.AzureSphere, API 2024-04-01: pattern of productName',
  ),
  'azure-native:azuresphere:DeviceGroup': rule(
    'deviceGroupName',
    [1, 50],
    parent,
    /^[A-Za-z0-9][A-Za-z0-9 _-]*$/,
    'Microsoft.AzureSphere, API 2024-04-01: pattern of deviceGroupName',
  ),
};
