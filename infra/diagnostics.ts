import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';
import type { MetricsCategory } from './inventory';
import type { ResourceId } from './placement';

/** A resource whose logs are to be kept. */
export interface DiagnosticsTarget {
  /** Resource to watch; of a storage account each service is watched on its own. */
  readonly resourceId: ResourceId;
  /** Category of its metrics, as Azure names it; `none` for a resource without any. Default: `AllMetrics`. */
  readonly metrics?: MetricsCategory | undefined;
  /** Whether its logs go to the archive as well; the archive's own must not. Default: true. */
  readonly archived?: boolean | undefined;
}

export interface DiagnosticsArgs {
  /** Log Analytics workspace that receives the logs. */
  readonly workspaceId: ResourceId;
  /** Storage account that keeps a copy of the logs, in the region of the resources. Default: none. */
  readonly archiveAccountId?: ResourceId | undefined;
  /** Resources to watch, by a name for each. */
  readonly targets: Readonly<Record<string, DiagnosticsTarget>>;
}

/**
 * Sends every log of every given resource to one workspace, into tables of their own, and to an archive if there is one.
 * The group `allLogs` is taken rather than a list of categories, so that categories Azure adds later are kept as well.
 *
 * Microsoft.Insights, API 2021-05-01-preview: there is no stable version that knows category groups;
 * learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings for what an archive needs.
 */
export class Diagnostics extends pulumi.ComponentResource {
  constructor(name: string, args: DiagnosticsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:Diagnostics', name, {}, opts);
    const { workspaceId, archiveAccountId } = args;
    for (const [target, { resourceId, metrics, archived }] of Object.entries(args.targets)) {
      const category = metrics ?? 'AllMetrics';
      new monitor.DiagnosticSetting(
        `${name}-${target}`,
        {
          name: 'all-logs',
          resourceUri: resourceId,
          workspaceId,
          ...(archiveAccountId !== undefined && archived !== false
            ? { storageAccountId: archiveAccountId }
            : {}),
          logAnalyticsDestinationType: 'Dedicated',
          // No retention here: that mechanism is retired, workspace and archive decide.
          logs: [{ categoryGroup: 'allLogs', enabled: true }],
          metrics: category === 'none' ? [] : [{ category, enabled: true }],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
