import { serviceBusNamespace, serviceBusNamespaceRule, serviceBusNetworkRuleSet } from '../resources/types';
import { isTrue, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import {
  namesOwnKeys,
  namespaceKeysRule,
  namespaceLogsRule,
  namespaceTlsRule,
} from '../rule/messaging-rules';
import { defineRule, type ExampleResource } from '../rule/rule';
import { endpointOf, endpointTo, loggingOf, loggingTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';

// Defaults of the service: API version 2026-01-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/service-bus-messaging';
const tls = `${docs}/transport-layer-security-configure-minimum-version`;
const sharedKeys = `${docs}/service-bus-sas`;
const firewall = `${docs}/service-bus-ip-filtering`;
const privateLink = `${docs}/private-link-service`;
const ownKeys = `${docs}/configure-customer-managed-key`;
const identity = `${docs}/service-bus-managed-service-identity`;

const namespace = (properties: ExampleResource['properties'] = {}): ExampleResource => ({
  type: serviceBusNamespace,
  name: 'commands',
  properties: {
    namespaceName: 'plant-commands',
    location: 'westeurope',
    sku: { name: 'Premium', tier: 'Premium', capacity: 1 },
    ...properties,
  },
});

export const serviceBusMinTls = defineRule(
  namespaceTlsRule({
    id: 'servicebus-min-tls',
    title: 'Service Bus namespaces refuse TLS below 1.2',
    severity: 'high',
    peers: { checkov: ['CKV_AZURE_205'], psrule: ['Azure.ServiceBus.MinTLS'] },
    target: serviceBusNamespace,
    why: 'Work orders and commands for machines wait in these queues. Over TLS 1.0 or 1.1 somebody on the way can read them, or put others in their place.',
    fix: { say: 'Set `minimumTlsVersion` to `1.2` or `1.3`.', replaces: false, value: '1.2' },
    serviceDefault: {
      is: 'TLS 1.2 is the floor from API version 2022-01-01-preview on, 1.0 before',
      source: tls,
    },
    links: [tls],
    examples: {
      good: [
        { properties: { sku: { name: 'Standard' }, minimumTlsVersion: '1.2' } },
        { properties: { sku: { name: 'Premium' }, minimumTlsVersion: '1.3' } },
        { properties: { sku: { name: 'Standard' } }, apiVersion: '2022-10-01-preview' },
      ],
      bad: [
        { properties: { sku: { name: 'Standard' }, minimumTlsVersion: '1.1' } },
        { properties: { sku: { name: 'Standard' } }, at: ['minimumTlsVersion'] },
        { properties: { sku: { name: 'Standard' } }, apiVersion: '2021-11-01' },
      ],
    },
  }),
);

export const serviceBusLocalAuth = defineRule({
  id: 'servicebus-disable-local-auth',
  title: 'Service Bus namespaces accept Entra ID only',
  topic: 'eventhub-hardening',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_203'],
    psrule: ['Azure.ServiceBus.DisableLocalAuth'],
    azurePolicy: ['cfb11c26-f069-4c14-8e36-56c394dae5af'],
  },
  target: serviceBusNamespace,
  property: 'disableLocalAuth',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  threats: ['T-C01', 'T-C02'],
  why: 'A shared key has no owner and no end. Somebody who left the company years ago can still take work orders out of a queue, or put commands for the line into it.',
  fix: {
    say: 'Set `disableLocalAuth` to `true` and give callers the roles Azure Service Bus Data Sender and Receiver. Move what knows only connection strings first.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'keys of shared access rules are accepted', source: sharedKeys },
  links: [`${docs}/disable-local-authentication`],
  examples: {
    good: [
      { properties: { sku: { name: 'Premium' }, disableLocalAuth: true } },
      { properties: { sku: { name: 'Standard' }, disableLocalAuth: 'True' } },
    ],
    bad: [
      { properties: { sku: { name: 'Standard' }, disableLocalAuth: false } },
      { properties: { sku: { name: 'Standard' } }, at: ['disableLocalAuth'] },
    ],
  },
});

export const serviceBusPublicNetwork = defineRule({
  id: 'servicebus-public-network-access-disabled',
  title: 'Service Bus namespaces cannot be reached from the public internet',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_204'], azurePolicy: ['cbd11fd3-3002-4907-b6c8-579f0e700e13'] },
  // Both resources write the same switch, and the later one wins.
  target: [serviceBusNamespace, serviceBusNetworkRuleSet],
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled', 'SecuredByPerimeter'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A command queue on the internet can be tried with any leaked key from anywhere, and filled with rubbish until the machines behind it get nothing to do.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` on the namespace and on its network rule set, and add a private endpoint, which needs the tier `Premium`. `SecuredByPerimeter` protects only with a network security perimeter that is enforced.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: 'azure-native 3.28 typings' },
  links: [`${docs}/network-security`, privateLink],
  examples: {
    good: [
      { properties: { namespaceName: 'plant-commands', publicNetworkAccess: 'Disabled' } },
      { properties: { namespaceName: 'plant-commands', publicNetworkAccess: 'SecuredByPerimeter' } },
    ],
    bad: [
      { properties: { namespaceName: 'plant-commands', publicNetworkAccess: 'Enabled' } },
      { properties: { namespaceName: 'plant-commands' } },
    ],
  },
});

export const serviceBusDefaultDeny = defineRule({
  id: 'servicebus-network-default-deny',
  title: 'The network rules of Service Bus turn away what no rule names',
  topic: 'eventhub-hardening',
  class: 'network',
  severity: 'medium',
  target: serviceBusNetworkRuleSet,
  property: 'defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  why: 'A rule set that allows by default lists the sites of the plant and lets in everybody else as well; nobody looks at it again because a firewall seems to be there.',
  fix: {
    say: 'Set `defaultAction` to `Deny` and name at least one range in `ipRules` or one subnet in `virtualNetworkRules`: with both lists empty the namespace stays open. Network rules need the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'every network is let in', source: firewall },
  links: [firewall, `${docs}/service-bus-service-endpoints`],
  examples: {
    good: [
      {
        properties: {
          namespaceName: 'plant-commands',
          defaultAction: 'Deny',
          ipRules: [{ ipMask: '203.0.113.0/24', action: 'Allow' }],
        },
      },
      {
        properties: {
          namespaceName: 'plant-commands',
          defaultAction: 'deny',
          trustedServiceAccessEnabled: true,
          virtualNetworkRules: [
            {
              subnet: {
                id: '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Network/virtualNetworks/plant/subnets/mes',
              },
            },
          ],
        },
      },
    ],
    bad: [
      { properties: { namespaceName: 'plant-commands', defaultAction: 'Allow', ipRules: [] } },
      {
        properties: { namespaceName: 'plant-commands', ipRules: [{ ipMask: '203.0.113.0/24' }] },
        at: ['defaultAction'],
      },
    ],
  },
});

const key = { keyName: 'commands', keyVaultUri: 'https://example.vault.azure.net' };

export const serviceBusCmk = defineRule({
  id: 'servicebus-cmk',
  title: 'Service Bus namespaces encrypt with a key of yours',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_201'], azurePolicy: ['295fc8b1-dc9f-4f53-9c61-3f313ceab40a'] },
  target: serviceBusNamespace,
  property: 'encryption.keyVaultProperties',
  pass: namesOwnKeys,
  whenAbsent: 'fail',
  advisory: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'Messages can wait for days with recipes, orders and names of people in them. Only with a key of your own can you close them to everybody, the operator of the cloud included.',
  fix: {
    say: 'List the key in `encryption.keyVaultProperties` with `keyName`, `keyVaultUri` and the identity that may use it. This needs the tier `Premium` and a namespace that is new or empty.',
    replaces: false,
  },
  serviceDefault: { is: 'the service encrypts with a key of its own', source: ownKeys },
  links: [ownKeys],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium', capacity: 1 },
          identity: { type: 'SystemAssigned' },
          encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: [key] },
        },
      },
    ],
    bad: [
      { properties: { sku: { name: 'Premium', capacity: 1 } }, at: ['encryption.keyVaultProperties'] },
      {
        properties: { sku: { name: 'Premium' }, encryption: { keySource: 'Microsoft.KeyVault' } },
        at: ['encryption.keyVaultProperties'],
      },
    ],
  },
});

export const serviceBusDoubleEncryption = defineRule({
  id: 'servicebus-double-encryption',
  title: 'Service Bus namespaces encrypt their data twice',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_199'], azurePolicy: ['ebaf4f25-a4e8-415f-86a8-42d9155bef0b'] },
  target: serviceBusNamespace,
  property: 'encryption.requireInfrastructureEncryption',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'A second layer with a key of the platform keeps waiting messages closed while a leaked first key is being replaced. Whoever forgets it moves every queue to a new namespace later.',
  fix: {
    say: 'Set `encryption.requireInfrastructureEncryption` to `true` beside a key of yours when the namespace is created, in the tier `Premium`.',
    replaces: true,
  },
  serviceDefault: {
    is: 'data is encrypted once',
    source: 'https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key',
  },
  links: [ownKeys],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium', capacity: 1 },
          encryption: { keyVaultProperties: [key], requireInfrastructureEncryption: true },
        },
      },
    ],
    bad: [
      {
        properties: {
          sku: { name: 'Premium' },
          encryption: { keyVaultProperties: [key], requireInfrastructureEncryption: false },
        },
      },
      { properties: { sku: { name: 'Premium' } }, at: ['encryption.requireInfrastructureEncryption'] },
    ],
  },
});

export const serviceBusIdentity = defineRule({
  id: 'servicebus-managed-identity',
  title: 'Service Bus namespaces have a managed identity',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_202'] },
  target: serviceBusNamespace,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'The namespace needs an identity to fetch a key of yours from a vault. Added in a hurry later, it gets rights that are far too wide and that nobody takes back.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`.',
    replaces: false,
  },
  serviceDefault: { is: 'a namespace has no identity', source: identity },
  links: [identity],
  examples: {
    good: [
      { properties: { sku: { name: 'Premium' }, identity: { type: 'SystemAssigned' } } },
      { properties: { sku: { name: 'Premium' }, identity: { type: 'SystemAssigned, UserAssigned' } } },
    ],
    bad: [
      { properties: { sku: { name: 'Premium' }, identity: { type: 'None' } } },
      { properties: { sku: { name: 'Premium' } }, at: ['identity.type'] },
    ],
  },
});

export const serviceBusNamespaceKeys = defineRule(
  namespaceKeysRule({
    id: 'servicebus-no-extra-auth-rules',
    title: 'No shared access rule opens a whole Service Bus namespace',
    severity: 'medium',
    peers: { azurePolicy: ['a1817ec0-a368-432a-8057-8371e17ac6ee'] },
    target: serviceBusNamespaceRule,
    why: 'One key for the namespace opens every queue and topic in it: the program of a display board can then also empty the queue that drives the warehouse.',
    fix: {
      say: 'Remove the rule and give callers Entra ID roles; where a key must stay, make it on one queue or topic with a single right.',
      replaces: false,
    },
    serviceDefault: { is: 'only RootManageSharedAccessKey exists', source: sharedKeys },
    links: [sharedKeys],
    examples: {
      good: [
        {
          properties: {
            namespaceName: 'plant-commands',
            authorizationRuleName: 'rootmanagesharedaccesskey',
            rights: ['Listen', 'Manage', 'Send'],
          },
        },
        {
          properties: { namespaceName: 'plant-commands', rights: ['Listen'] },
          options: { allowListenOrSend: true },
        },
      ],
      bad: [
        {
          properties: { namespaceName: 'plant-commands', rights: ['Manage', 'Send', 'Listen'] },
          options: { allowListenOrSend: true },
          at: ['rights[0]'],
        },
        {
          properties: {
            namespaceName: 'plant-commands',
            authorizationRuleName: 'board',
            rights: ['Listen'],
          },
          at: ['rights'],
        },
      ],
    },
  }),
);

export const serviceBusPrivateEndpoint = privateEndpointRule({
  id: 'servicebus-private-endpoint',
  title: 'Service Bus namespaces have a private endpoint',
  topic: 'iothub-private-endpoint',
  severity: 'medium',
  peers: { azurePolicy: ['1c06e275-d63d-4540-b761-71f364c2111d'], kics: ['dda11a20'] },
  target: serviceBusNamespace,
  groupIds: ['namespace'],
  advisory: true,
  why: 'Without one, the systems that run the plant leave its network to fetch their next order, and a closed public address cuts them off altogether.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the namespace and the group id `namespace`, with the DNS zone `privatelink.servicebus.windows.net`. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  examples: {
    good: [
      { resources: [namespace(), endpointOf('commands', 'namespace')] },
      { resources: [namespace(), endpointTo('Microsoft.ServiceBus/namespaces/plant-commands', 'Namespace')] },
    ],
    bad: [
      { resources: [namespace()] },
      { resources: [namespace(), endpointTo('Microsoft.ServiceBus/namespaces/office', 'namespace')] },
    ],
  },
});

const enabled = (category: string) => ({ category, enabled: true });

export const serviceBusDiagnostics = defineRule(
  namespaceLogsRule({
    id: 'servicebus-diagnostics',
    title: 'Service Bus namespaces log who uses or changes them',
    topic: 'dps-diagnostics',
    severity: 'medium',
    peers: { psrule: ['Azure.ServiceBus.AuditLogs'], azurePolicy: ['f8d36e2f-389b-4ee4-898d-21aeb69a0f45'] },
    target: serviceBusNamespace,
    why: 'A machine that ran the wrong order leaves one question: who put that message into the queue. Without these logs it is never answered.',
    fix: {
      say: 'Add a `DiagnosticSetting` on the namespace with a workspace and the category group `allLogs`; or with the category `RuntimeAuditLogs` in the tier `Premium`, and `OperationalLogs` in the others.',
      replaces: false,
    },
    serviceDefault: { is: 'no log leaves the namespace', source: `${docs}/monitor-service-bus` },
    links: [`${docs}/monitor-service-bus`],
    examples: {
      good: [
        { resources: [namespace(), loggingOf('commands', [{ categoryGroup: 'audit', enabled: true }])] },
        {
          resources: [
            namespace({ sku: { name: 'Standard' } }),
            loggingTo('Microsoft.ServiceBus/namespaces/plant-commands', [enabled('OperationalLogs')]),
          ],
        },
      ],
      bad: [
        { resources: [namespace()] },
        { resources: [namespace(), loggingOf('commands', [enabled('OperationalLogs')])] },
        {
          resources: [namespace(), loggingOf('commands', [{ categoryGroup: 'audit', enabled: false }])],
        },
      ],
    },
  }),
);
