import * as eventhub from '@pulumi/azure-native/eventhub';
import * as monitor from '@pulumi/azure-native/monitor';
import * as servicebus from '@pulumi/azure-native/servicebus';
import * as pulumi from '@pulumi/pulumi';
import { houseRules, reachable } from './house-rules';

houseRules();

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const resourceGroupName = 'dairy';

class Messaging extends pulumi.ComponentResource {
  readonly milk: eventhub.Namespace;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('dairy:index:Messaging', name, {}, opts);
    const parent = { parent: this };
    this.milk = new eventhub.Namespace(
      'milk',
      {
        resourceGroupName,
        sku: { name: eventhub.SkuName.Premium, tier: eventhub.SkuTier.Premium, capacity: 1 },
        identity: { type: eventhub.ManagedServiceIdentityType.SystemAssigned },
        publicNetworkAccess: eventhub.PublicNetworkAccess.Disabled,
        zoneRedundant: true,
        disableLocalAuth: false,
      },
      parent,
    );
    new servicebus.Namespace(
      'recipes',
      {
        resourceGroupName,
        sku: { name: servicebus.SkuName.Standard },
        publicNetworkAccess: servicebus.PublicNetworkAccess.Disabled,
      },
      parent,
    );
    this.registerOutputs();
  }
}

const { milk } = new Messaging('messaging', {
  transforms: [(args) => (args.name === 'recipes' ? reachable(args) : undefined)],
});
const inMilk = { resourceGroupName, namespaceName: milk.name };
new eventhub.NamespaceNetworkRuleSet('milk-firewall', {
  ...inMilk,
  defaultAction: eventhub.DefaultAction.Deny,
  ipRules: [{ ipMask: '203.0.113.0/24', action: eventhub.NetworkRuleIPAction.Allow }],
});
new eventhub.NamespaceAuthorizationRule('tankers', { ...inMilk, rights: ['Send'] });
new eventhub.EventHub('tanks', {
  ...inMilk,
  partitionCount: 4,
  captureDescription: {
    enabled: true,
    encoding: eventhub.EncodingCaptureDescription.Avro,
    destination: {
      name: 'EventHubArchive.AzureBlockBlob',
      storageAccountResourceId: `${subscription}/resourceGroups/dairy/providers/Microsoft.Storage/storageAccounts/dairyraw`,
      blobContainer: 'raw',
      archiveNameFormat: '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}',
    },
  },
});
new monitor.DiagnosticSetting('milk-logs', {
  resourceUri: milk.id,
  eventHubAuthorizationRuleId: `${subscription}/resourceGroups/soc/providers/Microsoft.EventHub/namespaces/soc/authorizationRules/logs`,
  logs: [
    { categoryGroup: 'audit', enabled: true, retentionPolicy: { enabled: true, days: 30 } },
    { categoryGroup: 'allLogs', enabled: false },
  ],
});
