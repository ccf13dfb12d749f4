import * as monitor from '@pulumi/azure-native/monitor';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import * as signs from './device-signs';
import type { Placement, ResourceId } from './placement';

export interface DeviceAlertsArgs extends Placement {
  /** IoT hub to watch. */
  readonly hubId: ResourceId;
  /** Provisioning service to watch. */
  readonly provisioningId: ResourceId;
  /** Log Analytics workspace that has the logs of both. */
  readonly workspaceId: ResourceId;
  /** Action group that is told. */
  readonly actionGroupId: ResourceId;
  /** Minutes after which a device, or the whole fleet, counts as silent. Default: 60. */
  readonly silentDeviceMinutes?: signs.SilentMinutes | undefined;
}

/**
 * Tells when devices fall silent, are refused or are throttled, when their messages get lost on the way, and when more
 * devices register than usual or somebody changes who may. Where "usual" counts, Azure learns it: such an alert starts to
 * work some days after the first data.
 *
 * Each rule costs about ten cents a month, one on logs up to two dollars.
 *
 * Microsoft.Insights, API 2018-03-01 (metrics) and 2025-01-01-preview (logs); signs and their sources: `device-signs.ts`.
 */
export class DeviceAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: DeviceAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DeviceAlerts', name, {}, opts);
    const { hubId, provisioningId } = args;
    const silentMinutes = args.silentDeviceMinutes ?? 60;
    const scopes = { hub: hubId, provisioning: provisioningId };

    for (const [sign, { of, says, severity, metric, is, windowSize }] of Object.entries(
      signs.metricSigns(silentMinutes),
    )) {
      new monitor.MetricAlert(
        `${name}-${sign}`,
        {
          resourceGroupName: args.resourceGroupName,
          tags: args.tags,
          location: 'global',
          enabled: true,
          autoMitigate: true,
          description: says,
          severity,
          scopes: [scopes[of]],
          windowSize,
          evaluationFrequency: 'PT5M',
          criteria: criteria(metric, is),
          actions: [{ actionGroupId: args.actionGroupId }],
        },
        { parent: this },
      );
    }
    for (const [sign, { says, severity, query, moreThan, windowSize }] of Object.entries(
      signs.logSigns(silentMinutes),
    )) {
      new monitor.ScheduledQueryRule(
        `${name}-${sign}`,
        {
          resourceGroupName: args.resourceGroupName,
          location: args.location,
          tags: args.tags,
          enabled: true,
          autoMitigate: true,
          displayName: `${name}-${sign}`,
          description: says,
          severity,
          scopes: [args.workspaceId],
          windowSize,
          evaluationFrequency: 'PT15M',
          criteria: {
            allOf: [
              {
                query,
                timeAggregation: 'Count',
                operator: 'GreaterThan',
                threshold: moreThan,
                failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
              },
            ],
          },
          // A table of logs exists once the first log has come, which is after the first deployment.
          skipQueryValidation: true,
          actions: { actionGroups: [args.actionGroupId] },
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

function criteria(
  metricName: string,
  is: signs.Threshold,
): inputs.monitor.MetricAlertMultipleResourceMultipleMetricCriteriaArgs {
  const { timeAggregation, operator } = is;
  const common = { name: 'sign', metricName, timeAggregation, operator };
  return {
    odataType: 'Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria',
    allOf: [
      'threshold' in is
        ? { ...common, criterionType: 'StaticThresholdCriterion', threshold: is.threshold }
        : {
            ...common,
            criterionType: 'DynamicThresholdCriterion',
            alertSensitivity: is.sensitivity,
            failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 3 },
          },
    ],
  };
}
