import type { ArmType } from './resource';
import * as t from './types';

/**
 * The tokens of the classic provider (`azure:<module>/<class>`), with those it keeps as aliases. Several classes can stand
 * for one type: they have shapes of their own, and some set something on a resource of another class.
 *
 * Source: `sdk/nodejs` of @pulumi/azure 6.40.
 */
export const classicTokens: readonly (readonly [ArmType, readonly string[]])[] = [
  [
    t.iotHub,
    [
      'iot/ioTHub:IoTHub',
      'iot/endpointCosmosdbAccount:EndpointCosmosdbAccount',
      'iot/endpointEventhub:EndpointEventhub',
      'iot/endpointServicebusQueue:EndpointServicebusQueue',
      'iot/endpointServicebusTopic:EndpointServicebusTopic',
      'iot/endpointStorageContainer:EndpointStorageContainer',
      'iot/enrichment:Enrichment',
      'iot/fallbackRoute:FallbackRoute',
      'iot/fileUpload:FileUpload',
      'iot/route:Route',
      'iot/sharedAccessPolicy:SharedAccessPolicy',
    ],
  ],
  [t.iotHubCertificate, ['iot/certificate:Certificate']],
  [t.hubConsumerGroup, ['iot/consumerGroup:ConsumerGroup']],
  [t.provisioningService, ['iot/iotHubDps:IotHubDps', 'iot/dpsSharedAccessPolicy:DpsSharedAccessPolicy']],
  // Named after the hub, but it belongs to the provisioning service.
  [t.provisioningCertificate, ['iot/iotHubCertificate:IotHubCertificate']],
  [t.deviceUpdateAccount, ['iot/iotHubDeviceUpdateAccount:IotHubDeviceUpdateAccount']],
  [t.deviceUpdateInstance, ['iot/iotHubDeviceUpdateInstance:IotHubDeviceUpdateInstance']],
  [
    t.iotCentralApp,
    ['iotcentral/application:Application', 'iotcentral/applicationNetworkRuleSet:ApplicationNetworkRuleSet'],
  ],
  [t.digitalTwins, ['digitaltwins/instance:Instance']],
  [
    t.digitalTwinsEndpoint,
    [
      'digitaltwins/endpointEventGrid:EndpointEventGrid',
      'digitaltwins/endpointEventHub:EndpointEventHub',
      'digitaltwins/endpointServicebus:EndpointServicebus',
    ],
  ],

  [
    t.storageAccount,
    [
      'storage/account:Account',
      'storage/accountNetworkRules:AccountNetworkRules',
      'storage/customerManagedKey:CustomerManagedKey',
    ],
  ],
  [t.blobContainer, ['storage/container:Container', 'storage/dataLakeGen2Filesystem:DataLakeGen2Filesystem']],
  [t.immutabilityPolicy, ['storage/containerImmutabilityPolicy:ContainerImmutabilityPolicy']],
  [t.fileShare, ['storage/share:Share']],
  [t.queueService, ['storage/accountQueueProperties:AccountQueueProperties']],
  [t.storageQueue, ['storage/queue:Queue']],
  [t.tableService, ['storage/accountTableProperties:AccountTableProperties']],
  [t.storageTable, ['storage/table:Table']],
  [t.staticWebsite, ['storage/accountStaticWebsite:AccountStaticWebsite']],
  [t.encryptionScope, ['storage/encryptionScope:EncryptionScope']],
  [t.managementPolicy, ['storage/managementPolicy:ManagementPolicy']],
  [t.objectReplicationPolicy, ['storage/objectReplication:ObjectReplication']],
  [t.localUser, ['storage/localUser:LocalUser']],

  [t.cosmosAccount, ['cosmosdb/account:Account']],
  [t.cosmosSqlDatabase, ['cosmosdb/sqlDatabase:SqlDatabase']],
  [t.cosmosSqlContainer, ['cosmosdb/sqlContainer:SqlContainer']],
  [t.cosmosSqlRoleAssignment, ['cosmosdb/sqlRoleAssignment:SqlRoleAssignment']],
  [t.cosmosSqlRoleDefinition, ['cosmosdb/sqlRoleDefinition:SqlRoleDefinition']],
  [t.mongoCluster, ['mongocluster/mongoCluster:MongoCluster', 'cosmosdb/mongoCluster:MongoCluster']],
  [t.mongoFirewallRule, ['mongocluster/firewallRule:FirewallRule']],

  [t.sqlServer, ['mssql/server:Server', 'sql/sqlServer:SqlServer']],
  [t.sqlDatabase, ['mssql/database:Database', 'sql/database:Database']],
  [t.sqlExtendedAuditing, ['mssql/serverExtendedAuditingPolicy:ServerExtendedAuditingPolicy']],
  [t.sqlDatabaseExtendedAuditing, ['mssql/databaseExtendedAuditingPolicy:DatabaseExtendedAuditingPolicy']],
  [t.sqlServerAlertPolicy, ['mssql/serverSecurityAlertPolicy:ServerSecurityAlertPolicy']],
  [t.sqlServerAssessment, ['mssql/serverVulnerabilityAssessment:ServerVulnerabilityAssessment']],
  [t.sqlEncryptionProtector, ['mssql/serverTransparentDataEncryption:ServerTransparentDataEncryption']],
  [t.sqlFirewallRule, ['mssql/firewallRule:FirewallRule', 'sql/firewallRule:FirewallRule']],
  [t.sqlOutboundFirewallRule, ['mssql/outboundFirewallRule:OutboundFirewallRule']],
  [
    t.sqlVirtualNetworkRule,
    ['mssql/virtualNetworkRule:VirtualNetworkRule', 'sql/virtualNetworkRule:VirtualNetworkRule'],
  ],
  [t.sqlManagedInstance, ['mssql/managedInstance:ManagedInstance', 'sql/managedInstance:ManagedInstance']],
  [
    t.sqlManagedInstanceAdministrator,
    [
      'mssql/managedInstanceActiveDirectoryAdministrator:ManagedInstanceActiveDirectoryAdministrator',
      'sql/managedInstanceActiveDirectoryAdministrator:ManagedInstanceActiveDirectoryAdministrator',
    ],
  ],
  [t.postgresServer, ['postgresql/flexibleServer:FlexibleServer']],
  [t.postgresConfiguration, ['postgresql/flexibleServerConfiguration:FlexibleServerConfiguration']],
  [t.postgresFirewallRule, ['postgresql/flexibleServerFirewallRule:FlexibleServerFirewallRule']],
  [
    t.postgresAdministrator,
    ['postgresql/flexibleServerActiveDirectoryAdministrator:FlexibleServerActiveDirectoryAdministrator'],
  ],
  [t.postgresSingleServer, ['postgresql/server:Server']],
  [t.mysqlServer, ['mysql/flexibleServer:FlexibleServer']],
  [t.mysqlConfiguration, ['mysql/flexibleServerConfiguration:FlexibleServerConfiguration']],
  [t.mysqlFirewallRule, ['mysql/flexibleServerFirewallRule:FlexibleServerFirewallRule']],
  [
    t.mysqlAdministrator,
    [
      'mysql/flexibleServerActiveDirectoryAdministratory:FlexibleServerActiveDirectoryAdministratory',
      'mysql/flexibleServerActiveDirectoryAdministrator:FlexibleServerActiveDirectoryAdministrator',
    ],
  ],

  [t.vault, ['keyvault/keyVault:KeyVault']],
  [t.vaultKey, ['keyvault/key:Key']],
  [t.vaultSecret, ['keyvault/secret:Secret']],
  [t.vaultAccessPolicy, ['keyvault/accessPolicy:AccessPolicy']],
  [t.managedHsm, ['keyvault/managedHardwareSecurityModule:ManagedHardwareSecurityModule']],

  [
    t.eventHubNamespace,
    [
      'eventhub/eventHubNamespace:EventHubNamespace',
      'eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
    ],
  ],
  [t.eventHub, ['eventhub/eventHub:EventHub']],
  [
    t.eventHubNamespaceRule,
    ['eventhub/eventHubNamespaceAuthorizationRule:EventHubNamespaceAuthorizationRule'],
  ],
  [
    t.eventHubRule,
    [
      'eventhub/authorizationRule:AuthorizationRule',
      'eventhub/eventHubAuthorizationRule:EventHubAuthorizationRule',
    ],
  ],
  [
    t.eventHubConsumerGroup,
    ['eventhub/consumerGroup:ConsumerGroup', 'eventhub/eventHubConsumerGroup:EventHubConsumerGroup'],
  ],
  // The module of Event Hubs once held Service Bus and Event Grid as well.
  [
    t.serviceBusNamespace,
    [
      'servicebus/namespace:Namespace',
      'eventhub/namespace:Namespace',
      'servicebus/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
    ],
  ],
  [t.serviceBusQueue, ['servicebus/queue:Queue', 'eventhub/queue:Queue']],
  [t.serviceBusTopic, ['servicebus/topic:Topic', 'eventhub/topic:Topic']],
  [
    t.serviceBusNamespaceRule,
    [
      'servicebus/namespaceAuthorizationRule:NamespaceAuthorizationRule',
      'eventhub/namespaceAuthorizationRule:NamespaceAuthorizationRule',
    ],
  ],
  [
    t.serviceBusQueueRule,
    [
      'servicebus/queueAuthorizationRule:QueueAuthorizationRule',
      'eventhub/queueAuthorizationRule:QueueAuthorizationRule',
    ],
  ],
  [
    t.serviceBusTopicRule,
    [
      'servicebus/topicAuthorizationRule:TopicAuthorizationRule',
      'eventhub/topicAuthorizationRule:TopicAuthorizationRule',
    ],
  ],
  [t.eventGridTopic, ['eventgrid/topic:Topic', 'eventhub/eventGridTopic:EventGridTopic']],
  [t.eventGridDomain, ['eventgrid/domain:Domain', 'eventhub/domain:Domain']],
  [t.eventGridSystemTopic, ['eventgrid/systemTopic:SystemTopic']],
  [
    t.eventGridSubscription,
    ['eventgrid/eventSubscription:EventSubscription', 'eventhub/eventSubscription:EventSubscription'],
  ],
  [t.eventGridSystemSubscription, ['eventgrid/systemTopicEventSubscription:SystemTopicEventSubscription']],
  [t.eventGridPartnerNamespace, ['eventgrid/partnerNamespace:PartnerNamespace']],
  [t.eventGridNamespace, ['eventgrid/namespace:Namespace']],
  [t.redis, ['redis/cache:Cache']],
  [t.redisFirewallRule, ['redis/firewallRule:FirewallRule']],
  [
    t.redisEnterprise,
    ['redis/enterpriseCluster:EnterpriseCluster', 'managedredis/managedRedis:ManagedRedis'],
  ],
  [t.redisEnterpriseDatabase, ['redis/enterpriseDatabase:EnterpriseDatabase']],

  [t.kustoCluster, ['kusto/cluster:Cluster', 'kusto/clusterCustomerManagedKey:ClusterCustomerManagedKey']],
  [t.kustoClusterAssignment, ['kusto/clusterPrincipalAssignment:ClusterPrincipalAssignment']],
  [t.kustoDatabaseAssignment, ['kusto/databasePrincipalAssignment:DatabasePrincipalAssignment']],
  [
    t.kustoDataConnection,
    [
      'kusto/eventhubDataConnection:EventhubDataConnection',
      'kusto/iotHubDataConnection:IotHubDataConnection',
      'kusto/eventGridDataConnection:EventGridDataConnection',
      'kusto/cosmosdbDataConnection:CosmosdbDataConnection',
    ],
  ],
  [t.streamingJob, ['streamanalytics/job:Job', 'streamanalytics/jobStorageAccount:JobStorageAccount']],
  [
    t.streamInput,
    [
      'streamanalytics/streamInputIotHub:StreamInputIotHub',
      'streamanalytics/streamInputEventHub:StreamInputEventHub',
      'streamanalytics/streamInputEventHubV2:StreamInputEventHubV2',
      'streamanalytics/streamInputBlob:StreamInputBlob',
      'streamanalytics/referenceInputBlob:ReferenceInputBlob',
      'streamanalytics/referenceInputMssql:ReferenceInputMssql',
    ],
  ],
  [
    t.streamOutput,
    [
      'streamanalytics/outputBlob:OutputBlob',
      'streamanalytics/outputTable:OutputTable',
      'streamanalytics/outputEventHub:OutputEventHub',
      'streamanalytics/outputServiceBusQueue:OutputServiceBusQueue',
      'streamanalytics/outputServicebusTopic:OutputServicebusTopic',
      'streamanalytics/outputMssql:OutputMssql',
      'streamanalytics/outputSynapse:OutputSynapse',
      'streamanalytics/outputCosmosdb:OutputCosmosdb',
      'streamanalytics/outputFunction:OutputFunction',
      'streamanalytics/outputPowerbi:OutputPowerbi',
    ],
  ],

  [
    t.webApp,
    [
      'appservice/linuxWebApp:LinuxWebApp',
      'appservice/windowsWebApp:WindowsWebApp',
      'appservice/linuxFunctionApp:LinuxFunctionApp',
      'appservice/windowsFunctionApp:WindowsFunctionApp',
      'appservice/appFlexConsumption:AppFlexConsumption',
      'appservice/appService:AppService',
      'appservice/functionApp:FunctionApp',
      'appservice/virtualNetworkSwiftConnection:VirtualNetworkSwiftConnection',
    ],
  ],
  [
    t.webAppSlot,
    [
      'appservice/linuxWebAppSlot:LinuxWebAppSlot',
      'appservice/windowsWebAppSlot:WindowsWebAppSlot',
      'appservice/linuxFunctionAppSlot:LinuxFunctionAppSlot',
      'appservice/windowsFunctionAppSlot:WindowsFunctionAppSlot',
      'appservice/slot:Slot',
      'appservice/functionAppSlot:FunctionAppSlot',
      'appservice/slotVirtualNetworkSwiftConnection:SlotVirtualNetworkSwiftConnection',
    ],
  ],
  [t.appServicePlan, ['appservice/servicePlan:ServicePlan', 'appservice/plan:Plan']],
  [t.containerRegistry, ['containerservice/registry:Registry']],
  [t.registryToken, ['containerservice/registryToken:RegistryToken']],
  [
    t.registryWebhook,
    ['containerservice/registryWebhook:RegistryWebhook', 'containerservice/registryWebook:RegistryWebook'],
  ],
  [t.managedCluster, ['containerservice/kubernetesCluster:KubernetesCluster']],
  [t.agentPool, ['containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool']],

  [t.privateEndpoint, ['privatelink/endpoint:Endpoint']],
  [t.privateDnsZone, ['privatedns/zone:Zone']],
  [t.privateDnsZoneLink, ['privatedns/zoneVirtualNetworkLink:ZoneVirtualNetworkLink']],
  [t.networkSecurityGroup, ['network/networkSecurityGroup:NetworkSecurityGroup']],
  [t.securityRule, ['network/networkSecurityRule:NetworkSecurityRule']],
  [t.virtualNetwork, ['network/virtualNetwork:VirtualNetwork']],
  [
    t.subnet,
    [
      'network/subnet:Subnet',
      'network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation',
      'network/subnetRouteTableAssociation:SubnetRouteTableAssociation',
      'network/subnetNatGatewayAssociation:SubnetNatGatewayAssociation',
    ],
  ],
  [t.virtualNetworkPeering, ['network/virtualNetworkPeering:VirtualNetworkPeering']],
  [
    t.networkInterface,
    [
      'network/networkInterface:NetworkInterface',
      'network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation',
    ],
  ],
  [t.publicIpAddress, ['network/publicIp:PublicIp']],
  [t.routeTable, ['network/routeTable:RouteTable']],
  [t.natGateway, ['network/natGateway:NatGateway']],
  [t.flowLog, ['network/networkWatcherFlowLog:NetworkWatcherFlowLog']],
  [t.azureFirewall, ['network/firewall:Firewall']],
  [t.bastionHost, ['compute/bastionHost:BastionHost']],
  [t.virtualNetworkGateway, ['network/virtualNetworkGateway:VirtualNetworkGateway']],
  [
    t.perimeterAssociation,
    ['network/networkSecurityPerimeterAssociation:NetworkSecurityPerimeterAssociation'],
  ],

  [t.diagnosticSetting, ['monitoring/diagnosticSetting:DiagnosticSetting']],
  [t.workspace, ['operationalinsights/analyticsWorkspace:AnalyticsWorkspace']],
  [
    t.logCluster,
    ['loganalytics/cluster:Cluster', 'loganalytics/clusterCustomerManagedKey:ClusterCustomerManagedKey'],
  ],
  [t.appInsights, ['appinsights/insights:Insights']],
  [t.activityLogAlert, ['monitoring/activityLogAlert:ActivityLogAlert']],
  [t.actionGroup, ['monitoring/actionGroup:ActionGroup']],
  [t.dataCollectionEndpoint, ['monitoring/dataCollectionEndpoint:DataCollectionEndpoint']],
  [t.monitorPrivateLinkScope, ['monitoring/privateLinkScope:PrivateLinkScope']],
  [t.iotSecuritySolution, ['iot/securitySolution:SecuritySolution']],
  [t.deviceSecurityGroup, ['iot/securityDeviceGroup:SecurityDeviceGroup']],
  [t.securityContact, ['securitycenter/contact:Contact']],
  [t.defenderPricing, ['securitycenter/subscriptionPricing:SubscriptionPricing']],
  [t.defenderForStorage, ['securitycenter/storageDefender:StorageDefender']],
  [t.advancedThreatProtection, ['securitycenter/advancedThreatProtection:AdvancedThreatProtection']],

  [t.resourceGroup, ['core/resourceGroup:ResourceGroup']],
  [
    t.userAssignedIdentity,
    [
      'authorization/userAssignedIdentity:UserAssignedIdentity',
      'msi/userAssignedIdentity:UserAssignedIdentity',
    ],
  ],
  [t.federatedCredential, ['armmsi/federatedIdentityCredential:FederatedIdentityCredential']],
  [t.roleAssignment, ['authorization/assignment:Assignment', 'role/assignment:Assignment']],
  [t.roleDefinition, ['authorization/roleDefinition:RoleDefinition', 'role/definition:Definition']],
  [t.managementLock, ['management/lock:Lock', 'managementresource/manangementLock:ManangementLock']],
  [
    t.deploymentScript,
    [
      'core/resourceDeploymentScriptAzureCli:ResourceDeploymentScriptAzureCli',
      'core/resourceDeploymentScriptPowerShell:ResourceDeploymentScriptPowerShell',
    ],
  ],
  [t.disk, ['compute/managedDisk:ManagedDisk']],
  [t.diskEncryptionSet, ['compute/diskEncryptionSet:DiskEncryptionSet']],
  [
    t.virtualMachine,
    [
      'compute/linuxVirtualMachine:LinuxVirtualMachine',
      'compute/windowsVirtualMachine:WindowsVirtualMachine',
      'compute/virtualMachine:VirtualMachine',
    ],
  ],
];
