import type { TypeShape } from './classic';
import { always, asList } from './classic-fields';
import { type Field, identity, nameInId, same } from './shapes';
import {
  deploymentScript,
  federatedCredential,
  managementLock,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  userAssignedIdentity,
} from './types';
import { textOf, type Value } from './value';

// Names: sdk/nodejs/core, authorization, armmsi and management of @pulumi/azure 6.40.

/**
 * The built-in roles that rules tell apart, by the names that `roleDefinitionName` takes.
 *
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const builtInRoles: { readonly [name: string]: string } = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'user access administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'role based access control administrator': 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  'iot hub data contributor': '4fc6c259-987e-4a07-842e-c321cc9d413f',
  'iot hub data reader': 'b447c946-2db7-41ec-983d-d8bf3b1c77e3',
  'iot hub registry contributor': '4ea46cd5-c1b2-4a8e-910b-273211f9ce47',
  'iot hub twin contributor': '494bdba2-168f-4f31-a0a1-191d2f7c028c',
};

/** The id of a role, which the provider looks up. A name that is not in the table stands for itself. */
const roleId = (name: Value): Value =>
  `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[textOf(name).toLowerCase()] ?? textOf(name)}`;

const script = (name: string, kind: string, version: string): TypeShape => [
  deploymentScript,
  {
    classes: [`core/${name}`],
    fields: [
      { to: 'scriptName', from: 'name' },
      always('kind', kind),
      ...same('resourceGroupName', 'location', 'tags', 'primaryScriptUri', 'supportingScriptUris'),
      ...same('scriptContent', 'retentionInterval'),
      { to: 'arguments', from: 'commandLine' },
      { to: version, from: 'version' },
      identity,
      {
        to: 'environmentVariables',
        from: 'environmentVariables',
        each: same('name', 'value', 'secureValue'),
      },
      { to: 'storageAccountSettings.storageAccountName', from: 'storageAccount.name' },
      { to: 'storageAccountSettings.storageAccountKey', from: 'storageAccount.key' },
      { to: 'cleanupPreference', from: 'cleanupPreference', absent: 'Always' },
    ],
  },
];

const credential: readonly Field[] = [
  { to: 'federatedIdentityCredentialResourceName', from: 'name' },
  { to: 'resourceName', from: 'userAssignedIdentityId', or: 'parentId', as: nameInId },
  ...same('resourceGroupName', 'issuer', 'subject'),
  { to: 'audiences', from: 'audience', as: asList },
];

export const accessShapes: readonly TypeShape[] = [
  [resourceGroup, { fields: [{ to: 'resourceGroupName', from: 'name' }, ...same('location', 'tags')] }],
  [
    userAssignedIdentity,
    { fields: [{ to: 'resourceName', from: 'name' }, ...same('resourceGroupName', 'location', 'tags')] },
  ],
  [federatedCredential, { fields: credential }],
  [
    roleAssignment,
    {
      fields: [
        { to: 'roleAssignmentName', from: 'name' },
        ...same('scope', 'principalId', 'principalType', 'condition'),
        ...same('conditionVersion', 'description', 'delegatedManagedIdentityResourceId'),
        { to: 'roleDefinitionId', from: 'roleDefinitionName', as: roleId },
        { to: 'roleDefinitionId', from: 'roleDefinitionId' },
      ],
    },
  ],
  [
    roleDefinition,
    {
      fields: [
        { to: 'roleName', from: 'name' },
        ...same('scope', 'roleDefinitionId', 'assignableScopes', 'permissions', 'description'),
      ],
    },
  ],
  [
    managementLock,
    {
      fields: [
        { to: 'lockName', from: 'name' },
        { to: 'level', from: 'lockLevel' },
        ...same('scope', 'notes'),
      ],
    },
  ],
  script('resourceDeploymentScriptAzureCli:ResourceDeploymentScriptAzureCli', 'AzureCLI', 'azCliVersion'),
  script(
    'resourceDeploymentScriptPowerShell:ResourceDeploymentScriptPowerShell',
    'AzurePowerShell',
    'azPowerShellVersion',
  ),
];
