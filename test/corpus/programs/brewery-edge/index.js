import * as pulumi from '@pulumi/pulumi';
import { AssetEndpointProfile, Broker, BrokerListener, DataflowEndpoint } from './edge.js';

const instanceName = new pulumi.Config().require('instance');
const extendedLocation = {
  type: 'CustomLocation',
  name: '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/brewery/providers/Microsoft.ExtendedLocation/customLocations/brewery',
};
const common = { resourceGroupName: 'brewery', instanceName, extendedLocation };

new Broker('broker', {
  ...common,
  brokerName: 'default',
  properties: { memoryProfile: 'Medium', advanced: { encryptInternalTraffic: 'Disabled' } },
});
new BrokerListener('cellar', {
  ...common,
  brokerName: 'default',
  listenerName: 'cellar',
  properties: {
    serviceType: 'NodePort',
    ports: [
      // The old bottling line cannot do more.
      { port: 1883 },
      {
        port: 8883,
        authenticationRef: 'machines',
        authorizationRef: 'topics',
        tls: {
          mode: 'Automatic',
          certManagerCertificateSpec: { issuerRef: { name: 'cellar', kind: 'Issuer' } },
        },
      },
    ],
  },
});

new DataflowEndpoint('to-cloud', {
  ...common,
  dataflowEndpointName: 'to-cloud',
  properties: {
    endpointType: 'Mqtt',
    mqttSettings: {
      host: 'brewery.westeurope-1.ts.eventgrid.azure.net:8883',
      authentication: { method: 'SystemAssignedManagedIdentity' },
      tls: { mode: 'Enabled' },
    },
  },
});
new DataflowEndpoint('to-lab', {
  ...common,
  dataflowEndpointName: 'to-lab',
  properties: {
    endpointType: 'Kafka',
    kafkaSettings: { host: 'lab:9092', authentication: { method: 'Anonymous' }, tls: { mode: 'Disabled' } },
  },
});

new AssetEndpointProfile('kettle', {
  resourceGroupName: 'brewery',
  extendedLocation,
  assetEndpointProfileName: 'kettle',
  endpointProfileType: 'Microsoft.OpcUa',
  targetAddress: 'opc.tcp://kettle.brewery.example:4840',
  authentication: { method: 'Certificate', x509Credentials: { certificateSecretName: 'kettle' } },
  additionalConfiguration: JSON.stringify({
    applicationName: 'kettle',
    security: { securityMode: 'None', securityPolicy: 'http://opcfoundation.org/UA/SecurityPolicy#None' },
  }),
});
new AssetEndpointProfile('filler', {
  resourceGroupName: 'brewery',
  extendedLocation,
  assetEndpointProfileName: 'filler',
  endpointProfileType: 'Microsoft.Http',
  targetAddress: 'http://filler.brewery.example/status',
});
