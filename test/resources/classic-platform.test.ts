import { describe, expect, it } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates, translated } from './classic-table';

describe('network devices of the classic provider', () => {
  itTranslates([
    {
      title: 'card with a public address, in the name of earlier releases',
      token: 'network/networkInterface:NetworkInterface',
      type: t.networkInterface,
      classic: {
        name: 'nic',
        enableIpForwarding: true,
        ipConfigurations: [{ name: 'ip', publicIpAddressId: UNKNOWN, subnetId: '/subnet' }],
      },
      v3: {
        networkInterfaceName: 'nic',
        enableIPForwarding: true,
        ipConfigurations: [{ name: 'ip', publicIPAddress: { id: UNKNOWN }, subnet: { id: '/subnet' } }],
      },
      back: {
        enableIPForwarding: 'enableIpForwarding',
        'ipConfigurations[0].publicIPAddress.id': 'ipConfigurations[0].publicIpAddressId',
        'ipConfigurations[0].publicIPAddress': 'ipConfigurations[0].publicIpAddressId',
      },
    },
    {
      title: 'public address',
      token: 'network/publicIp:PublicIp',
      type: t.publicIpAddress,
      classic: { name: 'ip', sku: 'Basic' },
      v3: { publicIpAddressName: 'ip', sku: { name: 'Basic' } },
      back: { 'sku.name': 'sku' },
    },
    {
      title: 'flow log',
      token: 'network/networkWatcherFlowLog:NetworkWatcherFlowLog',
      type: t.flowLog,
      classic: {
        name: 'f',
        networkSecurityGroupId: '/nsg',
        enabled: true,
        retentionPolicy: { days: 30, enabled: true },
        trafficAnalytics: { enabled: true },
      },
      v3: {
        flowLogName: 'f',
        targetResourceId: '/nsg',
        enabled: true,
        retentionPolicy: { days: 30, enabled: true },
        flowAnalyticsConfiguration: {
          networkWatcherFlowAnalyticsConfiguration: { enabled: true, trafficAnalyticsInterval: 60 },
        },
      },
      back: { targetResourceId: 'networkSecurityGroupId', flowAnalyticsConfiguration: 'trafficAnalytics' },
    },
    {
      title: 'firewall',
      token: 'network/firewall:Firewall',
      type: t.azureFirewall,
      classic: { name: 'fw', skuName: 'AZFW_VNet', skuTier: 'Standard' },
      v3: { azureFirewallName: 'fw', sku: { tier: 'Standard' }, threatIntelMode: 'Alert' },
    },
    {
      title: 'bastion',
      token: 'compute/bastionHost:BastionHost',
      type: t.bastionHost,
      classic: { name: 'b', copyPasteEnabled: false, ipConfiguration: { subnetId: '/subnet' } },
      v3: {
        bastionHostName: 'b',
        disableCopyPaste: true,
        enableShareableLink: false,
        ipConfigurations: [{ subnet: { id: '/subnet' } }],
      },
    },
    {
      title: 'gateway',
      token: 'network/virtualNetworkGateway:VirtualNetworkGateway',
      type: t.virtualNetworkGateway,
      classic: { type: 'Vpn', sku: 'VpnGw1', enableBgp: true },
      v3: { gatewayType: 'Vpn', sku: { name: 'VpnGw1' }, enableBgp: true },
    },
    {
      title: 'association of a perimeter',
      token: 'network/networkSecurityPerimeterAssociation:NetworkSecurityPerimeterAssociation',
      type: t.perimeterAssociation,
      classic: {
        accessMode: 'Learning',
        resourceId: '/vault',
        networkSecurityPerimeterProfileId: idOf('Microsoft.Network/networkSecurityPerimeters/p/profiles/x'),
      },
      v3: {
        accessMode: 'Learning',
        networkSecurityPerimeterName: 'p',
        privateLinkResource: { id: '/vault' },
      },
    },
    {
      title: 'route table and peering keep their defaults',
      token: 'network/virtualNetworkPeering:VirtualNetworkPeering',
      type: t.virtualNetworkPeering,
      classic: { remoteVirtualNetworkId: '/other' },
      v3: {
        allowForwardedTraffic: false,
        allowVirtualNetworkAccess: true,
        remoteVirtualNetwork: { id: '/other' },
      },
    },
  ]);

  it.each([
    [{}, 'Disabled'],
    [{ privateEndpointNetworkPolicies: 'Enabled' }, 'Enabled'],
    [{ privateEndpointNetworkPoliciesEnabled: true }, 'Enabled'],
    [{ enforcePrivateLinkEndpointNetworkPolicies: true }, 'Disabled'],
    [{ enforcePrivateLinkEndpointNetworkPolicies: false }, 'Enabled'],
    [{ privateEndpointNetworkPolicies: UNKNOWN }, UNKNOWN],
  ])('a subnet with %j has its policies for private endpoints %s', (classic, policies) => {
    const [subnet] = translated('network/subnet:Subnet', classic);
    expect(subnet?.properties.privateEndpointNetworkPolicies).toBe(policies);
    expect(subnet?.originalPath?.('privateEndpointNetworkPolicies')).toBe(
      Object.keys(classic)[0] ?? 'privateEndpointNetworkPolicies',
    );
  });
});

describe('monitoring of the classic provider', () => {
  itTranslates([
    {
      title: 'insights',
      token: 'appinsights/insights:Insights',
      type: t.appInsights,
      classic: { name: 'ai', workspaceId: UNKNOWN, internetQueryEnabled: false },
      v3: {
        resourceName: 'ai',
        workspaceResourceId: UNKNOWN,
        disableLocalAuth: false,
        disableIpMasking: false,
        publicNetworkAccessForIngestion: 'Enabled',
        publicNetworkAccessForQuery: 'Disabled',
      },
      back: { disableLocalAuth: 'localAuthenticationEnabled' },
    },
    {
      title: 'insights in the names of earlier releases',
      token: 'appinsights/insights:Insights',
      type: t.appInsights,
      classic: { localAuthenticationDisabled: true, disableIpMasking: true, workspaceId: '/law' },
      v3: { disableLocalAuth: true, disableIpMasking: true, ingestionMode: 'LogAnalytics' },
      back: { disableLocalAuth: 'localAuthenticationDisabled' },
    },
    {
      title: 'workspace',
      token: 'operationalinsights/analyticsWorkspace:AnalyticsWorkspace',
      type: t.workspace,
      classic: { dailyQuotaGb: 1, immediateDataPurgeOn30DaysEnabled: true },
      v3: {
        sku: { name: 'PerGB2018' },
        features: { disableLocalAuth: false, immediatePurgeDataOn30Days: true },
        workspaceCapping: { dailyQuotaGb: 1 },
      },
    },
    {
      title: 'alert on the activity log',
      token: 'monitoring/activityLogAlert:ActivityLogAlert',
      type: t.activityLogAlert,
      classic: {
        name: 'a',
        criteria: { category: 'Administrative', operationName: UNKNOWN, levels: ['Error', 'Critical'] },
        actions: [{ actionGroupId: '/group' }],
      },
      v3: {
        activityLogAlertName: 'a',
        enabled: true,
        condition: {
          allOf: [
            { field: 'category', equals: 'Administrative' },
            { field: 'operationName', equals: UNKNOWN },
            {
              anyOf: [
                { field: 'level', equals: 'Error' },
                { field: 'level', equals: 'Critical' },
              ],
            },
          ],
        },
        actions: { actionGroups: [{ actionGroupId: '/group' }] },
      },
      back: { 'condition.allOf': 'criteria' },
    },
    {
      title: 'private link scope',
      token: 'monitoring/privateLinkScope:PrivateLinkScope',
      type: t.monitorPrivateLinkScope,
      classic: { name: 's', queryAccessMode: 'PrivateOnly' },
      v3: {
        scopeName: 's',
        accessModeSettings: { ingestionAccessMode: 'Open', queryAccessMode: 'PrivateOnly' },
      },
    },
    {
      title: 'data collection endpoint',
      token: 'monitoring/dataCollectionEndpoint:DataCollectionEndpoint',
      type: t.dataCollectionEndpoint,
      classic: { publicNetworkAccessEnabled: false },
      v3: { networkAcls: { publicNetworkAccess: 'Disabled' } },
    },
  ]);
});

describe('Defender of the classic provider', () => {
  itTranslates([
    {
      title: 'IoT solution',
      token: 'iot/securitySolution:SecuritySolution',
      type: t.iotSecuritySolution,
      classic: {
        name: 's',
        iothubIds: ['/hub'],
        disabledDataSources: ['TwinData'],
        recommendationsEnabled: { openPorts: false, sharedCredentials: UNKNOWN },
      },
      v3: {
        solutionName: 's',
        iotHubs: ['/hub'],
        status: 'Enabled',
        unmaskedIpLoggingStatus: 'Disabled',
        disabledDataSources: ['TwinData'],
        recommendationsConfiguration: expect.arrayContaining([
          { recommendationType: 'IoT_OpenPorts', status: 'Disabled' },
          { recommendationType: 'IoT_SharedCredentials', status: UNKNOWN },
          { recommendationType: 'IoT_Baseline', status: 'Enabled' },
        ]),
      },
      back: { status: 'enabled', 'iotHubs[0]': 'iothubIds[0]' },
    },
    {
      title: 'plan',
      token: 'securitycenter/subscriptionPricing:SubscriptionPricing',
      type: t.defenderPricing,
      classic: { tier: 'Free', resourceType: 'StorageAccounts' },
      v3: { pricingName: 'StorageAccounts', pricingTier: 'Free' },
      back: { pricingTier: 'tier' },
    },
    {
      title: 'contact',
      token: 'securitycenter/contact:Contact',
      type: t.securityContact,
      classic: { email: 'a@b', alertNotifications: true, alertsToAdmins: false },
      v3: { emails: 'a@b', isEnabled: true, notificationsByRole: { state: 'Off' } },
    },
    {
      title: 'plan of one storage account',
      token: 'securitycenter/storageDefender:StorageDefender',
      type: t.defenderForStorage,
      classic: { storageAccountId: '/account', malwareScanningOnUploadEnabled: true },
      v3: {
        resourceId: '/account',
        properties: {
          isEnabled: true,
          malwareScanning: { onUpload: { isEnabled: true } },
          sensitiveDataDiscovery: { isEnabled: false },
        },
      },
    },
    {
      title: 'threat protection',
      token: 'securitycenter/advancedThreatProtection:AdvancedThreatProtection',
      type: t.advancedThreatProtection,
      classic: { targetResourceId: '/cosmos', enabled: true },
      v3: { resourceId: '/cosmos', isEnabled: true },
    },
    {
      title: 'group of devices',
      token: 'iot/securityDeviceGroup:SecurityDeviceGroup',
      type: t.deviceSecurityGroup,
      classic: {
        iothubId: '/hub',
        rangeRules: [{ type: 'ActiveConnectionsNotInAllowedRange', min: 0, max: 30 }],
      },
      v3: { resourceId: '/hub', timeWindowRules: [{ isEnabled: true, maxThreshold: 30 }] },
    },
  ]);
});

describe('access of the classic provider', () => {
  itTranslates([
    {
      title: 'role by its name',
      token: 'role/assignment:Assignment',
      type: t.roleAssignment,
      classic: { roleDefinitionName: 'Owner', scope: '/subscriptions/s' },
      v3: {
        roleDefinitionId:
          '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      },
      back: { roleDefinitionId: 'roleDefinitionName' },
    },
    {
      title: 'role by its id',
      token: 'authorization/assignment:Assignment',
      type: t.roleAssignment,
      classic: { roleDefinitionId: '/role' },
      v3: { roleDefinitionId: '/role' },
      back: { roleDefinitionId: 'roleDefinitionId' },
    },
    {
      title: 'role with a name that is not built in',
      token: 'authorization/assignment:Assignment',
      type: t.roleAssignment,
      classic: { roleDefinitionName: 'Plant Reader' },
      v3: { roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/Plant Reader' },
    },
    {
      title: 'lock, in the misspelt token of earlier releases',
      token: 'managementresource/manangementLock:ManangementLock',
      type: t.managementLock,
      classic: { name: 'l', lockLevel: 'CanNotDelete', scope: '/group' },
      v3: { lockName: 'l', level: 'CanNotDelete', scope: '/group' },
    },
    {
      title: 'federated credential',
      token: 'armmsi/federatedIdentityCredential:FederatedIdentityCredential',
      type: t.federatedCredential,
      classic: {
        name: 'f',
        parentId: idOf('Microsoft.ManagedIdentity/userAssignedIdentities/id'),
        audience: 'api://AzureADTokenExchange',
        subject: 'repo:*',
      },
      v3: { resourceName: 'id', audiences: ['api://AzureADTokenExchange'], subject: 'repo:*' },
      back: { resourceName: 'parentId', audiences: 'audience' },
    },
    {
      title: 'script',
      token: 'core/resourceDeploymentScriptAzureCli:ResourceDeploymentScriptAzureCli',
      type: t.deploymentScript,
      classic: {
        name: 's',
        version: '2.60',
        primaryScriptUri: 'http://plant',
        environmentVariables: [{ name: 'KEY', value: 'secret' }],
      },
      v3: {
        scriptName: 's',
        kind: 'AzureCLI',
        azCliVersion: '2.60',
        primaryScriptUri: 'http://plant',
        environmentVariables: [{ name: 'KEY', value: 'secret' }],
      },
    },
  ]);
});

describe('disks and machines of the classic provider', () => {
  itTranslates([
    {
      title: 'disk with nothing but what is required',
      token: 'compute/managedDisk:ManagedDisk',
      type: t.disk,
      classic: { name: 'd', storageAccountType: 'Premium_LRS' },
      v3: {
        diskName: 'd',
        sku: { name: 'Premium_LRS' },
        publicNetworkAccess: 'Enabled',
        networkAccessPolicy: 'AllowAll',
      },
      back: { publicNetworkAccess: 'publicNetworkAccessEnabled', 'encryption.type': 'diskEncryptionSetId' },
    },
    {
      title: 'disk with a key of its own',
      token: 'compute/managedDisk:ManagedDisk',
      type: t.disk,
      classic: { diskEncryptionSetId: '/des', publicNetworkAccessEnabled: false },
      v3: {
        encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: '/des' },
        publicNetworkAccess: 'Disabled',
      },
    },
    {
      title: 'encryption set',
      token: 'compute/diskEncryptionSet:DiskEncryptionSet',
      type: t.diskEncryptionSet,
      classic: { keyVaultKeyId: UNKNOWN },
      v3: {
        encryptionType: 'EncryptionAtRestWithCustomerKey',
        rotationToLatestKeyVersionEnabled: false,
        activeKey: { keyUrl: UNKNOWN },
      },
    },
    {
      title: 'machine for Linux',
      token: 'compute/linuxVirtualMachine:LinuxVirtualMachine',
      type: t.virtualMachine,
      classic: { name: 'vm', secureBootEnabled: true, networkInterfaceIds: ['/nic'] },
      v3: {
        vmName: 'vm',
        osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } },
        securityProfile: { securityType: 'TrustedLaunch' },
        networkProfile: { networkInterfaces: [{ id: '/nic' }] },
      },
      back: {
        'osProfile.linuxConfiguration.disablePasswordAuthentication': 'disablePasswordAuthentication',
        'securityProfile.encryptionAtHost': 'encryptionAtHostEnabled',
        'osProfile.customData': 'customData',
      },
    },
    {
      title: 'machine for Windows, confidential',
      token: 'compute/windowsVirtualMachine:WindowsVirtualMachine',
      type: t.virtualMachine,
      classic: { encryptionAtHostEnabled: true, osDisk: { securityEncryptionType: 'DiskWithVMGuestState' } },
      v3: { securityProfile: { encryptionAtHost: true, securityType: 'ConfidentialVM' } },
    },
    {
      title: 'machine of which nobody knows yet how it starts',
      token: 'compute/linuxVirtualMachine:LinuxVirtualMachine',
      type: t.virtualMachine,
      classic: { vtpmEnabled: UNKNOWN },
      v3: { securityProfile: { securityType: UNKNOWN } },
    },
    {
      title: 'machine of the first class',
      token: 'compute/virtualMachine:VirtualMachine',
      type: t.virtualMachine,
      classic: {
        osProfileLinuxConfig: { disablePasswordAuthentication: false },
        osProfile: { customData: 'x' },
      },
      v3: {
        osProfile: { linuxConfiguration: { disablePasswordAuthentication: false }, customData: 'x' },
      },
    },
  ]);
});

describe('IoT services of the classic provider', () => {
  itTranslates([
    {
      title: 'account of Device Update',
      token: 'iot/iotHubDeviceUpdateAccount:IotHubDeviceUpdateAccount',
      type: t.deviceUpdateAccount,
      classic: { name: 'u', publicNetworkAccessEnabled: false },
      v3: { accountName: 'u', publicNetworkAccess: 'Disabled' },
    },
    {
      title: 'instance of Device Update',
      token: 'iot/iotHubDeviceUpdateInstance:IotHubDeviceUpdateInstance',
      type: t.deviceUpdateInstance,
      classic: {
        deviceUpdateAccountId: idOf('Microsoft.DeviceUpdate/accounts/u'),
        iothubId: '/hub',
        diagnosticStorageAccount: { connectionString: 'secret', id: '/account' },
      },
      v3: {
        accountName: 'u',
        iotHubs: [{ resourceId: '/hub' }],
        diagnosticStorageProperties: {
          authenticationType: 'KeyBased',
          connectionString: 'secret',
          resourceId: '/account',
        },
      },
    },
    {
      title: 'application of IoT Central',
      token: 'iotcentral/application:Application',
      type: t.iotCentralApp,
      classic: { name: 'c', subDomain: 'plant', identity: { type: 'SystemAssigned' } },
      v3: {
        resourceName: 'c',
        subdomain: 'plant',
        publicNetworkAccess: 'Enabled',
        identity: { type: 'SystemAssigned' },
      },
    },
  ]);
});
