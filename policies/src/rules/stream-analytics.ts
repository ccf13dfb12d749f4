import { streamInput, streamingJob, streamOutput } from '../resources/types';
import { isList, isObject, textOf, type Value } from '../resources/value';
import { noneOf, oneOf } from '../rule/conditions';
import { usesManagedIdentity } from '../rule/managed-identity';
import { type Reading, read } from '../rule/reading';
import { defineRule, type OptionValues, type ResourceView, type Verdict } from '../rule/rule';
import { loggingOf, loggingTo } from '../rule/stack-examples';
import { diagnosticsRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2020-03-01, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.streamanalytics/2020-03-01/streamingjobs';
const ownStorage = 'https://learn.microsoft.com/azure/stream-analytics/data-protection';
const identities =
  'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-managed-identities-overview';
const inputs = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-define-inputs';
const logs = 'https://learn.microsoft.com/azure/stream-analytics/stream-analytics-job-diagnostic-logs';
const typings = 'azure-native 3.28 typings';

type Fields = { readonly [name: string]: Value };

const job = (fields: Fields) => ({ properties: { jobName: 'alarms', sku: { name: 'Standard' }, ...fields } });
const withIdentity = { identity: { type: 'SystemAssigned' } };

export const streamContentStorage = defineRule({
  id: 'asa-content-storage-cmk',
  title: 'Stream Analytics keeps its data in a storage account of yours',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['87ba29ef-1ab3-4d82-b763-87fcd4f531f7'] },
  target: streamingJob,
  property: 'contentStoragePolicy',
  pass: oneOf('JobStorageAccount'),
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  why: 'A job keeps queries, samples and states of the telemetry it works on. In an account of the service they are encrypted with a key that you can neither rotate nor take away.',
  fix: {
    say: 'Set `contentStoragePolicy` to `JobStorageAccount` and name an account with a key of yours in `jobStorageAccount`, with `authenticationMode` `Msi`.',
    replaces: false,
  },
  serviceDefault: { is: 'the job keeps its data in an account of the service', source: ownStorage },
  links: [ownStorage],
  examples: {
    good: [
      job({
        ...withIdentity,
        contentStoragePolicy: 'JobStorageAccount',
        jobStorageAccount: { accountName: 'plantjobs', authenticationMode: 'Msi' },
      }),
    ],
    bad: [job({ contentStoragePolicy: 'SystemAccount' }), job({ compatibilityLevel: '1.2' })],
  },
});

export const streamStorageIdentity = defineRule({
  id: 'asa-job-storage-identity',
  title: 'Stream Analytics opens its storage account with its identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['ea6c4923-510a-4346-be26-1894919a5b97'] },
  target: streamingJob,
  property: 'jobStorageAccount.authenticationMode',
  pass: oneOf('Msi'),
  whenAbsent: 'fail',
  whenBlockAbsent: 'pass',
  printable: true,
  why: 'The account key in the job opens every container beside its own. It is read by all who may see the job, and a rotation stops the alarms until somebody redeploys.',
  fix: {
    say: 'Set `jobStorageAccount.authenticationMode` to `Msi`, leave `accountKey` out, and grant the identity of the job a blob data role on the account.',
    replaces: false,
  },
  serviceDefault: { is: 'the account key is used', source: typings },
  links: [identities, ownStorage],
  examples: {
    good: [
      job({ ...withIdentity, jobStorageAccount: { accountName: 'plantjobs', authenticationMode: 'Msi' } }),
      job({ compatibilityLevel: '1.2' }),
    ],
    bad: [
      job({ jobStorageAccount: { accountName: 'plantjobs', authenticationMode: 'ConnectionString' } }),
      job({ jobStorageAccount: { accountName: 'plantjobs', accountKey: 'example-only' } }),
    ],
  },
});

export const streamIdentity = defineRule({
  id: 'asa-managed-identity',
  title: 'Stream Analytics jobs have an identity of their own',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['ea6c4923-510a-4346-be26-1894919a5b97'] },
  target: streamingJob,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  why: 'A job without an identity can read telemetry and write results only with keys of those stores, which then lie in its settings and in every export of it.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, grant it roles on the inputs and outputs, and switch them to `Msi`.',
    replaces: false,
  },
  serviceDefault: { is: 'the job has no identity', source: identities },
  links: [identities],
  examples: {
    good: [job({ identity: { type: 'SystemAssigned' } }), job({ identity: { type: 'UserAssigned' } })],
    bad: [job({ compatibilityLevel: '1.2' }), job({ identity: { type: 'None' } })],
  },
});

/** Where a job, an input and an output say what they read or write. */
const sources = [
  'inputs[].properties.datasource',
  'outputs[].datasource',
  'properties.datasource',
  'datasource',
] as const;

/** Everything that a job, input or output reads or writes, as far as it is written at all. */
function datasources(view: ResourceView): readonly Exclude<Reading, { state: 'absent' }>[] {
  return sources.flatMap(view.all).flatMap((reading) => (reading.state === 'absent' ? [] : [reading]));
}

const hubType = 'microsoft.devices/iothubs';
/** The kinds that take a managed identity in the default API version; for SQL that holds for outputs alone. */
const identityKinds = [
  'microsoft.servicebus/eventhub',
  'microsoft.eventhub/eventhub',
  'microsoft.servicebus/queue',
  'microsoft.servicebus/topic',
  'microsoft.storage/blob',
  'microsoft.datalake/accounts',
  'powerbi',
];
const sqlKind = 'microsoft.sql/server/database';

const secretFields = [
  'sharedAccessPolicyKey',
  'accountKey',
  'storageAccounts[].accountKey',
  'password',
  'apiKey',
] as const;

function judgeSource(source: Exclude<Reading, { state: 'absent' }>): readonly Verdict[] {
  if (source.state === 'unknown') return [{ outcome: 'unknown', property: source.path }];
  const fields = isObject(source.value) ? source.value : {};
  const at = (reading: Reading) => ({ ...reading, path: `${source.path}.${reading.path}` });
  const kind = read(fields, 'type')[0];
  // An IoT Hub can only be read with a key: another rule looks at its policy.
  if (kind?.state === 'known' && textOf(kind.value).toLowerCase() === hubType) return [];
  const keys = secretFields.flatMap((field) =>
    read(fields, field).map((reading) => verdictOfKey(at(reading))),
  );
  const mode = read(fields, 'authenticationMode')[0];
  const terms = {
    must: oneOf('Msi'),
    whenAbsent: takesIdentity(kind, source.path) ? 'fail' : 'pass',
    serviceDefault: 'the key is used',
  } as const;
  const verdicts = [...(mode ? [verdictOf(at(mode), terms)] : []), ...keys];
  // It may yet turn out to be an IoT Hub.
  const undecided = kind?.state === 'unknown' && verdicts.some(({ outcome }) => outcome === 'fail');
  return undecided ? [{ outcome: 'unknown', property: `${source.path}.type` }] : verdicts;
}

function takesIdentity(kind: Reading | undefined, path: string): boolean {
  if (kind?.state !== 'known') return false;
  const name = textOf(kind.value).toLowerCase();
  const isOutput = path.startsWith('outputs') || path.startsWith('datasource');
  return identityKinds.includes(name) || (name === sqlKind && isOutput);
}

function verdictOfKey(reading: Reading): Verdict {
  const property = reading.path;
  if (reading.state === 'unknown') return { outcome: 'unknown', property };
  if (reading.state === 'absent' || reading.value === '') return { outcome: 'pass', property };
  const message = `\`${property}\` holds a key or password; the job must use its identity instead.`;
  return { outcome: 'fail', property, message };
}

const input = (datasource: Fields) => ({ type: 'Stream', datasource, serialization: { type: 'Json' } });
const events = (fields: Fields): Fields => ({
  type: 'Microsoft.EventHub/EventHub',
  serviceBusNamespace: 'plant-events',
  eventHubName: 'telemetry',
  ...fields,
});
const blobs = (fields: Fields): Fields => ({
  type: 'Microsoft.Storage/Blob',
  container: 'results',
  storageAccounts: [{ accountName: 'plantdata' }],
  ...fields,
});
const hub = (fields: Fields = {}): Fields => ({
  type: 'Microsoft.Devices/IotHubs',
  iotHubNamespace: 'plant-hub',
  endpoint: 'messages/events',
  consumerGroupName: 'alarms',
  sharedAccessPolicyName: 'service',
  sharedAccessPolicyKey: 'example-only',
  ...fields,
});
const msi = { authenticationMode: 'Msi' };

export const streamSourceIdentity = defineRule({
  id: 'asa-io-managed-identity',
  title: 'Stream Analytics reads and writes with its identity, not with keys',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'high',
  peers: { azurePolicy: ['ea6c4923-510a-4346-be26-1894919a5b97'] },
  target: [streamingJob, streamInput, streamOutput],
  property: sources,
  check: (view) => datasources(view).flatMap(judgeSource),
  why: 'The job stands between the telemetry and every store behind it, so its keys open them all. Whoever reads one entry of its settings can forge alarms or wipe the history.',
  fix: {
    say: 'Set `authenticationMode` of each input and output to `Msi`, leave keys and passwords out, and grant the identity of the job a data role. Where a kind knows no identity in this API version, choose another kind or exempt it.',
    replaces: false,
  },
  serviceDefault: { is: 'inputs and outputs use keys', source: typings },
  links: [identities],
  examples: {
    good: [
      job({
        ...withIdentity,
        inputs: [{ name: 'telemetry', properties: input(events(msi)) }],
        outputs: [{ name: 'results', datasource: blobs(msi) }],
      }),
      { properties: { jobName: 'alarms', inputName: 'hub', properties: input(hub()) } },
      {
        properties: {
          jobName: 'alarms',
          outputName: 'results',
          datasource: blobs({ ...msi, storageAccounts: [] }),
        },
      },
    ],
    bad: [
      {
        properties: {
          jobName: 'alarms',
          outputName: 'results',
          datasource: blobs({ storageAccounts: [{ accountName: 'plantdata', accountKey: 'example-only' }] }),
        },
      },
      job({
        inputs: [
          { name: 'telemetry', properties: input(events(msi)) },
          {
            name: 'more',
            properties: input(
              events({ authenticationMode: 'ConnectionString', sharedAccessPolicyKey: 'example-only' }),
            ),
          },
        ],
      }),
      {
        properties: {
          jobName: 'alarms',
          inputName: 'machines',
          properties: {
            type: 'Reference',
            datasource: { type: 'Microsoft.Sql/Server/Database', server: 'plant', password: 'example-only' },
          },
        },
      },
    ],
  },
});

const policyPaths = [
  'properties.datasource.sharedAccessPolicyName',
  'inputs[].properties.datasource.sharedAccessPolicyName',
] as const;

export const streamHubPolicy = defineRule({
  id: 'asa-iothub-input-policy',
  title: 'Stream Analytics does not read IoT Hub with the key of its owner',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'high',
  target: [streamInput, streamingJob],
  property: policyPaths,
  pass: noneOf('iothubowner'),
  whenAbsent: 'pass',
  why: 'Reading telemetry needs one right, but the owner policy holds them all. Its key in a job lets whoever sees the job add false devices and command the real ones.',
  fix: {
    say: 'Set `sharedAccessPolicyName` to a policy that holds `ServiceConnect` alone, such as `service`, and take its key from a Pulumi secret.',
    replaces: false,
  },
  serviceDefault: { is: 'the name of the policy is required', source: api },
  links: [inputs],
  examples: {
    good: [
      { properties: { jobName: 'alarms', inputName: 'hub', properties: input(hub()) } },
      job({ inputs: [{ name: 'hub', properties: input(hub({ sharedAccessPolicyName: 'alarm-reader' })) }] }),
    ],
    bad: [
      {
        properties: {
          jobName: 'alarms',
          inputName: 'hub',
          properties: input(hub({ sharedAccessPolicyName: 'iothubowner' })),
        },
      },
      job({
        inputs: [
          { name: 'telemetry', properties: input(events(msi)) },
          { name: 'hub', properties: input(hub({ sharedAccessPolicyName: 'IotHubOwner' })) },
        ],
      }),
    ],
  },
});

/** The fields in which the kinds of data source name the account, namespace or server they use. */
const accountFields = [
  'accountName',
  'storageAccounts[].accountName',
  'serviceBusNamespace',
  'iotHubNamespace',
  'accountId',
  'server',
  'functionAppName',
] as const;

function checkAccounts(view: ResourceView, { allowedAccounts }: OptionValues): readonly Verdict[] {
  const allowed = isList(allowedAccounts) ? allowedAccounts.map((name) => textOf(name).toLowerCase()) : [];
  if (allowed.length === 0) return [];
  return datasources(view).flatMap((source): readonly Verdict[] => {
    if (source.state === 'unknown') return [{ outcome: 'unknown', property: source.path }];
    const fields = isObject(source.value) ? source.value : {};
    return accountFields
      .flatMap((field) => read(fields, field))
      .flatMap((reading): readonly Verdict[] => {
        const property = `${source.path}.${reading.path}`;
        if (reading.state === 'absent') return [];
        if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
        if (allowed.includes(firstLabel(reading.value))) return [{ outcome: 'pass', property }];
        const message = `\`${property}\` names an account that is not in the option \`allowedAccounts\`.`;
        return [{ outcome: 'fail', property, message }];
      });
  });
}

/** The name of an account, whether its bare name or its whole host name is written. */
const firstLabel = (value: Value) =>
  textOf(value)
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[./:].*$/s, '');

const allowedAccounts = ['plant-events', 'plantdata', 'plant-hub'];

export const streamTrustedSources = defineRule({
  id: 'asa-trusted-io',
  title: 'Stream Analytics reads and writes accounts on your list only',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['fe8684d6-3c5b-45c0-a08b-fa92653c2e1c'] },
  target: [streamingJob, streamInput, streamOutput],
  property: sources,
  options: {
    allowedAccounts: {
      description:
        'Names of the storage accounts, namespaces, hubs, servers and function apps that jobs may use. The rule does not apply while the list is empty.',
      type: 'array',
      items: 'string',
      default: [],
    },
  },
  check: checkAccounts,
  why: 'One more output is all it takes to copy the telemetry of the plant into the account of a stranger, and the job goes on working as if nothing had changed.',
  fix: {
    say: 'Point the input or output to an account of yours, or add its name to the option `allowedAccounts`.',
    replaces: false,
  },
  serviceDefault: { is: 'a job may use any account', source: api },
  links: [api],
  examples: {
    good: [
      {
        ...job({
          inputs: [{ name: 'hub', properties: input(hub()) }],
          outputs: [{ name: 'results', datasource: blobs(msi) }],
        }),
        options: { allowedAccounts },
      },
      job({ outputs: [{ name: 'results', datasource: blobs(msi) }] }),
    ],
    bad: [
      {
        ...job({
          outputs: [
            { name: 'results', datasource: blobs(msi) },
            { name: 'copy', datasource: blobs({ ...msi, storageAccounts: [{ accountName: 'stranger' }] }) },
          ],
        }),
        options: { allowedAccounts },
      },
      {
        properties: {
          jobName: 'alarms',
          inputName: 'other',
          properties: input(events({ ...msi, serviceBusNamespace: 'test-events' })),
        },
        options: { allowedAccounts },
      },
    ],
  },
});

const stream = {
  type: streamingJob,
  name: 'alarms',
  properties: { jobName: 'alarms', sku: { name: 'Standard' } },
};
const on = (category: string) => ({ category, enabled: true });

export const streamDiagnostics = diagnosticsRule({
  id: 'asa-diagnostics',
  title: 'Stream Analytics sends its logs to a place that keeps them',
  topic: 'alert-coverage',
  severity: 'medium',
  peers: { azurePolicy: ['f9be5368-9bf5-4b84-9e0a-7850da98bb46'] },
  target: streamingJob,
  categories: ['Execution', 'Authoring'],
  controls: ['mcsb:LT-3', 'cis2:5.4', 'nist:AU-12', 'iec33:SR2.8', 'enisa:GP-TM-55', 'cra:1.l'],
  threats: ['T-C10', 'T-C11'],
  why: 'Crafted telemetry shows first as messages that the job cannot read. Without its logs these vanish silently, and nobody sees who changed the query that raises the alarms.',
  fix: {
    say: 'Add a `DiagnosticSetting` on the job with a workspace and the category group `allLogs` (or `Execution` and `Authoring`).',
    replaces: false,
  },
  serviceDefault: { is: 'no log leaves the job', source: logs },
  examples: {
    good: [
      { resources: [stream, loggingOf('alarms', [{ categoryGroup: 'allLogs', enabled: true }])] },
      {
        resources: [
          stream,
          loggingTo('Microsoft.StreamAnalytics/streamingjobs/alarms', [on('Execution'), on('Authoring')]),
        ],
      },
    ],
    bad: [
      { resources: [stream] },
      { resources: [stream, loggingOf('alarms', [on('Execution')])] },
      {
        resources: [
          stream,
          loggingTo('Microsoft.StreamAnalytics/streamingjobs/other', [on('Execution'), on('Authoring')]),
        ],
      },
    ],
  },
});
