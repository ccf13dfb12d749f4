import { describe, expect, test } from 'vitest';
import type { PolicyConfig } from '../../policies/src/evaluate/settings';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { emptySite, type Site } from '../../policies/src/threats/site/site';
import { account, resource, storage, threatsOf, urn } from './stack';

const hubType = 'Microsoft.Devices/IotHubs' as const;
const hub = (endpoints: Properties, from = {}) =>
  resource(hubType, 'plant', { resourceName: 'plant', properties: { routing: { endpoints } } }, from);
const named = (type: ArmType, name: string, property = 'name') => resource(type, name, { [property]: name });

const events = named('Microsoft.EventHub/namespaces', 'events', 'namespaceName');
const bus = named('Microsoft.ServiceBus/namespaces', 'bus', 'namespaceName');
const cosmos = named('Microsoft.DocumentDB/databaseAccounts', 'cosmos', 'accountName');
const vault = named('Microsoft.KeyVault/vaults', 'keys', 'vaultName');
const logs = named('Microsoft.OperationalInsights/workspaces', 'logs', 'workspaceName');
const kusto = named('Microsoft.Kusto/clusters', 'series', 'clusterName');
const stream = named('Microsoft.StreamAnalytics/streamingJobs', 'job', 'jobName');
const net = named('Microsoft.Network/virtualNetworks', 'net', 'virtualNetworkName');
const web = named('Microsoft.Web/sites', 'page', 'name');
const sql = named('Microsoft.Sql/servers', 'sql', 'serverName');
const topic = named('Microsoft.EventGrid/topics', 'topic', 'topicName');
const identity = named('Microsoft.ManagedIdentity/userAssignedIdentities', 'who', 'resourceName');

const drawn = (report: ReturnType<typeof threatsOf>) =>
  report.flows.map(({ catalogue = '-', proof, name }) => `${catalogue} ${proof}: ${name}`).sort();

/** A role on something, for whom the principal was computed from. */
const role = (scope: Resource, principal: readonly string[], principalType = 'ServicePrincipal') =>
  resource(
    'Microsoft.Authorization/roleAssignments',
    `on-${scope.name}`,
    { scope: UNKNOWN, principalId: UNKNOWN, principalType },
    { scope: [scope.urn], principalId: principal },
  );
const using = (one: Resource): Resource => ({
  ...one,
  propertyDependencies: { identity: [identity.urn] },
});
const subscription = (type: ArmType, more: Properties, from: Resource['propertyDependencies'] = {}) =>
  resource(
    type,
    'passes',
    { destination: { resourceId: UNKNOWN }, ...more },
    { destination: [bus.urn], ...from },
  );

describe('a flow is drawn', () => {
  test.each<[string, readonly Resource[], readonly string[]]>([
    [
      'to each kind of place that a hub passes messages on to, where it is of the kind of the list',
      [
        hub({
          eventHubs: [{ endpointUri: 'sb://events.servicebus.windows.net' }],
          serviceBusQueues: [{ connectionString: 'Endpoint=sb://bus.servicebus.windows.net/;X=1' }],
          serviceBusTopics: [{ endpointUri: 'sb://events.servicebus.windows.net' }],
          cosmosDBSqlCollections: [{ endpointUri: 'https://cosmos.documents.azure.com' }],
        }),
        events,
        bus,
        cosmos,
      ],
      ['FL-6 route: plant → bus', 'FL-6 route: plant → cosmos', 'FL-6 route: plant → events'],
    ],
    [
      'to the place of uploads by devices',
      [
        resource(hubType, 'plant', {
          properties: { storageEndpoints: { $default: { connectionString: 'AccountName=telemetry;X=1' } } },
        }),
        account(),
      ],
      ['FL-6 route: plant → telemetry'],
    ],
    [
      'from a hub to itself never',
      [
        resource('Microsoft.Insights/diagnosticSettings', 'own', {
          resourceUri: 'telemetry',
          storageAccountId: 'telemetry',
        }),
        account(),
      ],
      [],
    ],
    ...(['topics', 'domains', 'systemTopics'] as const).map(
      (kind): [string, readonly Resource[], readonly string[]] => {
        const source = named(`Microsoft.EventGrid/${kind}`, 'source', 'name');
        return [
          `by a subscription to ${kind}`,
          [
            source,
            bus,
            { ...subscription(`Microsoft.EventGrid/${kind}/eventSubscriptions`, {}), parent: source.urn },
          ],
          ['FL-6 route: source → bus'],
        ];
      },
    ),
    [
      'by a subscription to what its scope names',
      [
        topic,
        bus,
        subscription('Microsoft.EventGrid/eventSubscriptions', { scope: UNKNOWN }, { scope: [topic.urn] }),
      ],
      ['FL-6 route: topic → bus'],
    ],
    [
      'into a database by its data connection',
      [
        kusto,
        events,
        resource(
          'Microsoft.Kusto/clusters/databases/dataConnections',
          'in',
          { clusterName: UNKNOWN, eventHubResourceId: UNKNOWN },
          { clusterName: [kusto.urn], eventHubResourceId: [events.urn] },
        ),
      ],
      ['FL-7 route: events → series'],
    ],
    [
      'into and out of a job by what its ends were computed from',
      [
        stream,
        events,
        account(),
        resource(
          'Microsoft.StreamAnalytics/streamingJobs/inputs',
          'in',
          { jobName: UNKNOWN },
          { jobName: [stream.urn], properties: [events.urn] },
        ),
        resource(
          'Microsoft.StreamAnalytics/streamingJobs/outputs',
          'out',
          { jobName: 'job' },
          { jobName: [stream.urn], datasource: [urn(storage, 'telemetry')] },
        ),
      ],
      ['FL-6 route: events → job', 'FL-7 route: job → telemetry'],
    ],
    [
      'once by two settings that show the same',
      [
        vault,
        logs,
        ...['a', 'b'].map((name) =>
          resource('Microsoft.Insights/diagnosticSettings', name, {
            resourceUri: 'keys',
            workspaceId: 'logs',
          }),
        ),
      ],
      ['FL-10 diagnostics: keys → logs'],
    ],
    [
      'never by a private endpoint on a network',
      [
        net,
        resource('Microsoft.Network/privateEndpoints', 'odd', {
          subnet: { id: 'net' },
          manualPrivateLinkServiceConnections: [{ privateLinkServiceId: 'net' }],
        }),
      ],
      [],
    ],
    [
      'once from addresses that two parts of a server let in',
      [
        sql,
        ...['a', 'b'].map((name) =>
          resource('Microsoft.Sql/servers/firewallRules', name, { serverName: 'sql' }),
        ),
      ],
      ['- network-rule: Internet addresses → sql'],
    ],
    [
      'from addresses in a list without actions, never for one that is not known yet',
      [
        resource('Microsoft.KeyVault/vaults', 'open', {
          properties: { networkAcls: { ipRules: [{ value: '192.0.2.1' }] } },
        }),
        resource('Microsoft.KeyVault/vaults', 'later', {
          properties: { networkAcls: { ipRules: [UNKNOWN] } },
        }),
      ],
      ['- network-rule: Internet addresses → open'],
    ],
  ])('%s', (_what, resources, flows) => {
    expect(drawn(threatsOf(resources))).toEqual(flows);
  });

  test.each<[string, readonly Resource[], readonly string[]]>([
    ['a service on a vault', [using(web), vault, role(vault, [identity.urn])], ['FL-11 role: page → keys']],
    [
      'a service on a database',
      [using(web), cosmos, role(cosmos, [identity.urn])],
      ['FL-7 role: page → cosmos'],
    ],
    [
      'two services on a stream',
      [using(web), using(stream), events, role(events, [identity.urn])],
      ['- role: job → events', '- role: page → events'],
    ],
    ['a service on a network', [using(web), net, role(net, [identity.urn])], ['- role: page → net']],
    [
      'the identity of a service itself',
      [web, account(), role(account(), [web.urn])],
      ['FL-7 role: page → telemetry'],
    ],
    ['an identity that nothing uses', [vault, role(vault, [identity.urn])], []],
    ['people', [vault, role(vault, [], 'User')], ['FL-9 role: People with roles in the stack → keys']],
    [
      'people of another tenant',
      [vault, role(vault, [], 'ForeignGroup')],
      ['FL-9 role: People with roles in the stack → keys'],
    ],
    ['nobody that is known', [vault, role(vault, [])], []],
  ])('by a role of %s', (_whose, resources, flows) => {
    expect(drawn(threatsOf([identity, ...resources]))).toEqual(flows);
  });
});

describe('encryption on the way to a store that devices write to', () => {
  const exemption = { reason: 'Old', owner: 'Ada', expires: '2027-01-01', resource: 'telemetry' };
  const config: PolicyConfig = { 'storage-min-tls': { exemptions: [exemption] } };

  test.each<[string, Properties, PolicyConfig, string]>([
    ['verified where every check passes', {}, {}, 'verified'],
    ['violated where a check fails', { minimumTlsVersion: 'TLS1_0' }, {}, 'violated'],
    ['waived where it fails with permission', { minimumTlsVersion: 'TLS1_0' }, config, 'waived'],
    ['unknown where a value is not known yet', { minimumTlsVersion: UNKNOWN }, {}, 'unknown'],
  ])('is %s', (_what, more, given, encryption) => {
    const site: Site = {
      ...emptySite,
      devices: [{ id: 'sensor', name: 'Sensor', kind: 'device' }],
      flows: [{ id: 'a', name: 'a', from: 'sensor', to: 'telemetry', encryption: 'tls1.2' }],
    };
    const { transfer, flows } = threatsOf([account(more)], { site }, given);
    expect([transfer.map((leg) => leg.encryption), flows.map(({ status }) => status)]).toEqual([
      [encryption],
      [encryption === 'unknown' ? 'partial' : encryption],
    ]);
  });

  test('is declared where only the site file speaks', () => {
    const site: Site = {
      ...emptySite,
      devices: [{ id: 'sensor', name: 'Sensor', kind: 'device' }],
      people: [{ id: 'crew', name: 'Crew' }],
      flows: [
        {
          id: 'a',
          name: 'a',
          from: 'sensor',
          to: 'crew',
          encryption: 'other',
          carrier: 'North',
          protocol: 'HTTPS',
        },
      ],
    };
    expect(threatsOf([], { site }).transfer).toEqual([
      expect.objectContaining({ encryption: 'declared', carrier: 'North', protocol: 'HTTPS' }),
    ]);
  });
});

test('a route that leads to nothing that was read is named, because it is not drawn', () => {
  const lost = hub({
    eventHubs: [{ endpointUri: 'sb://elsewhere.servicebus.windows.net', name: 'secret-name' }],
    storageContainers: [{ endpointUri: 'https://telemetry.blob.core.windows.net' }, { endpointUri: UNKNOWN }],
  });
  const { problems } = threatsOf([lost, account()]);
  expect(problems.map(({ where }) => where)).toEqual([
    'plant: properties.routing.endpoints.eventHubs[0]',
    'plant: properties.routing.endpoints.storageContainers[1]',
  ]);
  const listless = hub({ serviceBusQueues: UNKNOWN });
  expect(threatsOf([listless]).problems.map(({ where }) => where)).toEqual([
    'plant: properties.routing.endpoints.serviceBusQueues',
  ]);
  expect(problems[0]?.message).toMatch(/is not among what was read, so it is not drawn/);
  expect(JSON.stringify(problems)).not.toMatch(/elsewhere|secret-name/);
});

describe('a flow of the site file is the one of the catalogue that its ends tell', () => {
  const base: Partial<Site> = {
    devices: [{ id: 'sensor', name: 'Sensor', kind: 'device' }],
    people: [{ id: 'crew', name: 'Crew' }],
    externals: [{ id: 'carrier', name: 'Carrier' }],
  };
  const stack = [
    hub({}),
    named('Microsoft.Devices/provisioningServices', 'join', 'provisioningServiceName'),
    named('Microsoft.DeviceUpdate/accounts', 'update', 'accountName'),
    vault,
  ];

  test.each<[string, string, string | undefined]>([
    ['sensor', 'join', 'FL-2'],
    ['sensor', 'plant', 'FL-3'],
    ['plant', 'sensor', 'FL-4'],
    ['update', 'sensor', 'FL-5'],
    ['plant', 'crew', 'FL-8'],
    ['crew', 'plant', 'FL-9'],
    ['carrier', 'plant', 'FL-12'],
    ['plant', 'keys', undefined],
  ])('from %s to %s', (from, to, catalogue) => {
    const site = { ...emptySite, ...base, flows: [{ id: 'a', name: 'a', from, to }] };
    const [flow, ...others] = threatsOf(stack, { site }).flows;
    expect([flow?.catalogue, others]).toEqual([catalogue, []]);
  });

  test('unless the file says which it is; one that is no flow of the catalogue has a plain name all the same', () => {
    const flow = (is?: string) => ({ id: 'a', name: 'a', from: 'plant', to: 'keys', ...(is ? { is } : {}) });
    const names = ['FL-8', 'FL-99', undefined].map((is) => {
      const report = threatsOf(stack, { site: { ...emptySite, flows: [flow(is)] } });
      return report.flows.map(({ plainName }) => plainName.split(':')[0]);
    });
    expect(names).toEqual([['Reports to people'], ['Data'], ['Data']]);
  });
});
