import { roles } from '../infra/identity';
import { inWords, listed, table } from './markdown';
import { labelOf, placeOf } from './services';
import { at, items, type Planned, type Stack, typeOf } from './stack';

/** Who may do what where. */
export interface Right {
  readonly who: string;
  /** The resources that act under it; empty for people and for workloads that come later. */
  readonly actors: readonly Planned[];
  readonly role: string;
  /** What it is on; undefined where only a deployment tells. */
  readonly on: Planned | undefined;
  readonly how: string;
}

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
const moreRoles = {
  deviceUpdateAdministrator: '02ca0879-e8e4-47a5-a61e-5c618b76e64a',
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
  logAnalyticsReader: '73c42c96-874c-492b-b04d-ab87d138a893',
  iotHubDataReader: 'b447c946-2db7-41ec-983d-d8bf3b1c77e3',
  deviceProvisioningServiceDataReader: '10745317-c249-44a1-a5ce-3a4353c0bbd8',
  deviceProvisioningServiceDataContributor: 'dfce44e4-17b7-4bd1-a6d1-04996ec95633',
  storageAccountBackupContributor: 'e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1',
};

const roleNames = new Map(
  [...Object.entries(roles), ...Object.entries(moreRoles)].map(([name, id]) => [id as string, inWords(name)]),
);

const assignments = ['authorization:RoleAssignment', 'authorization:PimRoleEligibilitySchedule'];

/** Every right that the stack gives, by Azure's roles and by those of databases. */
export function rightsIn(stack: Stack): readonly Right[] {
  return [
    ...stack.all(...assignments).map((assignment) => roleRight(stack, assignment)),
    ...stack.all('cosmosdb:SqlResourceSqlRoleAssignment').map((assignment) => cosmosRight(stack, assignment)),
    ...stack.all('kusto:DatabasePrincipalAssignment').map((assignment) => ({
      ...principalOf(stack, assignment),
      role: String(at(assignment, 'role')),
      on: stack.named(assignment, 'databaseName') ?? stack.named(assignment, 'clusterName'),
      how: 'always',
    })),
    ...stack.all('dbforpostgresql:AdministratorsMicrosoftEntra').map((administrator) => ({
      ...principalOf(stack, administrator, 'objectId'),
      role: 'Administrator of the server',
      on: stack.named(administrator, 'serverName'),
      how: 'always',
    })),
    ...stack.all('sql:Server').map((server) => ({
      ...principalOf(stack, server, 'administrators'),
      role: 'Administrator of the server',
      on: server,
      how: 'always',
    })),
  ];
}

function roleRight(stack: Stack, assignment: Planned): Right {
  const id = String(at(assignment, 'roleDefinitionId')).split('/').at(-1) ?? '';
  const definition = stack.named(assignment, 'roleDefinitionId');
  const activated = typeOf(assignment) === 'authorization:PimRoleEligibilitySchedule';
  return {
    ...principalOf(stack, assignment),
    role: roleNames.get(id) ?? (definition ? String(at(definition, 'roleName')) : `role ${id}`),
    on: stack.named(assignment, 'scope'),
    how: activated ? 'after activation' : 'always',
  };
}

function cosmosRight(stack: Stack, assignment: Planned): Right {
  const definition = stack.named(assignment, 'roleDefinitionId');
  const actions = (definition ? items(definition, 'permissions') : []).flatMap(({ dataActions }) =>
    Array.isArray(dataActions) ? dataActions.map((action) => String(action).split('/').at(-1) ?? '') : [],
  );
  return {
    ...principalOf(stack, assignment),
    role: `own role: ${listed(actions, 'nothing')}`,
    on:
      stack.origins(assignment, 'scope').find((one) => typeOf(one) === 'cosmosdb:SqlResourceSqlDatabase') ??
      stack.named(assignment, 'scope'),
    how: 'always',
  };
}

function principalOf(stack: Stack, holder: Planned, property = 'principalId'): Pick<Right, 'who' | 'actors'> {
  const identity = stack
    .origins(holder, property)
    .find(({ token }) => token.endsWith(':UserAssignedIdentity'));
  if (identity) {
    const actors = stack.resources.filter((one) => one.propertyDependencies.identity?.includes(identity.urn));
    return { who: `identity \`${identity.name}\``, actors };
  }
  const owner = stack.named(holder, property);
  if (owner) return { who: labelOf(owner), actors: [owner] };
  const id = at(holder, property);
  if (id !== undefined && id === stack.text('deviceUpdatePrincipal'))
    return { who: 'service principal of Device Update', actors: stack.all('deviceupdate:Account') };
  const groups = Object.entries(stack.setting<Record<string, string>>('people') ?? {});
  const [group] = groups.find(([, given]) => given === id) ?? [];
  return { who: group ? `group \`people.${group}\`` : 'who deploys', actors: [] };
}

/** The table of rights, people first. */
export function accessTable(stack: Stack): string {
  const rows = rightsIn(stack).map(({ who, actors, role, on, how }) => [
    who,
    actors.length > 0 ? listed(actors.map(labelOf), '') : who.startsWith('group') ? 'people' : 'workloads',
    role,
    on ? placeOf(stack, on) : 'what only a deployment tells',
    how,
  ]);
  return table(['Who', 'Acting as or for', 'May', 'Where', 'When'], rows);
}
