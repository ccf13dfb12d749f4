import { digitalTwins, digitalTwinsEndpoint } from '../resources/types';
import type { Value } from '../resources/value';
import { isNotSet, isSet, noneOf, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { endpointOf, endpointTo, loggingOf, loggingTo } from '../rule/stack-examples';
import { diagnosticsRule, privateEndpointRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

const privateLink = 'https://learn.microsoft.com/azure/digital-twins/concepts-security';
const endpoints = 'https://learn.microsoft.com/azure/digital-twins/how-to-create-endpoints';
const monitoring = 'https://learn.microsoft.com/azure/digital-twins/how-to-monitor';
const logs =
  'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-digitaltwins-digitaltwinsinstances-logs';
const typings = 'azure-native 3.28 typings';

export const twinsPublicNetwork = defineRule({
  id: 'adt-public-network-access-disabled',
  title: 'Digital Twins cannot be reached from the public internet',
  topic: 'iothub-ip-filter',
  class: 'network',
  severity: 'high',
  target: digitalTwins,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'The twin graph is a plan of the whole plant: which machine hangs on which valve, and how it stands right now. On the internet one stolen token hands it to anybody.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint with the group id `API`.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      { properties: { resourceName: 'plant-twins', publicNetworkAccess: 'Disabled' } },
      {
        properties: { resourceName: 'plant-twins', location: 'westeurope', publicNetworkAccess: 'disabled' },
      },
    ],
    bad: [
      { properties: { resourceName: 'plant-twins', publicNetworkAccess: 'Enabled' } },
      { properties: { resourceName: 'plant-twins', location: 'westeurope' } },
    ],
  },
});

export const twinsIdentity = defineRule({
  id: 'adt-managed-identity',
  title: 'Digital Twins has an identity of its own',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  target: digitalTwins,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'Without an identity each route out of the twin graph needs a connection string, and the keys of the event services pile up in the instance and in the state.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, and grant the identity a sender role on the targets of its endpoints.',
    replaces: false,
  },
  serviceDefault: { is: 'the instance has no identity', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      { properties: { resourceName: 'plant-twins', identity: { type: 'SystemAssigned' } } },
      { properties: { resourceName: 'plant-twins', identity: { type: 'SystemAssigned,UserAssigned' } } },
    ],
    bad: [
      { properties: { resourceName: 'plant-twins', identity: { type: 'None' } } },
      { properties: { resourceName: 'plant-twins', publicNetworkAccess: 'Disabled' } },
    ],
  },
});

const endpoint = (fields: { readonly [name: string]: Value }) => ({
  properties: {
    resourceName: 'plant-twins',
    endpointName: 'changes',
    properties: { endpointType: 'EventHub', ...fields },
  },
});
const byIdentity = {
  authenticationType: 'IdentityBased',
  endpointUri: 'sb://plant-events.servicebus.windows.net',
  entityPath: 'twins',
};
const deadLetterUri = 'https://plantdata.blob.core.windows.net/undelivered';

export const twinsEndpointIdentity = defineRule({
  id: 'adt-endpoint-identity-auth',
  title: 'Endpoints of Digital Twins authenticate with a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  target: digitalTwinsEndpoint,
  property: 'properties.authenticationType',
  pass: oneOf('IdentityBased'),
  whenAbsent: 'fail',
  // An Event Grid topic can only be reached with its key.
  when: [{ property: 'properties.endpointType', is: noneOf('EventGrid'), whenAbsent: true }],
  printable: true,
  why: 'The key of the endpoint sends any event in the name of the twins: a false state of a boiler goes straight to the systems that act on it. Such keys lie in the program and the state.',
  fix: {
    say: 'Set `properties.authenticationType` to `IdentityBased` with `endpointUri` and `entityPath`, remove the connection strings, and grant the identity of the instance a sender role.',
    replaces: false,
  },
  serviceDefault: { is: 'endpoints authenticate with a key', source: typings },
  links: [endpoints],
  examples: {
    good: [
      endpoint({ ...byIdentity, deadLetterUri }),
      endpoint({ ...byIdentity, endpointType: 'ServiceBus', authenticationType: 'identityBased' }),
      endpoint({
        endpointType: 'EventGrid',
        topicEndpoint: 'https://plant.westeurope-1.eventgrid.azure.net',
      }),
    ],
    bad: [
      endpoint({ authenticationType: 'KeyBased', connectionStringPrimaryKey: 'example-only' }),
      endpoint({ endpointType: 'ServiceBus', primaryConnectionString: 'example-only' }),
    ],
  },
});

const uri = 'properties.deadLetterUri';
const signature = 'properties.deadLetterSecret';
const dropped = 'what cannot be delivered is dropped';

function checkDeadLetter(view: ResourceView): readonly Verdict[] {
  const keyed = verdictOf(view.one(signature), { must: isNotSet, whenAbsent: 'pass', serviceDefault: '' });
  if (keyed.outcome === 'fail') {
    const message = `\`${signature}\` reaches the container with a signature; \`${uri}\` does so with the identity.`;
    return [{ ...keyed, message }];
  }
  return [keyed, verdictOf(view.one(uri), { must: isSet, whenAbsent: 'fail', serviceDefault: dropped })];
}

export const twinsDeadLetter = defineRule({
  id: 'adt-endpoint-dead-letter',
  title: 'Events that Digital Twins cannot deliver are kept, without a signature in the program',
  topic: 'storage-recoverable',
  class: 'data-protection',
  severity: 'low',
  target: digitalTwinsEndpoint,
  property: [uri, signature],
  check: checkDeadLetter,
  controls: ['mcsb:IM-8', 'nist:SI-12', 'nist:AU-12', 'iec33:SR2.8', 'iec33:SR3.7'],
  threats: ['T-X03', 'T-C02', 'T-C10'],
  why: 'When the event service is down or full, changes of the twins are lost for good and the systems behind it act on an old picture. A signature in the program opens the container to all who read it.',
  fix: {
    say: 'Set `properties.deadLetterUri` to a blob container on which the identity of the instance has a data role, and remove `properties.deadLetterSecret`.',
    replaces: false,
  },
  serviceDefault: { is: dropped, source: endpoints },
  links: [endpoints],
  examples: {
    good: [
      endpoint({ ...byIdentity, deadLetterUri }),
      endpoint({ ...byIdentity, endpointType: 'ServiceBus', deadLetterUri, deadLetterSecret: '' }),
    ],
    bad: [
      { ...endpoint(byIdentity), at: [uri] },
      {
        ...endpoint({ ...byIdentity, deadLetterSecret: `${deadLetterUri}?sig=example-only` }),
        at: [signature],
      },
    ],
  },
});

const twins = { type: digitalTwins, name: 'twins', properties: { resourceName: 'plant-twins' } };

export const twinsPrivateEndpoint = privateEndpointRule({
  id: 'adt-private-endpoint',
  title: 'Digital Twins has a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  target: digitalTwins,
  groupIds: ['API'],
  why: 'Without a private endpoint every function that updates a twin goes over the public address, and closing that would freeze the picture of the plant.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the instance and the group id `API`, with the DNS zone `privatelink.digitaltwins.azure.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [twins, endpointOf('twins', 'API')] },
      { resources: [twins, endpointTo('Microsoft.DigitalTwins/digitalTwinsInstances/plant-twins', 'api')] },
    ],
    bad: [
      { resources: [twins] },
      { resources: [twins, endpointOf('twins', 'iotHub')] },
      { resources: [twins, endpointTo('Microsoft.DigitalTwins/digitalTwinsInstances/other', 'API')] },
    ],
  },
});

const categories = ['DigitalTwinsOperation', 'ModelsOperation', 'EventRoutesOperation', 'QueryOperation'];
const all = categories.map((category) => ({ category, enabled: true }));

export const twinsDiagnostics = diagnosticsRule({
  id: 'adt-diagnostics',
  title: 'Digital Twins sends its logs to a place that keeps them',
  topic: 'iothub-diagnostics',
  severity: 'medium',
  peers: { azurePolicy: ['4c9cd884-3e45-4588-ac9d-00d44be2cbcd'] },
  target: digitalTwins,
  categories,
  controls: ['mcsb:LT-3', 'nist:AU-12', 'nist:AU-6', 'iec33:SR2.8', 'enisa:GP-TM-55', 'cra:1.l'],
  threats: ['T-C10', 'T-O08'],
  why: 'A changed twin can make operators switch the wrong machine. Without these logs nobody can say who changed it, or who queried the plan of the plant before an attack.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the instance with a workspace and the category group `allLogs` (or the four categories of operations).',
    replaces: false,
  },
  serviceDefault: { is: 'no log leaves the instance', source: monitoring },
  links: [logs],
  examples: {
    good: [
      { resources: [twins, loggingOf('twins', [{ categoryGroup: 'allLogs', enabled: true }])] },
      { resources: [twins, loggingTo('Microsoft.DigitalTwins/digitalTwinsInstances/plant-twins', all)] },
    ],
    bad: [
      { resources: [twins] },
      { resources: [twins, loggingOf('twins', all.slice(1))] },
      { resources: [twins, loggingTo('Microsoft.DigitalTwins/digitalTwinsInstances/other', all)] },
    ],
  },
});
