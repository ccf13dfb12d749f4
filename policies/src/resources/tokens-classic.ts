import type { ArmType } from './resource';
import * as t from './types';

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
