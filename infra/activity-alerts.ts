import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface ActivityAlertsArgs {
  /** Resource group of the alerts. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Resource group or subscription to watch, by id. */
  readonly scope: ResourceId;
  /** Tags of the alerts. */
  readonly tags?: pulumi.Input<Record<string, string>> | undefined;
}

/** What somebody does first who wants a way in or no witnesses. */
const watched = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/policyAssignments/write',
  'Microsoft.Authorization/policyAssignments/delete',
  'Microsoft.Authorization/locks/delete',
  'Microsoft.Insights/diagnosticSettings/delete',
  'Microsoft.Network/networkSecurityGroups/write',
  'Microsoft.Network/networkSecurityGroups/delete',
  'Microsoft.Security/securitySolutions/write',
  'Microsoft.Security/securitySolutions/delete',
] as const;

// Built-in, the same in every subscription.
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/**
 * Writes to the owners of the subscription when access, network rules, locks, policies or logs are changed. A deployment
 * that changes them is told of as well: whoever did not expect one has to ask.
 *
 * The receivers are a role and not addresses, so that nobody has to be entered or forgotten here. Azure writes to users
 * who hold it on the subscription itself. Both parts are free of charge.
 *
 * Microsoft.Insights, API 2020-10-01 (alerts) and 2024-10-01-preview (action groups);
 * learn.microsoft.com/azure/azure-monitor/alerts/alerts-types
 */
export class ActivityAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: ActivityAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ActivityAlerts', name, {}, opts);
    const { resourceGroupName, tags } = args;
    const owners = new monitor.ActionGroup(
      `${name}-owners`,
      {
        resourceGroupName,
        tags,
        location: 'global',
        enabled: true,
        // Shown in the messages; Azure takes twelve characters.
        groupShortName: 'iiot-owners',
        armRoleReceivers: [{ name: 'owners', roleId: owner, useCommonAlertSchema: true }],
      },
      { parent: this },
    );
    new monitor.ActivityLogAlert(
      name,
      {
        resourceGroupName,
        tags,
        location: 'global',
        enabled: true,
        description: 'Somebody has changed access, network rules, locks, policies or logs.',
        scopes: [args.scope],
        condition: {
          allOf: [
            { field: 'category', equals: 'Administrative' },
            { anyOf: watched.map((operation) => ({ field: 'operationName', equals: operation })) },
          ],
        },
        actions: { actionGroups: [{ actionGroupId: owners.id }] },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
