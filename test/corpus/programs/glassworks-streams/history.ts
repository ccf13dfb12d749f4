import * as kusto from '@pulumi/azure-native/kusto';
import * as monitor from '@pulumi/azure-native/monitor';
import * as network from '@pulumi/azure-native/network';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const dns = `${subscription}/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones`;

export function history(resourceGroupName: string): void {
  const cluster = new kusto.Cluster(
    'history',
    {
      resourceGroupName,
      clusterName: 'glasshistory',
      sku: { name: 'Standard_E8ads_v5', tier: kusto.AzureSkuTier.Standard, capacity: 2 },
      identity: { type: kusto.IdentityType.SystemAssigned },
      enableDiskEncryption: true,
      enableDoubleEncryption: true,
      keyVaultProperties: { keyName: 'history', keyVaultUri: 'https://glassworks.vault.azure.net' },
      publicNetworkAccess: kusto.PublicNetworkAccess.Disabled,
      restrictOutboundNetworkAccess: kusto.ClusterNetworkAccessFlag.Enabled,
      allowedFqdnList: ['glassarchive.blob.core.windows.net'],
      trustedExternalTenants: [{ value: 'MyTenantOnly' }],
    },
    { protect: true },
  );
  const endpoint = new network.PrivateEndpoint('history-endpoint', {
    resourceGroupName,
    subnet: {
      id: `${subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/glass/subnets/endpoints`,
    },
    privateLinkServiceConnections: [
      { name: 'history', privateLinkServiceId: cluster.id, groupIds: ['cluster'] },
    ],
  });
  new network.PrivateDnsZoneGroup('history-dns', {
    resourceGroupName,
    privateEndpointName: endpoint.name,
    privateDnsZoneConfigs: [
      { name: 'kusto', privateDnsZoneId: `${dns}/privatelink.westeurope.kusto.windows.net` },
    ],
  });
  new monitor.DiagnosticSetting('history-logs', {
    resourceUri: cluster.id,
    workspaceId: `${subscription}/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc`,
    logs: [{ categoryGroup: 'allLogs', enabled: true }],
  });
  new kusto.EventHubDataConnection('from-events', {
    resourceGroupName,
    kind: 'EventHub',
    clusterName: cluster.name,
    databaseName: 'furnaces',
    eventHubResourceId: `${subscription}/resourceGroups/glassworks/providers/Microsoft.EventHub/namespaces/glassworks-events/eventhubs/raw`,
    consumerGroup: 'history',
  });
  new kusto.IotHubDataConnection('from-hub', {
    resourceGroupName,
    kind: 'IotHub',
    clusterName: cluster.name,
    databaseName: 'furnaces',
    iotHubResourceId: `${subscription}/resourceGroups/glassworks/providers/Microsoft.Devices/IotHubs/glassworks-hub`,
    consumerGroup: 'history',
    sharedAccessPolicyName: 'service',
  });
  new kusto.DatabasePrincipalAssignment('dashboards', {
    resourceGroupName,
    clusterName: cluster.name,
    databaseName: 'furnaces',
    principalId: '5a0c7a10-0000-4000-8000-0000000000d1',
    principalType: kusto.PrincipalType.App,
    role: kusto.DatabasePrincipalRole.Admin,
  });
}
