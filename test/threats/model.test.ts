import { describe, expect, test } from 'vitest';
import type { ArmType } from '../../policies/src/resources/resource';
import { UNKNOWN } from '../../policies/src/resources/value';
import { assessThreats } from '../../policies/src/threats/assess';
import { emptySite, type Site } from '../../policies/src/threats/site/site';
import { account, judged, resource, storage, threatsOf, today, urn } from './stack';

const hubType = 'Microsoft.Devices/IotHubs' as const;
const vaultType = 'Microsoft.KeyVault/vaults' as const;
const logsType = 'Microsoft.OperationalInsights/workspaces' as const;
const netType = 'Microsoft.Network/virtualNetworks' as const;
const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities' as const;

const hub = (properties: object = {}, from = {}, more = {}) =>
  resource(hubType, 'plant', { resourceName: 'plant', properties: { ...properties }, ...more }, from);
const vault = resource(vaultType, 'keys', { vaultName: 'keys' });
const logs = resource(logsType, 'logs', { workspaceName: 'logs' });
const site = (more: Partial<Site>): Site => ({ ...emptySite, ...more });
const drawn = (report: ReturnType<typeof threatsOf>) =>
  report.flows.map(({ catalogue = '-', proof, name }) => `${catalogue} ${proof}: ${name}`);

describe('the picture is drawn from resources', () => {
  test.each<[string, Parameters<typeof threatsOf>[0], readonly string[]]>([
    [
      'a route by the address of its target',
      [
        hub({
          routing: {
            endpoints: { storageContainers: [{ endpointUri: 'https://telemetry.blob.core.windows.net' }] },
          },
        }),
        account(),
      ],
      ['FL-6 route: plant → telemetry'],
    ],
    [
      'a route by what its unknown address was computed from',
      [
        hub(
          { routing: { endpoints: { storageContainers: [{ endpointUri: UNKNOWN }] } } },
          { properties: [urn(storage, 'telemetry')] },
        ),
        account(),
      ],
      ['FL-6 route: plant → telemetry'],
    ],
    [
      'no route to a store that other properties were computed from',
      [hub({ comments: UNKNOWN }, { properties: [urn(storage, 'telemetry')] }), account()],
      [],
    ],
    [
      'records by a diagnostic setting',
      [
        vault,
        logs,
        resource(
          'Microsoft.Insights/diagnosticSettings',
          'audit',
          {
            resourceUri: UNKNOWN,
            workspaceId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/logs',
          },
          { resourceUri: [vault.urn] },
        ),
      ],
      ['FL-10 diagnostics: keys → logs'],
    ],
    [
      'a private way by its endpoint, from the network of its subnet',
      [
        resource(netType, 'net', { virtualNetworkName: 'net' }),
        resource('Microsoft.Network/virtualNetworks/subnets', 'inner', { virtualNetworkName: 'net' }),
        vault,
        resource(
          'Microsoft.Network/privateEndpoints',
          'keys-private',
          { subnet: { id: UNKNOWN }, privateLinkServiceConnections: [{ privateLinkServiceId: UNKNOWN }] },
          {
            subnet: [urn('Microsoft.Network/virtualNetworks/subnets', 'inner')],
            privateLinkServiceConnections: [vault.urn],
          },
        ),
      ],
      ['- private-endpoint: net → keys'],
    ],
    [
      'a right by a role of the identity that a service uses',
      [
        resource(identityType, 'hub-identity', { resourceName: 'hub-identity' }),
        hub({}, { identity: [urn(identityType, 'hub-identity')] }, { identity: { type: 'UserAssigned' } }),
        account(),
        resource(
          'Microsoft.Authorization/roleAssignments',
          'writes',
          { scope: UNKNOWN, principalId: UNKNOWN, principalType: 'ServicePrincipal' },
          { scope: [urn(storage, 'telemetry')], principalId: [urn(identityType, 'hub-identity')] },
        ),
      ],
      ['FL-6 role: plant → telemetry'],
    ],
    [
      'people by a role of a group',
      [
        vault,
        resource(
          'Microsoft.Authorization/roleAssignments',
          'team',
          { scope: UNKNOWN, principalId: 'g', principalType: 'Group' },
          { scope: [vault.urn] },
        ),
      ],
      ['FL-9 role: People with roles in the stack → keys'],
    ],
    [
      'addresses on the internet by a rule that lets them in',
      [hub({ ipFilterRules: [{ filterName: 'a', action: 'Accept', ipMask: '203.0.113.7' }] })],
      ['- network-rule: Internet addresses → plant'],
    ],
    [
      'nobody by a rule that keeps them out',
      [hub({ ipFilterRules: [{ filterName: 'a', action: 'Reject', ipMask: '0.0.0.0/0' }] })],
      [],
    ],
    [
      'devices joining by the hub that a service hands them over to',
      [
        hub(),
        resource('Microsoft.Devices/provisioningServices', 'join', {
          provisioningServiceName: 'join',
          properties: {
            iotHubs: [
              { connectionString: 'HostName=plant.azure-devices.net', name: 'plant.azure-devices.net' },
            ],
          },
        }),
      ],
      ['- reference: join → plant'],
    ],
  ])('%s', (_what, resources, flows) => {
    expect(drawn(threatsOf(resources))).toEqual(flows);
  });

  test('a store that receives records is a store of records as well', () => {
    const report = threatsOf([
      vault,
      account(),
      resource(
        'Microsoft.Insights/diagnosticSettings',
        'audit',
        { resourceUri: UNKNOWN, storageAccountId: UNKNOWN },
        { resourceUri: [vault.urn], storageAccountId: [urn(storage, 'telemetry')] },
      ),
    ]);
    expect(report.elements.map(({ name, parts }) => [name, parts])).toEqual([
      ['keys', ['ST-5']],
      ['telemetry', ['ST-3', 'ST-6']],
    ]);
  });

  test('a part of a resource belongs to it, by parent, origin or name', () => {
    const container = 'Microsoft.Storage/storageAccounts/blobServices/containers' as const;
    const report = threatsOf([
      account(),
      resource(container, 'by-name', { accountName: 'telemetry' }),
      resource(
        container,
        'by-origin',
        { accountName: UNKNOWN },
        { accountName: [urn(storage, 'telemetry')] },
      ),
      { ...resource(container, 'by-parent'), parent: urn(storage, 'telemetry') },
      resource(container, 'of-another', { accountName: 'elsewhere' }),
    ]);
    expect(report.elements.map(({ resources }) => resources.length)).toEqual([4]);
    expect(report.unmapped).toEqual([
      expect.objectContaining({
        resource: urn(container, 'of-another'),
        supporting: true,
        why: expect.stringContaining('not among those read'),
      }),
    ]);
  });

  test('a service with a subnet stands in its network, once', () => {
    const subnet = 'Microsoft.Network/virtualNetworks/subnets' as const;
    const id =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/net/subnets/inner';
    const { boundaries, elements } = threatsOf([
      resource(netType, 'net', { virtualNetworkName: 'net' }),
      resource(subnet, 'inner', { virtualNetworkName: 'net' }),
      resource('Microsoft.Web/sites', 'page', { virtualNetworkSubnetId: id }),
      resource(
        'Microsoft.ContainerService/managedClusters',
        'cluster',
        { agentPoolProfiles: [{ vnetSubnetID: UNKNOWN }, { vnetSubnetID: UNKNOWN }] },
        { agentPoolProfiles: [urn(subnet, 'inner')] },
      ),
    ]);
    const members = boundaries.find(({ name }) => name === 'net')?.members ?? [];
    expect(elements.filter((one) => members.includes(one.id)).map(({ name }) => name)).toEqual([
      'cluster',
      'page',
    ]);
  });

  test('the program stands in the picture where it was read, once', () => {
    const drawnBy = (resources: Parameters<typeof judged>[0]) =>
      assessThreats(
        { ...judged(resources), source: { kind: 'preview', name: 'plant', stack: 'prod' } },
        { now: today, site: emptySite, evidence: [] },
      ).elements.map(({ name, parts, boundary }) => [name, parts, boundary]);
    expect(drawnBy([])).toEqual([['prod', ['PR-8', 'ST-7'], 'TB-5']]);
    expect(drawnBy([resource('Pulumi/stacks' as ArmType, 'root')])).toEqual([
      ['root', ['PR-8', 'ST-7'], 'TB-5'],
    ]);
  });

  test('a resource that nobody placed is named, and counts against completeness', () => {
    const report = threatsOf([resource('Microsoft.Quantum/workspaces', 'odd')]);
    expect(report.unmapped).toEqual([
      {
        resource: urn('Microsoft.Quantum/workspaces', 'odd'),
        type: 'Microsoft.Quantum/workspaces',
        why: expect.any(String),
        supporting: false,
      },
    ]);
    const told = report.threats
      .find(({ id }) => id === 'T-O09')
      ?.reasons.find((reason) => reason.kind === 'check' && reason.check === 'threat-coverage');
    expect(told).toMatchObject({ state: 'failed', text: expect.stringContaining('1 resource outside') });
  });

  test('the same resources in another order give the same report', () => {
    const resources = [account(), account({}, 'second'), vault, logs, hub()];
    const text = (list: typeof resources) => JSON.stringify({ ...threatsOf(list), threats: undefined });
    expect(text([...resources].reverse())).toBe(text(resources));
  });

  test('no resources: the report says so and colours nothing', () => {
    const report = threatsOf([]);
    expect([report.summary.resources, report.elements, report.flows, report.matrix]).toEqual([0, [], [], []]);
    const statuses = new Set(report.threats.map(({ status }) => status));
    expect([...statuses].sort()).toEqual(['not-applicable', 'open', 'partial']);
    expect(report.threats.find(({ id }) => id === 'T-C05')?.status).toBe('not-applicable');
    expect(report.threats.every(({ risk }) => risk.residual.score >= 1)).toBe(true);
  });
});

describe('the site file adds what no stack contains', () => {
  const plant = site({
    devices: [
      { id: 'sensors', name: 'Sensors', kind: 'device', count: 40 },
      { id: 'gateway', name: 'Gateway', kind: 'gateway' },
    ],
    people: [{ id: 'crew', name: 'Crew' }],
    externals: [{ id: 'carrier', name: 'Carrier' }],
    flows: [
      { id: 'a', name: 'inside', from: 'sensors', to: 'gateway', encryption: 'none' },
      { id: 'b', name: 'up', from: 'gateway', to: 'PR-4', encryption: 'tls1.2', keys: 'the gateway' },
      { id: 'c', name: 'down', from: 'plant', to: 'gateway' },
      { id: 'd', name: 'work', from: 'crew', to: 'PR-4' },
      { id: 'e', name: 'line', from: 'gateway', to: 'carrier' },
    ],
  });

  test('and knows which flow of the catalogue each one is', () => {
    const report = threatsOf([hub({ minTlsVersion: '1.2' })], { site: plant });
    expect(drawn(report)).toEqual([
      'FL-1 site: inside',
      'FL-3 site: up',
      'FL-4 site: down',
      'FL-9 site: work',
      'FL-12 site: line',
    ]);
    expect(report.transfer.map(({ encryption }) => encryption)).toEqual([
      'none',
      expect.stringMatching(/verified|unknown|violated/),
      'not-stated',
      expect.any(String),
      'not-stated',
    ]);
    expect(report.elements.find(({ name }) => name === 'Sensors')).toMatchObject({
      count: 40,
      boundary: 'TB-1',
      origin: 'site',
    });
    expect(report.problems).toEqual([]);
  });

  test('says where the receiving end accepts weak encryption, whatever the file declares', () => {
    const leg = (minTlsVersion: string) =>
      threatsOf([hub({ minTlsVersion })], { site: plant }).transfer.find(({ flow }) => flow === 'FL-3/1');
    expect(leg('1.0')).toMatchObject({ encryption: 'violated', keys: 'the gateway' });
  });

  test('draws the boundaries that it declares around what it names', () => {
    const walls = site({
      ...plant,
      boundaries: [{ id: 'hall', name: 'Hall 4', around: ['sensors', 'plant', 'sensors'] }],
    });
    const found = threatsOf([hub()], { site: walls }).boundaries.find(({ name }) => name === 'Hall 4');
    expect(found).toMatchObject({ origin: 'site', zone: false, members: ['XE-1/1', 'PR-4/1'] });
  });

  test('names what it cannot find', () => {
    const lost = site({
      flows: [{ id: 'a', name: 'a', from: 'nobody', to: 'PR-4' }],
      boundaries: [{ id: 'b', name: 'b', around: ['nowhere'] }],
    });
    expect(threatsOf([hub()], { site: lost }).problems.map(({ where }) => where)).toEqual([
      'flows.a.from',
      'boundaries.b.around',
    ]);
  });
});
