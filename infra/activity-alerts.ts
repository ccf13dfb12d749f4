import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface ActivityAlertsArgs {
  /** Resource group of the alerts. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Resource group or subscription to watch, by id. */
  readonly scope: ResourceId;
  /** Addresses that hear of every alert beside the owners: a team's, not a person's. Default: none. */
  readonly emails?: readonly string[] | undefined;
  /** Tags of the alerts. */
  readonly tags?: pulumi.Input<Record<string, string>> | undefined;
}

/** What somebody does first who wants a way in or no witnesses; what the alert of each kind says; what it looks for. */
const watched = {
  access: {
    says: 'Somebody has changed roles, policies, locks, or what is logged.',
    operations: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      'Microsoft.Authorization/roleDefinitions/write',
      'Microsoft.Authorization/policyAssignments/write',
      'Microsoft.Authorization/policyAssignments/delete',
      'Microsoft.Authorization/policyExemptions/write',
      'Microsoft.Authorization/locks/delete',
      'Microsoft.Insights/diagnosticSettings/write',
      'Microsoft.Insights/diagnosticSettings/delete',
      'Microsoft.Insights/actionGroups/write',
      'Microsoft.Insights/actionGroups/delete',
      'Microsoft.Insights/activityLogAlerts/delete',
      'Microsoft.Security/securitySolutions/write',
      'Microsoft.Security/securitySolutions/delete',
    ],
  },
  // Most services keep their firewall among their other properties, so a change of it shows as a change of the service.
  network: {
    says: 'Somebody has changed a firewall, or a service that has one.',
    operations: [
      'Microsoft.Network/networkSecurityGroups/write',
      'Microsoft.Network/networkSecurityGroups/delete',
      'Microsoft.Network/networkSecurityGroups/securityRules/write',
      'Microsoft.Network/networkSecurityGroups/securityRules/delete',
      'Microsoft.Network/publicIPAddresses/write',
      'Microsoft.Network/privateEndpoints/delete',
      'Microsoft.Devices/IotHubs/write',
      'Microsoft.Devices/provisioningServices/write',
      'Microsoft.Storage/storageAccounts/write',
      'Microsoft.KeyVault/vaults/write',
      'Microsoft.KeyVault/managedHSMs/write',
      'Microsoft.DocumentDB/databaseAccounts/write',
      'Microsoft.EventHub/namespaces/networkRuleSets/write',
      'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/write',
      'Microsoft.Sql/servers/firewallRules/write',
      'Microsoft.Kusto/clusters/write',
    ],
  },
  // Nothing here uses keys: whoever asks for one is lost or an intruder.
  keys: {
    says: 'Somebody has asked for a shared key, though no service here takes any.',
    operations: [
      'Microsoft.Devices/IotHubs/listkeys/Action',
      'Microsoft.Devices/IotHubs/IotHubKeys/listkeys/Action',
      'Microsoft.Devices/provisioningServices/listkeys/Action',
      'Microsoft.Devices/provisioningServices/keys/listkeys/Action',
      'Microsoft.Storage/storageAccounts/listKeys/action',
      'Microsoft.Storage/storageAccounts/listAccountSas/action',
      'Microsoft.DocumentDB/databaseAccounts/listKeys/action',
      'Microsoft.EventHub/namespaces/authorizationRules/listkeys/action',
      'Microsoft.OperationalInsights/workspaces/sharedKeys/action',
    ],
  },
} as const;

// Built-in, the same in every subscription.
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/**
 * Writes to the owners of the subscription, and to whom else it is told to, when access, firewalls, locks, policies or
 * logs are changed or a key is asked for. A deployment that changes them is told of as well: whoever did not expect one
 * has to ask.
 *
 * The first receivers are a role and not addresses, so that nobody has to be entered or forgotten here. Azure writes to
 * users who hold it on the subscription itself. Other alerts can use the same receivers. All of it is free of charge.
 *
 * Microsoft.Insights, API 2020-10-01 (alerts) and 2024-10-01-preview (action groups);
 * learn.microsoft.com/azure/azure-monitor/alerts/alerts-types; operations:
 * learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
export class ActivityAlerts extends pulumi.ComponentResource {
  /** Action group with the receivers, for alerts of other kinds. */
  readonly actionGroupId: pulumi.Output<string>;

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
        emailReceivers: (args.emails ?? []).map((emailAddress, index) => ({
          name: `team-${index + 1}`,
          emailAddress,
          useCommonAlertSchema: true,
        })),
      },
      { parent: this },
    );
    for (const [kind, { says, operations }] of Object.entries(watched)) {
      new monitor.ActivityLogAlert(
        // The first of its kind once had the name alone, and keeps it.
        kind === 'access' ? name : `${name}-${kind}`,
        {
          resourceGroupName,
          tags,
          location: 'global',
          enabled: true,
          description: says,
          scopes: [args.scope],
          condition: {
            allOf: [
              { field: 'category', equals: 'Administrative' },
              { anyOf: operations.map((operation) => ({ field: 'operationName', equals: operation })) },
            ],
          },
          actions: { actionGroups: [{ actionGroupId: owners.id }] },
        },
        { parent: this },
      );
    }
    this.actionGroupId = owners.id;
    this.registerOutputs({ actionGroupId: this.actionGroupId });
  }
}
