import { sqlManagedInstance, sqlManagedInstanceEntraOnly } from '../resources/types';
import type { Properties } from '../resources/value';
import { isTrue, notTrue, tlsAtLeast } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import { defineRule, type ExampleResource } from '../rule/rule';
import { settingRule } from '../rule/setting-rules';
import { verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/azure-sql';
const publicEndpoint = `${docs}/managed-instance/public-endpoint-overview`;
const entraOnly = `${docs}/database/authentication-azure-ad-only-authentication`;

const subnetId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/sql';
const named = { managedInstanceName: 'plant-mi', subnetId } as const;

export const managedInstancePublicEndpoint = defineRule({
  id: 'sqlmi-public-endpoint-disabled',
  title: 'Azure SQL managed instances have no public endpoint',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'high',
  peers: { azurePolicy: ['9dfea752-dd46-4766-aed1-c355fa93fb91'] },
  target: sqlManagedInstance,
  property: 'publicDataEndpointEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'An instance stands inside the plant network on purpose. The public endpoint on port 3342 leads around all its firewalls, and only a security group is left in between.',
  fix: {
    say: 'Set `publicDataEndpointEnabled` to `false`, or leave it out.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'there is no public endpoint', source: publicEndpoint },
  links: [publicEndpoint],
  examples: {
    good: [
      { properties: { ...named, publicDataEndpointEnabled: false } },
      { properties: { ...named, vCores: 8 } },
    ],
    bad: [
      { properties: { ...named, publicDataEndpointEnabled: true }, at: ['publicDataEndpointEnabled'] },
      { properties: { ...named, publicDataEndpointEnabled: 'true' }, at: ['publicDataEndpointEnabled'] },
    ],
  },
});

export const managedInstanceMinTls = defineRule({
  id: 'sqlmi-min-tls',
  title: 'Azure SQL managed instances refuse TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: { azurePolicy: ['a8793640-60f7-487c-b5c3-1d37215905c4'] },
  target: sqlManagedInstance,
  property: 'minimalTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Instances often take over old databases, and old clients with them. Without a floor those keep on talking TLS 1.0, which anybody on the way can break.',
  fix: { say: 'Set `minimalTlsVersion` to `1.2`.', replaces: false, value: '1.2' },
  serviceDefault: { is: 'the service chooses the floor' },
  links: [`${docs}/managed-instance/minimal-tls-version-configure`],
  examples: {
    good: [{ properties: { ...named, minimalTlsVersion: '1.2', vCores: 8 } }],
    bad: [
      { properties: { ...named, minimalTlsVersion: '1.1' }, at: ['minimalTlsVersion'] },
      { properties: { ...named, minimalTlsVersion: 'None' }, at: ['minimalTlsVersion'] },
      { properties: { ...named, vCores: 8 }, at: ['minimalTlsVersion'] },
    ],
  },
});

const onlyEntra = 'administrators.azureADOnlyAuthentication';
const login = { login: 'plant-dba', sid: '00000000-0000-0000-0000-000000000001', principalType: 'Group' };

const instance = (properties: Properties = {}): ExampleResource => ({
  type: sqlManagedInstance,
  name: 'instance',
  properties: { ...named, ...properties },
});

const only = (properties: Properties): ExampleResource => ({
  type: sqlManagedInstanceEntraOnly,
  name: 'only',
  properties: { authenticationName: 'Default', ...properties },
  uses: { managedInstanceName: 'managedInstanceName' in properties ? [] : ['instance'] },
});

export const managedInstanceEntraOnly = settingRule({
  id: 'sqlmi-entra-only',
  title: 'Azure SQL managed instances accept Entra ID logins only',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.SQLMI.AADOnly'], azurePolicy: ['78215662-041e-49ed-a9dd-5385911b3a1f'] },
  owner: sqlManagedInstance,
  holders: [sqlManagedInstanceEntraOnly],
  by: 'managedInstanceName',
  ownerSays: (view) => holds({ property: onlyEntra, is: isTrue, whenAbsent: false }, view),
  judge: (view) => [
    verdictOf(view.one('azureADOnlyAuthentication'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'SQL logins are accepted',
      printable: true,
    }),
  ],
  property: onlyEntra,
  lacks: `\`${onlyEntra}\` is not \`true\`, and no \`ManagedInstanceAzureADOnlyAuthentication\` of this stack names the instance: SQL logins are accepted.`,
  printable: true,
  why: 'Databases that moved here brought their old logins along, some known to every integrator who ever worked on them. While those are accepted, no leaver is ever really gone.',
  fix: {
    say: 'Set `administrators.azureADOnlyAuthentication` to `true` when the instance is created; for an existing one add a `ManagedInstanceAzureADOnlyAuthentication` with `true`.',
    replaces: false,
  },
  serviceDefault: { is: 'SQL logins are accepted', source: entraOnly },
  links: [entraOnly],
  examples: {
    good: [
      { resources: [instance({ administrators: { ...login, azureADOnlyAuthentication: true } })] },
      { resources: [instance({ administrators: login }), only({ azureADOnlyAuthentication: true })] },
      {
        resources: [instance(), only({ managedInstanceName: 'plant-mi', azureADOnlyAuthentication: true })],
      },
    ],
    bad: [
      { resources: [instance({ administrators: login })], at: [onlyEntra] },
      { resources: [instance({ administratorLogin: 'historian' })], at: [onlyEntra] },
      {
        resources: [instance(), only({ azureADOnlyAuthentication: false })],
        at: ['azureADOnlyAuthentication'],
      },
    ],
  },
});
