import type { TypeShape } from './classic';
import { always, blockOf, keyParts, whereWritten } from './classic-fields';
import { enabledOrDisabled, type Field, identity, nameInId, opposite, same } from './shapes';
import {
  actionGroup,
  activityLogAlert,
  appInsights,
  dataCollectionEndpoint,
  diagnosticSetting,
  logCluster,
  monitorPrivateLinkScope,
  workspace,
} from './types';
import { isList, isUnknown, type Properties, UNKNOWN, type Value } from './value';

// Names: sdk/nodejs/monitoring, operationalinsights, loganalytics and appinsights of @pulumi/azure 6.40, and v5 where `or`
// names one. Defaults: its descriptions ("Defaults to …").

/** `enabled_log` and `enabled_metric` say it in their name. */
const enabledLog: readonly Field[] = [
  ...same('category', 'categoryGroup', 'retentionPolicy'),
  always('enabled', true),
];
const enabledMetric: readonly Field[] = [...same('category'), always('enabled', true)];

/** `enabled` of the older blocks defaults to true. */
const category: readonly Field[] = [
  ...same('category', 'retentionPolicy'),
  { to: 'enabled', from: 'enabled', absent: true },
];

const diagnostics: readonly Field[] = [
  ...same('name', 'storageAccountId', 'logAnalyticsDestinationType'),
  { to: 'resourceUri', from: 'targetResourceId' },
  { to: 'workspaceId', from: 'logAnalyticsWorkspaceId' },
  { to: 'eventHubAuthorizationRuleId', from: 'eventhubAuthorizationRuleId' },
  { to: 'eventHubName', from: 'eventhubName' },
  { to: 'marketplacePartnerId', from: 'partnerSolutionId' },
  { to: 'logs', from: 'logs', each: [...category, ...same('categoryGroup')] },
  { to: 'logs', from: 'enabledLogs', each: enabledLog },
  { to: 'metrics', from: 'metrics', each: category },
  { to: 'metrics', from: 'enabledMetrics', each: enabledMetric },
];

const logWorkspace: readonly Field[] = [
  { to: 'workspaceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'retentionInDays'),
  identity,
  { to: 'sku.name', from: 'sku', absent: 'PerGB2018' },
  // `local_authentication_enabled` defaults to true, `daily_quota_gb` to -1.
  { to: 'features.disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  { to: 'features.disableLocalAuth', from: 'localAuthenticationDisabled' },
  { to: 'features.immediatePurgeDataOn30Days', from: 'immediateDataPurgeOn30DaysEnabled' },
  { to: 'workspaceCapping.dailyQuotaGb', from: 'dailyQuotaGb', absent: -1 },
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

/** `internet_ingestion_enabled`, `internet_query_enabled`, `ip_masking_enabled` and local authentication are on by default. */
const insights: readonly Field[] = [
  { to: 'resourceName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'applicationType', 'samplingPercentage'),
  { to: 'retentionInDays', from: 'retentionInDays', absent: 90 },
  { to: 'workspaceResourceId', from: 'workspaceId' },
  whereWritten('ingestionMode', 'workspaceId', 'LogAnalytics'),
  { to: 'disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  { to: 'disableLocalAuth', from: 'localAuthenticationDisabled' },
  { to: 'disableIpMasking', from: 'ipMaskingEnabled', as: opposite, absent: false },
  { to: 'disableIpMasking', from: 'disableIpMasking' },
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
];

/** The names that Azure has for what an alert on the activity log looks at. */
const alertFields: readonly (readonly [field: string, one: string, several?: string])[] = [
  ['category', 'category'],
  ['operationName', 'operationName'],
  ['caller', 'caller'],
  ['level', 'level', 'levels'],
  ['resourceGroup', 'resourceGroup', 'resourceGroups'],
  ['resourceId', 'resourceId', 'resourceIds'],
  ['resourceProvider', 'resourceProvider', 'resourceProviders'],
  ['resourceType', 'resourceType', 'resourceTypes'],
  ['status', 'status', 'statuses'],
  ['subStatus', 'subStatus', 'subStatuses'],
];

/** The conditions of an alert: one for each criterion, with alternatives where it has several values. */
function conditions(criteria: Value): Value {
  const block = blockOf(criteria);
  return alertFields.flatMap(([field, one, several = '']): readonly Properties[] => {
    const single = block[one] ?? null;
    if (single !== null) return [{ field, equals: single }];
    const values = block[several] ?? null;
    if (isUnknown(values)) return [{ field, equals: UNKNOWN }];
    return isList(values) && values.length > 0
      ? [{ anyOf: values.map((equals) => ({ field, equals })) }]
      : [];
  });
}

const alert: readonly Field[] = [
  { to: 'activityLogAlertName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'description', 'scopes'),
  { to: 'enabled', from: 'enabled', absent: true },
  { to: 'condition.allOf', from: 'criteria', build: conditions },
  { to: 'actions.actionGroups', from: 'actions', each: same('actionGroupId', 'webhookProperties') },
];

const group: readonly Field[] = [
  { to: 'actionGroupName', from: 'name' },
  ...same('resourceGroupName', 'tags'),
  { to: 'location', from: 'location', absent: 'global' },
  { to: 'groupShortName', from: 'shortName' },
  { to: 'enabled', from: 'enabled', absent: true },
  { to: 'emailReceivers', from: 'emailReceivers', each: same('name', 'emailAddress') },
  { to: 'armRoleReceivers', from: 'armRoleReceivers', each: same('name', 'roleId') },
  { to: 'webhookReceivers', from: 'webhookReceivers', each: same('name', 'serviceUri') },
];

export const monitoringShapes: readonly TypeShape[] = [
  [diagnosticSetting, { fields: diagnostics }],
  [workspace, { fields: logWorkspace }],
  [
    logCluster,
    {
      fields: [
        { to: 'clusterName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags'),
        identity,
        { to: 'sku.capacity', from: 'sizeGb', absent: 100 },
      ],
    },
  ],
  [
    logCluster,
    {
      classes: ['loganalytics/clusterCustomerManagedKey:ClusterCustomerManagedKey'],
      only: ['keyVaultProperties'],
      fields: [
        { to: 'clusterName', from: 'logAnalyticsClusterId', as: nameInId },
        { to: 'keyVaultProperties', from: 'keyVaultKeyId', build: keyParts },
      ],
    },
  ],
  [appInsights, { fields: insights }],
  [activityLogAlert, { fields: alert }],
  [actionGroup, { fields: group }],
  [
    dataCollectionEndpoint,
    {
      fields: [
        { to: 'dataCollectionEndpointName', from: 'name' },
        ...same('resourceGroupName', 'location', 'tags', 'kind'),
        {
          to: 'networkAcls.publicNetworkAccess',
          from: 'publicNetworkAccessEnabled',
          as: enabledOrDisabled,
          absent: 'Enabled',
        },
      ],
    },
  ],
  [
    monitorPrivateLinkScope,
    {
      fields: [
        { to: 'scopeName', from: 'name' },
        ...same('resourceGroupName', 'tags'),
        { to: 'accessModeSettings.ingestionAccessMode', from: 'ingestionAccessMode', absent: 'Open' },
        { to: 'accessModeSettings.queryAccessMode', from: 'queryAccessMode', absent: 'Open' },
      ],
    },
  ],
];
