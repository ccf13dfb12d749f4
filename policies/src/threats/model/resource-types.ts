import type { CatalogueId } from './catalogue';

/** What a resource type is in the picture: an element, with what else it stands for, or something that supports one. */
export type TypeRole =
  | { readonly element: CatalogueId; readonly parts?: readonly CatalogueId[] }
  | { readonly network: true }
  | { readonly supports: string };

const is = (element: CatalogueId, ...parts: readonly CatalogueId[]): TypeRole =>
  parts.length === 0 ? { element } : { element, parts };
const supports = (what: string): TypeRole => ({ supports: what });

/** By type in lower case. A type that is not here belongs to the one whose name it begins with. */
const roles: { readonly [type: string]: TypeRole } = {
  'microsoft.devices/iothubs': is('PR-4', 'ST-2'),
  'microsoft.devices/provisioningservices': is('PR-3', 'ST-2'),
  'microsoft.iotcentral/iotapps': is('PR-4', 'ST-2'),
  'microsoft.eventgrid/namespaces': is('PR-4'),
  'microsoft.deviceupdate/accounts': is('PR-6', 'ST-8'),
  'microsoft.deviceregistry/assetendpointprofiles': is('ST-2'),
  'microsoft.deviceregistry/namespaces': is('ST-2'),
  'microsoft.deviceregistry/assets': is('ST-2'),
  'microsoft.iotoperations/instances': is('PR-2'),

  'microsoft.eventhub/namespaces': is('PR-5'),
  'microsoft.servicebus/namespaces': is('PR-5'),
  'microsoft.eventgrid/topics': is('PR-5'),
  'microsoft.eventgrid/domains': is('PR-5'),
  'microsoft.eventgrid/systemtopics': is('PR-5'),
  'microsoft.eventgrid/partnernamespaces': is('PR-5'),
  'microsoft.streamanalytics/streamingjobs': is('PR-5'),
  'microsoft.digitaltwins/digitaltwinsinstances': is('PR-5', 'ST-4'),
  'microsoft.web/sites': is('PR-7'),
  'microsoft.web/staticsites': is('PR-7'),
  'microsoft.dashboard/grafana': is('PR-7'),
  'microsoft.logic/workflows': is('PR-5'),
  'microsoft.datafactory/factories': is('PR-5'),
  'microsoft.machinelearningservices/workspaces': is('PR-5'),
  'microsoft.app/containerapps': is('PR-7'),
  'microsoft.containerservice/managedclusters': is('PR-5'),
  'microsoft.compute/virtualmachines': is('PR-5'),
  'microsoft.compute/virtualmachinescalesets': is('PR-5'),
  'microsoft.containerinstance/containergroups': is('PR-5'),
  'microsoft.apimanagement/service': is('PR-7'),

  'microsoft.storage/storageaccounts': is('ST-3'),
  'microsoft.documentdb/databaseaccounts': is('ST-4'),
  'microsoft.documentdb/mongoclusters': is('ST-4'),
  'microsoft.sql/servers': is('ST-4'),
  'microsoft.sql/managedinstances': is('ST-4'),
  'microsoft.dbforpostgresql/flexibleservers': is('ST-4'),
  'microsoft.dbforpostgresql/servers': is('ST-4'),
  'microsoft.dbformysql/flexibleservers': is('ST-4'),
  'microsoft.cache/redis': is('ST-4'),
  'microsoft.cache/redisenterprise': is('ST-4'),
  'microsoft.kusto/clusters': is('ST-4'),
  'microsoft.timeseriesinsights/environments': is('ST-4'),
  'microsoft.compute/disks': is('ST-3'),
  'microsoft.keyvault/vaults': is('ST-5'),
  'microsoft.keyvault/managedhsms': is('ST-5'),
  'microsoft.hardwaresecuritymodules/cloudhsmclusters': is('ST-5'),
  'microsoft.operationalinsights/workspaces': is('ST-6'),
  'microsoft.insights/components': is('ST-6'),
  'microsoft.operationalinsights/clusters': is('ST-6'),
  'microsoft.containerregistry/registries': is('ST-8'),
  'microsoft.recoveryservices/vaults': is('ST-9'),
  'microsoft.dataprotection/backupvaults': is('ST-9'),

  'microsoft.security/iotsecuritysolutions': is('PR-9'),
  'microsoft.security/pricings': is('PR-9'),
  'microsoft.insights/activitylogalerts': is('PR-9'),
  'microsoft.insights/metricalerts': is('PR-9'),
  'microsoft.insights/scheduledqueryrules': is('PR-9'),
  'microsoft.insights/actiongroups': is('PR-9'),
  'microsoft.securityinsights/alertrules': is('PR-9'),
  'pulumi/stacks': is('PR-8', 'ST-7'),

  'microsoft.network/virtualnetworks': { network: true },

  'microsoft.resources/resourcegroups': supports('groups other resources'),
  'microsoft.resources/deployments': supports('deploys other resources'),
  'microsoft.resources/deploymentstacks': supports('deploys other resources'),
  'microsoft.resources/deploymentscripts': supports('runs once while deploying'),
  'microsoft.authorization': supports('says who may do what'),
  'microsoft.managedidentity': supports('is the identity of a service'),
  'microsoft.insights/diagnosticsettings': supports('is drawn as a flow of records'),
  'microsoft.network/privateendpoints': supports('is drawn as a private way'),
  'microsoft.network/privatednszones': supports('gives private ways their names'),
  'microsoft.network/networksecuritygroups': supports('filters a network'),
  'microsoft.network/networkwatchers': supports('records traffic'),
  'microsoft.network/routetables': supports('belongs to a network'),
  'microsoft.network/natgateways': supports('belongs to a network'),
  'microsoft.network/networkinterfaces': supports('belongs to a machine'),
  'microsoft.network/publicipaddresses': supports('is an address of another resource'),
  'microsoft.network/bastionhosts': supports('belongs to a network'),
  'microsoft.network/azurefirewalls': supports('belongs to a network'),
  'microsoft.network/virtualnetworkgateways': supports('belongs to a network'),
  'microsoft.network/ddosprotectionplans': supports('belongs to a network'),
  'microsoft.network/networksecurityperimeters': supports('filters a network'),
  'microsoft.network/applicationgateways': supports('belongs to a network'),
  'microsoft.security': supports('watches other resources'),
  'microsoft.insights/privatelinkscopes': supports('groups stores of records'),
  'microsoft.insights/datacollectionendpoints': supports('receives records'),
  'microsoft.insights/datacollectionrules': supports('routes records'),
  'microsoft.insights/autoscalesettings': supports('changes the size of a service'),
  'microsoft.insights/webtests': supports('watches other resources'),
  'microsoft.web/serverfarms': supports('is the machine of applications'),
  'microsoft.compute/diskencryptionsets': supports('names the key of disks'),
  'microsoft.eventgrid/eventsubscriptions': supports('passes messages on'),
  'microsoft.consumption': supports('watches costs'),
  'microsoft.costmanagement': supports('watches costs'),
  'pulumi/providers': supports('is a part of the program'),
};

const known = new Map<string, { readonly owner: string; readonly role: TypeRole } | undefined>();

/**
 * What a type is in the picture, with the type that has the role: itself, or the one that its name begins with. Undefined for
 * a type that nobody placed.
 */
export function roleOf(type: string): { readonly owner: string; readonly role: TypeRole } | undefined {
  const lower = type.toLowerCase();
  if (known.has(lower)) return known.get(lower);
  let owner = lower;
  let answer: { readonly owner: string; readonly role: TypeRole } | undefined;
  while (answer === undefined && owner !== '') {
    const role = Object.hasOwn(roles, owner) ? roles[owner] : undefined;
    if (role) answer = { owner, role };
    owner = owner.includes('/') ? owner.slice(0, owner.lastIndexOf('/')) : '';
  }
  known.set(lower, answer);
  return answer;
}
