import {
  defenderPricing,
  deviceSecurityGroup,
  iotSecuritySolution,
  securityContact,
} from '../resources/types';
import { isNotSet, isSet, isTrue, noneOf, notFalse, oneOf } from '../rule/conditions';
import { listOption } from '../rule/option-values';
import { mustBeGiven } from '../rule/references';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

const plans = 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction';
const contacts = 'https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications';
const iot = 'https://learn.microsoft.com/azure/defender-for-iot/device-builders';
const solution = `${iot}/quickstart-onboard-iot-hub`;
const typings = 'azure-native 3.28 typings';

export const defenderPlanStandard = defineRule({
  id: 'defender-plan-standard',
  title: 'Defender plans for the services in use are on',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: [
      'CKV_AZURE_19',
      'CKV_AZURE_55',
      'CKV_AZURE_61',
      'CKV_AZURE_69',
      'CKV_AZURE_79',
      'CKV_AZURE_84',
      'CKV_AZURE_85',
      'CKV_AZURE_86',
      'CKV_AZURE_87',
      'CKV_AZURE_234',
    ],
    psrule: ['Azure.Defender.Storage', 'Azure.Defender.KeyVault', 'Azure.Defender.SQL', 'Azure.Defender.Arm'],
    azurePolicy: [
      '640d2586-54d2-465f-877f-9ffc1d2109f4',
      '0e6763cc-5078-4e64-889d-ff4d9a839047',
      '7fe3b40f-802b-4cdd-8bd4-fd799c948cc2',
      'c3d20c29-b36d-48fe-808b-99a87530ad99',
      '4da35fc9-c9e7-4960-aec9-797fe7d9051d',
      '2913021d-f2fd-4f3d-b958-22354e2bdbcb',
    ],
    kics: ['2081c7d6', '819d50fd'],
    trivy: ['AZU-0045'],
  },
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
    if (name.state === 'known' && !oneOf(...listOption(options, 'plans')).holds(name.value)) return [];
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
  peers: {
    checkov: ['CKV_AZURE_20', 'CKV_AZURE_21', 'CKV_AZURE_22', 'CKV_AZURE_131'],
    psrule: ['Azure.Defender.SecurityContact'],
    azurePolicy: [
      '4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7',
      '6e2593d9-add6-4083-9c9b-4b7d2188c899',
      '0b15565f-aa9e-48ba-8619-45960f2c314d',
    ],
    kics: ['3e9fcc67', '79c2c2c0', '34664094', '9db38e87'],
    trivy: ['AZU-0044', 'AZU-0046', 'AZU-0062', 'AZU-0063', 'AZU-0064'],
  },
  target: securityContact,
  property: ['emails', 'isEnabled', 'notificationsByRole.state', 'notificationsSources[].minimalSeverity'],
  check: (view) => {
    const mustBeOn = { must: oneOf('On'), whenAbsent: 'fail', serviceDefault: 'nobody is told' } as const;
    const old = view.one('alertNotifications');
    const enabled =
      old.state !== 'absent'
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
  peers: { kics: ['13be738b'] },
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
  readsOrigins: true,
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
      const verdict = verdictOf(enabled, {
        must: notFalse,
        whenAbsent: 'pass',
        serviceDefault: 'the rule is on',
        printable: true,
      });
      return type?.state === 'unknown' ? undecidedAt(type.path, [verdict]) : [verdict];
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
  check: (view, options) => judgeAlerts(view, listOption(options, 'baseline')),
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
