import { defenderForStorage, defenderPricing, storageAccount } from '../resources/types';
import type { Properties } from '../resources/value';
import { isTrue, notFalse } from '../rule/conditions';
import { defenderRule } from '../rule/defender-rules';
import { holds, pendingPreconditions } from '../rule/preconditions';
import { defineRule, type ExampleResource, type ResourceView, type Verdict } from '../rule/rule';
import { undecided } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

const docs = 'https://learn.microsoft.com/azure/defender-for-cloud';
const plan = `${docs}/defender-for-storage-introduction`;
const malware = `${docs}/on-upload-malware-scanning`;
const sensitive = `${docs}/defender-for-storage-data-sensitivity`;

const controls = [
  'mcsb:LT-1',
  'mcsb:DP-2',
  'cis3:3.1.5.1',
  'cis6:8.1.5.1',
  'nist:SI-4',
  'iec33:SR6.2',
  'nis2:21.2.b',
] as const;

const account: ExampleResource = {
  type: storageAccount,
  name: 'data',
  properties: { accountName: 'plantdata', kind: 'StorageV2' },
};

const setting = (properties: Properties, more: Partial<ExampleResource> = {}): ExampleResource => ({
  type: defenderForStorage,
  name: 'data-defender',
  properties: { settingName: 'current', properties },
  uses: { resourceId: ['data'] },
  ...more,
});

const pricing = (properties: Properties): ExampleResource => ({
  type: defenderPricing,
  name: 'storage-plan',
  properties: {
    pricingName: 'StorageAccounts',
    scopeId: 'subscriptions/11111111-1111-1111-1111-111111111111',
    ...properties,
  },
});

export const storageDefender = defineRule(
  defenderRule({
    id: 'storage-defender',
    title: 'Microsoft Defender watches the storage accounts',
    topic: 'db-defender',
    severity: 'medium',
    peers: {
      checkov: ['CKV_AZURE_84'],
      psrule: ['Azure.Storage.DefenderCloud'],
      azurePolicy: ['640d2586-54d2-465f-877f-9ffc1d2109f4'],
    },
    target: storageAccount,
    plan: 'StorageAccounts',
    setting: {
      type: defenderForStorage,
      isEnabled: 'properties.isEnabled',
      overrides: 'properties.overrideSubscriptionLevelSettings',
    },
    property: 'defenderForStorage',
    controls,
    threats: ['T-C03', 'T-O08'],
    why: 'A stolen link is used from an address that no gateway of the plant ever had, or reads more in an hour than in a year. Nobody sees that in a log of millions of lines; Defender raises an alert.',
    fix: {
      say: 'Add a `DefenderForStorage` for the account with `properties.isEnabled` `true`, or the plan `StorageAccounts` with `pricingTier` `Standard` for the subscription. Both cost money.',
      replaces: false,
    },
    serviceDefault: { is: 'access is not watched', source: plan },
    links: [plan],
    examples: {
      good: [
        { resources: [account, setting({ isEnabled: true, overrideSubscriptionLevelSettings: true })] },
        {
          resources: [
            account,
            setting(
              { isEnabled: true },
              {
                properties: {
                  resourceId:
                    '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/plantdata',
                  properties: { isEnabled: true },
                },
                uses: {},
              },
            ),
          ],
        },
        { resources: [account, pricing({ pricingTier: 'Standard', subPlan: 'DefenderForStorageV2' })] },
      ],
      bad: [
        { resources: [account] },
        { resources: [account, setting({ isEnabled: false })] },
        { resources: [account, pricing({ pricingTier: 'Free' })] },
        {
          resources: [
            account,
            pricing({ pricingTier: 'Standard' }),
            setting({ isEnabled: false, overrideSubscriptionLevelSettings: true }),
          ],
        },
      ],
    },
  }),
);

const overrides = 'properties.overrideSubscriptionLevelSettings';

/** A feature of the setting; where it is not written, the subscription decides, unless this setting overrides it. */
function checkFeature(view: ResourceView, path: string): readonly Verdict[] {
  const enabled = { property: 'properties.isEnabled', is: notFalse, whenAbsent: true };
  const pending = pendingPreconditions([enabled], view);
  if (pending === undefined) return [];
  const reading = view.one(path);
  const overridden = holds({ property: overrides, is: isTrue, whenAbsent: false }, view);
  if (reading.state === 'absent' && overridden === 'maybe')
    return [{ outcome: 'unknown', property: overrides }];
  const verdict = verdictOf(reading, {
    must: isTrue,
    whenAbsent: overridden === 'yes' ? 'fail' : 'pass',
    serviceDefault: 'the setting of the subscription is overridden',
    printable: true,
  });
  return [...pending, pending.length > 0 ? undecided(verdict) : verdict];
}

const malwarePath = 'properties.malwareScanning.onUpload.isEnabled';

export const storageMalware = defineRule({
  id: 'storage-defender-malware',
  title: 'Uploads to storage accounts are scanned for malware',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'low',
  peers: { psrule: ['Azure.Storage.Defender.MalwareScan'] },
  target: defenderForStorage,
  property: [malwarePath, overrides],
  check: (view) => checkFeature(view, malwarePath),
  advisory: true,
  printable: true,
  controls: ['mcsb:LT-1', 'nist:SI-3', 'nist:SI-4', 'iec33:SR3.2', 'nis2:21.2.b'],
  threats: ['T-O05', 'T-O08'],
  why: 'Files from suppliers and service laptops reach the engineering stations through storage. A project file with malware in it is opened there by someone who trusts it; the scan marks it when it arrives.',
  fix: {
    say: 'Set `properties.malwareScanning.onUpload.isEnabled` to `true`, with a `capGBPerMonth`: each gigabyte is paid for.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the subscription decides, unless this setting overrides it',
    source: 'azure-native 3.28 typings',
  },
  links: [malware],
  examples: {
    good: [
      {
        properties: {
          properties: {
            isEnabled: true,
            overrideSubscriptionLevelSettings: true,
            malwareScanning: { onUpload: { isEnabled: true, capGBPerMonth: 500 } },
          },
        },
      },
      { properties: { properties: { isEnabled: true } } },
    ],
    bad: [
      {
        properties: { properties: { isEnabled: true, overrideSubscriptionLevelSettings: true } },
        at: [malwarePath],
      },
      {
        properties: {
          properties: { isEnabled: true, malwareScanning: { onUpload: { isEnabled: false } } },
        },
        at: [malwarePath],
      },
    ],
  },
});

const sensitivePath = 'properties.sensitiveDataDiscovery.isEnabled';

export const storageSensitiveData = defineRule({
  id: 'storage-defender-sensitive-data',
  title: 'Defender knows which storage accounts hold sensitive data',
  topic: 'db-defender',
  class: 'threat-detection',
  severity: 'low',
  peers: { psrule: ['Azure.Storage.Defender.DataScan'] },
  target: defenderForStorage,
  property: [sensitivePath, overrides],
  check: (view) => checkFeature(view, sensitivePath),
  printable: true,
  controls: ['mcsb:DP-1', 'mcsb:DP-2', 'nist:SI-4', 'iec33:SR6.2', 'gdpr:32.1.b'],
  threats: ['T-C13', 'T-O08'],
  why: 'Shift plans and badge numbers slip into exports that were meant to hold machine data. Where Defender knows of them, an alert about such an account comes first, and the team learns that personal data lies there.',
  fix: {
    say: 'Set `properties.sensitiveDataDiscovery.isEnabled` to `true`; it is part of the plan.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the subscription decides, unless this setting overrides it',
    source: 'azure-native 3.28 typings',
  },
  links: [sensitive],
  examples: {
    good: [
      {
        properties: {
          properties: {
            isEnabled: true,
            overrideSubscriptionLevelSettings: true,
            sensitiveDataDiscovery: { isEnabled: true },
          },
        },
      },
      { properties: { properties: { isEnabled: true } } },
    ],
    bad: [
      {
        properties: { properties: { isEnabled: true, overrideSubscriptionLevelSettings: true } },
        at: [sensitivePath],
      },
      {
        properties: { properties: { isEnabled: true, sensitiveDataDiscovery: { isEnabled: false } } },
        at: [sensitivePath],
      },
    ],
  },
});
