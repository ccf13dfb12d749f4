/**
 * The part of the azure-native schema that the YAML programs of the tests need: YAML has no SDK, so its language host asks
 * the provider which properties there are. Names are checked, types are not.
 */
const properties: { readonly [token: string]: readonly string[] } = {
  'azure-native:storage:StorageAccount': [
    'accountName',
    'allowBlobPublicAccess',
    'enableHttpsTrafficOnly',
    'kind',
    'location',
    'minimumTlsVersion',
    'resourceGroupName',
    'sku',
    'tags',
  ],
  'azure-native:storage:BlobContainer': ['accountName', 'containerName', 'publicAccess', 'resourceGroupName'],
  'azure-native:iothub:IotHubResource': [
    'location',
    'properties',
    'resourceGroupName',
    'resourceName',
    'sku',
    'tags',
  ],
};

const any = { $ref: 'pulumi.json#/Any' };

/** The schema as the provider would answer it, as JSON. */
export function azureSchema(version: string): string {
  const resources = Object.entries(properties).map(([token, names]) => {
    const inputProperties = Object.fromEntries(names.map((name) => [name, any]));
    return [token, { inputProperties, properties: { ...inputProperties, name: { type: 'string' } } }];
  });
  return JSON.stringify({ name: 'azure-native', version, resources: Object.fromEntries(resources) });
}
