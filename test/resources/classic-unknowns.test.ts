import { describe } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { itTranslates } from './classic-table';

const key = 'https://plant.vault.azure.net/keys/data/1';
const keyParts = { keyName: 'data', keyVersion: '1', keyVaultUri: 'https://plant.vault.azure.net' };

describe('what is known only after deployment in a class of the classic provider', () => {
  itTranslates([
    {
      title: 'the keys of an event hub namespace',
      token: 'eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
      type: t.eventHubNamespace,
      classic: { keyVaultKeyIds: UNKNOWN },
      v3: { encryption: { keyVaultProperties: UNKNOWN } },
      only: ['encryption'],
    },
    {
      title: 'one key of an event hub namespace',
      token: 'eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey',
      type: t.eventHubNamespace,
      classic: { keyVaultKeyIds: [key, 'no key'], userAssignedIdentityId: '/id' },
      v3: {
        encryption: {
          keyVaultProperties: [
            { ...keyParts, identity: { userAssignedIdentity: '/id' } },
            { identity: { userAssignedIdentity: '/id' } },
          ],
        },
      },
      only: ['encryption'],
    },
    {
      title: 'the levels of an alert',
      token: 'monitoring/activityLogAlert:ActivityLogAlert',
      type: t.activityLogAlert,
      classic: { criteria: { category: 'Administrative', levels: UNKNOWN } },
      v3: {
        condition: {
          allOf: [
            { field: 'category', equals: 'Administrative' },
            { field: 'level', equals: UNKNOWN },
          ],
        },
      },
    },
    {
      title: 'the addresses of a Service Bus firewall',
      token: 'servicebus/namespace:Namespace',
      type: t.serviceBusNamespace,
      classic: { name: 'bus', networkRuleSet: { ipRules: UNKNOWN } },
      v3: {},
      parts: [[t.serviceBusNetworkRuleSet, { ipRules: UNKNOWN }]],
    },
    {
      title: 'all permissions of a local user',
      token: 'storage/localUser:LocalUser',
      type: t.localUser,
      classic: { permissionScopes: [{ service: 'blob', permissions: UNKNOWN }] },
      v3: { permissionScopes: [{ service: 'blob', permissions: UNKNOWN }] },
    },
    {
      title: 'one permission of a local user',
      token: 'storage/localUser:LocalUser',
      type: t.localUser,
      classic: { permissionScopes: [{ permissions: { read: true, write: UNKNOWN } }] },
      v3: { permissionScopes: [{ permissions: UNKNOWN }] },
    },
  ]);
});
