import * as digitaltwins from '@pulumi/azure-native/digitaltwins';

/** The furnaces as twins. The simulation runs at the maker, so it has to be reached from outside. */
export function twins(resourceGroupName: string): void {
  const furnaces = new digitaltwins.DigitalTwin('furnaces', {
    resourceGroupName,
    identity: { type: digitaltwins.DigitalTwinsIdentityType.SystemAssigned },
    publicNetworkAccess: digitaltwins.PublicNetworkAccess.Enabled,
  });
  new digitaltwins.DigitalTwinsEndpoint('to-maker', {
    resourceGroupName,
    resourceName: furnaces.name,
    endpointName: 'maker',
    properties: {
      endpointType: 'EventHub',
      connectionStringPrimaryKey:
        'Endpoint=sb://maker.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=Z2xhc3MtZXhhbXBsZS1rZXktb3BlbnMtbm90aGluZw==;EntityPath=glass',
    },
  });
  new digitaltwins.DigitalTwinsEndpoint('to-us', {
    resourceGroupName,
    resourceName: furnaces.name,
    endpointName: 'us',
    properties: {
      endpointType: 'ServiceBus',
      authenticationType: 'IdentityBased',
      endpointUri: 'sb://glassworks-commands.servicebus.windows.net',
      entityPath: 'twins',
      deadLetterUri: 'https://glassarchive.blob.core.windows.net/undelivered',
    },
  });
}
