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
