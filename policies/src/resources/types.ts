import type { ArmType } from './resource';

/** Names for the ARM types that rules target, so that each is spelled once. */
const type = <T extends ArmType>(armType: T): T => armType;

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
