import type { TypeShape } from './classic';
import { blockOf, whereWritten } from './classic-fields';
import { eachAs, enabledOrDisabled, type Field, identity, same } from './shapes';
import { disk, diskEncryptionSet, virtualMachine } from './types';
import { isUnknown, textOf, UNKNOWN, type Value } from './value';

// Names: sdk/nodejs/compute of @pulumi/azure 6.40. Defaults: its descriptions ("Defaults to …").

const managedDisk: readonly Field[] = [
  { to: 'diskName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'diskAccessId', 'osType'),
  { to: 'sku.name', from: 'storageAccountType' },
  { to: 'creationData.createOption', from: 'createOption' },
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'networkAccessPolicy', from: 'networkAccessPolicy', absent: 'AllowAll' },
  // The provider takes the type from the encryption set: this is the weaker of the two that it can be.
  whereWritten('encryption.type', 'diskEncryptionSetId', 'EncryptionAtRestWithCustomerKey'),
  { to: 'encryption.diskEncryptionSetId', from: 'diskEncryptionSetId' },
  whereWritten('encryptionSettingsCollection.enabled', 'encryptionSettings', true),
  { to: 'securityProfile.securityType', from: 'securityType' },
  {
    to: 'securityProfile.securityType',
    from: 'trustedLaunchEnabled',
    as: (on) => (textOf(on) === 'true' ? 'TrustedLaunch' : undefined),
  },
];

const encryptionSet: readonly Field[] = [
  { to: 'diskEncryptionSetName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'federatedClientId'),
  identity,
  { to: 'encryptionType', from: 'encryptionType', absent: 'EncryptionAtRestWithCustomerKey' },
  { to: 'rotationToLatestKeyVersionEnabled', from: 'autoKeyRotationEnabled', absent: false },
  { to: 'activeKey.keyUrl', from: 'keyVaultKeyId', or: 'managedHsmKeyId' },
];

/** The provider asks for a trusted start where one of its two switches is on, and for more where the disk says so. */
function securityType(source: Value): Value | undefined {
  const { secureBootEnabled, vtpmEnabled, osDisk } = blockOf(source);
  const { securityEncryptionType = null } = blockOf(osDisk);
  if ([secureBootEnabled, vtpmEnabled, osDisk, securityEncryptionType].some(isUnknown)) return UNKNOWN;
  if (securityEncryptionType !== null) return 'ConfidentialVM';
  return [secureBootEnabled, vtpmEnabled].some((on) => textOf(on) === 'true') ? 'TrustedLaunch' : undefined;
}

/** What machines of both systems have in common. */
const machine: readonly Field[] = [
  { to: 'vmName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'userData'),
  identity,
  { to: 'hardwareProfile.vmSize', from: 'size' },
  { to: 'osProfile.adminUsername', from: 'adminUsername' },
  { to: 'osProfile.adminPassword', from: 'adminPassword' },
  { to: 'osProfile.computerName', from: 'computerName' },
  { to: 'osProfile.customData', from: 'customData' },
  { to: 'osProfile.allowExtensionOperations', from: 'allowExtensionOperations', absent: true },
  { to: 'securityProfile.encryptionAtHost', from: 'encryptionAtHostEnabled' },
  { to: 'securityProfile.uefiSettings.secureBootEnabled', from: 'secureBootEnabled' },
  { to: 'securityProfile.uefiSettings.vTpmEnabled', from: 'vtpmEnabled' },
  { to: 'securityProfile.securityType', from: '', build: securityType },
  {
    to: 'storageProfile.osDisk.managedDisk.diskEncryptionSet.id',
    from: 'osDisk.diskEncryptionSetId',
  },
  {
    to: 'networkProfile.networkInterfaces',
    from: 'networkInterfaceIds',
    build: eachAs('id'),
  },
];

/** `disable_password_authentication` defaults to true. */
const linux: readonly Field[] = [
  ...machine,
  {
    to: 'osProfile.linuxConfiguration.disablePasswordAuthentication',
    from: 'disablePasswordAuthentication',
    absent: true,
  },
  {
    to: 'osProfile.linuxConfiguration.patchSettings.patchMode',
    from: 'patchMode',
    absent: 'ImageDefault',
  },
];

const windows: readonly Field[] = [
  ...machine,
  {
    to: 'osProfile.windowsConfiguration.enableAutomaticUpdates',
    from: 'automaticUpdatesEnabled',
    or: 'enableAutomaticUpdates',
    absent: true,
  },
  {
    to: 'osProfile.windowsConfiguration.patchSettings.patchMode',
    from: 'patchMode',
    absent: 'AutomaticByOS',
  },
];

/** The first class for machines of both systems. */
const older: readonly Field[] = [
  { to: 'vmName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'zones'),
  identity,
  { to: 'hardwareProfile.vmSize', from: 'vmSize' },
  { to: 'osProfile.adminUsername', from: 'osProfile.adminUsername' },
  { to: 'osProfile.adminPassword', from: 'osProfile.adminPassword' },
  { to: 'osProfile.customData', from: 'osProfile.customData' },
  {
    to: 'osProfile.linuxConfiguration.disablePasswordAuthentication',
    from: 'osProfileLinuxConfig.disablePasswordAuthentication',
  },
  {
    to: 'osProfile.windowsConfiguration.enableAutomaticUpdates',
    from: 'osProfileWindowsConfig.enableAutomaticUpgrades',
  },
];

export const computeShapes: readonly TypeShape[] = [
  [disk, { fields: managedDisk }],
  [diskEncryptionSet, { fields: encryptionSet }],
  [virtualMachine, { classes: ['compute/linuxVirtualMachine:LinuxVirtualMachine'], fields: linux }],
  [virtualMachine, { classes: ['compute/windowsVirtualMachine:WindowsVirtualMachine'], fields: windows }],
  [virtualMachine, { classes: ['compute/virtualMachine:VirtualMachine'], fields: older }],
];
