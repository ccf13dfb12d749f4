import {
  defenderPricing,
  deviceSecurityGroup,
  iotSecuritySolution,
  securityContact,
} from '../resources/types';
import { isNotSet, isSet, isTrue, noneOf, notFalse, oneOf } from '../rule/conditions';
import { mustBeGiven } from '../rule/references';
import { defineRule, type OptionValues, type ResourceView, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

const plans = 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction';
const contacts = 'https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications';
const iot = 'https://learn.microsoft.com/azure/defender-for-iot/device-builders';
const solution = `${iot}/quickstart-onboard-iot-hub`;
const typings = 'azure-native 3.28 typings';

const listOf = (options: OptionValues, name: string): readonly string[] => {
  const list = options[name];
  return typeof list === 'object' ? list : [];
};

export const defenderPlanStandard = defineRule({
  id: 'defender-plan-standard',
  title: 'Defender plans for the services in use are on',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  target: defenderPricing,
  property: ['pricingTier', 'pricingName'],
  check: (view, options) => {
    const tier = verdictOf(view.one('pricingTier'), {
      must: oneOf('Standard'),
      whenAbsent: 'fail',
      serviceDefault: 'the plan is off',
      printable: true,
    });
    const name = view.one('pricingName');
    if (name.state === 'known' && !oneOf(...listOf(options, 'plans')).holds(name.value)) return [];
    const isOpen = name.state === 'unknown' && tier.outcome === 'fail';
    return [isOpen ? { outcome: 'unknown', property: name.path } : tier];
  },
  options: {
    plans: {
      type: 'array',
      items: 'string',
      default: [
        'StorageAccounts',
        'KeyVaults',
        'SqlServers',
        'CosmosDbs',
        'OpenSourceRelationalDatabases',
        'Arm',
        'Containers',
        'AppServices',
        'VirtualMachines',
      ],
      description: 'The plans that must not be `Free`.',
    },
  },
  advisory: true,
  printable: true,
  threats: ['T-O08', 'T-C08', 'T-C05'],
  why: 'The free tier only rates settings. Nobody is told when a vault is emptied by a stolen identity or malware is put among the firmware files, and an attack shows when the plant stops.',
  fix: {
    say: 'Set `pricingTier` to `Standard`. The plan is billed by resource or by use.',
    replaces: false,
  },
  serviceDefault: { is: '`Free`', source: plans },
  links: [plans],
  examples: {
    good: [
      { properties: { pricingName: 'KeyVaults', pricingTier: 'Standard', scopeId: '/subscriptions/s' } },
      { properties: { pricingName: 'Dns', pricingTier: 'Free', scopeId: '/subscriptions/s' } },
      { properties: { pricingName: 'AppServices', pricingTier: 'Free' }, options: { plans: ['Arm'] } },
    ],
    bad: [
      { properties: { pricingName: 'StorageAccounts', pricingTier: 'Free', scopeId: '/subscriptions/s' } },
      { properties: { pricingName: 'keyvaults', pricingTier: 'free', scopeId: '/subscriptions/s' } },
      { properties: { pricingName: 'Arm', scopeId: '/subscriptions/s' } },
    ],
  },
});

/** Whether mails go out for more than the gravest alerts. Before 2023-12-01-preview one block had severity and switch. */
function severityOf(view: ResourceView): Verdict {
  const sources = view.all('notificationsSources[].minimalSeverity');
  const readings = [...sources, view.one('alertNotifications.minimalSeverity')];
  const property = 'notificationsSources[].minimalSeverity';
  if (
    readings.some(
      ({ state, ...rest }) => state === 'known' && 'value' in rest && noneOf('High').holds(rest.value),
    )
  )
    return { outcome: 'pass', property };
  const open = readings.find(({ state }) => state === 'unknown');
  if (open) return { outcome: 'unknown', property: open.path };
  const message = 'No source of notifications has a `minimalSeverity` of `Medium` or `Low`.';
  return { outcome: 'fail', property, message };
}

export const defenderSecurityContact = defineRule({
  id: 'defender-security-contact',
  title: 'Defender for Cloud tells a contact and the owners about alerts of medium severity and above',
  topic: 'security-contact',
  class: 'threat-detection',
  severity: 'low',
  target: securityContact,
  property: ['emails', 'isEnabled', 'notificationsByRole.state', 'notificationsSources[].minimalSeverity'],
  check: (view) => {
    const mustBeOn = { must: oneOf('On'), whenAbsent: 'fail', serviceDefault: 'nobody is told' } as const;
    const old = view.one('alertNotifications');
    const enabled =
      old.state === 'known'
        ? verdictOf(view.one('alertNotifications.state'), mustBeOn)
        : verdictOf(view.one('isEnabled'), { ...mustBeOn, must: isTrue });
    return [
      verdictOf(view.one('emails'), {
        must: isSet,
        whenAbsent: 'fail',
        serviceDefault: 'there is no address',
      }),
      enabled,
      verdictOf(view.one('notificationsByRole.state'), mustBeOn),
      severityOf(view),
    ];
  },
  why: 'The alert is raised and nobody reads it. The first hour after a break-in decides whether one gateway has to be replaced or the whole line, and reports to authorities are due within a day.',
  fix: {
    say: 'Set `emails` to a mailbox that a team reads, `isEnabled` to `true`, `notificationsByRole.state` to `On`, and an entry of `notificationsSources` with `sourceType` `Alert` and `minimalSeverity` `Medium` or `Low`.',
    replaces: false,
  },
  serviceDefault: { is: 'only owners of the subscription hear of alerts of high severity', source: contacts },
  links: [contacts],
  examples: {
    good: [
      {
        properties: {
          securityContactName: 'default',
          emails: 'soc@plant.example',
          isEnabled: true,
          notificationsByRole: { state: 'On', roles: ['Owner'] },
          notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Medium' }],
        },
      },
      {
        properties: {
          emails: 'soc@plant.example',
          alertNotifications: { state: 'On', minimalSeverity: 'Low' },
          notificationsByRole: { state: 'On', roles: ['Owner'] },
        },
        apiVersion: '2020-01-01-preview',
      },
    ],
    bad: [
      {
        properties: {
          securityContactName: 'default',
          emails: 'soc@plant.example',
          isEnabled: true,
          notificationsByRole: { state: 'On', roles: ['Owner'] },
          notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'High' }],
        },
        at: ['notificationsSources[].minimalSeverity'],
      },
      {
        properties: {
          emails: '',
          isEnabled: false,
          notificationsByRole: { state: 'Off' },
          notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Low' }],
        },
        at: ['emails', 'isEnabled', 'notificationsByRole.state'],
      },
      { properties: { securityContactName: 'default', phone: '+49 30 1234567' } },
    ],
  },
});

const hub = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant';
const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/soc';
const fleet = { displayName: 'Fleet', iotHubs: [hub], location: 'westeurope' };

export const defenderIotEnabled = defineRule({
  id: 'defender-iot-solution-enabled',
  title: 'Defender for IoT solutions are switched on',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'medium',
  target: iotSecuritySolution,
  property: 'status',
  pass: noneOf('Disabled'),
  whenAbsent: 'pass',
  printable: true,
  why: 'A solution that is off still lists the hubs of the fleet as if they were watched, while a device that starts to scan its neighbours raises no alert.',
  fix: { say: 'Set `status` to `Enabled`, or leave it out.', replaces: false, value: 'Enabled' },
  serviceDefault: { is: '`Enabled`, which the SDK writes as well', source: typings },
  links: [solution],
  examples: {
    good: [{ properties: { ...fleet, status: 'Enabled', workspace } }, { properties: fleet }],
    bad: [
      { properties: { ...fleet, status: 'Disabled' } },
      { properties: { ...fleet, status: 'disabled', workspace } },
    ],
  },
});

export const defenderIotSources = defineRule({
  id: 'defender-iot-data-sources',
  title: 'Defender for IoT reads all data sources',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'medium',
  target: iotSecuritySolution,
  property: 'disabledDataSources',
  pass: isNotSet,
  whenAbsent: 'pass',
  printable: true,
  why: 'Without the twins the solution does not see which software a device runs and how it is set; a gateway with a known hole or an open port looks like every other.',
  fix: { say: 'Remove `disabledDataSources`, or set it to an empty list.', replaces: false },
  serviceDefault: { is: 'no source is disabled', source: typings },
  links: [solution],
  examples: {
    good: [{ properties: { ...fleet, workspace } }, { properties: { ...fleet, disabledDataSources: [] } }],
    bad: [
      { properties: { ...fleet, workspace, disabledDataSources: ['TwinData'] } },
      { properties: { ...fleet, status: 'Enabled', disabledDataSources: ['twinData'] } },
    ],
  },
});

const recommendations = 'recommendationsConfiguration[].status';

export const defenderIotRecommendations = defineRule({
  id: 'defender-iot-recommendations',
  title: 'Defender for IoT gives all recommendations',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'low',
  target: iotSecuritySolution,
  property: recommendations,
  pass: noneOf('Disabled'),
  whenAbsent: 'pass',
  printable: true,
  why: 'Each of them names a weakness of real devices, such as two that share one credential or a weak cipher; the one that was silenced because it was noisy is the one an attacker finds.',
  fix: {
    say: 'Set `status` to `Enabled` in each entry of `recommendationsConfiguration`, or remove the entry.',
    replaces: false,
  },
  serviceDefault: { is: 'all recommendations are given', source: typings },
  links: [solution, `${iot}/concept-recommendations`],
  examples: {
    good: [
      { properties: { ...fleet, workspace } },
      {
        properties: {
          ...fleet,
          recommendationsConfiguration: [{ recommendationType: 'IoT_OpenPorts', status: 'Enabled' }],
        },
      },
    ],
    bad: [
      {
        properties: {
          ...fleet,
          recommendationsConfiguration: [
            { recommendationType: 'IoT_OpenPorts', status: 'Enabled' },
            { recommendationType: 'IoT_SharedCredentials', status: 'Disabled' },
          ],
        },
        at: ['recommendationsConfiguration[1].status'],
      },
      {
        properties: {
          ...fleet,
          workspace,
          recommendationsConfiguration: [
            { recommendationType: 'IoT_VulnerableTLSCipherSuite', status: 'disabled' },
          ],
        },
      },
    ],
  },
});

const rawEvents = oneOf('RawEvents');

function exportOf(view: ResourceView): Verdict {
  const items = view.all('export[]');
  const property = 'export';
  if (items.some((item) => item.state === 'known' && rawEvents.holds(item.value)))
    return { outcome: 'pass', property };
  if (items.some((item) => item.state === 'unknown')) return { outcome: 'unknown', property };
  const message = '`export` must list `RawEvents`, so that an alert can be investigated.';
  return { outcome: 'fail', property, message };
}

export const defenderIotWorkspace = defineRule({
  id: 'defender-iot-workspace',
  title: 'Defender for IoT writes its findings to a workspace',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'low',
  target: iotSecuritySolution,
  property: ['workspace', 'export'],
  check: (view, options) => {
    const kept = mustBeGiven(view, 'workspace', '`workspace` is not set, so alerts stay in the portal.');
    return options.requireRawEvents === true ? [kept, exportOf(view)] : [kept];
  },
  options: {
    requireRawEvents: {
      type: 'boolean',
      default: false,
      description: 'Asks for the raw events of devices as well, which cost storage.',
    },
  },
  strict: { requireRawEvents: true },
  why: 'Alerts on devices that do not reach the workspace cannot be put beside sign-ins and network flows, and what a device did before the alert is not kept at all.',
  fix: {
    say: 'Set `workspace` to the id of the security workspace, and `export` to `["RawEvents"]` where incidents are investigated.',
    replaces: false,
  },
  serviceDefault: { is: 'no workspace, and raw events are not kept', source: typings },
  links: [solution],
  examples: {
    good: [
      { properties: { ...fleet, workspace } },
      { properties: { ...fleet, workspace, export: ['RawEvents'] }, options: { requireRawEvents: true } },
    ],
    bad: [
      {
        properties: { ...fleet, export: ['RawEvents'] },
        options: { requireRawEvents: true },
        at: ['workspace'],
      },
      { properties: { ...fleet, workspace }, options: { requireRawEvents: true }, at: ['export'] },
      { properties: fleet, at: ['workspace'] },
    ],
  },
});

export const defenderIotIpMasking = defineRule({
  id: 'defender-iot-ip-masking',
  title: 'Defender for IoT logs no full addresses of devices',
  topic: 'report-redaction',
  class: 'data-protection',
  severity: 'low',
  target: iotSecuritySolution,
  property: 'unmaskedIpLoggingStatus',
  pass: ({ allowUnmasked }) => (allowUnmasked === true ? oneOf('Enabled', 'Disabled') : noneOf('Enabled')),
  whenAbsent: 'pass',
  options: {
    allowUnmasked: {
      type: 'boolean',
      default: false,
      description: 'Accepts full addresses, for fleets whose addresses say nothing about a person.',
    },
  },
  printable: true,
  threats: ['T-C13'],
  controls: ['gdpr:5.1.c', 'gdpr:32.1.a', 'iec33:SR4.1', 'enisa:GP-TM-10'],
  why: 'The address of a meter or a charging point tells where a customer lives and when somebody is at home; in a log it is read by many more people than need it.',
  fix: {
    say: 'Set `unmaskedIpLoggingStatus` to `Disabled`, or leave it out.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: '`Disabled`, which the SDK writes as well', source: typings },
  links: [solution],
  examples: {
    good: [
      { properties: { ...fleet, workspace, unmaskedIpLoggingStatus: 'Disabled' } },
      { properties: fleet },
      { properties: { ...fleet, unmaskedIpLoggingStatus: 'Enabled' }, options: { allowUnmasked: true } },
    ],
    bad: [
      { properties: { ...fleet, workspace, unmaskedIpLoggingStatus: 'Enabled' } },
      { properties: { ...fleet, status: 'Enabled', unmaskedIpLoggingStatus: 'enabled' } },
    ],
  },
});

const alertLists = ['thresholdRules[]', 'timeWindowRules[]'] as const;

function judgeAlerts(view: ResourceView, baseline: readonly string[]): readonly Verdict[] {
  const isInBaseline = oneOf(...baseline);
  const verdicts = alertLists.flatMap((list) => {
    const types = view.all(`${list}.ruleType`);
    return view.all(`${list}.isEnabled`).flatMap((enabled, index): readonly Verdict[] => {
      const type = types[index];
      if (type?.state === 'known' && !isInBaseline.holds(type.value)) return [];
      return [
        verdictOf(enabled, {
          must: notFalse,
          whenAbsent: 'pass',
          serviceDefault: 'the rule is on',
          printable: true,
        }),
      ];
    });
  });
  return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property: 'thresholdRules' }];
}

const failedLogins = {
  ruleType: 'FailedLocalLoginsNotInAllowedRange',
  isEnabled: true,
  minThreshold: 0,
  maxThreshold: 5,
  timeWindowSize: 'PT5M',
};
const connections = {
  ruleType: 'ActiveConnectionsNotInAllowedRange',
  isEnabled: true,
  minThreshold: 0,
  maxThreshold: 20,
};

export const defenderIotDeviceRules = defineRule({
  id: 'defender-iot-device-group-rules',
  title: 'The alerts that every device group needs are on',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'low',
  target: deviceSecurityGroup,
  property: ['thresholdRules[].isEnabled', 'timeWindowRules[].isEnabled'],
  check: (view, options) => judgeAlerts(view, listOf(options, 'baseline')),
  options: {
    baseline: {
      type: 'array',
      items: 'string',
      default: [
        'ActiveConnectionsNotInAllowedRange',
        'DirectMethodInvokesNotInAllowedRange',
        'FailedLocalLoginsNotInAllowedRange',
        'TwinUpdatesNotInAllowedRange',
        'UnauthorizedOperationsNotInAllowedRange',
      ],
      description: 'The `ruleType` of each alert that must not be switched off.',
    },
  },
  printable: true,
  why: 'Failed logins and refused operations are the first thing a taken-over device causes. With the rule off, a password is tried against the whole fleet and no one sees the count.',
  fix: {
    say: 'Set `isEnabled` to `true` and give the rule a range that fits the fleet; take rules that do not fit it out of `baseline` of this rule.',
    replaces: false,
  },
  serviceDefault: { is: 'a rule that is not written raises no alert' },
  links: [`${iot}/quickstart-create-custom-alerts`],
  examples: {
    good: [
      { properties: { resourceId: hub, thresholdRules: [connections], timeWindowRules: [failedLogins] } },
      {
        properties: {
          resourceId: hub,
          timeWindowRules: [{ ...failedLogins, ruleType: 'QueuePurgesNotInAllowedRange', isEnabled: false }],
        },
      },
      { properties: { resourceId: hub } },
    ],
    bad: [
      {
        properties: {
          resourceId: hub,
          thresholdRules: [connections],
          timeWindowRules: [failedLogins, { ...failedLogins, isEnabled: false }],
        },
        at: ['timeWindowRules[1].isEnabled'],
      },
      {
        properties: {
          deviceSecurityGroupName: 'gateways',
          resourceId: hub,
          thresholdRules: [{ ...connections, isEnabled: false }],
        },
        at: ['thresholdRules[0].isEnabled'],
      },
    ],
  },
});
