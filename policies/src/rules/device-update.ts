import { deviceUpdateAccount, deviceUpdateInstance } from '../resources/types';
import { doesNotMatch, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { mustBeGiven } from '../rule/references';
import { defineRule } from '../rule/rule';
import { endpointOf, endpointTo } from '../rule/stack-examples';
import { privateEndpointRule } from '../rule/stack-rules';

const api = 'https://learn.microsoft.com/azure/templates/microsoft.deviceupdate/accounts';
const network = 'https://learn.microsoft.com/azure/iot-hub-device-update/network-security';
const encryption = 'https://learn.microsoft.com/azure/iot-hub-device-update/device-update-data-encryption';
const logs = 'https://learn.microsoft.com/azure/iot-hub-device-update/device-update-log-collection';
const typings = 'azure-native 3.28 typings';

export const deviceUpdatePublicNetwork = defineRule({
  id: 'deviceupdate-public-network-access-disabled',
  title: 'Device Update cannot be reached from the public internet',
  topic: 'update-account-closed',
  class: 'network',
  severity: 'high',
  peers: { azurePolicy: ['510ec8b2-cb9e-461d-b7f3-6b8678c31182'] },
  target: deviceUpdateAccount,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'This account decides which firmware the fleet installs. On the internet one stolen token is enough to roll an update of a stranger out to every machine at once.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint for the people and pipelines that publish updates.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'public access is enabled', source: network },
  links: [network],
  examples: {
    good: [
      { properties: { accountName: 'plant-updates', sku: 'Standard', publicNetworkAccess: 'Disabled' } },
      { properties: { accountName: 'plant-updates', publicNetworkAccess: 'disabled' } },
    ],
    bad: [
      { properties: { accountName: 'plant-updates', publicNetworkAccess: 'Enabled' } },
      { properties: { accountName: 'plant-updates', sku: 'Standard' }, at: ['publicNetworkAccess'] },
    ],
  },
});

const account = { type: deviceUpdateAccount, name: 'updates', properties: { accountName: 'plant-updates' } };

export const deviceUpdatePrivateEndpoint = privateEndpointRule({
  id: 'deviceupdate-private-endpoint',
  title: 'Device Update has a private endpoint',
  topic: 'update-account-closed',
  severity: 'medium',
  peers: { azurePolicy: ['27d4c5ec-8820-443f-91fe-1215e96f64b2'] },
  target: deviceUpdateAccount,
  groupIds: ['DeviceUpdate'],
  why: 'Without a private endpoint firmware is published over a public address, so it cannot be closed without cutting off the people who have to ship the next security fix.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the account and the group id `DeviceUpdate`, with the DNS zone `privatelink.api.adu.microsoft.com`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: network },
  examples: {
    good: [
      { resources: [account, endpointOf('updates', 'DeviceUpdate')] },
      { resources: [account, endpointTo('Microsoft.DeviceUpdate/accounts/plant-updates', 'deviceupdate')] },
    ],
    bad: [
      { resources: [account] },
      { resources: [account, endpointOf('updates', 'iotHub')] },
      { resources: [account, endpointTo('Microsoft.DeviceUpdate/accounts/other', 'DeviceUpdate')] },
    ],
  },
});

const key = {
  keyVaultKeyUri: 'https://plant.vault.azure.net/keys/updates',
  userAssignedIdentity:
    '/subscriptions/s/resourceGroups/plant/providers/Microsoft.ManagedIdentity/userAssignedIdentities/updates',
};

export const deviceUpdateCustomerKey = defineRule({
  id: 'deviceupdate-cmk',
  title: 'Device Update encrypts its data with a key of yours',
  topic: 'update-account-closed',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['43c323f6-0329-4f7c-a19a-6e5a5690d042'] },
  target: deviceUpdateAccount,
  property: ['encryption.keyVaultKeyUri', 'encryption.userAssignedIdentity'],
  readsOrigins: true,
  check: (view) =>
    ['encryption.keyVaultKeyUri', 'encryption.userAssignedIdentity'].map((path) =>
      mustBeGiven(view, path, `\`${path}\` is not set, so there is no key of yours to use.`),
    ),
  advisory: true,
  why: 'Firmware images show how a machine works inside. With a key of Microsoft alone you cannot close them off yourself when a supplier leaves or the subscription falls into other hands.',
  fix: {
    say: 'Set `encryption.keyVaultKeyUri` to your key and `encryption.userAssignedIdentity` to an identity that the account has and that may use the key, when the account is created.',
    replaces: true,
  },
  serviceDefault: { is: 'the service encrypts with a key of Microsoft', source: encryption },
  links: [encryption],
  examples: {
    good: [{ properties: { accountName: 'plant-updates', sku: 'Standard', encryption: key } }],
    bad: [
      {
        properties: { accountName: 'plant-updates', sku: 'Standard' },
        at: ['encryption.keyVaultKeyUri', 'encryption.userAssignedIdentity'],
      },
      {
        properties: { encryption: { keyVaultKeyUri: key.keyVaultKeyUri } },
        at: ['encryption.userAssignedIdentity'],
      },
      { properties: { encryption: { ...key, keyVaultKeyUri: '' } }, at: ['encryption.keyVaultKeyUri'] },
    ],
  },
});

const storage = {
  authenticationType: 'KeyBased',
  resourceId: '/subscriptions/s/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/plantlogs',
};

export const deviceUpdateDiagnosticsKey = defineRule({
  id: 'deviceupdate-diagnostics-no-key',
  title: 'Device Update keeps no storage key for the logs of devices',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  target: deviceUpdateInstance,
  property: 'diagnosticStorageProperties.connectionString',
  pass: doesNotMatch(/account\s?key|shared\s?access/i, 'carry no account key or signature'),
  whenAbsent: 'pass',
  why: 'The service knows no other way in than the account key, which opens everything else in that account too. It lies in the state and in each copy of the program.',
  fix: {
    say: 'Leave `diagnosticStorageProperties` out. Where device logs are needed, use an account that holds nothing else, take the key from a Pulumi secret, and exempt the instance with an owner and a date.',
    replaces: false,
  },
  serviceDefault: { is: 'no device logs are collected', source: logs },
  links: [logs],
  examples: {
    good: [
      { properties: { accountName: 'plant-updates', instanceName: 'presses', enableDiagnostics: false } },
      { properties: { instanceName: 'presses', diagnosticStorageProperties: storage } },
    ],
    bad: [
      {
        properties: {
          accountName: 'plant-updates',
          instanceName: 'presses',
          enableDiagnostics: true,
          diagnosticStorageProperties: {
            ...storage,
            connectionString:
              'DefaultEndpointsProtocol=https;AccountName=plantlogs;AccountKey=example-only;EndpointSuffix=core.windows.net',
          },
        },
      },
      {
        properties: {
          diagnosticStorageProperties: {
            ...storage,
            connectionString:
              'BlobEndpoint=https://plantlogs.blob.core.windows.net/;SharedAccessSignature=example-only',
          },
        },
      },
    ],
  },
});

export const deviceUpdateIdentity = defineRule({
  id: 'deviceupdate-managed-identity',
  title: 'Device Update has an identity of its own',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  target: deviceUpdateAccount,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'Without an identity the account can neither use a key of yours nor be given narrow roles; its access then hangs on keys and on rights of people who may have left.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with the identity that may use your encryption key.',
    replaces: false,
  },
  serviceDefault: { is: 'the account has no identity', source: typings },
  links: [api],
  examples: {
    good: [
      { properties: { accountName: 'plant-updates', identity: { type: 'SystemAssigned' } } },
      {
        properties: {
          identity: {
            type: 'SystemAssigned,UserAssigned',
            userAssignedIdentities: [key.userAssignedIdentity],
          },
        },
      },
    ],
    bad: [
      { properties: { accountName: 'plant-updates', identity: { type: 'None' } } },
      { properties: { accountName: 'plant-updates', sku: 'Standard' } },
    ],
  },
});
