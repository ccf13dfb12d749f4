import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface ActivityLogExportArgs {
  /** Name of the setting, unique in the subscription, which takes five of them. Default: the logical name. */
  readonly settingName?: string | undefined;
  /** Log Analytics workspace that receives the log. */
  readonly workspaceId: ResourceId;
  /** Storage account that keeps a copy. Default: none. */
  readonly archiveAccountId?: ResourceId | undefined;
}

/** Categories that tell of attacks and of their consequences; the rest is advice. */
const categories = ['Administrative', 'Security', 'Alert', 'Policy', 'ServiceHealth', 'ResourceHealth'];

/**
 * Keeps the activity log of the subscription of the login: who created, changed or deleted what. Azure itself forgets it
 * after 90 days. It counts for the whole subscription, so one environment in a subscription has it.
 *
 * Microsoft.Insights, API 2021-05-01-preview, the only one of its type: no category groups here;
 * learn.microsoft.com/azure/azure-monitor/platform/activity-log
 */
export class ActivityLogExport extends pulumi.ComponentResource {
  constructor(name: string, args: ActivityLogExportArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ActivityLogExport', name, {}, opts);
    new monitor.SubscriptionDiagnosticSetting(
      name,
      {
        name: args.settingName ?? name,
        workspaceId: args.workspaceId,
        ...(args.archiveAccountId === undefined ? {} : { storageAccountId: args.archiveAccountId }),
        logs: categories.map((category) => ({ category, enabled: true })),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
