import type { ArmType } from './resource';
import * as t from './types';

/** How one block of an ARM body differs from the same block in azure-native v3. Lists: each item. */
export interface Block {
  /** ARM names that azure-native spells otherwise, as ARM spells them. */
  readonly renamed?: { readonly [armName: string]: string };
  /** Blocks inside, by their azure-native name. */
  readonly within?: { readonly [name: string]: Block };
  /** What ARM puts under `properties` stands directly in the block. */
  readonly unwrapped?: true;
  /** What ARM puts beside such a `properties` block, where that is more than an id, a name, a type and an etag. */
  readonly beside?: readonly string[];
}

/** How a whole ARM resource differs from azure-native v3. */
export interface ArmShape {
  /** The properties that hold the names in the resource's path, outermost first; empty where v3 has none. */
  readonly names: readonly string[];
  /** The body; that of the `properties` block where v3 keeps one. */
  readonly body: Block;
  /** v3 keeps the `properties` block. Elsewhere what is in it stands at the top. */
  readonly keepsProperties?: true;
}

const unwrapped: Block = { unwrapped: true };
const plain: Block = {};

const flat = (names: readonly string[], body: Block = plain): ArmShape => ({ names, body });
const kept = (names: readonly string[], body: Block = plain): ArmShape => ({
  names,
  body,
  keepsProperties: true,
});

const securityGroup: Block = { within: { securityRules: unwrapped } };
const subnet: Block = {
  within: {
    networkSecurityGroup: { ...securityGroup, unwrapped: true },
    routeTable: { unwrapped: true, within: { routes: unwrapped } },
    delegations: unwrapped,
    serviceEndpointPolicies: unwrapped,
  },
};

const destination: Block = {
  unwrapped: true,
  beside: ['endpointType'],
  within: { deliveryAttributeMappings: unwrapped },
};

/** Where an event subscription delivers to, and where it leaves what it cannot deliver. */
const subscription: Block = {
  within: {
    destination,
    deadLetterDestination: destination,
    deliveryWithResourceIdentity: { within: { destination } },
    deadLetterWithResourceIdentity: { within: { deadLetterDestination: destination } },
  },
};

/** What a job reads or writes, and in which form. */
const stream: Block = { within: { datasource: unwrapped, serialization: unwrapped } };

const redisSettings = {
  'aad-enabled': 'aadEnabled',
  'aof-backup-enabled': 'aofBackupEnabled',
  'aof-storage-connection-string-0': 'aofStorageConnectionString0',
  'aof-storage-connection-string-1': 'aofStorageConnectionString1',
  'maxfragmentationmemory-reserved': 'maxfragmentationmemoryReserved',
  'maxmemory-delta': 'maxmemoryDelta',
  'maxmemory-policy': 'maxmemoryPolicy',
  'maxmemory-reserved': 'maxmemoryReserved',
  'notify-keyspace-events': 'notifyKeyspaceEvents',
  'preferred-data-persistence-auth-method': 'preferredDataPersistenceAuthMethod',
  'rdb-backup-enabled': 'rdbBackupEnabled',
  'rdb-backup-frequency': 'rdbBackupFrequency',
  'rdb-backup-max-snapshot-count': 'rdbBackupMaxSnapshotCount',
  'rdb-storage-connection-string': 'rdbStorageConnectionString',
  'storage-subscription-id': 'storageSubscriptionId',
} as const;

/**
 * The ARM types whose bodies need more than the flattening that `flatShape` does.
 *
 * What azure-native renames and unwraps is what the service specifications mark with `x-ms-client-name` and
 * `x-ms-client-flatten`. Read from the serialisation tables of Microsoft's own clients, which are generated from the same
 * marks (`models/mappers.js` of @azure/arm-storage 18.6, arm-cosmosdb 16.4, arm-keyvault 3.2, arm-network 33.5,
 * arm-monitor 7.0, arm-iothub 6.3, arm-deviceprovisioningservices 5.1), and compared with the argument types of
 * @pulumi/azure-native 3.28.
 */
export const armShapes: ReadonlyMap<ArmType, ArmShape> = new Map<ArmType, ArmShape>([
  [t.iotHub, kept(['resourceName'])],
  [t.backupVault, kept(['vaultName'])],
  [t.iotHubCertificate, kept(['resourceName', 'certificateName'])],
  [t.provisioningService, kept(['provisioningServiceName'])],
  [t.provisioningCertificate, kept(['provisioningServiceName', 'certificateName'])],
  [t.hubEndpointConnection, kept(['resourceName', 'privateEndpointConnectionName'])],
  [t.provisioningEndpointConnection, kept(['resourceName', 'privateEndpointConnectionName'])],
  [t.hubConsumerGroup, kept(['resourceName', 'eventHubEndpointName', 'name'])],

  // These were read from the argument types of azure-native alone.
  [t.deviceUpdateAccount, flat(['accountName'])],
  [t.deviceUpdateInstance, flat(['accountName', 'instanceName'])],
  [t.iotCentralApp, flat(['resourceName'])],
  [t.assetEndpointProfile, flat(['assetEndpointProfileName'])],
  [t.iotOperationsInstance, kept(['instanceName'])],
  [t.iotBroker, kept(['instanceName', 'brokerName'])],
  [t.iotBrokerListener, kept(['instanceName', 'brokerName', 'listenerName'])],
  [t.iotBrokerAuthentication, kept(['instanceName', 'brokerName', 'authenticationName'])],
  [t.iotBrokerAuthorization, kept(['instanceName', 'brokerName', 'authorizationName'])],
  [t.dataflowEndpoint, kept(['instanceName', 'dataflowEndpointName'])],
  [t.mongoCluster, kept(['mongoClusterName'])],
  [t.mongoFirewallRule, kept(['mongoClusterName', 'firewallRuleName'])],
  [
    t.streamingJob,
    flat(['jobName'], {
      within: {
        inputs: { within: { properties: stream } },
        outputs: { ...stream, unwrapped: true },
        transformation: unwrapped,
      },
    }),
  ],
  [t.streamInput, kept(['jobName', 'inputName'], stream)],
  [t.streamOutput, flat(['jobName', 'outputName'], stream)],
  [t.digitalTwins, flat(['resourceName'])],
  [t.digitalTwinsEndpoint, kept(['resourceName', 'endpointName'])],
  [t.cloudHsmCluster, flat(['cloudHsmClusterName'])],
  [t.iotSecuritySolution, flat(['solutionName'])],
  [t.defenderPricing, flat(['pricingName'])],

  [
    t.storageAccount,
    flat(['accountName'], {
      renamed: {
        supportsHttpsTrafficOnly: 'enableHttpsTrafficOnly',
        networkAcls: 'networkRuleSet',
        isNfsV3Enabled: 'enableNfsV3',
      },
      within: {
        networkRuleSet: {
          within: {
            ipRules: { renamed: { value: 'iPAddressOrRange' } },
            virtualNetworkRules: { renamed: { id: 'virtualNetworkResourceId' } },
          },
        },
        encryption: {
          renamed: { keyvaultproperties: 'keyVaultProperties', identity: 'encryptionIdentity' },
          within: {
            keyVaultProperties: {
              renamed: { keyname: 'keyName', keyversion: 'keyVersion', keyvaulturi: 'keyVaultUri' },
            },
            encryptionIdentity: {
              renamed: {
                userAssignedIdentity: 'encryptionUserAssignedIdentity',
                federatedIdentityClientId: 'encryptionFederatedIdentityClientId',
              },
            },
          },
        },
      },
    }),
  ],
  [t.blobService, flat(['accountName', 'blobServicesName'])],
  [t.blobContainer, flat(['accountName', '', 'containerName'])],
  [t.immutabilityPolicy, flat(['accountName', '', 'containerName', 'immutabilityPolicyName'])],
  [t.fileService, flat(['accountName', 'fileServicesName'])],
  [t.fileShare, flat(['accountName', '', 'shareName'])],
  [t.queueService, flat(['accountName', 'queueServiceName'])],
  [t.storageQueue, flat(['accountName', '', 'queueName'])],
  [t.tableService, flat(['accountName', 'tableServiceName'])],
  [t.storageTable, flat(['accountName', '', 'tableName'])],
  [t.encryptionScope, flat(['accountName', 'encryptionScopeName'])],
  [t.managementPolicy, flat(['accountName', 'managementPolicyName'])],
  [t.localUser, flat(['accountName', 'username'])],

  [t.cosmosAccount, flat(['accountName'])],
  [t.cosmosSqlDatabase, flat(['accountName', 'databaseName'])],
  [t.cosmosSqlContainer, flat(['accountName', 'databaseName', 'containerName'])],
  [t.cosmosSqlRoleAssignment, flat(['accountName', 'roleAssignmentId'])],
  [t.cosmosSqlRoleDefinition, flat(['accountName', 'roleDefinitionId'])],

  // Databases are spelled alike in both; the names tell which server a rule, a setting or a policy belongs to.
  [t.sqlServer, flat(['serverName'])],
  [t.sqlDatabase, flat(['serverName', 'databaseName'])],
  [t.sqlAdministrator, flat(['serverName', 'administratorName'])],
  [t.sqlEntraOnly, flat(['serverName', 'authenticationName'])],
  [t.sqlFirewallRule, flat(['serverName', 'firewallRuleName'])],
  [t.sqlIpv6FirewallRule, flat(['serverName', 'firewallRuleName'])],
  [t.sqlOutboundFirewallRule, flat(['serverName', 'outboundRuleFqdn'])],
  [t.sqlVirtualNetworkRule, flat(['serverName', 'virtualNetworkRuleName'])],
  [t.sqlEncryptionProtector, flat(['serverName', 'encryptionProtectorName'])],
  [t.sqlAuditing, flat(['serverName', 'blobAuditingPolicyName'])],
  [t.sqlExtendedAuditing, flat(['serverName', 'blobAuditingPolicyName'])],
  [t.sqlServerAlertPolicy, flat(['serverName', 'securityAlertPolicyName'])],
  [t.sqlServerAssessment, flat(['serverName', 'vulnerabilityAssessmentName'])],
  [t.sqlExpressAssessment, flat(['serverName', 'vulnerabilityAssessmentName'])],
  [t.sqlTransparentEncryption, flat(['serverName', 'databaseName', 'tdeName'])],
  [t.sqlDatabaseAuditing, flat(['serverName', 'databaseName', 'blobAuditingPolicyName'])],
  [t.sqlDatabaseExtendedAuditing, flat(['serverName', 'databaseName', 'blobAuditingPolicyName'])],
  [t.sqlDatabaseAlertPolicy, flat(['serverName', 'databaseName', 'securityAlertPolicyName'])],
  [t.sqlShortTermRetention, flat(['serverName', 'databaseName', 'policyName'])],
  [t.sqlLongTermRetention, flat(['serverName', 'databaseName', 'policyName'])],
  [t.sqlManagedInstance, flat(['managedInstanceName'])],
  [t.sqlManagedInstanceAdministrator, flat(['managedInstanceName', 'administratorName'])],
  [t.sqlManagedInstanceEntraOnly, flat(['managedInstanceName', 'authenticationName'])],
  [t.postgresServer, flat(['serverName'])],
  [t.postgresConfiguration, flat(['serverName', 'configurationName'])],
  [t.postgresFirewallRule, flat(['serverName', 'firewallRuleName'])],
  [t.postgresAdministrator, flat(['serverName', 'objectId'])],
  [t.postgresSingleServer, kept(['serverName'])],
  [t.mysqlServer, flat(['serverName'])],
  [t.mysqlConfiguration, flat(['serverName', 'configurationName'])],
  [t.mysqlFirewallRule, flat(['serverName', 'firewallRuleName'])],
  [t.mysqlAdministrator, flat(['serverName', 'administratorName'])],

  [t.vault, kept(['vaultName'])],
  [
    t.vaultKey,
    kept(['vaultName', 'keyName'], {
      renamed: { release_policy: 'releasePolicy' },
      within: { attributes: { renamed: { nbf: 'notBefore', exp: 'expires' } } },
    }),
  ],
  [
    t.vaultSecret,
    kept(['vaultName', 'secretName'], {
      within: { attributes: { renamed: { nbf: 'notBefore', exp: 'expires' } } },
    }),
  ],
  [t.managedHsm, kept(['name'])],
  [t.mongoCluster, kept(['mongoClusterName'])],

  // Read from the argument types of azure-native alone, as those of the other messaging types and of Redis.
  [t.eventHubNamespace, flat(['namespaceName'], { within: { privateEndpointConnections: unwrapped } })],
  [
    t.eventHub,
    flat(['namespaceName', 'eventHubName'], {
      within: { captureDescription: { within: { destination: { unwrapped: true, beside: ['identity'] } } } },
    }),
  ],
  [t.eventHubConsumerGroup, flat(['namespaceName', 'eventHubName', 'consumerGroupName'])],
  [t.eventHubRule, flat(['namespaceName', 'eventHubName', 'authorizationRuleName'])],
  [t.eventHubNamespaceRule, flat(['namespaceName', 'authorizationRuleName'])],
  [t.eventHubNetworkRuleSet, flat(['namespaceName', ''])],
  [t.serviceBusNamespace, flat(['namespaceName'], { within: { privateEndpointConnections: unwrapped } })],
  [t.serviceBusQueue, flat(['namespaceName', 'queueName'])],
  [t.serviceBusTopic, flat(['namespaceName', 'topicName'])],
  [t.serviceBusNamespaceRule, flat(['namespaceName', 'authorizationRuleName'])],
  [t.serviceBusQueueRule, flat(['namespaceName', 'queueName', 'authorizationRuleName'])],
  [t.serviceBusTopicRule, flat(['namespaceName', 'topicName', 'authorizationRuleName'])],
  [t.serviceBusNetworkRuleSet, flat(['namespaceName', ''])],
  [t.eventGridTopic, flat(['topicName'], { within: { inputSchemaMapping: unwrapped } })],
  [t.eventGridDomain, flat(['domainName'], { within: { inputSchemaMapping: unwrapped } })],
  [t.eventGridSystemTopic, flat(['systemTopicName'])],
  [t.eventGridSubscription, flat(['eventSubscriptionName'], subscription)],
  [t.eventGridSystemSubscription, flat(['systemTopicName', 'eventSubscriptionName'], subscription)],
  [t.eventGridTopicSubscription, flat(['topicName', 'eventSubscriptionName'], subscription)],
  [t.eventGridDomainSubscription, flat(['domainName', 'eventSubscriptionName'], subscription)],
  [t.eventGridPartnerNamespace, flat(['partnerNamespaceName'])],
  [t.eventGridNamespace, flat(['namespaceName'], { within: { privateEndpointConnections: unwrapped } })],
  [t.mqttCaCertificate, flat(['namespaceName', 'caCertificateName'])],
  [t.mqttClient, flat(['namespaceName', 'clientName'])],
  [t.mqttPermissionBinding, flat(['namespaceName', 'permissionBindingName'])],
  [t.mqttTopicSpace, flat(['namespaceName', 'topicSpaceName'])],
  [t.redis, flat(['name'], { within: { redisConfiguration: { renamed: redisSettings } } })],
  [t.redisFirewallRule, flat(['cacheName', 'ruleName'])],
  [t.redisPatchSchedule, flat(['name', 'default'])],
  [t.redisEnterprise, flat(['clusterName'])],
  [t.redisEnterpriseDatabase, flat(['clusterName', 'databaseName'])],

  [
    t.privateEndpoint,
    flat(['privateEndpointName'], {
      within: {
        privateLinkServiceConnections: unwrapped,
        manualPrivateLinkServiceConnections: unwrapped,
        ipConfigurations: unwrapped,
        subnet: { ...subnet, unwrapped: true },
      },
    }),
  ],
  [
    t.privateDnsZoneGroup,
    flat(['privateEndpointName', 'privateDnsZoneGroupName'], {
      within: { privateDnsZoneConfigs: unwrapped },
    }),
  ],
  [t.privateDnsZone, flat(['privateZoneName'])],
  [t.privateDnsZoneLink, flat(['privateZoneName', 'virtualNetworkLinkName'])],
  [t.networkSecurityGroup, flat(['networkSecurityGroupName'], securityGroup)],
  [t.securityRule, flat(['networkSecurityGroupName', 'securityRuleName'])],
  [
    t.virtualNetwork,
    flat(['virtualNetworkName'], {
      within: { subnets: { ...subnet, unwrapped: true }, virtualNetworkPeerings: unwrapped },
    }),
  ],
  [t.subnet, flat(['virtualNetworkName', 'subnetName'], subnet)],
  [t.virtualNetworkPeering, flat(['virtualNetworkName', 'virtualNetworkPeeringName'])],
  [t.publicIpAddress, flat(['publicIpAddressName'])],
  [
    t.networkInterface,
    flat(['networkInterfaceName'], {
      within: {
        ipConfigurations: { unwrapped: true, within: { publicIPAddress: unwrapped } },
        networkSecurityGroup: { ...securityGroup, unwrapped: true },
      },
    }),
  ],
  [t.flowLog, flat(['networkWatcherName', 'flowLogName'])],
  [t.perimeterAssociation, flat(['networkSecurityPerimeterName', 'associationName'])],

  [t.diagnosticSetting, flat(['name'])],
  [t.workspace, flat(['workspaceName'])],
  [t.logCluster, flat(['clusterName'])],
  [
    t.appInsights,
    flat(['resourceName'], {
      renamed: {
        Application_Type: 'applicationType',
        DisableIpMasking: 'disableIpMasking',
        DisableLocalAuth: 'disableLocalAuth',
        Flow_Type: 'flowType',
        ForceCustomerStorageForProfiler: 'forceCustomerStorageForProfiler',
        HockeyAppId: 'hockeyAppId',
        ImmediatePurgeDataOn30Days: 'immediatePurgeDataOn30Days',
        IngestionMode: 'ingestionMode',
        Request_Source: 'requestSource',
        RetentionInDays: 'retentionInDays',
        SamplingPercentage: 'samplingPercentage',
        WorkspaceResourceId: 'workspaceResourceId',
      },
    }),
  ],
  [t.monitorPrivateLinkScope, flat(['scopeName'])],
  [t.dataCollectionEndpoint, flat(['dataCollectionEndpointName'])],
  [t.activityLogAlert, flat(['activityLogAlertName'])],
  [t.iotSecuritySolution, flat(['solutionName'])],
  [t.roleDefinition, flat(['roleDefinitionId'])],
  [t.federatedCredential, flat(['resourceName', 'federatedIdentityCredentialResourceName'])],
  [t.userAssignedIdentity, flat(['resourceName'])],
  [t.roleAssignment, flat(['roleAssignmentName'])],
  [t.defenderForStorage, kept(['settingName'])],

  [t.kustoCluster, flat(['clusterName'])],
  [t.webApp, flat(['name'])],
  [t.webAppSettings, kept(['name', '', ''])],
  [t.webAppConnectionStrings, kept(['name', '', ''])],
  [t.webAppSlot, flat(['name', 'slot'])],
  [t.webAppFtp, flat(['name', '', ''])],
  [t.webAppScm, flat(['name', '', ''])],
  [t.webAppAuthSettings, flat(['name', '', ''])],
  [t.containerRegistry, flat(['registryName'])],
  [t.managedCluster, flat(['resourceName'])],
  [t.managementLock, flat(['lockName'])],
  [t.deployment, kept(['deploymentName'])],
  [t.deploymentScript, flat(['scriptName'])],
  [t.deploymentStack, flat(['deploymentStackName'])],
]);

/** The shape of a type that the table does not have: `properties` is flattened, as azure-native does mostly. */
export const flatShape: ArmShape = flat([]);
