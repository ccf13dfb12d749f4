import type { Resource } from '../resources/resource';
import { managementLock, managementPolicy, resourceGroup, storageAccount } from '../resources/types';
import { isObject, type Properties, type Value } from '../resources/value';
import { anyOf } from '../rule/answers';
import { atLeast, isFalse } from '../rule/conditions';
import { isLocked } from '../rule/lock-rules';
import { type Reading, read } from '../rule/reading';
import {
  defineRule,
  type ExampleResource,
  type OptionValues,
  type ResourceView,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { contentsOf, onlyServiceOf } from '../rule/storage-accounts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const lifecycle = 'https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview';
const locks = 'https://learn.microsoft.com/azure/storage/common/lock-account-resource';

const rulesPath = 'policy.rules';
const actions = 'definition.actions.baseBlob';
const ageing = ['delete', 'tierToCool', 'tierToCold', 'tierToArchive'];
const ages = ['Modification', 'Creation', 'LastAccessTime'].map((since) => `daysAfter${since}GreaterThan`);

function checkLifecycle(subject: Resource, stack: StackView, options: OptionValues): readonly Verdict[] {
  return subject.type.toLowerCase() === managementPolicy.toLowerCase()
    ? checkPolicy(stack.view(subject), Number(options.minimumDays))
    : options.required === true
      ? checkHasPolicy(subject, stack)
      : [];
}

/** Whether the policy does anything to old blobs, and deletes none of them too early. */
function checkPolicy(view: ResourceView, minimumDays: number): readonly Verdict[] {
  const rules = view.all(`${rulesPath}[]`).flatMap(ruleAt);
  const unknown = rules.filter(({ rule }) => rule === undefined);
  const known = rules.flatMap(({ path, rule }) => (rule ? [{ path, rule }] : []));
  const early = known.flatMap(({ path, rule }) => deletions(path, rule, minimumDays));
  const isAgeing = known.some(({ rule }) => ageing.some((action) => isWritten(rule, `${actions}.${action}`)));
  if (isAgeing || unknown.length > 0) {
    const open = unknown.map(({ path }): Verdict => ({ outcome: 'unknown', property: path }));
    return [{ outcome: 'pass', property: rulesPath }, ...early, ...open];
  }
  const message = `\`${rulesPath}\` must hold an enabled rule that moves or deletes old blobs.`;
  return [{ outcome: 'fail', property: rulesPath, message }, ...early];
}

/** A rule that is not switched off; without its content where it is not known whether it is on. */
function ruleAt(reading: Reading): readonly { readonly path: string; readonly rule?: Properties }[] {
  if (reading.state === 'unknown') return [{ path: reading.path }];
  if (reading.state === 'absent' || !isObject(reading.value)) return [];
  const enabled = read(reading.value, 'enabled')[0];
  if (enabled?.state === 'unknown') return [{ path: `${reading.path}.enabled` }];
  const isOff = enabled?.state === 'known' && isFalse.holds(enabled.value);
  return isOff ? [] : [{ path: reading.path, rule: reading.value }];
}

const isWritten = (rule: Properties, path: string) => read(rule, path)[0]?.state !== 'absent';

function deletions(path: string, rule: Properties, minimumDays: number): readonly Verdict[] {
  return ages.map((age): Verdict => {
    const property = `${actions}.delete.${age}`;
    const reading = read(rule, property)[0] ?? { state: 'absent', path: property, missing: property };
    return verdictOf(
      { ...reading, path: `${path}.${reading.path}` },
      {
        must: atLeast(minimumDays, ' days'),
        whenAbsent: 'pass',
        serviceDefault: 'nothing is deleted',
        printable: true,
      },
    );
  });
}

function checkHasPolicy(account: Resource, stack: StackView): readonly Verdict[] {
  const property = 'managementPolicy';
  const only = onlyServiceOf(stack.view(account));
  if (only === 'file') return [];
  const answer = anyOf(contentsOf(account, managementPolicy, stack).map((policy) => policy.answer));
  if (answer === 'yes') return [{ outcome: 'pass', property }];
  if (answer === 'maybe' || only === 'open') return [{ outcome: 'unknown', property }];
  return [{ outcome: 'fail', property, message: 'No `ManagementPolicy` of this stack ages its blobs.' }];
}

const account = (properties: Properties = {}): ExampleResource => ({
  type: storageAccount,
  name: 'data',
  properties: { accountName: 'plantdata', kind: 'StorageV2', resourceGroupName: 'plant', ...properties },
});

const policy = (baseBlob: Value, more: Properties = {}): ExampleResource => ({
  type: managementPolicy,
  name: 'ageing',
  properties: {
    accountName: 'plantdata',
    managementPolicyName: 'default',
    policy: {
      rules: [
        {
          name: 'telemetry',
          type: 'Lifecycle',
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['telemetry/'] },
            actions: { baseBlob },
          },
          ...more,
        },
      ],
    },
  },
});

export const storageLifecycle = defineRule({
  id: 'storage-lifecycle-policy',
  title: 'Old blobs are moved or deleted by rule, and none before its time',
  topic: 'storage-lifecycle',
  class: 'data-protection',
  severity: 'low',
  target: [managementPolicy, storageAccount],
  relates: [storageAccount, managementPolicy],
  property: [rulesPath, `${rulesPath}[].${actions}.delete`],
  checkStack: checkLifecycle,
  printable: true,
  options: {
    minimumDays: {
      type: 'integer',
      default: 30,
      minimum: 1,
      maximum: 36500,
      description: 'The retention floor: no rule may delete a blob that is younger than this, in days.',
    },
    required: {
      type: 'boolean',
      default: false,
      description: 'Asks for a management policy on each account with blobs.',
    },
  },
  strict: { required: true },
  why: 'Telemetry that nobody deletes grows into a store of who worked when at which machine, kept for no purpose. A rule that deletes too early takes the recordings that an accident report will ask for.',
  fix: {
    say: 'Write in `policy.rules` an enabled rule with `tierToCool` or `delete`, and delete no earlier than after `30` days or what the option `minimumDays` says.',
    replaces: false,
  },
  serviceDefault: { is: 'blobs are kept for ever', source: lifecycle },
  links: [lifecycle],
  examples: {
    good: [
      {
        resources: [
          account(),
          policy({
            tierToCool: { daysAfterModificationGreaterThan: 30 },
            delete: { daysAfterModificationGreaterThan: 365 },
          }),
        ],
        options: { required: true },
      },
      { resources: [account()] },
    ],
    bad: [
      {
        resources: [policy({ delete: { daysAfterModificationGreaterThan: 1 } })],
        at: [`${rulesPath}[0].${actions}.delete.daysAfterModificationGreaterThan`],
      },
      {
        resources: [policy({ tierToCool: { daysAfterModificationGreaterThan: 30 } }, { enabled: false })],
        at: [rulesPath],
      },
      { resources: [account()], options: { required: true }, at: ['managementPolicy'] },
    ],
  },
});

const lock = (properties: Properties, uses: ExampleResource['uses'] = {}): ExampleResource => ({
  type: managementLock,
  name: 'keep',
  properties: { lockName: 'keep', level: 'CanNotDelete', notes: 'audit data', ...properties },
  uses,
});

export const storageLock = defineRule({
  id: 'storage-delete-lock',
  title: 'A lock keeps storage accounts from being deleted',
  topic: 'gov-protect-stateful',
  class: 'data-protection',
  severity: 'low',
  peers: { kics: ['0cc95bf8'] },
  target: storageAccount,
  relates: [managementLock, resourceGroup],
  property: 'managementLock',
  checkStack: (subject, stack): readonly Verdict[] => {
    const property = 'managementLock';
    const answer = isLocked(subject, stack);
    if (answer !== 'no') return [{ outcome: answer === 'yes' ? 'pass' : 'unknown', property }];
    const message =
      'No lock of this stack keeps it, its resource group or the subscription from being deleted.';
    return [{ outcome: 'fail', property, message }];
  },
  advisory: true,
  threats: ['T-C08'],
  why: 'Soft delete brings back blobs and containers, not the account around them. One wrong stack name in a clean-up job deletes the audit data of the plant together with everything that could restore it.',
  fix: {
    say: 'Add a `ManagementLockByScope` with `level` `CanNotDelete` on the account or its resource group, and give nobody but the release pipeline the right to remove it.',
    replaces: false,
  },
  serviceDefault: { is: 'no lock exists', source: locks },
  links: [locks],
  examples: {
    good: [
      { resources: [account(), lock({}, { scope: ['data'] })] },
      {
        resources: [
          account(),
          lock({
            scope:
              '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Storage/storageAccounts/plantdata',
          }),
        ],
      },
      {
        resources: [
          account(),
          lock({ scope: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/Plant' }),
        ],
      },
    ],
    bad: [
      { resources: [account()] },
      { resources: [account(), lock({ level: 'NotSpecified', resourceGroupName: 'plant' })] },
      {
        resources: [
          account(),
          lock({ scope: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/office' }),
        ],
      },
    ],
  },
});
