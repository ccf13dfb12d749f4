import type { TypeShape } from './classic';
import { always, blockOf } from './classic-fields';
import { enabledOrDisabled, type Field, same } from './shapes';
import * as t from './types';
import { textOf, type Value } from './value';

// Names: sdk/nodejs/securitycenter and iot (securitySolution, securityDeviceGroup) of @pulumi/azure 6.40. Defaults: its
// descriptions ("Defaults to …").

/** The recommendations of Defender for IoT, which are a block of switches in the classic provider. All default to true. */
const recommendations: { readonly [property: string]: string } = {
  acrAuthentication: 'IoT_ACRAuthentication',
  agentSendUnutilizedMsg: 'IoT_AgentSendsUnutilizedMessages',
  baseline: 'IoT_Baseline',
  edgeHubMemOptimize: 'IoT_EdgeHubMemOptimize',
  edgeLoggingOption: 'IoT_EdgeLoggingOptions',
  inconsistentModuleSettings: 'IoT_InconsistentModuleSettings',
  installAgent: 'IoT_InstallAgent',
  ipFilterDenyAll: 'IoT_IPFilter_DenyAll',
  ipFilterPermissiveRule: 'IoT_IPFilter_PermissiveRule',
  openPorts: 'IoT_OpenPorts',
  permissiveFirewallPolicy: 'IoT_PermissiveFirewallPolicy',
  permissiveInputFirewallRules: 'IoT_PermissiveInputFirewallRules',
  permissiveOutputFirewallRules: 'IoT_PermissiveOutputFirewallRules',
  privilegedDockerOptions: 'IoT_PrivilegedDockerOptions',
  sharedCredentials: 'IoT_SharedCredentials',
  vulnerableTlsCipherSuite: 'IoT_VulnerableTLSCipherSuite',
};

function recommendationList(switches: Value): Value {
  const block = blockOf(switches);
  return Object.entries(recommendations).map(([property, recommendationType]) => ({
    recommendationType,
    status: enabledOrDisabled(block[property] ?? true),
  }));
}

const solution: readonly Field[] = [
  { to: 'solutionName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'displayName', 'disabledDataSources'),
  { to: 'iotHubs', from: 'iothubIds' },
  { to: 'workspace', from: 'logAnalyticsWorkspaceId' },
  { to: 'export', from: 'eventsToExports' },
  { to: 'status', from: 'enabled', as: enabledOrDisabled, absent: 'Enabled' },
  {
    to: 'unmaskedIpLoggingStatus',
    from: 'logUnmaskedIpsEnabled',
    as: enabledOrDisabled,
    absent: 'Disabled',
  },
  { to: 'recommendationsConfiguration', from: 'recommendationsEnabled', build: recommendationList },
  { to: 'userDefinedResources.query', from: 'queryForResources' },
  { to: 'userDefinedResources.querySubscriptions', from: 'querySubscriptionIds' },
];

/** A rule counts as on where its block is written. */
const deviceGroup: readonly Field[] = [
  { to: 'deviceSecurityGroupName', from: 'name' },
  { to: 'resourceId', from: 'iothubId' },
  {
    to: 'timeWindowRules',
    from: 'rangeRules',
    each: [
      always('isEnabled', true),
      { to: 'ruleType', from: 'type' },
      { to: 'minThreshold', from: 'min' },
      { to: 'maxThreshold', from: 'max' },
      { to: 'timeWindowSize', from: 'duration' },
    ],
  },
];

const onOff = (value: Value): Value => (textOf(value) === 'true' ? 'On' : 'Off');

const contact: readonly Field[] = [
  { to: 'securityContactName', from: 'name' },
  { to: 'emails', from: 'email' },
  ...same('phone'),
  { to: 'isEnabled', from: 'alertNotifications' },
  { to: 'notificationsByRole.state', from: 'alertsToAdmins', as: onOff },
];

const pricing: readonly Field[] = [
  { to: 'pricingName', from: 'resourceType', absent: 'VirtualMachines' },
  { to: 'pricingTier', from: 'tier' },
  { to: 'subPlan', from: 'subplan' },
  {
    to: 'extensions',
    from: 'extensions',
    each: [always('isEnabled', 'True'), ...same('name', 'additionalExtensionProperties')],
  },
];

/** The plan is on where the class is used at all. */
const storagePlan: readonly Field[] = [
  { to: 'resourceId', from: 'storageAccountId' },
  always('settingName', 'current'),
  always('properties.isEnabled', true),
  {
    to: 'properties.overrideSubscriptionLevelSettings',
    from: 'overrideSubscriptionSettingsEnabled',
    absent: false,
  },
  {
    to: 'properties.malwareScanning.onUpload.isEnabled',
    from: 'malwareScanningOnUploadEnabled',
    absent: false,
  },
  {
    to: 'properties.malwareScanning.onUpload.capGBPerMonth',
    from: 'malwareScanningOnUploadCapGbPerMonth',
    absent: -1,
  },
  {
    to: 'properties.malwareScanning.scanResultsEventGridTopicResourceId',
    from: 'scanResultsEventGridTopicId',
  },
  {
    to: 'properties.sensitiveDataDiscovery.isEnabled',
    from: 'sensitiveDataDiscoveryEnabled',
    absent: false,
  },
];

export const securityShapes: readonly TypeShape[] = [
  [t.iotSecuritySolution, { fields: solution }],
  [t.deviceSecurityGroup, { fields: deviceGroup }],
  [t.securityContact, { fields: contact }],
  [t.defenderPricing, { fields: pricing }],
  [t.defenderForStorage, { fields: storagePlan }],
  [
    t.advancedThreatProtection,
    {
      fields: [
        { to: 'resourceId', from: 'targetResourceId' },
        always('settingName', 'current'),
        { to: 'isEnabled', from: 'enabled' },
      ],
    },
  ],
];
