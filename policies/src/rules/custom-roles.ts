import { federatedCredential, roleDefinition } from '../resources/types';
import { type Condition, doesNotMatch, oneOf } from '../rule/conditions';
import { listOption } from '../rule/option-values';
import { reachOf } from '../rule/roles';
import { type Control, defineRule, type Verdict } from '../rule/rule';

const customRoles = 'https://learn.microsoft.com/azure/role-based-access-control/custom-roles';
const definitions = 'https://learn.microsoft.com/azure/role-based-access-control/role-definitions';
const federation = 'https://learn.microsoft.com/entra/workload-id/workload-identity-federation';
const considerations = `${federation}-considerations`;

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/plant';

const readers = {
  roleName: 'Plant reader',
  scope: group,
  assignableScopes: [group],
  permissions: [{ actions: ['Microsoft.Devices/iotHubs/read'], dataActions: [] }],
};

/** Everything, every write, or the right to give out rights. */
const sweeping =
  /^\*$|^\*\/(\*|write)$|^Microsoft\.Authorization\/(\*|\*\/write|roleAssignments\/(\*|write))$/i;

export const customRoleNoWildcard = defineRule({
  id: 'rbac-custom-role-no-wildcard',
  title: 'Custom roles name their operations',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_39'],
    azurePolicy: ['a451c1ef-c6ca-483d-87ed-f49761e3ffb5'],
    kics: ['8fa9ceea', '3fa5900f'],
    trivy: ['AZU-0030', 'AZU-0052'],
  },
  target: roleDefinition,
  property: 'permissions[].actions[]',
  pass: doesNotMatch(sweeping, 'name operations, not `*`, `*/write` or the assignment of roles'),
  whenAbsent: 'pass',
  why: 'A custom role with `*` is a second Owner under a harmless name, which no review of owners finds. What `notActions` takes away grows out of date with every new service.',
  fix: {
    say: 'List the operations in `permissions[].actions`, such as `Microsoft.Devices/iotHubs/read`. A wildcard over reads, such as `*/read`, may stay.',
    replaces: false,
  },
  serviceDefault: { is: 'a role without actions allows nothing', source: definitions },
  links: [customRoles, definitions],
  examples: {
    good: [
      { properties: readers },
      { properties: { ...readers, permissions: [{ actions: ['*/read', 'Microsoft.Devices/*'] }] } },
    ],
    bad: [
      { properties: { ...readers, permissions: [{ actions: ['*'] }] }, at: ['permissions[0].actions[0]'] },
      {
        properties: {
          ...readers,
          permissions: [
            { actions: ['*/read'] },
            { actions: ['*/write', 'Microsoft.Devices/*', 'microsoft.authorization/*'] },
          ],
        },
        at: ['permissions[1].actions[0]', 'permissions[1].actions[2]'],
      },
    ],
  },
});

export const customRoleDataActions = defineRule({
  id: 'rbac-custom-role-data-actions',
  title: 'Custom roles name their operations on data',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'high',
  target: roleDefinition,
  property: 'permissions[].dataActions[]',
  pass: doesNotMatch(/^\*(\/\*)?$/, 'name operations, not `*`'),
  whenAbsent: 'pass',
  why: 'With `*` the holder reads every secret, opens every blob and sends commands to every device in the scope, also in services that the role was never meant for.',
  fix: {
    say: 'List the operations in `permissions[].dataActions`, such as `Microsoft.Devices/IotHubs/twins/read`.',
    replaces: false,
  },
  serviceDefault: { is: 'a role without data actions reads no data', source: definitions },
  links: [customRoles, definitions],
  examples: {
    good: [
      { properties: readers },
      {
        properties: {
          ...readers,
          permissions: [{ actions: [], dataActions: ['Microsoft.Devices/IotHubs/twins/*'] }],
        },
      },
    ],
    bad: [
      {
        properties: { ...readers, permissions: [{ actions: ['*/read'], dataActions: ['*'] }] },
        at: ['permissions[0].dataActions[0]'],
      },
      {
        properties: {
          ...readers,
          permissions: [{ dataActions: ['Microsoft.Devices/IotHubs/twins/read', '*'], notDataActions: [] }],
        },
        at: ['permissions[0].dataActions[1]'],
      },
    ],
  },
});

export const customRoleScopes = defineRule({
  id: 'rbac-custom-role-scopes',
  title: 'Custom roles can be assigned in named subscriptions or below only',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_39'], azurePolicy: ['10ee2ea2-fb4d-45b8-a7e9-a2e770044cd9'] },
  target: roleDefinition,
  property: 'assignableScopes[]',
  readsOrigins: true,
  check: (view) =>
    view.all('assignableScopes[]').map((scope): Verdict => {
      const property = scope.path;
      const reach = reachOf(scope, view);
      if (reach === 'open') return { outcome: 'unknown', property };
      if (reach !== 'tenant' && reach !== 'managementGroup') return { outcome: 'pass', property };
      const message = `\`${property}\` must be a subscription, a resource group or a resource.`;
      return { outcome: 'fail', property, message };
    }),
  why: 'A role that was made for one plant turns up in the list of every plant. A later change to it, made for the first one, widens rights everywhere at once.',
  fix: {
    say: 'List in `assignableScopes` the subscriptions or resource groups that need the role.',
    replaces: false,
  },
  serviceDefault: { is: 'the role can be assigned where `assignableScopes` says', source: definitions },
  links: [definitions],
  examples: {
    good: [
      { properties: readers },
      {
        properties: { ...readers, assignableScopes: ['/subscriptions/00000000-0000-0000-0000-000000000001'] },
      },
    ],
    bad: [
      { properties: { ...readers, assignableScopes: ['/'] }, at: ['assignableScopes[0]'] },
      {
        properties: {
          ...readers,
          assignableScopes: [group, '/providers/Microsoft.Management/managementGroups/plants'],
        },
        at: ['assignableScopes[1]'],
      },
    ],
  },
});

const federated: readonly Control[] = [
  'mcsb:IM-3',
  'mcsb:DS-6',
  'nist:IA-5',
  'nist:IA-9',
  'iec33:SR1.2',
  'iec33:SR1.5',
];

const github = 'https://token.actions.githubusercontent.com';
const pipeline = {
  resourceName: 'deploy',
  issuer: github,
  subject: 'repo:plant-example/infra:environment:production',
  audiences: ['api://AzureADTokenExchange'],
};

function trustedIssuer(issuers: readonly string[]): Condition {
  const plain = (url: string) => url.trim().toLowerCase().replace(/\/$/, '');
  const isListed = (url: string) =>
    issuers.some((entry) =>
      entry.endsWith('*') ? url.startsWith(plain(entry.slice(0, -1))) : url === plain(entry),
    );
  return {
    expected:
      issuers.length > 0 ? 'start with `https://` and be on the list `issuers`' : 'start with `https://`',
    holds: (value) =>
      typeof value === 'string' &&
      /^https:\/\/[^/]/i.test(value) &&
      (issuers.length === 0 || isListed(plain(value))),
  };
}

export const federationIssuer = defineRule({
  id: 'fic-issuer-allowed',
  title: 'Federated credentials trust known issuers only',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['2571b7c3-3056-4a61-b00a-9bc5232234f5', 'ae62c456-33de-4dc8-b100-7ce9028a7d99'] },
  target: federatedCredential,
  property: 'issuer',
  pass: (options) => trustedIssuer(listOption(options, 'issuers')),
  whenAbsent: 'fail',
  options: {
    issuers: {
      type: 'array',
      items: 'string',
      default: [],
      description:
        'The issuers to trust; an entry that ends in `*` stands for all that start like it. Empty: any with https.',
    },
  },
  threats: ['T-O05', 'T-C02'],
  controls: federated,
  why: 'Whoever runs the issuer can make tokens for the identity. An issuer that nobody chose, or one reached without TLS, is a back door into the subscription that needs no password.',
  fix: {
    say: 'Set `issuer` to the `https` address of a provider of yours, and list the ones you use in `issuers` of this rule.',
    replaces: false,
  },
  serviceDefault: { is: 'Azure accepts any issuer', source: federation },
  links: [federation],
  examples: {
    good: [
      { properties: pipeline },
      { properties: { ...pipeline, issuer: `${github}/` }, options: { issuers: [github] } },
      {
        properties: { ...pipeline, issuer: 'https://westeurope.oic.prod-aks.azure.com/t/c/' },
        options: { issuers: ['https://westeurope.oic.prod-aks.azure.com/*'] },
      },
    ],
    bad: [
      { properties: { ...pipeline, issuer: 'http://issuer.plant.example' } },
      { properties: { ...pipeline, issuer: 'https://gitlab.com' }, options: { issuers: [github] } },
      { properties: { ...pipeline, issuer: `${github}.attacker.example` }, options: { issuers: [github] } },
    ],
  },
});

/** No wildcard, and for a GitHub repository an owner on the list, where there is one. */
function exactSubject(owners: readonly string[]): Condition {
  const isOwner = oneOf(...owners);
  return {
    expected:
      owners.length > 0
        ? 'name one subject of an owner on the list `owners`'
        : 'name one subject, without `*` or `?`',
    holds: (value) => {
      if (typeof value !== 'string' || value.trim() === '' || /[*?]/.test(value)) return false;
      const owner = /^repo:([^/:]+)\//i.exec(value)?.[1];
      return owners.length === 0 || owner === undefined || isOwner.holds(owner);
    },
  };
}

export const federationSubject = defineRule({
  id: 'fic-subject-not-wildcard',
  title: 'Federated credentials name one subject',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'high',
  peers: { checkov: ['CKV_AZURE_249'], azurePolicy: ['fd1a8e20-2c4f-4a6c-9354-b58d786d9a1f'] },
  target: federatedCredential,
  property: 'subject',
  pass: (options) => exactSubject(listOption(options, 'owners')),
  whenAbsent: 'fail',
  options: {
    owners: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Owners of the GitHub repositories that may be named. Empty: any.',
    },
  },
  threats: ['T-O05', 'T-C02'],
  controls: federated,
  why: 'The subject is all that tells your pipeline from those of strangers, who use the same issuer. A pattern lets any branch or repository in, and a pull request from outside deploys to the plant.',
  fix: {
    say: 'Set `subject` to one branch or environment, such as `repo:<owner>/<repository>:environment:production`.',
    replaces: false,
  },
  serviceDefault: { is: 'the subject must be the one in the token', source: considerations },
  links: [considerations],
  examples: {
    good: [
      { properties: pipeline },
      { properties: pipeline, options: { owners: ['Plant-Example'] } },
      {
        properties: { ...pipeline, subject: 'system:serviceaccount:ingest:writer' },
        options: { owners: ['plant'] },
      },
    ],
    bad: [
      { properties: { ...pipeline, subject: 'repo:plant-example/*' } },
      { properties: { ...pipeline, subject: 'repo:plant-example/infra:ref:refs/heads/*' } },
      {
        properties: { ...pipeline, subject: 'repo:someone/infra:pull_request' },
        options: { owners: ['plant-example'] },
      },
    ],
  },
});

export const federationAudience = defineRule({
  id: 'fic-audience',
  title: 'Federated credentials accept tokens made for the exchange only',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  target: federatedCredential,
  property: 'audiences[]',
  pass: oneOf(
    'api://AzureADTokenExchange',
    'api://AzureADTokenExchangeUSGov',
    'api://AzureADTokenExchangeChina',
  ),
  whenAbsent: 'fail',
  threats: ['T-O05', 'T-C02'],
  controls: federated,
  why: 'With another audience, a token that a pipeline made for a third service opens the subscription as well: that service, or whoever reads its logs, can use it.',
  fix: { say: 'Set `audiences` to `["api://AzureADTokenExchange"]`.', replaces: false },
  serviceDefault: { is: '`api://AzureADTokenExchange` is recommended', source: considerations },
  links: [considerations],
  examples: {
    good: [
      { properties: pipeline },
      { properties: { ...pipeline, audiences: ['api://AzureADTokenExchangeUSGov'] } },
    ],
    bad: [
      { properties: { ...pipeline, audiences: ['https://github.com/plant-example'] } },
      {
        properties: { ...pipeline, audiences: ['api://AzureADTokenExchange', 'sts.amazonaws.com'] },
        at: ['audiences[1]'],
      },
    ],
  },
});
