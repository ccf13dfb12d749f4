/** Minutes after which devices count as silent: windows that Azure Monitor has for metrics. */
export type SilentMinutes = 5 | 15 | 30 | 60 | 360 | 1440;

/** When a metric counts as bad: at a number, or where it leaves what Azure has learnt to be usual. */
export type Threshold = {
  readonly timeAggregation: 'Total' | 'Average';
  readonly operator: string;
} & ({ readonly threshold: number } | { readonly sensitivity: 'Low' | 'Medium' | 'High' });

interface Sign {
  /** What the alert says. */
  readonly says: string;
  /** 0 is the gravest of Azure's severities, 4 the least. */
  readonly severity: 1 | 2 | 3;
  readonly windowSize: string;
}

interface MetricSign extends Sign {
  readonly of: 'hub' | 'provisioning';
  readonly metric: string;
  readonly is: Threshold;
}

interface LogSign extends Sign {
  readonly query: string;
  /** Rows that are still no reason to tell anybody. */
  readonly moreThan: number;
}

const any: Threshold = { timeAggregation: 'Total', operator: 'GreaterThan', threshold: 0 };

/** Days and hours and minutes as Azure writes them; only these spellings of a window are accepted. */
const window = (minutes: SilentMinutes): string =>
  minutes === 1440 ? 'P1D' : minutes < 60 ? `PT${minutes}M` : `PT${minutes / 60}H`;

/**
 * Signs in metrics. learn.microsoft.com/azure/iot-hub/monitor-iot-hub-reference and
 * learn.microsoft.com/azure/iot-dps/monitor-iot-dps-reference
 */
export const metricSigns = (silent: SilentMinutes): Readonly<Record<string, MetricSign>> => ({
  throttled: {
    of: 'hub',
    says: 'The hub turns messages away because its units are used up.',
    severity: 2,
    metric: 'd2c.telemetry.ingress.sendThrottle',
    is: any,
    windowSize: 'PT15M',
  },
  silent: {
    of: 'hub',
    says: 'No device at all has sent a message.',
    severity: 1,
    metric: 'd2c.telemetry.ingress.success',
    is: { timeAggregation: 'Total', operator: 'LessThanOrEqual', threshold: 0 },
    windowSize: window(silent),
  },
  missing: {
    of: 'hub',
    says: 'Fewer devices are connected than usual at this time.',
    severity: 2,
    metric: 'connectedDeviceCount',
    is: { timeAggregation: 'Average', operator: 'LessThan', sensitivity: 'Medium' },
    windowSize: 'PT15M',
  },
  dropped: {
    of: 'hub',
    says: 'Messages are lost: an endpoint of a route is dead.',
    severity: 1,
    metric: 'd2c.telemetry.egress.dropped',
    is: any,
    windowSize: 'PT15M',
  },
  invalid: {
    of: 'hub',
    says: 'Messages are lost: an endpoint of a route refuses them.',
    severity: 1,
    metric: 'd2c.telemetry.egress.invalid',
    is: any,
    windowSize: 'PT15M',
  },
  orphaned: {
    of: 'hub',
    says: 'Messages are lost: no route takes them, and the fallback route is off.',
    severity: 1,
    metric: 'd2c.telemetry.egress.orphaned',
    is: any,
    windowSize: 'PT15M',
  },
  registrations: {
    of: 'provisioning',
    says: 'More devices ask to be registered than usual.',
    severity: 2,
    metric: 'RegistrationAttempts',
    is: { timeAggregation: 'Total', operator: 'GreaterThan', sensitivity: 'Medium' },
    windowSize: 'PT15M',
  },
});

const logsOf = (type: 'IOTHUBS' | 'PROVISIONINGSERVICES', ...steps: readonly string[]): string =>
  [
    'AzureDiagnostics',
    `| where ResourceProvider == "MICROSOFT.DEVICES" and ResourceType == "${type}"`,
    ...steps.map((step) => `| ${step}`),
  ].join('\n');

const device = 'extend DeviceId = tostring(parse_json(properties_s).deviceId)';

/**
 * Signs in logs, which name the device. Both services write to the table AzureDiagnostics. Queries after
 * learn.microsoft.com/azure/iot-hub/monitor-iot-hub and learn.microsoft.com/azure/iot-dps/monitor-iot-dps-reference
 */
export const logSigns = (silent: SilentMinutes): Readonly<Record<string, LogSign>> => ({
  gone: {
    says: 'Devices have disconnected and not come back. The rows name them.',
    severity: 3,
    query: logsOf(
      'IOTHUBS',
      'where Category == "Connections" and OperationName in ("deviceConnect", "deviceDisconnect")',
      device,
      'summarize arg_max(TimeGenerated, OperationName) by DeviceId, _ResourceId',
      `where OperationName == "deviceDisconnect" and TimeGenerated < ago(${silent}m)`,
    ),
    moreThan: 0,
    windowSize: 'P2D',
  },
  refused: {
    says: 'Devices cannot connect: revoked, expired or forged credentials. The rows name them.',
    severity: 2,
    query: logsOf(
      'IOTHUBS',
      'where Category == "Connections" and Level == "Error"',
      device,
      'summarize Refusals = count() by DeviceId, ResultType, _ResourceId',
      'where Refusals > 3',
    ),
    moreThan: 0,
    windowSize: 'PT1H',
  },
  'failed-registrations': {
    says: 'Devices have failed to prove who they are at the provisioning service.',
    severity: 2,
    query: logsOf('PROVISIONINGSERVICES', 'where Category == "DeviceOperations" and ResultType != "Success"'),
    moreThan: 5,
    windowSize: 'PT1H',
  },
  enrolments: {
    says: 'Somebody has changed which devices may register.',
    severity: 3,
    query: logsOf(
      'PROVISIONINGSERVICES',
      'where Category == "ServiceOperations" and OperationName !in~ ("Get", "Query")',
    ),
    moreThan: 0,
    windowSize: 'PT1H',
  },
});
