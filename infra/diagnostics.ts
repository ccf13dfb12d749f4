import * as monitor from '@pulumi/azure-native/monitor';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

/** A resource whose logs are to be kept. */
export interface DiagnosticsTarget {
  /** Resource to watch; of a storage account each service is watched on its own. */
  readonly resourceId: ResourceId;
  /** Category of its metrics, as Azure names it; `none` for a resource without any. Default: `AllMetrics`. */
  readonly metrics?: 'AllMetrics' | 'Transaction' | 'Requests' | 'none' | undefined;
}

export interface DiagnosticsArgs {
  /** Log Analytics workspace that receives the logs. */
  readonly workspaceId: ResourceId;
  /** Resources to watch, by a name for each. */
  readonly targets: Readonly<Record<string, DiagnosticsTarget>>;
}

/**
 * Sends every log of every given resource to one workspace, into tables of their own. The group `allLogs` is taken
 * rather than a list of categories, so that categories Azure adds later are kept as well.
 *
 * Microsoft.Insights, API 2021-05-01-preview: there is no stable version that knows category groups.
 */
export class Diagnostics extends pulumi.ComponentResource {
  constructor(name: string, args: DiagnosticsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:Diagnostics', name, {}, opts);
    for (const [target, { resourceId, metrics }] of Object.entries(args.targets)) {
      const category = metrics ?? 'AllMetrics';
      new monitor.DiagnosticSetting(
        `${name}-${target}`,
        {
          name: 'all-logs',
          resourceUri: resourceId,
          workspaceId: args.workspaceId,
          logAnalyticsDestinationType: 'Dedicated',
          // No retention here: that mechanism is retired, the workspace decides.
          logs: [{ categoryGroup: 'allLogs', enabled: true }],
          metrics: category === 'none' ? [] : [{ category, enabled: true }],
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
