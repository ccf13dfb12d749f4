import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const group = new resources.ResourceGroup('bakery');

new resources.Deployment('orders', {
  resourceGroupName: group.name,
  properties: {
    mode: resources.DeploymentMode.Incremental,
    template: JSON.parse(readFileSync(join(__dirname, 'orders.json'), 'utf8')),
    parameters: { adminPassword: { value: config.requireSecret('ordersPassword') } },
  },
});

// The shop system asks for new images this way. Its maker sent us the template.
new resources.Deployment('image-refresh', {
  resourceGroupName: group.name,
  properties: {
    mode: resources.DeploymentMode.Complete,
    debugSetting: { detailLevel: 'requestContent,responseContent' },
    parameters: { webhookSecret: { value: 'Roggenbrot-2024' } },
    template: {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters: { webhookSecret: { type: 'string' } },
      resources: [
        {
          type: 'Microsoft.ContainerRegistry/registries/webhooks',
          apiVersion: '2023-07-01',
          name: 'bakeryimages/refresh',
          location: 'westeurope',
          properties: {
            serviceUri: 'http://shop.bakery.example/refresh',
            customHeaders: { 'X-Shop': "[parameters('webhookSecret')]" },
            actions: ['push'],
            status: 'enabled',
          },
        },
      ],
      outputs: {
        registryPassword: {
          type: 'string',
          value: "[listCredentials('bakeryimages', '2023-07-01').passwords[0].value]",
        },
      },
    },
  },
});

// Approved by head office; fetched from there every time.
new resources.Deployment('cash-desk', {
  resourceGroupName: group.name,
  properties: {
    mode: resources.DeploymentMode.Incremental,
    templateLink: { uri: 'https://templates.bakery.example/main/cash-desk.json' },
  },
});
