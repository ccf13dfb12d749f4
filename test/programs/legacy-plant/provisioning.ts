import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as dps from '@pulumi/azure-native/deviceprovisioningservices';
import type * as pulumi from '@pulumi/pulumi';
import { tags } from './settings';

/** New loggers announce themselves here, from whatever mobile network they are on. */
export function provisioning(resourceGroupName: pulumi.Input<string>, hubConnection: pulumi.Input<string>) {
  const service = new dps.IotDpsResource('plant-dps', {
    resourceGroupName,
    tags,
    sku: { name: dps.IotDpsSku.S1, capacity: 1 },
    properties: {
      iotHubs: [{ location: 'westeurope', connectionString: hubConnection }],
      ipFilterRules: [{ filterName: 'mobile', action: 'Accept', ipMask: '0.0.0.0/0' }],
    },
  });
  new dps.DpsCertificate('plant-root', {
    resourceGroupName,
    provisioningServiceName: service.name,
    properties: { certificate: readFileSync(join(__dirname, 'plant-root.pem')).toString('base64') },
  });
  return service;
}
