import type { Value } from '../value';
import type { Form } from './form';
import { groupId, managementGroupId, subscriptionId } from './ids';
import type { Place } from './scope';
import { gap } from './unknown';

/** Gaps for the parts of a place that nobody knows, told apart from those of other places. */
const unknownParts = (of: string, ...names: readonly string[]): { readonly [name: string]: Value } =>
  Object.fromEntries(names.map((name) => [name, gap(`${name} of ${of}`)]));

const ofPlace =
  (give: (place: Place) => Value): Form =>
  (_evaluator, _call, { scope }) =>
    give(scope.place);

const resourceGroup = (place: Place): Value => {
  const id = groupId(place.subscriptionId, place.resourceGroup);
  return {
    ...unknownParts(id, 'location', 'tags', 'managedBy', 'properties'),
    id,
    name: place.resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
  };
};

const subscription = (place: Place): Value => {
  const id = subscriptionId(place.subscriptionId);
  return {
    ...unknownParts(id, 'displayName'),
    id,
    subscriptionId: place.subscriptionId,
    tenantId: place.tenantId,
  };
};

const tenant = (place: Place): Value => ({
  ...unknownParts('the tenant', 'countryCode', 'displayName'),
  tenantId: place.tenantId,
});

const managementGroup = (place: Place): Value => {
  const id = managementGroupId(place.managementGroup);
  return {
    ...unknownParts(id, 'properties'),
    id,
    name: place.managementGroup,
    type: 'Microsoft.Management/managementGroups',
  };
};

const deployment = (place: Place): Value => ({
  ...unknownParts(`deployment ${place.deploymentName}`, 'id', 'location', 'properties'),
  name: place.deploymentName,
});

/**
 * The public cloud, where nearly all deployments go. Another one is not told by the template.
 *
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment
 */
const publicCloud: Value = {
  name: 'AzureCloud',
  gallery: 'https://gallery.azure.com/',
  graph: 'https://graph.windows.net/',
  portal: 'https://portal.azure.com',
  graphAudience: 'https://graph.windows.net/',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  batch: 'https://batch.core.windows.net/',
  media: 'https://rest.media.azure.net',
  sqlManagement: 'https://management.core.windows.net:8443/',
  vmImageAliasDoc:
    'https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json',
  resourceManager: 'https://management.azure.com/',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  },
  suffixes: {
    acrLoginServer: '.azurecr.io',
    azureDatalakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    azureDatalakeStoreFileSystem: 'azuredatalakestore.net',
    azureFrontDoorEndpointSuffix: 'azurefd.net',
    keyvaultDns: '.vault.azure.net',
    sqlServerHostname: '.database.windows.net',
    storage: 'core.windows.net',
  },
};

/** Functions that tell what the template is deployed to. */
export const placeForms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['resourcegroup', ofPlace(resourceGroup)],
  ['subscription', ofPlace(subscription)],
  ['tenant', ofPlace(tenant)],
  ['managementgroup', ofPlace(managementGroup)],
  ['deployment', ofPlace(deployment)],
  ['environment', () => publicCloud],
]);
