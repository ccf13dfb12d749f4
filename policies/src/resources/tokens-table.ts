import type { ArmType } from './resource';
import * as t from './types';

/**
 * Every module and class name that azure-native has used for an ARM type: that of v3 first, then older ones.
 *
 * Versions are left out; `tokens.ts` accepts any. `test/resources/tokens.test.ts` compares the table with the alias
 * lists inside the installed azure-native, so an upgrade that brings a new name fails there.
 */
export const nativeTokens: readonly (readonly [ArmType, readonly string[]])[] = [
  [t.iotHub, ['iothub:IotHubResource', 'devices:IotHubResource']],
  [t.iotHubCertificate, ['iothub:Certificate', 'devices:Certificate']],
  [
    t.hubConsumerGroup,
    ['iothub:IotHubResourceEventHubConsumerGroup', 'devices:IotHubResourceEventHubConsumerGroup'],
  ],
  [t.hubEndpointConnection, ['iothub:PrivateEndpointConnection', 'devices:PrivateEndpointConnection']],
  [t.provisioningService, ['deviceprovisioningservices:IotDpsResource', 'devices:IotDpsResource']],
  [t.provisioningCertificate, ['deviceprovisioningservices:DpsCertificate', 'devices:DpsCertificate']],
  [
    t.provisioningEndpointConnection,
    [
      'deviceprovisioningservices:IotDpsResourcePrivateEndpointConnection',
      'devices:IotDpsResourcePrivateEndpointConnection',
    ],
  ],

  [t.storageAccount, ['storage:StorageAccount']],
  [t.blobService, ['storage:BlobServiceProperties']],
  [t.blobContainer, ['storage:BlobContainer']],
  [t.immutabilityPolicy, ['storage:BlobContainerImmutabilityPolicy']],
  [t.fileService, ['storage:FileServiceProperties']],
  [t.fileShare, ['storage:FileShare']],
  [t.queueService, ['storage:QueueServiceProperties']],
  [t.storageQueue, ['storage:Queue']],
  [t.tableService, ['storage:TableServiceProperties']],
  [t.storageTable, ['storage:Table']],
  [t.encryptionScope, ['storage:EncryptionScope']],
  [t.managementPolicy, ['storage:ManagementPolicy']],
  [t.localUser, ['storage:LocalUser']],
  [t.objectReplicationPolicy, ['storage:ObjectReplicationPolicy']],

  [t.cosmosAccount, ['cosmosdb:DatabaseAccount', 'documentdb:DatabaseAccount']],
  [t.cosmosSqlDatabase, ['cosmosdb:SqlResourceSqlDatabase', 'documentdb:SqlResourceSqlDatabase']],
  [t.cosmosSqlContainer, ['cosmosdb:SqlResourceSqlContainer', 'documentdb:SqlResourceSqlContainer']],
  [
    t.cosmosSqlRoleAssignment,
    ['cosmosdb:SqlResourceSqlRoleAssignment', 'documentdb:SqlResourceSqlRoleAssignment'],
  ],
  [
    t.cosmosSqlRoleDefinition,
    ['cosmosdb:SqlResourceSqlRoleDefinition', 'documentdb:SqlResourceSqlRoleDefinition'],
  ],

  [t.vault, ['keyvault:Vault']],
  [t.vaultKey, ['keyvault:Key']],
  [t.vaultSecret, ['keyvault:Secret']],
  [t.vaultAccessPolicy, ['keyvault:AccessPolicy']],
  [t.managedHsm, ['keyvault:ManagedHsm']],

  [t.privateEndpoint, ['network:PrivateEndpoint', 'network:InterfaceEndpoint']],
  [t.privateDnsZoneGroup, ['network:PrivateDnsZoneGroup']],
  [t.privateDnsZone, ['privatedns:PrivateZone', 'network:PrivateZone']],
  [t.privateDnsZoneLink, ['privatedns:VirtualNetworkLink', 'network:VirtualNetworkLink']],
  [t.networkSecurityGroup, ['network:NetworkSecurityGroup']],
  [t.securityRule, ['network:SecurityRule']],
  [t.virtualNetwork, ['network:VirtualNetwork']],
  [t.subnet, ['network:Subnet']],
  [t.virtualNetworkPeering, ['network:VirtualNetworkPeering']],
  [t.networkInterface, ['network:NetworkInterface']],
  [t.publicIpAddress, ['network:PublicIPAddress']],
  [t.routeTable, ['network:RouteTable']],
  [t.natGateway, ['network:NatGateway']],
  [t.flowLog, ['network:FlowLog']],

  // The settings of subscriptions and management groups share the ARM type, but not the properties: not listed.
  [t.diagnosticSetting, ['monitor:DiagnosticSetting', 'insights:DiagnosticSetting']],
  [t.workspace, ['operationalinsights:Workspace']],

  [t.resourceGroup, ['resources:ResourceGroup']],
  [t.userAssignedIdentity, ['managedidentity:UserAssignedIdentity']],
  [t.federatedCredential, ['managedidentity:FederatedIdentityCredential']],
  [t.roleAssignment, ['authorization:RoleAssignment']],
  [t.roleDefinition, ['authorization:RoleDefinition']],
  [
    t.managementLock,
    [
      'authorization:ManagementLockByScope',
      'authorization:ManagementLockAtResourceLevel',
      'authorization:ManagementLockAtResourceGroupLevel',
      'authorization:ManagementLockAtSubscriptionLevel',
    ],
  ],
  [t.iotSecuritySolution, ['security:IotSecuritySolution']],
  [t.defenderForStorage, ['security:DefenderForStorage']],
];

/**
 * The tokens of the classic provider (`azure:<module>/<class>`), with those it keeps as aliases.
 *
 * Source: `sdk/nodejs` of pulumi/pulumi-azure v6.
 */
export const classicTokens: readonly (readonly [ArmType, readonly string[]])[] = [
  [t.iotHub, ['iot/ioTHub:IoTHub']],
  [t.iotHubCertificate, ['iot/certificate:Certificate']],
  [t.hubConsumerGroup, ['iot/consumerGroup:ConsumerGroup']],
  [t.provisioningService, ['iot/iotHubDps:IotHubDps']],
  // Named after the hub, but it belongs to the provisioning service.
  [t.provisioningCertificate, ['iot/iotHubCertificate:IotHubCertificate']],

  [t.storageAccount, ['storage/account:Account']],
  [t.blobContainer, ['storage/container:Container']],
  [t.immutabilityPolicy, ['storage/containerImmutabilityPolicy:ContainerImmutabilityPolicy']],
  [t.fileShare, ['storage/share:Share']],
  [t.storageQueue, ['storage/queue:Queue']],
  [t.storageTable, ['storage/table:Table']],
  [t.encryptionScope, ['storage/encryptionScope:EncryptionScope']],
  [t.managementPolicy, ['storage/managementPolicy:ManagementPolicy']],
  [t.localUser, ['storage/localUser:LocalUser']],

  [t.cosmosAccount, ['cosmosdb/account:Account']],
  [t.cosmosSqlDatabase, ['cosmosdb/sqlDatabase:SqlDatabase']],
  [t.cosmosSqlContainer, ['cosmosdb/sqlContainer:SqlContainer']],
  [t.cosmosSqlRoleAssignment, ['cosmosdb/sqlRoleAssignment:SqlRoleAssignment']],
  [t.cosmosSqlRoleDefinition, ['cosmosdb/sqlRoleDefinition:SqlRoleDefinition']],

  [t.vault, ['keyvault/keyVault:KeyVault']],
  [t.vaultKey, ['keyvault/key:Key']],
  [t.vaultSecret, ['keyvault/secret:Secret']],
  [t.vaultAccessPolicy, ['keyvault/accessPolicy:AccessPolicy']],
  [t.managedHsm, ['keyvault/managedHardwareSecurityModule:ManagedHardwareSecurityModule']],

  [t.privateEndpoint, ['privatelink/endpoint:Endpoint']],
  [t.privateDnsZone, ['privatedns/zone:Zone']],
  [t.privateDnsZoneLink, ['privatedns/zoneVirtualNetworkLink:ZoneVirtualNetworkLink']],
  [t.networkSecurityGroup, ['network/networkSecurityGroup:NetworkSecurityGroup']],
  [t.securityRule, ['network/networkSecurityRule:NetworkSecurityRule']],
  [t.virtualNetwork, ['network/virtualNetwork:VirtualNetwork']],
  [t.subnet, ['network/subnet:Subnet']],
  [t.virtualNetworkPeering, ['network/virtualNetworkPeering:VirtualNetworkPeering']],

  [t.diagnosticSetting, ['monitoring/diagnosticSetting:DiagnosticSetting']],
  [t.workspace, ['operationalinsights/analyticsWorkspace:AnalyticsWorkspace']],
  [t.resourceGroup, ['core/resourceGroup:ResourceGroup']],
  [
    t.userAssignedIdentity,
    [
      'authorization/userAssignedIdentity:UserAssignedIdentity',
      'msi/userAssignedIdentity:UserAssignedIdentity',
    ],
  ],
  [t.roleAssignment, ['authorization/assignment:Assignment', 'role/assignment:Assignment']],
  [t.roleDefinition, ['authorization/roleDefinition:RoleDefinition', 'role/definition:Definition']],
];
