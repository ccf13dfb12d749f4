import type { JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import { fromTemplate } from '../../policies/src/resources/template/from-template';
import { unfoldTemplate } from '../../policies/src/resources/template/unfold';
import type { Told } from './analyzer';
import { plants } from './plants';

/** A hub as a plant would have it, with enough in it that every rule has something to read. */
export function hub(index: number): { [key: string]: JavaScriptValue } {
  return {
    resourceGroupName: 'plant',
    resourceName: `hub${index}`,
    location: 'westeurope',
    sku: { name: 'S1', capacity: 1 },
    identity: { type: 'SystemAssigned' },
    properties: {
      minTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      disableDeviceSAS: true,
      disableModuleSAS: true,
      networkRuleSets: {
        defaultAction: 'Deny',
        applyToBuiltInEventHubEndpoint: true,
        ipRules: [{ filterName: 'plant', action: 'Allow', ipMask: '203.0.113.0/24' }],
      },
      routing: {
        endpoints: {
          storageContainers: [
            {
              name: 'archive',
              authenticationType: 'identityBased',
              endpointUri: 'https://archive.blob.core.windows.net',
              containerName: 'raw',
            },
          ],
        },
        routes: [{ name: 'all', source: 'DeviceMessages', endpointNames: ['archive'], isEnabled: true }],
      },
    },
  };
}

/** The tokens of the resources that plants have. */
const tokens: Readonly<Record<string, string>> = {
  'Microsoft.Devices/IotHubs': 'iothub:IotHubResource',
  'Microsoft.Devices/provisioningServices': 'deviceprovisioningservices:IotDpsResource',
  'Microsoft.EventHub/namespaces': 'eventhub:Namespace',
  'Microsoft.KeyVault/vaults': 'keyvault:Vault',
  'Microsoft.Network/privateEndpoints': 'network:PrivateEndpoint',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': 'network:PrivateDnsZoneGroup',
  'Microsoft.Network/networkSecurityGroups': 'network:NetworkSecurityGroup',
  'Microsoft.Insights/diagnosticSettings': 'monitor:DiagnosticSetting',
  'Microsoft.Authorization/locks': 'authorization:ManagementLockByScope',
  'Microsoft.Security/iotSecuritySolutions': 'security:IotSecuritySolution',
};

/** Resources of plants as a Pulumi program registers them, hardly any wrong. */
export function mixed(resources: number): readonly Told[] {
  const template = unfoldTemplate(JSON.parse(JSON.stringify({ resources: plants(resources, false) })));
  return fromTemplate(template, { name: 'bench', prefix: '', isDocument: false }).resources.map(
    ({ type, urn, properties }) => ({
      token: `azure-native:${tokens[type]}`,
      name: urn,
      properties: properties as { [key: string]: JavaScriptValue },
    }),
  );
}
