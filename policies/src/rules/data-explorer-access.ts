import {
  kustoCluster,
  kustoClusterAssignment,
  kustoDatabaseAssignment,
  kustoDataConnection,
  privateEndpoint,
} from '../resources/types';
import { textOf, type Value } from '../resources/value';
import { isSet, noneOf, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import {
  defineRule,
  type ExampleResource,
  type Option,
  type OptionValues,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { undecidedAt } from '../rule/undecided';

const docs = 'https://learn.microsoft.com/azure/data-explorer';
const roles = 'https://learn.microsoft.com/kusto/access-control/role-based-access-control';
const clusterPermissions = `${docs}/manage-cluster-permissions`;
const privateLink = `${docs}/security-network-private-endpoint`;

const roleControls = controlsBesideCis('rbac-narrow');

/** Whether an option of texts has the value, without regard to case. */
function lists(option: OptionValues[string] | undefined, value: Value): boolean {
  return (
    Array.isArray(option) && option.some((item) => textOf(item).toLowerCase() === textOf(value).toLowerCase())
  );
}

const tenants = {
  type: 'array',
  items: 'string',
  default: [],
  description: 'The ids of your tenants. Principals of another one are reported; nothing is when left empty.',
} as const satisfies Option;

/** A principal of a tenant that is not one of yours. An assignment without tenant means that of the cluster. */
function foreignTenant(view: ResourceView, { ownTenants }: OptionValues): readonly Verdict[] {
  const tenant = view.one('tenantId');
  const property = tenant.path;
  if (!isSet.holds(Array.isArray(ownTenants) ? ownTenants : []) || tenant.state === 'absent') return [];
  if (tenant.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (tenant.value === '' || lists(ownTenants, tenant.value)) return [{ outcome: 'pass', property }];
  const message = `\`${property}\` names a tenant that is not one of \`ownTenants\`.`;
  return [{ outcome: 'fail', property, message }];
}

function checkClusterRole(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const property = 'role';
  const admin = holds({ property, is: oneOf('AllDatabasesAdmin'), whenAbsent: false }, view);
  const principal = view.one('principalId');
  const someAllowed = Array.isArray(options.allowedAdmins) && options.allowedAdmins.length > 0;
  const message = `\`${property}\` makes the principal an administrator of every database of the cluster.`;
  const verdicts: readonly Verdict[] =
    admin === 'no' || (principal.state === 'known' && lists(options.allowedAdmins, principal.value))
      ? [{ outcome: 'pass', property }]
      : admin === 'maybe'
        ? [{ outcome: 'unknown', property }]
        : principal.state === 'unknown' && someAllowed
          ? [{ outcome: 'unknown', property: principal.path }]
          : [{ outcome: 'fail', property, message }];
  return [...verdicts, ...foreignTenant(view, options)];
}

export const adxNoAllDatabasesAdmin = defineRule({
  id: 'adx-no-all-databases-admin',
  title: 'Nobody is administrator of all databases of a Data Explorer cluster',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['8945ba5e-918e-4a57-8117-fe615d12e3ba'] },
  target: kustoClusterAssignment,
  property: ['role', 'principalId', 'tenantId'],
  check: checkClusterRole,
  options: {
    allowedAdmins: {
      type: 'array',
      items: 'string',
      default: [],
      description:
        'Principals (as written in `principalId`) that may hold the role, such as a break-glass group.',
    },
    ownTenants: tenants,
  },
  controls: roleControls,
  why: 'This role reads, changes and drops the data of every plant on the cluster and gives roles to others. One taken account or careless script then costs all of them.',
  fix: {
    say: 'Set `role` to `AllDatabasesViewer` or `AllDatabasesMonitor`, or give a role on one database with `DatabasePrincipalAssignment`. List the group of your administrators in `allowedAdmins`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'nobody holds the role until it is assigned',
    source: 'https://learn.microsoft.com/azure/data-explorer/manage-cluster-permissions',
  },
  links: [clusterPermissions, roles],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          principalId: 'dashboards',
          principalType: 'App',
          role: 'AllDatabasesViewer',
        },
      },
      {
        properties: { principalId: 'adx-admins', principalType: 'Group', role: 'AllDatabasesAdmin' },
        options: { allowedAdmins: ['ADX-admins'] },
      },
    ],
    bad: [
      {
        properties: { principalId: 'ingest', principalType: 'App', role: 'AllDatabasesAdmin' },
        options: { allowedAdmins: ['adx-admins'], ownTenants: ['00000000-0000-0000-0000-000000000001'] },
        at: ['role'],
      },
      {
        properties: { principalId: 'ingest', principalType: 'App', role: 'alldatabasesadmin' },
        at: ['role'],
      },
      {
        properties: {
          principalId: 'supplier',
          principalType: 'Group',
          role: 'AllDatabasesViewer',
          tenantId: '00000000-0000-0000-0000-000000000002',
        },
        options: { ownTenants: ['00000000-0000-0000-0000-000000000001'] },
        at: ['tenantId'],
      },
    ],
  },
});

function checkDatabaseRole(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const property = 'role';
  const admin = holds({ property, is: oneOf('Admin'), whenAbsent: false }, view);
  // A principal of unwritten type is taken for an application, which is the more dangerous reading.
  const app = holds({ property: 'principalType', is: oneOf('App'), whenAbsent: true }, view);
  const message = `\`${property}\` makes an application the administrator of the database.`;
  const verdicts: readonly Verdict[] =
    admin === 'no' || app === 'no'
      ? [{ outcome: 'pass', property }]
      : admin === 'maybe'
        ? [{ outcome: 'unknown', property }]
        : [{ outcome: 'fail', property, message }];
  return [
    ...(app === 'maybe' ? undecidedAt('principalType', verdicts) : verdicts),
    ...foreignTenant(view, options),
  ];
}

export const adxDatabaseLeastPrivilege = defineRule({
  id: 'adx-database-principal-least-privilege',
  title: 'No application is administrator of a Data Explorer database',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: kustoDatabaseAssignment,
  property: ['role', 'principalType', 'tenantId'],
  check: checkDatabaseRole,
  options: { ownTenants: tenants },
  controls: roleControls,
  why: 'An ingest job or dashboard needs to write or read, no more. As administrator, a fault in it or whoever takes it over can drop tables and rewrite what the machines reported.',
  fix: {
    say: 'Set `role` to `Ingestor`, `Viewer` or `User` for principals with the `principalType` `App`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'nobody holds a role until it is assigned',
    source: 'https://learn.microsoft.com/azure/data-explorer/manage-cluster-permissions',
  },
  links: [roles],
  examples: {
    good: [
      {
        properties: {
          clusterName: 'plantdata',
          databaseName: 'telemetry',
          principalId: 'ingest',
          principalType: 'App',
          role: 'Ingestor',
        },
      },
      {
        properties: {
          databaseName: 'telemetry',
          principalId: 'data-engineers',
          principalType: 'Group',
          role: 'Admin',
        },
      },
    ],
    bad: [
      {
        properties: {
          databaseName: 'telemetry',
          principalId: 'ingest',
          principalType: 'App',
          role: 'Admin',
        },
        options: { ownTenants: ['00000000-0000-0000-0000-000000000001'] },
        at: ['role'],
      },
      {
        properties: {
          databaseName: 'telemetry',
          principalId: 'integrator',
          principalType: 'Group',
          role: 'Viewer',
          tenantId: '00000000-0000-0000-0000-000000000002',
        },
        options: { ownTenants: ['00000000-0000-0000-0000-000000000001'] },
        at: ['tenantId'],
      },
    ],
  },
});

export const adxIotHubConnection = defineRule({
  id: 'adx-iothub-connection-policy',
  title: 'Data Explorer reads IoT Hub with a policy that can do nothing else',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: kustoDataConnection,
  property: 'sharedAccessPolicyName',
  pass: noneOf('iothubowner'),
  whenAbsent: 'pass',
  when: [{ property: 'kind', is: oneOf('IotHub'), whenAbsent: true }],
  why: 'The connection keeps a key of the hub inside the cluster. With the owner policy that key also creates devices and sends commands, while reading telemetry needs none of it.',
  fix: {
    say: 'Set `sharedAccessPolicyName` to a policy with the right `ServiceConnect` only, such as `service`. This connection knows no managed identity and stops with `disableLocalAuth`: better route the hub to Event Hubs and read that with `managedIdentityResourceId`.',
    replaces: false,
  },
  serviceDefault: { is: 'the request is refused without a policy', source: 'azure-native 3.28 typings' },
  links: [`${docs}/create-iot-hub-connection`],
  examples: {
    good: [
      {
        properties: {
          kind: 'IotHub',
          databaseName: 'telemetry',
          consumerGroup: 'adx',
          sharedAccessPolicyName: 'service',
        },
      },
      {
        properties: {
          kind: 'EventHub',
          databaseName: 'telemetry',
          consumerGroup: 'adx',
          eventHubResourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.EventHub/namespaces/n',
        },
      },
    ],
    bad: [
      {
        properties: {
          kind: 'IotHub',
          databaseName: 'telemetry',
          consumerGroup: 'adx',
          sharedAccessPolicyName: 'iothubowner',
        },
        at: ['sharedAccessPolicyName'],
      },
      {
        properties: {
          kind: 'IotHub',
          databaseName: 'telemetry',
          consumerGroup: '$Default',
          sharedAccessPolicyName: 'IotHubOwner',
        },
      },
    ],
  },
});

export const adxEventHubIdentity = defineRule({
  id: 'adx-eventhub-connection-identity',
  title: 'Data Explorer reads Event Hubs with a managed identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'high',
  target: kustoDataConnection,
  property: 'managedIdentityResourceId',
  pass: isSet,
  whenAbsent: 'fail',
  when: [{ property: 'kind', is: oneOf('EventHub', 'EventGrid'), whenAbsent: true }],
  why: 'Without an identity the service takes a key of the namespace, keeps it, and stops reading on the day the key is changed or local authentication is switched off.',
  fix: {
    say: 'Set `managedIdentityResourceId` to the id of the cluster or of a user-assigned identity, and give that identity the role Azure Event Hubs Data Receiver.',
    replaces: false,
  },
  serviceDefault: { is: 'the connection uses a key of the namespace' },
  links: [`${docs}/create-event-hubs-connection`],
  examples: {
    good: [
      {
        properties: {
          kind: 'EventHub',
          databaseName: 'telemetry',
          consumerGroup: 'adx',
          managedIdentityResourceId:
            '/subscriptions/s/resourceGroups/g/providers/Microsoft.Kusto/clusters/plantdata',
        },
      },
      {
        properties: { kind: 'IotHub', databaseName: 'telemetry', sharedAccessPolicyName: 'service' },
      },
    ],
    bad: [
      { properties: { kind: 'EventHub', databaseName: 'telemetry', consumerGroup: 'adx' } },
      {
        properties: {
          kind: 'EventGrid',
          databaseName: 'telemetry',
          consumerGroup: 'adx',
          managedIdentityResourceId: '',
        },
      },
    ],
  },
});

const endpoint = (target: string): ExampleResource => ({
  type: privateEndpoint,
  name: 'adx-endpoint',
  properties: {
    privateLinkServiceConnections: [{ name: 'adx', privateLinkServiceId: target, groupIds: ['cluster'] }],
  },
});

export const adxPrivateEndpoint = privateEndpointRule({
  id: 'adx-private-endpoint',
  title: 'Data Explorer has a private endpoint',
  topic: 'db-network-closed',
  severity: 'medium',
  peers: { azurePolicy: ['f7735886-8927-431f-b201-c953922512b8'] },
  target: kustoCluster,
  groupIds: ['cluster'],
  controls: controlsBesideCis('db-network-closed'),
  why: 'Without a private endpoint queries and ingestion cross public addresses, and closing the public side of the cluster would cut off every dashboard with it.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the cluster and the group id `cluster`, with the DNS zone `privatelink.<region>.kusto.windows.net` and those of blob, queue and table storage.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      {
        resources: [
          { type: kustoCluster, name: 'adx', properties: { location: 'westeurope' } },
          {
            type: privateEndpoint,
            name: 'adx-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['cluster'] }] },
            uses: { privateLinkServiceConnections: ['adx'] },
          },
        ],
      },
      {
        resources: [
          { type: kustoCluster, name: 'adx', properties: { clusterName: 'plantdata' } },
          endpoint('/subscriptions/s/resourceGroups/g/providers/Microsoft.Kusto/Clusters/plantdata'),
        ],
      },
    ],
    bad: [
      { resources: [{ type: kustoCluster, name: 'adx', properties: { clusterName: 'plantdata' } }] },
      {
        resources: [
          { type: kustoCluster, name: 'adx', properties: { clusterName: 'plantdata' } },
          endpoint('/subscriptions/s/resourceGroups/g/providers/Microsoft.Kusto/clusters/other'),
        ],
      },
    ],
  },
});
