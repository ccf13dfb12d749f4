import { UNKNOWN } from '../../../policies/src/resources/value';
import { assessThreats } from '../../../policies/src/threats/assess';
import { siteSchema } from '../../../policies/src/threats/site/schema';
import { emptySite, joinSites, type Site } from '../../../policies/src/threats/site/site';
import type { ThreatReport } from '../../../policies/src/threats/threat-report';
import { account, judged, record, resource, threatsOf, today } from '../stack';

const network = (name: string) =>
  resource('Microsoft.Network/virtualNetworks', name, { virtualNetworkName: name });
const vault = resource('Microsoft.KeyVault/vaults', 'keys-7', {
  vaultName: 'keys-7',
  properties: { networkAcls: { ipRules: [{ value: '192.0.2.1' }] } },
});
const privateWay = (name: string, net: string) =>
  resource('Microsoft.Network/privateEndpoints', name, {
    subnet: { id: net },
    privateLinkServiceConnections: [{ privateLinkServiceId: 'keys-7' }],
  });

/** Two networks, addresses of the internet, a route to nowhere, a group of people, and a resource that nobody placed. */
const stack = [
  account({ minimumTlsVersion: 'TLS1_0' }),
  account({}, 'telemetry2'),
  vault,
  network('net-7'),
  network('net-8'),
  privateWay('way-7', 'net-7'),
  privateWay('way-8', 'net-8'),
  resource('Microsoft.Devices/IotHubs', 'hub-7', {
    resourceName: 'hub-7',
    properties: {
      routing: { endpoints: { eventHubs: [{ endpointUri: 'sb://far.servicebus.windows.net' }] } },
    },
  }),
  resource('Microsoft.OperationalInsights/workspaces', 'logs-7', { workspaceName: 'logs-7' }),
  resource('Microsoft.Authorization/roleAssignments', 'team', {
    scope: 'keys-7',
    principalId: UNKNOWN,
    principalType: 'Group',
  }),
  resource('Microsoft.Quantum/workspaces', 'odd-7'),
];

const site: Site = joinSites([
  siteSchema.parse({
    devices: [{ id: 'sensor', name: 'Sensor' }],
    externals: [{ id: 'carrier', name: 'Carrier' }],
    flows: [
      { id: 'up', name: 'up', from: 'sensor', to: 'hub-7' },
      { id: 'line', name: 'line', from: 'sensor', to: 'carrier' },
    ],
    boundaries: [{ id: 'hall', name: 'Hall 4', around: ['sensor'] }],
    threats: [
      {
        id: 'T-D10',
        status: { is: 'violated', reason: 'We saw it' },
        treatment: 'reduce',
        review: '2027-01-01',
      },
      { id: 'T-C04', status: { is: 'verified', reason: 'We know better' } },
    ],
    acceptances: [
      { threat: 'T-C06', reason: 'Small', owner: 'Ada', approvedBy: ['Ada'], expires: '2026-06-01' },
    ],
  }),
]);

/** Reports as the engine makes them. */
export const assessed: readonly (readonly [name: string, report: ThreatReport])[] = [
  [
    'a small environment',
    threatsOf(stack, {
      site,
      evidence: [record(), record({ id: 'again', kind: 'approval', result: 'failed' })],
    }),
  ],
  ['a template with one account', threatsOf([account()])],
  [
    'a preview of nothing',
    assessThreats(
      { ...judged([]), source: { kind: 'preview', name: 'plant', stack: 'prod' } },
      { now: today, site: emptySite, evidence: [] },
    ),
  ],
];
