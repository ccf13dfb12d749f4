import {
  iotHub,
  provisioningService,
  roleAssignment,
  userAssignedIdentity,
  webApp,
} from '../resources/types';
import { textOf } from '../resources/value';
import { both, isSet, noneOf, oneOf } from '../rule/conditions';
import { listOption } from '../rule/option-values';
import { builtInRoles, delegating, givesRole, reachOf } from '../rule/roles';
import { type Control, defineRule, type ExampleResource, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

const rbac = 'https://learn.microsoft.com/azure/role-based-access-control';
const practices = `${rbac}/best-practices`;
const conditions = `${rbac}/delegate-role-assignments-overview`;
const hubRoles = 'https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-azure-ad';

/** Controls on least privilege, without the recommendations of CIS on subscription owners and custom roles. */
const leastPrivilege: readonly Control[] = [
  'mcsb:PA-7',
  'nist:AC-6',
  'iec33:SR2.1',
  'enisa:GP-TM-27',
  'nis2:21.2.i',
];

const roleId = (role: keyof typeof builtInRoles) =>
  `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`;
const reader = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7';
const blobContributor =
  '/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe';
const principalId = '11111111-2222-3333-4444-555555555555';
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const group = `${subscription}/resourceGroups/plant`;
const hubId = `${group}/providers/Microsoft.Devices/IotHubs/plant`;

export const rbacNoOwner = defineRule({
  id: 'rbac-no-owner',
  title: 'Nobody but named principals gets a role that gives out roles',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'high',
  peers: {
    psrule: ['Azure.RBAC.LimitOwner'],
    azurePolicy: ['4f11b553-d42e-4e3a-89be-32ca364cad4c'],
    kics: ['41d7989b'],
  },
  target: roleAssignment,
  property: ['roleDefinitionId', 'principalId'],
  readsOrigins: true,
  check: (view, options): readonly Verdict[] => {
    const property = 'roleDefinitionId';
    const answer = givesRole(view, delegating);
    if (answer === 'no') return [{ outcome: 'pass', property }];
    const allowed = listOption(options, 'allowedPrincipals');
    const principal = view.one('principalId');
    if (principal.state === 'known' && oneOf(...allowed).holds(principal.value))
      return [{ outcome: 'pass', property }];
    if (answer === 'maybe') return [{ outcome: 'unknown', property }];
    if (principal.state === 'unknown' && allowed.length > 0)
      return [{ outcome: 'unknown', property: principal.path }];
    const message = `\`${property}\` is Owner, User Access Administrator or Role Based Access Control Administrator.`;
    return [{ outcome: 'fail', property, message }];
  },
  options: {
    allowedPrincipals: {
      type: 'array',
      items: 'string',
      default: [],
      description:
        'Object ids of the principals that may hold such a role, for instance an emergency account.',
    },
  },
  why: 'Whoever holds such a role can give itself all others: one stolen pipeline token then reads every secret of the plant, changes the firmware and locks the owners out.',
  fix: {
    say: 'Give the narrowest role that does the work instead in `roleDefinitionId`, or add the principal to `allowedPrincipals` of this rule.',
    replaces: true,
  },
  serviceDefault: { is: 'nobody has the role', source: practices },
  links: [practices],
  examples: {
    good: [
      { properties: { scope: group, principalId, principalType: 'Group', roleDefinitionId: reader } },
      {
        properties: { scope: group, principalId, principalType: 'Group', roleDefinitionId: roleId('owner') },
        options: { allowedPrincipals: [principalId] },
      },
    ],
    bad: [
      {
        properties: { scope: group, principalId, principalType: 'Group', roleDefinitionId: roleId('owner') },
        options: { allowedPrincipals: ['99999999-2222-3333-4444-555555555555'] },
      },
      {
        properties: {
          scope: subscription,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: `${subscription}${roleId('userAccessAdministrator').toUpperCase()}`,
        },
      },
    ],
  },
});

const workload = oneOf('ServicePrincipal', 'Device');

export const rbacNoBroadScope = defineRule({
  id: 'rbac-no-broad-scope',
  title: 'Workloads get roles on resource groups or resources, not on whole subscriptions',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.RBAC.LimitMGDelegation', 'Azure.RBAC.UseRGDelegation'] },
  target: roleAssignment,
  property: ['scope', 'principalType'],
  readsOrigins: true,
  check: (view): readonly Verdict[] => {
    const kind = view.one('principalType');
    if (kind.state === 'absent' || (kind.state === 'known' && !workload.holds(kind.value))) return [];
    const scope = view.one('scope');
    const reach = reachOf(scope, view);
    if (reach === 'narrower') return [{ outcome: 'pass', property: scope.path }];
    if (reach === 'open') return [{ outcome: 'unknown', property: scope.path }];
    if (kind.state === 'unknown') return [{ outcome: 'unknown', property: kind.path }];
    const message = '`scope` must be a resource group or a resource where the principal is a workload.';
    return [{ outcome: 'fail', property: scope.path, message }];
  },
  controls: leastPrivilege,
  why: 'A function that only has to read one hub reaches every plant of the subscription. When it is taken over through a bug in its code, so does the attacker.',
  fix: {
    say: 'Set `scope` to the id of the one resource, or of the resource group, that the workload works on.',
    replaces: true,
  },
  serviceDefault: { is: 'the role reaches all that lies in the scope', source: `${rbac}/scope-overview` },
  links: [`${rbac}/scope-overview`, practices],
  examples: {
    good: [
      {
        properties: {
          scope: group,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: reader,
        },
      },
      { properties: { scope: subscription, principalId, principalType: 'Group', roleDefinitionId: reader } },
    ],
    bad: [
      {
        properties: {
          scope: subscription,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: reader,
        },
        at: ['scope'],
      },
      {
        properties: {
          scope: '/providers/Microsoft.Management/managementGroups/plants',
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: reader,
        },
      },
    ],
  },
});

export const rbacNoUsers = defineRule({
  id: 'rbac-no-user-principals',
  title: 'Roles go to groups and workloads, not to single users',
  topic: 'rbac-no-users',
  class: 'identity',
  severity: 'low',
  peers: {
    psrule: ['Azure.RBAC.UseGroups'],
    azurePolicy: ['339353f6-2387-4a45-abe4-7f529d121046'],
    kics: ['8e75e431'],
  },
  target: roleAssignment,
  property: 'principalType',
  pass: both(isSet, noneOf('User')),
  whenAbsent: 'fail',
  printable: true,
  why: 'People change jobs, and rights that hang on a person stay with the account: years later a former technician can still write set points. Groups are reviewed in one place.',
  fix: {
    say: 'Put the person into an Entra group, set `principalId` to the group and `principalType` to `Group`.',
    replaces: true,
  },
  serviceDefault: { is: '`User`, which the SDK writes', source: 'azure-native 3.28 typings' },
  links: [practices],
  examples: {
    good: [
      { properties: { scope: group, principalId, principalType: 'Group', roleDefinitionId: reader } },
      {
        properties: {
          scope: hubId,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: reader,
        },
      },
    ],
    bad: [
      { properties: { scope: group, principalId, principalType: 'User', roleDefinitionId: reader } },
      { properties: { scope: group, principalId, roleDefinitionId: reader } },
    ],
  },
});

export const rbacPrivilegedCondition = defineRule({
  id: 'rbac-privileged-condition',
  title: 'Roles that give out roles carry a condition',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: roleAssignment,
  property: ['condition', 'conditionVersion', 'roleDefinitionId'],
  readsOrigins: true,
  check: (view) => {
    const answer = givesRole(view, delegating);
    if (answer === 'no') return [];
    const verdicts = [
      verdictOf(view.one('condition'), {
        must: isSet,
        whenAbsent: 'fail',
        serviceDefault: 'the holder may give out any role',
      }),
      verdictOf(view.one('conditionVersion'), {
        must: oneOf('2.0'),
        whenAbsent: 'fail',
        serviceDefault: 'Azure needs it beside a condition',
        printable: true,
      }),
    ];
    const isFault = verdicts.some(({ outcome }) => outcome === 'fail');
    return answer === 'maybe' && isFault ? [{ outcome: 'unknown', property: 'roleDefinitionId' }] : verdicts;
  },
  controls: leastPrivilege,
  why: 'A pipeline that has to give a new hub access to its storage needs two roles to hand out. Without a condition it can hand out Owner, also to whoever took over the pipeline.',
  fix: {
    say: 'Set `condition` to the roles and kinds of principal that may be given out, and `conditionVersion` to `2.0`.',
    replaces: false,
  },
  serviceDefault: { is: 'no condition: any role may be given to anybody', source: conditions },
  links: [conditions],
  examples: {
    good: [
      {
        properties: {
          scope: group,
          principalId,
          roleDefinitionId: roleId('roleBasedAccessControlAdministrator'),
          condition:
            "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEquals 'ServicePrincipal'))",
          conditionVersion: '2.0',
        },
      },
      { properties: { scope: group, principalId, roleDefinitionId: reader } },
    ],
    bad: [
      {
        properties: {
          scope: group,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: roleId('userAccessAdministrator'),
        },
        at: ['condition', 'conditionVersion'],
      },
      {
        properties: {
          scope: group,
          principalId,
          roleDefinitionId: roleId('owner'),
          condition: "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEquals 'Group'",
          conditionVersion: '1.0',
        },
        at: ['conditionVersion'],
      },
    ],
  },
});

const hub: ExampleResource = { type: iotHub, name: 'hub', properties: { resourceName: 'plant' } };

const assignment = (
  properties: ExampleResource['properties'],
  uses: NonNullable<ExampleResource['uses']> = {},
): ExampleResource => ({
  type: roleAssignment,
  name: 'grant',
  properties: { principalId, principalType: 'ServicePrincipal', ...properties },
  uses,
});

const twinRole = roleId('iotHubTwinContributor');

export const rbacIotDataScope = defineRule({
  id: 'rbac-iot-data-role-scope',
  title: 'Roles on device data are given on a single hub',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'medium',
  target: roleAssignment,
  relates: [iotHub],
  property: 'scope',
  checkStack: (subject, stack): readonly Verdict[] => {
    const view = stack.view(subject);
    const property = 'scope';
    const role = givesRole(view, [
      'iotHubDataContributor',
      'iotHubRegistryContributor',
      'iotHubTwinContributor',
    ]);
    if (role === 'no') return [];
    const scope = view.one(property);
    const isWritten = scope.state === 'known';
    const onHub = isWritten
      ? /\/providers\/Microsoft\.Devices\/IotHubs\/[^/]+\/?$/i.test(textOf(scope.value))
      : stack.referred(subject, property, iotHub).some(({ answer }) => answer === 'yes');
    if (onHub) return [{ outcome: 'pass', property }];
    const origins = subject.propertyDependencies.scope ?? [];
    if (role === 'maybe' || (!isWritten && !origins.some(stack.find)))
      return [{ outcome: 'unknown', property }];
    const message = '`scope` must be the id of one IoT Hub for a role that writes to devices.';
    return [{ outcome: 'fail', property, message }];
  },
  why: 'On a resource group the role also holds for every hub that is added later: a service meant for the test fleet can then write to the twins of machines that are running.',
  fix: { say: 'Set `scope` to the id of the hub.', replaces: true },
  serviceDefault: { is: 'the role holds for all hubs in the scope', source: hubRoles },
  links: [hubRoles],
  examples: {
    good: [
      { resources: [hub, assignment({ scope: hubId, roleDefinitionId: twinRole })] },
      { resources: [hub, assignment({ roleDefinitionId: twinRole }, { scope: ['hub'] })] },
      { resources: [assignment({ scope: group, roleDefinitionId: reader })] },
    ],
    bad: [
      { resources: [hub, assignment({ scope: group, roleDefinitionId: twinRole })] },
      {
        resources: [
          hub,
          assignment({ scope: subscription, roleDefinitionId: roleId('iotHubDataContributor') }),
        ],
      },
    ],
  },
});

const identity: ExampleResource = {
  type: userAssignedIdentity,
  name: 'ingest-identity',
  properties: { resourceName: 'ingest' },
};

export const rbacWorkloadNotContributor = defineRule({
  id: 'rbac-workload-not-contributor',
  title: 'Managed identities of services get roles on data, not Contributor',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'medium',
  target: roleAssignment,
  relates: [userAssignedIdentity, iotHub, provisioningService, webApp],
  property: 'roleDefinitionId',
  checkStack: (subject, stack): readonly Verdict[] => {
    const property = 'roleDefinitionId';
    const origins = subject.propertyDependencies.principalId ?? [];
    // The identity of a pipeline is no resource of the stack; those of services are, with the service or beside it.
    if (!origins.some(stack.find)) return [];
    const role = givesRole(stack.view(subject), ['contributor']);
    if (role === 'no') return [{ outcome: 'pass', property }];
    if (role === 'maybe') return [{ outcome: 'unknown', property }];
    const message = `\`${property}\` is Contributor, although the principal is the identity of a service.`;
    return [{ outcome: 'fail', property, message }];
  },
  controls: leastPrivilege,
  why: 'A function that writes telemetry needs to write blobs. As Contributor it can delete the hub, read its keys and start machines of its own, and so can a message that exploits its parser.',
  fix: {
    say: 'Set `roleDefinitionId` to a role on data, such as Storage Blob Data Contributor or IoT Hub Data Reader.',
    replaces: true,
  },
  serviceDefault: { is: 'the identity has no role', source: `${rbac}/built-in-roles` },
  links: [`${rbac}/built-in-roles`, practices],
  examples: {
    good: [
      {
        resources: [
          identity,
          assignment(
            { scope: group, roleDefinitionId: blobContributor },
            { principalId: ['ingest-identity'] },
          ),
        ],
      },
      { resources: [identity, assignment({ scope: group, roleDefinitionId: roleId('contributor') })] },
    ],
    bad: [
      {
        resources: [
          identity,
          assignment(
            { scope: group, roleDefinitionId: roleId('contributor') },
            { principalId: ['ingest-identity'] },
          ),
        ],
      },
      {
        resources: [
          { ...hub, properties: { resourceName: 'plant', identity: { type: 'SystemAssigned' } } },
          assignment(
            { scope: group, roleDefinitionId: `${subscription}${roleId('contributor')}` },
            { principalId: ['hub'] },
          ),
        ],
      },
    ],
  },
});
