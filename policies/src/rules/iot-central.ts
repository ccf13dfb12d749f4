import { iotCentralApp } from '../resources/types';
import { isTrue, oneOf } from '../rule/conditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

const privateLink = 'https://learn.microsoft.com/azure/iot-central/core/howto-create-private-endpoint';
const security = 'https://learn.microsoft.com/azure/iot-central/core/overview-iot-central-security';
const typings = 'azure-native 3.28 typings';

const sku = { name: 'ST2' };

export const iotCentralPublicNetwork = defineRule({
  id: 'iotcentral-public-network-access-disabled',
  title: 'IoT Central cannot be reached from the public internet',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['cd870362-211d-4cad-9ad9-11e5ea4ebbc1'] },
  target: iotCentralApp,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'The application brings the devices, their dashboards and their commands together at one address. Open to the internet, one stolen login or device key works from anywhere.',
  fix: {
    say: 'Add a private endpoint for the devices, then set `publicNetworkAccess` to `Disabled`.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      { properties: { resourceName: 'plant', subdomain: 'plant', sku, publicNetworkAccess: 'Disabled' } },
      { properties: { sku, publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { resourceName: 'plant', sku, publicNetworkAccess: 'Enabled' } },
      { properties: { resourceName: 'plant', sku } },
    ],
  },
});

const app = { type: iotCentralApp, name: 'app', properties: { resourceName: 'plant', sku } };

export const iotCentralPrivateEndpoint = privateEndpointRule({
  id: 'iotcentral-private-endpoint',
  title: 'IoT Central has a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'low',
  peers: { azurePolicy: ['9ace2dbc-4b71-48b6-b2a7-428b0b2e3944'] },
  target: iotCentralApp,
  groupIds: ['iotApp'],
  why: 'Without a private endpoint the devices of the plant cross the internet to reach the application, and its public side can never be closed.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the application and the group id `iotApp`, with the DNS zone `privatelink.azureiotcentral.com` and those of the hubs and the provisioning service behind it.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [app, endpointOf('app', 'iotApp')] },
      { resources: [app, endpointTo('Microsoft.IoTCentral/iotApps/plant', 'iotApp')] },
    ],
    bad: [
      { resources: [app] },
      { resources: [app, endpointOf('app', 'iotHub')] },
      { resources: [app, endpointTo('Microsoft.IoTCentral/iotApps/other', 'iotApp')] },
    ],
  },
});

const openDefault = 'every address may connect, and rules do not hold for devices';

function checkRules(view: ResourceView): readonly Verdict[] {
  const terms = { whenAbsent: 'fail', serviceDefault: openDefault, printable: true } as const;
  return [
    verdictOf(view.one('networkRuleSets.defaultAction'), { ...terms, must: oneOf('Deny') }),
    verdictOf(view.one('networkRuleSets.applyToDevices'), { ...terms, must: isTrue }),
  ];
}

const ipRules = [{ filterName: 'plant', ipMask: '203.0.113.0/24' }];
const ruled = (networkRuleSets: { readonly [name: string]: string | boolean }) => ({
  properties: { resourceName: 'plant', sku, networkRuleSets: { ...networkRuleSets, ipRules } },
});

export const iotCentralDefaultDeny = defineRule({
  id: 'iotcentral-network-default-deny',
  title: 'IoT Central denies addresses that no network rule names, for devices as well',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'medium',
  target: iotCentralApp,
  property: ['networkRuleSets.defaultAction', 'networkRuleSets.applyToDevices'],
  check: checkRules,
  printable: true,
  why: 'Rules that allow by default, or that skip the devices, keep nobody away from the hubs behind the application. A copied device key then sends false readings from any network.',
  fix: {
    say: 'Set `networkRuleSets.defaultAction` to `Deny` and `networkRuleSets.applyToDevices` to `true`, with the public ranges of your sites in `ipRules`.',
    replaces: false,
  },
  serviceDefault: { is: openDefault, source: typings },
  links: [security, privateLink],
  examples: {
    good: [
      ruled({ defaultAction: 'Deny', applyToDevices: true, applyToIoTCentral: true }),
      ruled({ defaultAction: 'deny', applyToDevices: 'true' }),
    ],
    bad: [
      {
        ...ruled({ defaultAction: 'Allow', applyToDevices: true }),
        at: ['networkRuleSets.defaultAction'],
      },
      {
        ...ruled({ defaultAction: 'Deny', applyToIoTCentral: true }),
        at: ['networkRuleSets.applyToDevices'],
      },
      {
        properties: { resourceName: 'plant', sku },
        at: ['networkRuleSets.defaultAction', 'networkRuleSets.applyToDevices'],
      },
    ],
  },
});
