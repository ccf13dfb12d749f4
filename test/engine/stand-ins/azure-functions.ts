import { type JsonObject, subscription, tenant } from './azure-outputs';

/** What the provider's functions answer, by module and name. */
const functions: { readonly [name: string]: JsonObject } = {
  'authorization:getClientConfig': {
    clientId: '55555555-0000-4000-8000-000000000007',
    objectId: '66666666-0000-4000-8000-000000000008',
    subscriptionId: subscription,
    tenantId: tenant,
  },
  'storage:listStorageAccountKeys': { keys: [{ keyName: 'key1', value: 'a key of the stand-in' }] },
  'iothub:listIotHubResourceKeysForKeyName': {
    keyName: 'iothubowner',
    primaryKey: 'a key of the stand-in',
    secondaryKey: 'another key of the stand-in',
  },
  'devices:listIotHubResourceKeysForKeyName': {
    keyName: 'iothubowner',
    primaryKey: 'a key of the stand-in',
    secondaryKey: 'another key of the stand-in',
  },
};

/**
 * Answers a function of the provider, in a preview too, as the real provider would.
 *
 * The offline preview has nobody to ask and reads the same results as unknown. A comparison of the two is therefore
 * only fair while no finding depends on such a result; if one ever does, the two differ and the comparison fails.
 */
export function answers(token: string, args: JsonObject): JsonObject {
  const [, module = '', name = ''] = token.split(':');
  const answer = functions[`${module.split('/')[0]}:${name}`];
  if (!answer)
    throw new Error(`the stand-in provider has no answer for ${token}; add one in azure-functions.ts`);
  return { ...args, ...answer };
}
