import { storageAccount } from '../resources/types';
import { textOf, type Value } from '../resources/value';
import {
  atLeast,
  atMost,
  both,
  type Condition,
  isTrue,
  noneOf,
  notAnyAddress,
  oneOf,
} from '../rule/conditions';
import {
  defineRule,
  type OptionValues,
  type Precondition,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const common = 'https://learn.microsoft.com/azure/storage/common';
const exceptions = `${common}/storage-network-security-manage-exceptions`;
const addressRules = `${common}/storage-network-security-limitations`;
const sasPolicy = `${common}/sas-expiration-policy`;
const keys = `${common}/storage-account-keys-manage`;
const portal = 'https://learn.microsoft.com/azure/storage/blobs/authorize-data-operations-portal';
const typings = 'azure-native 3.28 typings of StorageAccount';

/** Where the account has no keys, there is nothing that could be signed or rotated. */
const keysAllowed: Precondition = {
  property: 'allowSharedKeyAccess',
  is: noneOf(false),
  whenAbsent: true,
};

const bypassPath = 'networkRuleSet.bypass';

function checkBypass(view: ResourceView, { trustedServices }: OptionValues): readonly Verdict[] {
  const reading = view.one(bypassPath);
  const property = reading.path;
  if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
  const items =
    reading.state === 'absent'
      ? ['azureservices']
      : textOf(reading.value)
          .split(/[,|]/)
          .map((item) => item.trim().toLowerCase())
          .filter(Boolean);
  const accepted =
    trustedServices === 'required'
      ? ['azureservices']
      : trustedServices === 'forbidden'
        ? ['none']
        : ['azureservices', 'none'];
  if (items.length === 1 && accepted.includes(items[0] ?? '')) return [{ outcome: 'pass', property }];
  const wanted = trustedServices === 'forbidden' ? '`None`' : '`AzureServices` alone';
  const also = trustedServices === 'optional' ? ' or `None`' : '';
  const message = `\`${property}\` must be ${wanted}${also}.`;
  return [{ outcome: 'fail', property, message }];
}

export const storageTrustedServices = defineRule({
  id: 'storage-trusted-services-bypass',
  title: 'Nobody but the trusted services of Azure passes the firewall of a storage account by exception',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_36'],
    azurePolicy: ['c9d007d0-c057-4772-b18c-01e546713bcd'],
    kics: ['e25b56cd', '5400f379'],
    trivy: ['AZU-0010'],
  },
  target: storageAccount,
  property: bypassPath,
  check: checkBypass,
  printable: true,
  controls: [
    'mcsb:NS-2',
    'cis2:3.9',
    'cis3:4.8',
    'cis6:9.3.5',
    'nist:AC-4',
    'nist:SC-7',
    'iec33:SR5.2',
    'enisa:GP-TM-47',
  ],
  options: {
    trustedServices: {
      type: 'string',
      enum: ['optional', 'required', 'forbidden'],
      default: 'optional',
      description:
        'Whether the exception for trusted services of Azure may, must or must not be there. Backup, Event Grid and diagnostic logs need it.',
    },
  },
  why: 'The exceptions for logging and metrics let anybody on the internet who holds a key read what the account records about its callers. Without any exception, backup and log delivery of the plant may stop without a sound.',
  fix: {
    say: 'Set `networkRuleSet.bypass` to `AzureServices`, or to `None` where no service of Azure has to reach the account.',
    replaces: false,
  },
  serviceDefault: { is: 'trusted services of Azure pass', source: `${typings}, which write it` },
  links: [exceptions],
  examples: {
    good: [
      { properties: { networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Deny' } } },
      { properties: { networkRuleSet: { bypass: 'None', defaultAction: 'Deny' } } },
      { properties: { sku: { name: 'Standard_ZRS' } } },
    ],
    bad: [
      { properties: { networkRuleSet: { bypass: 'Logging, Metrics', defaultAction: 'Deny' } } },
      {
        properties: { networkRuleSet: { bypass: 'Logging, Metrics, AzureServices', defaultAction: 'Deny' } },
      },
      {
        properties: { networkRuleSet: { bypass: 'None', defaultAction: 'Deny' } },
        options: { trustedServices: 'required' },
      },
      {
        properties: { networkRuleSet: { defaultAction: 'Deny' } },
        options: { trustedServices: 'forbidden' },
      },
    ],
  },
});

export const storageIpRules = defineRule({
  id: 'storage-ip-rule-not-any',
  title: 'No address rule of a storage account lets the whole internet in',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'high',
  target: storageAccount,
  property: 'networkRuleSet.ipRules[].iPAddressOrRange',
  pass: notAnyAddress,
  whenAbsent: 'pass',
  printable: true,
  why: 'With a rule for everyone the account still says `Deny` to whoever reviews it, and the archive of the plant answers the whole internet.',
  fix: {
    say: 'Replace the range in `networkRuleSet.ipRules` by the public addresses of your own sites, each narrower than /8, or remove it and use a private endpoint.',
    replaces: false,
  },
  serviceDefault: { is: 'no address rule exists', source: typings },
  links: [addressRules],
  examples: {
    good: [
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            ipRules: [{ iPAddressOrRange: '203.0.113.7' }, { iPAddressOrRange: '198.51.100.0/24' }],
          },
        },
      },
      { properties: { networkRuleSet: { defaultAction: 'Deny' } } },
    ],
    bad: [
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            ipRules: [{ iPAddressOrRange: '203.0.113.7' }, { iPAddressOrRange: '0.0.0.0/0' }],
          },
        },
        at: ['networkRuleSet.ipRules[1].iPAddressOrRange'],
      },
      {
        properties: {
          networkRuleSet: {
            ipRules: [{ iPAddressOrRange: '0.0.0.0/1' }, { iPAddressOrRange: '128.0.0.0/1' }],
          },
        },
        at: ['networkRuleSet.ipRules[0].iPAddressOrRange', 'networkRuleSet.ipRules[1].iPAddressOrRange'],
      },
    ],
  },
});

const accessRules = 'networkRuleSet.resourceAccessRules[]';

function checkAccessRules(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const own = (Array.isArray(options.allowedTenants) ? options.allowedTenants : []).map(lower);
  const tenants = view.all(`${accessRules}.tenantId`);
  const named = tenants.flatMap((reading) => (reading.state === 'known' ? [lower(reading.value)] : []));
  const mixed = new Set(named).size > 1;
  const ofTenants = tenants.map((reading): Verdict => {
    const property = reading.path;
    if (reading.state !== 'known')
      return { outcome: reading.state === 'absent' ? 'pass' : 'unknown', property };
    const isForeign = own.length > 0 ? !own.includes(lower(reading.value)) : mixed;
    if (!isForeign) return { outcome: 'pass', property };
    const message =
      own.length > 0
        ? `\`${property}\` is none of the tenants in the option \`allowedTenants\`.`
        : `The rules beside \`${property}\` name several tenants, so one of them is foreign; name yours in the option \`allowedTenants\`.`;
    return { outcome: 'fail', property, message };
  });
  const ofResources = view.all(`${accessRules}.resourceId`).map((reading): Verdict => {
    const property = reading.path;
    if (reading.state !== 'known')
      return { outcome: reading.state === 'absent' ? 'pass' : 'unknown', property };
    if (!textOf(reading.value).includes('*')) return { outcome: 'pass', property };
    const message = `\`${property}\` must name one resource: with a wildcard, whoever may create such a resource is let in.`;
    return { outcome: 'fail', property, message };
  });
  return [...ofTenants, ...ofResources];
}

const lower = (value: Value) => textOf(value).toLowerCase();

const dataFactory =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DataFactory/factories/history';
const ownTenant = '22222222-2222-2222-2222-222222222222';
const otherTenant = '33333333-3333-3333-3333-333333333333';

export const storageAccessRules = defineRule({
  id: 'storage-resource-access-rule-own-tenant',
  title: 'Resource rules of a storage firewall name single resources of your own tenant',
  topic: 'storage-cross-tenant',
  class: 'network',
  severity: 'medium',
  target: storageAccount,
  property: [`${accessRules}.tenantId`, `${accessRules}.resourceId`],
  check: checkAccessRules,
  controls: controlsBesideCis('storage-cross-tenant'),
  options: {
    allowedTenants: {
      type: 'array',
      items: 'string',
      default: [],
      description:
        'Ids of the tenants whose resources may be let in. While it is empty, only rules that differ in their tenant and wildcards are reported.',
    },
  },
  why: 'A resource rule opens the firewall for a workspace or a factory wherever it runs. In the tenant of somebody else, or for all resources of a kind, a stranger decides what connects to the plant data.',
  fix: {
    say: 'Write the id of one resource in `resourceId` and your own tenant in `tenantId`, and delete rules for other tenants.',
    replaces: false,
  },
  serviceDefault: { is: 'no resource rule exists' },
  links: [`${common}/storage-network-security-resource-instances`],
  examples: {
    good: [
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            resourceAccessRules: [{ resourceId: dataFactory, tenantId: ownTenant }],
          },
        },
        options: { allowedTenants: [ownTenant.toUpperCase()] },
      },
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            resourceAccessRules: [{ resourceId: dataFactory, tenantId: ownTenant }],
          },
        },
      },
      { properties: { networkRuleSet: { defaultAction: 'Deny', ipRules: [] } } },
    ],
    bad: [
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            resourceAccessRules: [
              { resourceId: dataFactory, tenantId: ownTenant },
              { resourceId: dataFactory, tenantId: otherTenant },
            ],
          },
        },
        options: { allowedTenants: [ownTenant] },
        at: ['networkRuleSet.resourceAccessRules[1].tenantId'],
      },
      {
        properties: {
          networkRuleSet: {
            defaultAction: 'Deny',
            resourceAccessRules: [
              {
                resourceId:
                  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/*/providers/Microsoft.Synapse/workspaces/*',
                tenantId: ownTenant,
              },
            ],
          },
        },
        at: ['networkRuleSet.resourceAccessRules[0].resourceId'],
      },
    ],
  },
});

export const storageDefaultOauth = defineRule({
  id: 'storage-default-oauth',
  title: 'The portal opens the data of a storage account with the identity of the user',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'low',
  target: storageAccount,
  property: 'defaultToOAuthAuthentication',
  pass: isTrue,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls: controlsBesideCis('storage-no-shared-key'),
  why: 'By default the portal fetches an account key for whoever looks at a container. The log then names the key and not the engineer, and right after a data role was taken away the same person still reads everything.',
  fix: {
    say: 'Set `defaultToOAuthAuthentication` to `true`, and give people who look at data a data role.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'the portal uses an account key first', source: typings },
  links: [portal],
  examples: {
    good: [
      { properties: { defaultToOAuthAuthentication: true, allowSharedKeyAccess: false } },
      { properties: { defaultToOAuthAuthentication: 'true', kind: 'StorageV2' } },
    ],
    bad: [
      { properties: { allowSharedKeyAccess: true, kind: 'StorageV2', sku: { name: 'Standard_ZRS' } } },
      { properties: { defaultToOAuthAuthentication: false, minimumTlsVersion: 'TLS1_2' } },
    ],
  },
});

/** A period as `DD.HH:MM:SS`, in days; NaN where it is none. */
function daysIn(value: Value): number {
  const parts = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/.exec(typeof value === 'string' ? value.trim() : '');
  if (!parts) return Number.NaN;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return days + (hours + (minutes + seconds / 60) / 60) / 24;
}

const periodOfAtMost = (most: number): Condition => ({
  expected: `be a period of at most ${most} days, as \`DD.HH:MM:SS\``,
  holds: (value) => daysIn(value) <= most,
});

export const storageSasPeriod = defineRule({
  id: 'storage-sas-expiration-policy',
  title: 'Storage accounts limit how long a shared access signature may live',
  topic: 'iothub-sas-ttl',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV2_AZURE_41'],
    azurePolicy: ['bc1b984e-ddae-40cc-801a-050a030e4fbe', '7aa1c9d5-3d7e-4579-8117-d85e99211757'],
  },
  target: storageAccount,
  property: 'sasPolicy.sasExpirationPeriod',
  pass: ({ maximumDays }) => periodOfAtMost(Number(maximumDays)),
  whenAbsent: 'fail',
  when: [keysAllowed],
  printable: true,
  threats: ['T-C03'],
  options: {
    maximumDays: {
      type: 'integer',
      default: 7,
      minimum: 1,
      maximum: 365,
      description: 'The longest life of a shared access signature that the account may allow, in days.',
    },
  },
  why: 'Signed links end up in tickets, scripts and device images. One that was made for ten years opens the plant data for ten years, and nothing in Azure lists which links exist.',
  fix: {
    say: 'Set `sasPolicy.sasExpirationPeriod` to `7.00:00:00` or less, or refuse account keys with `allowSharedKeyAccess: false`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'a signature may live for any time',
    source: 'https://learn.microsoft.com/azure/storage/common/sas-expiration-policy',
  },
  links: [sasPolicy],
  examples: {
    good: [
      {
        properties: {
          kind: 'StorageV2',
          sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Block' },
        },
      },
      { properties: { allowSharedKeyAccess: false } },
    ],
    bad: [
      { properties: { kind: 'StorageV2', sku: { name: 'Standard_ZRS' } } },
      { properties: { sasPolicy: { sasExpirationPeriod: '30.00:00:00', expirationAction: 'Log' } } },
    ],
  },
});

export const storageSasBlock = defineRule({
  id: 'storage-sas-policy-block',
  title: 'Storage accounts refuse shared access signatures that live too long',
  topic: 'iothub-sas-ttl',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['7aa1c9d5-3d7e-4579-8117-d85e99211757'] },
  target: storageAccount,
  property: 'sasPolicy.expirationAction',
  pass: oneOf('Block'),
  whenAbsent: 'fail',
  when: [keysAllowed],
  advisory: true,
  printable: true,
  threats: ['T-C03'],
  why: 'With the action `Log` the limit is a wish: the link that a contractor signed for years keeps working, and somebody would have to read the logs to notice it.',
  fix: {
    say: 'Set `sasPolicy.expirationAction` to `Block`, after the logs show no signature that lives longer than the limit.',
    replaces: false,
  },
  serviceDefault: { is: 'too long signatures are logged and accepted', source: `${typings}, which write it` },
  links: [sasPolicy],
  examples: {
    good: [
      { properties: { sasPolicy: { sasExpirationPeriod: '7.00:00:00', expirationAction: 'Block' } } },
      { properties: { allowSharedKeyAccess: false } },
    ],
    bad: [
      { properties: { sasPolicy: { sasExpirationPeriod: '7.00:00:00', expirationAction: 'Log' } } },
      { properties: { sasPolicy: { sasExpirationPeriod: '7.00:00:00' } } },
      { properties: { allowSharedKeyAccess: true } },
    ],
  },
});

export const storageKeyPeriod = defineRule({
  id: 'storage-key-expiration-policy',
  title: 'Storage accounts say when their keys are due for rotation',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['044985bb-afe1-42cd-8a36-9d5d42424537'] },
  target: storageAccount,
  property: 'keyPolicy.keyExpirationPeriodInDays',
  pass: ({ maximumDays }) => both(atLeast(1, ' day'), atMost(Number(maximumDays), ' days')),
  whenAbsent: 'fail',
  when: [keysAllowed],
  printable: true,
  controls: [
    'mcsb:IM-8',
    'cis2:3.4',
    'cis3:4.4',
    'cis6:9.3.1.2',
    'nist:IA-5',
    'iec33:SR1.5',
    'enisa:GP-TM-35',
  ],
  options: {
    maximumDays: {
      type: 'integer',
      default: 90,
      minimum: 1,
      maximum: 365,
      description: 'The longest period between two rotations of the account keys, in days.',
    },
  },
  why: 'A key that is never changed still works for the integrator who left three years ago. With a period set, Azure shows and reports the keys that are overdue; it does not rotate them by itself.',
  fix: {
    say: 'Set `keyPolicy.keyExpirationPeriodInDays` to `90` or less and rotate the keys in time, or refuse them with `allowSharedKeyAccess: false`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'keys are never reported as overdue',
    source: 'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
  },
  links: [keys],
  examples: {
    good: [
      { properties: { kind: 'StorageV2', keyPolicy: { keyExpirationPeriodInDays: 60 } } },
      { properties: { kind: 'StorageV2', allowSharedKeyAccess: false } },
    ],
    bad: [
      { properties: { kind: 'StorageV2', allowSharedKeyAccess: true } },
      { properties: { kind: 'StorageV2', keyPolicy: { keyExpirationPeriodInDays: 365 } } },
    ],
  },
});
