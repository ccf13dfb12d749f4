import type { ArmType } from './resource';

/** Names for the ARM types that rules target, so that each is spelled once. */
const type = <T extends ArmType>(armType: T): T => armType;

/** Stands for any type, in rules that look at every resource. */
export const everyType = type('*/*');

// Parts of a program that are nothing in Azure, for the rules about Pulumi itself.
export const pulumiStack = type('Pulumi/stacks');
export const pulumiProvider = type('Pulumi/providers');

export const iotHub = type('Microsoft.Devices/IotHubs');
export const iotHubCertificate = type('Microsoft.Devices/IotHubs/certificates');
export const provisioningService = type('Microsoft.Devices/provisioningServices');
export const provisioningCertificate = type('Microsoft.Devices/provisioningServices/certificates');

export const storageAccount = type('Microsoft.Storage/storageAccounts');
export const blobService = type('Microsoft.Storage/storageAccounts/blobServices');
export const blobContainer = type('Microsoft.Storage/storageAccounts/blobServices/containers');
export const fileService = type('Microsoft.Storage/storageAccounts/fileServices');
export const fileShare = type('Microsoft.Storage/storageAccounts/fileServices/shares');
export const storageQueue = type('Microsoft.Storage/storageAccounts/queueServices/queues');
export const storageTable = type('Microsoft.Storage/storageAccounts/tableServices/tables');
export const encryptionScope = type('Microsoft.Storage/storageAccounts/encryptionScopes');

export const cosmosAccount = type('Microsoft.DocumentDB/databaseAccounts');

export const vault = type('Microsoft.KeyVault/vaults');
export const vaultKey = type('Microsoft.KeyVault/vaults/keys');
export const vaultSecret = type('Microsoft.KeyVault/vaults/secrets');
export const managedHsm = type('Microsoft.KeyVault/managedHSMs');

export const privateEndpoint = type('Microsoft.Network/privateEndpoints');
export const networkSecurityGroup = type('Microsoft.Network/networkSecurityGroups');
export const securityRule = type('Microsoft.Network/networkSecurityGroups/securityRules');
export const diagnosticSetting = type('Microsoft.Insights/diagnosticSettings');

// Types without rules of their own so far, which relate the ones above or stand beside them.
export const resourceGroup = type('Microsoft.Resources/resourceGroups');
export const userAssignedIdentity = type('Microsoft.ManagedIdentity/userAssignedIdentities');
export const federatedCredential = type(
  'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
);
export const roleAssignment = type('Microsoft.Authorization/roleAssignments');
export const roleDefinition = type('Microsoft.Authorization/roleDefinitions');
export const managementLock = type('Microsoft.Authorization/locks');
export const workspace = type('Microsoft.OperationalInsights/workspaces');

export const virtualNetwork = type('Microsoft.Network/virtualNetworks');
export const subnet = type('Microsoft.Network/virtualNetworks/subnets');
export const virtualNetworkPeering = type('Microsoft.Network/virtualNetworks/virtualNetworkPeerings');
export const privateDnsZone = type('Microsoft.Network/privateDnsZones');
export const privateDnsZoneLink = type('Microsoft.Network/privateDnsZones/virtualNetworkLinks');
export const privateDnsZoneGroup = type('Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
export const networkInterface = type('Microsoft.Network/networkInterfaces');
export const publicIpAddress = type('Microsoft.Network/publicIPAddresses');
export const routeTable = type('Microsoft.Network/routeTables');
export const natGateway = type('Microsoft.Network/natGateways');
export const flowLog = type('Microsoft.Network/networkWatchers/flowLogs');

export const hubConsumerGroup = type('Microsoft.Devices/IotHubs/eventHubEndpoints/ConsumerGroups');
export const hubEndpointConnection = type('Microsoft.Devices/IotHubs/privateEndpointConnections');
export const provisioningEndpointConnection = type(
  'Microsoft.Devices/provisioningServices/privateEndpointConnections',
);

export const queueService = type('Microsoft.Storage/storageAccounts/queueServices');
export const tableService = type('Microsoft.Storage/storageAccounts/tableServices');
export const managementPolicy = type('Microsoft.Storage/storageAccounts/managementPolicies');
export const immutabilityPolicy = type(
  'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
);
export const localUser = type('Microsoft.Storage/storageAccounts/localUsers');
export const objectReplicationPolicy = type('Microsoft.Storage/storageAccounts/objectReplicationPolicies');

export const cosmosSqlDatabase = type('Microsoft.DocumentDB/databaseAccounts/sqlDatabases');
export const cosmosSqlContainer = type('Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers');
export const cosmosSqlRoleAssignment = type('Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments');
export const cosmosSqlRoleDefinition = type('Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions');

export const vaultAccessPolicy = type('Microsoft.KeyVault/vaults/accessPolicies');
export const iotSecuritySolution = type('Microsoft.Security/iotSecuritySolutions');
export const defenderForStorage = type('Microsoft.Security/defenderForStorageSettings');

export const deviceUpdateAccount = type('Microsoft.DeviceUpdate/accounts');
export const deviceUpdateInstance = type('Microsoft.DeviceUpdate/accounts/instances');
export const iotCentralApp = type('Microsoft.IoTCentral/iotApps');
export const assetEndpointProfile = type('Microsoft.DeviceRegistry/assetEndpointProfiles');
export const iotOperationsInstance = type('Microsoft.IoTOperations/instances');
export const iotBroker = type('Microsoft.IoTOperations/instances/brokers');
export const iotBrokerListener = type('Microsoft.IoTOperations/instances/brokers/listeners');
export const iotBrokerAuthentication = type('Microsoft.IoTOperations/instances/brokers/authentications');
export const iotBrokerAuthorization = type('Microsoft.IoTOperations/instances/brokers/authorizations');
export const dataflowEndpoint = type('Microsoft.IoTOperations/instances/dataflowEndpoints');

export const staticWebsite = type('Microsoft.Storage/storageAccounts/staticWebsites');
export const mongoCluster = type('Microsoft.DocumentDB/mongoClusters');
export const mongoFirewallRule = type('Microsoft.DocumentDB/mongoClusters/firewallRules');
export const cloudHsmCluster = type('Microsoft.HardwareSecurityModules/cloudHsmClusters');

export const sqlServer = type('Microsoft.Sql/servers');
export const sqlDatabase = type('Microsoft.Sql/servers/databases');
export const sqlAdministrator = type('Microsoft.Sql/servers/administrators');
export const sqlEntraOnly = type('Microsoft.Sql/servers/azureADOnlyAuthentications');
export const sqlFirewallRule = type('Microsoft.Sql/servers/firewallRules');
export const sqlIpv6FirewallRule = type('Microsoft.Sql/servers/ipv6FirewallRules');
export const sqlOutboundFirewallRule = type('Microsoft.Sql/servers/outboundFirewallRules');
export const sqlVirtualNetworkRule = type('Microsoft.Sql/servers/virtualNetworkRules');
export const sqlEncryptionProtector = type('Microsoft.Sql/servers/encryptionProtector');
export const sqlAuditing = type('Microsoft.Sql/servers/auditingSettings');
export const sqlExtendedAuditing = type('Microsoft.Sql/servers/extendedAuditingSettings');
export const sqlServerAlertPolicy = type('Microsoft.Sql/servers/securityAlertPolicies');
export const sqlServerAssessment = type('Microsoft.Sql/servers/vulnerabilityAssessments');
export const sqlExpressAssessment = type('Microsoft.Sql/servers/sqlVulnerabilityAssessments');
export const sqlTransparentEncryption = type('Microsoft.Sql/servers/databases/transparentDataEncryption');
export const sqlDatabaseAuditing = type('Microsoft.Sql/servers/databases/auditingSettings');
export const sqlDatabaseExtendedAuditing = type('Microsoft.Sql/servers/databases/extendedAuditingSettings');
export const sqlDatabaseAlertPolicy = type('Microsoft.Sql/servers/databases/securityAlertPolicies');
export const sqlShortTermRetention = type('Microsoft.Sql/servers/databases/backupShortTermRetentionPolicies');
export const sqlLongTermRetention = type('Microsoft.Sql/servers/databases/backupLongTermRetentionPolicies');
export const sqlManagedInstance = type('Microsoft.Sql/managedInstances');
export const sqlManagedInstanceAdministrator = type('Microsoft.Sql/managedInstances/administrators');
export const sqlManagedInstanceEntraOnly = type('Microsoft.Sql/managedInstances/azureADOnlyAuthentications');

export const postgresServer = type('Microsoft.DBforPostgreSQL/flexibleServers');
export const postgresConfiguration = type('Microsoft.DBforPostgreSQL/flexibleServers/configurations');
export const postgresFirewallRule = type('Microsoft.DBforPostgreSQL/flexibleServers/firewallRules');
export const postgresAdministrator = type('Microsoft.DBforPostgreSQL/flexibleServers/administrators');
export const postgresSingleServer = type('Microsoft.DBforPostgreSQL/servers');
export const mysqlServer = type('Microsoft.DBforMySQL/flexibleServers');
export const mysqlConfiguration = type('Microsoft.DBforMySQL/flexibleServers/configurations');
export const mysqlFirewallRule = type('Microsoft.DBforMySQL/flexibleServers/firewallRules');
export const mysqlAdministrator = type('Microsoft.DBforMySQL/flexibleServers/administrators');

export const eventHubNamespace = type('Microsoft.EventHub/namespaces');
export const eventHub = type('Microsoft.EventHub/namespaces/eventhubs');
export const eventHubConsumerGroup = type('Microsoft.EventHub/namespaces/eventhubs/consumergroups');
export const eventHubRule = type('Microsoft.EventHub/namespaces/eventhubs/authorizationRules');
export const eventHubNamespaceRule = type('Microsoft.EventHub/namespaces/authorizationRules');
export const eventHubNetworkRuleSet = type('Microsoft.EventHub/namespaces/networkRuleSets');
export const serviceBusNamespace = type('Microsoft.ServiceBus/namespaces');
export const serviceBusQueue = type('Microsoft.ServiceBus/namespaces/queues');
export const serviceBusTopic = type('Microsoft.ServiceBus/namespaces/topics');
export const serviceBusNamespaceRule = type('Microsoft.ServiceBus/namespaces/AuthorizationRules');
export const serviceBusQueueRule = type('Microsoft.ServiceBus/namespaces/queues/authorizationRules');
export const serviceBusTopicRule = type('Microsoft.ServiceBus/namespaces/topics/authorizationRules');
export const serviceBusNetworkRuleSet = type('Microsoft.ServiceBus/namespaces/networkRuleSets');
export const eventGridTopic = type('Microsoft.EventGrid/topics');
export const eventGridDomain = type('Microsoft.EventGrid/domains');
export const eventGridSystemTopic = type('Microsoft.EventGrid/systemTopics');
export const eventGridSubscription = type('Microsoft.EventGrid/eventSubscriptions');
export const eventGridSystemSubscription = type('Microsoft.EventGrid/systemTopics/eventSubscriptions');
export const eventGridTopicSubscription = type('Microsoft.EventGrid/topics/eventSubscriptions');
export const eventGridDomainSubscription = type('Microsoft.EventGrid/domains/eventSubscriptions');
export const eventGridPartnerNamespace = type('Microsoft.EventGrid/partnerNamespaces');
export const eventGridNamespace = type('Microsoft.EventGrid/namespaces');
export const mqttCaCertificate = type('Microsoft.EventGrid/namespaces/caCertificates');
export const mqttClient = type('Microsoft.EventGrid/namespaces/clients');
export const mqttPermissionBinding = type('Microsoft.EventGrid/namespaces/permissionBindings');
export const mqttTopicSpace = type('Microsoft.EventGrid/namespaces/topicSpaces');
export const redis = type('Microsoft.Cache/redis');
export const redisFirewallRule = type('Microsoft.Cache/redis/firewallRules');
export const redisPatchSchedule = type('Microsoft.Cache/redis/patchSchedules');
export const redisEnterprise = type('Microsoft.Cache/redisEnterprise');
export const redisEnterpriseDatabase = type('Microsoft.Cache/redisEnterprise/databases');

export const kustoCluster = type('Microsoft.Kusto/clusters');
export const kustoClusterAssignment = type('Microsoft.Kusto/clusters/principalAssignments');
export const kustoDatabaseAssignment = type('Microsoft.Kusto/clusters/databases/principalAssignments');
export const kustoDataConnection = type('Microsoft.Kusto/clusters/databases/dataConnections');
export const streamingJob = type('Microsoft.StreamAnalytics/streamingjobs');
export const streamInput = type('Microsoft.StreamAnalytics/streamingjobs/inputs');
export const streamOutput = type('Microsoft.StreamAnalytics/streamingjobs/outputs');
export const digitalTwins = type('Microsoft.DigitalTwins/digitalTwinsInstances');
export const digitalTwinsEndpoint = type('Microsoft.DigitalTwins/digitalTwinsInstances/endpoints');

export const webApp = type('Microsoft.Web/sites');
export const webAppSlot = type('Microsoft.Web/sites/slots');
export const webAppFtp = type('Microsoft.Web/sites/basicPublishingCredentialsPolicies/ftp');
export const webAppScm = type('Microsoft.Web/sites/basicPublishingCredentialsPolicies/scm');
export const webAppAuthSettings = type('Microsoft.Web/sites/config/authsettingsV2');
export const webAppSettings = type('Microsoft.Web/sites/config/appsettings');
export const webAppConnectionStrings = type('Microsoft.Web/sites/config/connectionstrings');
export const appServicePlan = type('Microsoft.Web/serverfarms');
export const containerRegistry = type('Microsoft.ContainerRegistry/registries');
export const registryToken = type('Microsoft.ContainerRegistry/registries/tokens');
export const registryWebhook = type('Microsoft.ContainerRegistry/registries/webhooks');
export const managedCluster = type('Microsoft.ContainerService/managedClusters');
export const agentPool = type('Microsoft.ContainerService/managedClusters/agentPools');

export const perimeterAssociation = type('Microsoft.Network/networkSecurityPerimeters/resourceAssociations');
export const azureFirewall = type('Microsoft.Network/azureFirewalls');
export const bastionHost = type('Microsoft.Network/bastionHosts');
export const virtualNetworkGateway = type('Microsoft.Network/virtualNetworkGateways');

export const logCluster = type('Microsoft.OperationalInsights/clusters');
export const appInsights = type('Microsoft.Insights/components');
export const activityLogAlert = type('Microsoft.Insights/activityLogAlerts');
export const actionGroup = type('Microsoft.Insights/actionGroups');
export const metricAlert = type('Microsoft.Insights/metricAlerts');
export const logAlert = type('Microsoft.Insights/scheduledQueryRules');
export const backupVault = type('Microsoft.DataProtection/backupVaults');
export const dataCollectionEndpoint = type('Microsoft.Insights/dataCollectionEndpoints');
export const monitorPrivateLinkScope = type('Microsoft.Insights/privateLinkScopes');
export const advancedThreatProtection = type('Microsoft.Security/advancedThreatProtectionSettings');
export const deviceSecurityGroup = type('Microsoft.Security/deviceSecurityGroups');
export const defenderPricing = type('Microsoft.Security/pricings');
export const securityContact = type('Microsoft.Security/securityContacts');

export const deployment = type('Microsoft.Resources/deployments');
export const deploymentScript = type('Microsoft.Resources/deploymentScripts');
export const deploymentStack = type('Microsoft.Resources/deploymentStacks');

export const disk = type('Microsoft.Compute/disks');
export const diskEncryptionSet = type('Microsoft.Compute/diskEncryptionSets');
export const virtualMachine = type('Microsoft.Compute/virtualMachines');
