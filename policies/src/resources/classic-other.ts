import type { ClassicShape } from './classic';
import type { ArmType } from './resource';
import { enabledOrDisabled, type Field, identity, opposite, same } from './shapes';
import {
  diagnosticSetting,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  userAssignedIdentity,
  workspace,
} from './types';

// Names: sdk/nodejs/monitoring, operationalinsights, core and authorization of pulumi/pulumi-azure v6, and v5 where `or`
// names one.

const categories: readonly Field[] = [
  ...same('category', 'categoryGroup', 'retentionPolicy'),
  // `enabled_log` and `enabled_metric` say it in their name; `enabled` of the older blocks defaults to true.
  { to: 'enabled', from: 'enabled', absent: true },
];

const diagnostics: readonly Field[] = [
  ...same('name', 'storageAccountId', 'logAnalyticsDestinationType'),
  { to: 'resourceUri', from: 'targetResourceId' },
  { to: 'workspaceId', from: 'logAnalyticsWorkspaceId' },
  { to: 'eventHubAuthorizationRuleId', from: 'eventhubAuthorizationRuleId' },
  { to: 'eventHubName', from: 'eventhubName' },
  { to: 'marketplacePartnerId', from: 'partnerSolutionId' },
  { to: 'logs', from: 'enabledLogs', or: 'logs', each: categories },
  { to: 'metrics', from: 'enabledMetrics', or: 'metrics', each: categories },
];

const logWorkspace: readonly Field[] = [
  { to: 'workspaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'retentionInDays'),
  identity,
  { to: 'sku.name', from: 'sku' },
  { to: 'features.disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite },
  { to: 'features.disableLocalAuth', from: 'localAuthenticationDisabled' },
  {
    to: 'publicNetworkAccessForIngestion',
    from: 'internetIngestionEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  {
    to: 'publicNetworkAccessForQuery',
    from: 'internetQueryEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'forceCmkForQuery', from: 'cmkForQueryForced' },
];

export const otherShapes: readonly (readonly [ArmType, ClassicShape])[] = [
  [diagnosticSetting, { fields: diagnostics }],
  [workspace, { fields: logWorkspace }],
  [resourceGroup, { fields: [{ to: 'resourceGroupName', from: 'name' }, ...same('location', 'tags')] }],
  [
    userAssignedIdentity,
    { fields: [{ to: 'resourceName', from: 'name' }, ...same('resourceGroupName', 'location', 'tags')] },
  ],
  [
    roleAssignment,
    {
      fields: [
        { to: 'roleAssignmentName', from: 'name' },
        ...same('scope', 'principalId', 'principalType', 'roleDefinitionId', 'condition'),
        ...same('conditionVersion', 'description', 'delegatedManagedIdentityResourceId'),
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
];
