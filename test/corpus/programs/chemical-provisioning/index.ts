import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import { Hub, LinkingProvisioningService, ProvisioningCertificate, ProvisioningService } from './sdks';

const group = new resources.ResourceGroup('enrolment');
const resourceGroupName = group.name;
const config = new pulumi.Config();

const hub = new Hub(
  'park-hub',
  {
    resourceGroupName,
    sku: { name: 'GEN2', capacity: 1 },
    properties: {
      minTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      disableDeviceSAS: true,
      disableModuleSAS: true,
      restrictOutboundNetworkAccess: true,
      allowedFqdnList: ['*'],
    },
  },
  { protect: true },
);

new LinkingProvisioningService(
  'park-enrolment',
  {
    resourceGroupName,
    sku: { name: 'S1', capacity: 1 },
    identity: { type: 'SystemAssigned' },
    properties: {
      publicNetworkAccess: 'Disabled',
      iotHubs: [
        {
          location: 'germanywestcentral',
          connectionString: pulumi.interpolate`HostName=${hub.name}.azure-devices.net`,
          authenticationType: 'SystemAssigned',
        },
        {
          location: 'germanywestcentral',
          connectionString: 'HostName=park-old.azure-devices.net',
          authenticationType: 'SystemAssigned',
        },
      ],
      authorizationPolicies: [{ keyName: 'enrolment', rights: 'EnrollmentRead' }],
    },
  },
  { retainOnDelete: true },
);

const yard = new ProvisioningService('yard-enrolment', {
  resourceGroupName,
  sku: { name: 'S1', capacity: 1 },
  properties: {
    iotHubs: [{ location: 'germanywestcentral', connectionString: config.requireSecret('yardHub') }],
    ipFilterRules: [
      { filterName: 'yard', action: 'Accept', ipMask: '198.51.100.0/24', target: 'all' },
      { filterName: 'rest', action: 'Reject', ipMask: '0.0.0.0/0', target: 'deviceApi' },
    ],
  },
});
const root = readFileSync(join(__dirname, 'gateways.pem'), 'utf8');
new ProvisioningCertificate('gateways', {
  resourceGroupName,
  provisioningServiceName: yard.name,
  properties: { certificate: Buffer.from(root).toString('base64'), isVerified: true },
});
new ProvisioningCertificate('forklifts', {
  resourceGroupName,
  provisioningServiceName: yard.name,
  properties: { certificate: root.replace('BEGIN CERTIFICATE', 'BEGIN CERTIFICATE REQUEST') },
});
