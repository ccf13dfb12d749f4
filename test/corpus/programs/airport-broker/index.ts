import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as eventgrid from '@pulumi/azure-native/eventgrid';
import * as resources from '@pulumi/azure-native/resources';

const group = new resources.ResourceGroup('airport');
const resourceGroupName = group.name;

const alarms = new eventgrid.Topic('alarms', {
  resourceGroupName,
  identity: { type: eventgrid.IdentityType.SystemAssigned },
  disableLocalAuth: true,
  publicNetworkAccess: eventgrid.PublicNetworkAccess.Enabled,
  minimumTlsVersionAllowed: eventgrid.TlsVersion.TlsVersion_1_2,
  inboundIpRules: [{ action: 'Allow', ipMask: '198.51.100.0/24' }],
});
new eventgrid.EventSubscription('to-control-room', {
  scope: alarms.id,
  destination: {
    endpointType: 'WebHook',
    endpointUrl: 'https://control.airport.example/alarms',
    azureActiveDirectoryApplicationIdOrUri: 'api://airport-control',
    minimumTlsVersionAllowed: '1.2',
  },
  deadLetterWithResourceIdentity: {
    identity: { type: 'SystemAssigned' },
    deadLetterDestination: {
      endpointType: 'StorageBlob',
      blobContainerName: 'undelivered',
      resourceId:
        '/subscriptions/5a0c7a10-0000-4000-8000-000000000001/resourceGroups/airport/providers/Microsoft.Storage/storageAccounts/airportdead',
    },
  },
});
new eventgrid.EventSubscription('to-vendor', {
  scope: alarms.id,
  destination: { endpointType: 'WebHook', endpointUrl: 'http://vendor.example/hook' },
});

const broker = new eventgrid.Namespace('broker', {
  resourceGroupName,
  publicNetworkAccess: eventgrid.PublicNetworkAccess.Enabled,
  inboundIpRules: [{ action: 'Allow', ipMask: '0.0.0.0/0' }],
  topicSpacesConfiguration: {
    state: eventgrid.TopicSpacesConfigurationState.Enabled,
    maximumClientSessionsPerAuthenticationName: 5,
    routeTopicResourceId: alarms.id,
  },
});
const inBroker = { resourceGroupName, namespaceName: broker.name };
const certificate = (file: string) => readFileSync(join(__dirname, file), 'utf8');
new eventgrid.CaCertificate('belts-ca', { ...inBroker, encodedCertificate: certificate('belts.pem') });
new eventgrid.CaCertificate('old-belts-ca', {
  ...inBroker,
  encodedCertificate: certificate('old-belts.pem'),
});
new eventgrid.Client('belt-12', {
  ...inBroker,
  authenticationName: 'belt-12',
  clientCertificateAuthentication: { validationScheme: 'SubjectMatchesAuthenticationName' },
});
new eventgrid.Client('gate-display', {
  ...inBroker,
  authenticationName: 'gate-display',
  clientCertificateAuthentication: { validationScheme: 'ThumbprintMatch' },
});
const everything = new eventgrid.TopicSpace('everything', {
  ...inBroker,
  topicTemplates: ['belts/+/state', '#'],
});
new eventgrid.PermissionBinding('publish', {
  ...inBroker,
  clientGroupName: '$all',
  topicSpaceName: everything.name,
  permission: eventgrid.PermissionType.Publisher,
});
new eventgrid.PermissionBinding('listen', {
  ...inBroker,
  clientGroupName: '$all',
  topicSpaceName: everything.name,
  permission: eventgrid.PermissionType.Subscriber,
});
