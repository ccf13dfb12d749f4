import * as streamanalytics from '@pulumi/azure-native/streamanalytics';
import type * as pulumi from '@pulumi/pulumi';

const json = { type: 'Json', encoding: 'UTF8' } as const;

export function streams(resourceGroupName: string, hubKey: pulumi.Output<string>): void {
  const job = new streamanalytics.StreamingJob('melt-alarms', {
    resourceGroupName,
    sku: { name: 'Standard' },
    identity: { type: 'SystemAssigned' },
    inputs: [
      {
        name: 'furnaces',
        properties: {
          type: 'Stream',
          datasource: {
            type: 'Microsoft.Devices/IotHubs',
            iotHubNamespace: 'glassworks-hub',
            sharedAccessPolicyName: 'iothubowner',
            sharedAccessPolicyKey: hubKey,
            endpoint: 'messages/events',
            consumerGroupName: 'alarms',
          },
          serialization: json,
        },
      },
    ],
    outputs: [
      {
        name: 'control-room',
        datasource: {
          type: 'Microsoft.ServiceBus/EventHub',
          authenticationMode: 'Msi',
          serviceBusNamespace: 'glassworks-events',
          eventHubName: 'alarms',
        },
        serialization: json,
      },
    ],
  });
  new streamanalytics.Output('archive', {
    resourceGroupName,
    jobName: job.name,
    outputName: 'archive',
    datasource: {
      type: 'Microsoft.Storage/Blob',
      container: 'alarms',
      pathPattern: '{date}',
      storageAccounts: [
        { accountName: 'glassarchive', accountKey: 'Z2xhc3MtZXhhbXBsZS1rZXktb3BlbnMtbm90aGluZy1oZXJl' },
      ],
    },
    serialization: json,
  });
}
