import type { Resource } from '../resources/resource';
import {
  blobContainer,
  blobService,
  fileService,
  fileShare,
  queueService,
  staticWebsite,
  storageAccount,
  storageQueue,
  storageTable,
  tableService,
} from '../resources/types';
import { isList, type Properties, textOf } from '../resources/value';
import { type Answer, allOf, anyOf } from '../rule/answers';
import { type Condition, isSet } from '../rule/conditions';
import { notAnyOrigin } from '../rule/origins';
import { originsOf } from '../rule/references';
import {
  defineRule,
  type ExampleResource,
  type ResourceView,
  type StackView,
  type Verdict,
} from '../rule/rule';
import { accountsOf, contentsOf } from '../rule/storage-accounts';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Ways to open data for others. Defaults of the services: API version 2024-01-01, the default of azure-native 3.28.
const cors =
  'https://learn.microsoft.com/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services';
const storedPolicies = 'https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy';
const website = 'https://learn.microsoft.com/azure/storage/blobs/storage-blob-static-website';

export const storageCors = defineRule({
  id: 'storage-cors-not-any',
  title: 'Storage services do not answer scripts of every web page',
  topic: 'storage-network-closed',
  class: 'network',
  severity: 'medium',
  target: [blobService, fileService, queueService, tableService],
  property: 'cors.corsRules[].allowedOrigins[]',
  pass: notAnyOrigin,
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('storage-network-closed'),
  why: 'With `*`, any page that an operator opens in the control room can use a link or token in that browser to read plant data and send it on. Named pages keep this to the dashboards of the plant.',
  fix: {
    say: 'List in `allowedOrigins` the addresses of the web pages that need the data, such as `https://dashboard.example.com`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'no web page of another origin may call the service',
    source: 'azure-native 3.28 typings of BlobServiceProperties',
  },
  links: [cors],
  examples: {
    good: [
      {
        properties: {
          cors: {
            corsRules: [
              {
                allowedOrigins: ['https://dashboard.example.com', 'https://*.plant.example.com'],
                allowedMethods: ['GET'],
                allowedHeaders: ['*'],
                exposedHeaders: ['*'],
                maxAgeInSeconds: 3600,
              },
            ],
          },
        },
      },
      { properties: { cors: { corsRules: [] } } },
      { properties: {} },
    ],
    bad: [
      {
        properties: {
          cors: {
            corsRules: [
              {
                allowedOrigins: ['*'],
                allowedMethods: ['GET', 'PUT'],
                allowedHeaders: ['*'],
                exposedHeaders: [],
                maxAgeInSeconds: 60,
              },
            ],
          },
        },
      },
      {
        properties: {
          cors: {
            corsRules: [
              { allowedOrigins: ['https://dashboard.example.com'], allowedMethods: ['GET'] },
              { allowedOrigins: ['https://hmi.example.com', 'https://*'], allowedMethods: ['GET'] },
            ],
          },
        },
      },
    ],
  },
});

const policies = 'signedIdentifiers[].accessPolicy';

/** A permission text that leaves at least one of the letters out. */
const notAll = (letters: string): Condition => ({
  expected: `leave out at least one of \`${letters}\``,
  holds: (value) => {
    const written = new Set(textOf(value).toLowerCase());
    return ![...letters].every((letter) => written.has(letter));
  },
});

/** Each stored access policy leaves a right out and ends some day. */
function checkAccessPolicies(view: ResourceView, letters: string): readonly Verdict[] {
  const list = view.one('signedIdentifiers');
  const isNone = list.state === 'absent' || (list.state === 'known' && !isList(list.value));
  if (isNone) return [{ outcome: 'pass', property: list.path }];
  const permissions = view
    .all(`${policies}.permission`)
    .map((reading) => verdictOf(reading, { must: notAll(letters), whenAbsent: 'pass', serviceDefault: '' }));
  const ends = view
    .all(`${policies}.expiryTime`)
    .map((reading) =>
      verdictOf(reading, { must: isSet, whenAbsent: 'fail', serviceDefault: 'the policy never ends' }),
    );
  return [...permissions, ...ends];
}

const accessPolicyControls = [
  'mcsb:PA-7',
  'mcsb:IM-8',
  'nist:AC-6',
  'nist:IA-5',
  'iec33:SR2.1',
  'enisa:GP-TM-27',
] as const;

export const storageShareAcl = defineRule({
  id: 'storage-share-acl-scoped',
  title: 'Stored access policies of file shares are narrow and end',
  topic: 'iothub-sas-ttl',
  class: 'identity',
  severity: 'medium',
  peers: { kics: ['5ed0a5f3'] },
  target: fileShare,
  property: [`${policies}.permission`, `${policies}.expiryTime`],
  check: (view) => checkAccessPolicies(view, 'rcwdl'),
  controls: accessPolicyControls,
  threats: ['T-C03'],
  why: 'Each link that was signed under the policy has its rights. With all of them and no end, a link that a supplier got for one drawing deletes the project files of the plant years later.',
  fix: {
    say: 'Give `accessPolicy.permission` only the letters that are needed (`rl` for a reader) and set `accessPolicy.expiryTime`.',
    replaces: false,
  },
  serviceDefault: { is: 'no stored access policy exists' },
  links: [storedPolicies],
  examples: {
    good: [
      {
        properties: {
          shareName: 'drawings',
          shareQuota: 100,
          signedIdentifiers: [
            { id: 'supplier', accessPolicy: { permission: 'rl', expiryTime: '2026-12-31T00:00:00Z' } },
          ],
        },
      },
      { properties: { shareName: 'drawings', shareQuota: 100 } },
    ],
    bad: [
      {
        properties: {
          shareName: 'drawings',
          signedIdentifiers: [
            { id: 'supplier', accessPolicy: { permission: 'rcwdl', expiryTime: '2026-12-31T00:00:00Z' } },
          ],
        },
        at: [`signedIdentifiers[0].accessPolicy.permission`],
      },
      {
        properties: {
          shareName: 'drawings',
          signedIdentifiers: [{ id: 'supplier', accessPolicy: { permission: 'rl' } }],
        },
        at: [`signedIdentifiers[0].accessPolicy.expiryTime`],
      },
    ],
  },
});

export const storageTableAcl = defineRule({
  id: 'storage-table-acl-scoped',
  title: 'Stored access policies of tables are narrow and end',
  topic: 'iothub-sas-ttl',
  class: 'identity',
  severity: 'medium',
  peers: { kics: ['3ac3e75c'] },
  target: storageTable,
  property: [`${policies}.permission`, `${policies}.expiryTime`],
  check: (view) => checkAccessPolicies(view, 'raud'),
  controls: accessPolicyControls,
  threats: ['T-C03'],
  why: 'Device lists and set points often sit in tables. A policy with all rights and no end lets whoever finds one old link rewrite them, and the gateways take over what they read.',
  fix: {
    say: 'Give `accessPolicy.permission` only the letters that are needed (`r` for a reader, `a` for a writer of new rows) and set `accessPolicy.expiryTime`.',
    replaces: false,
  },
  serviceDefault: { is: 'no stored access policy exists' },
  links: [storedPolicies],
  examples: {
    good: [
      {
        properties: {
          tableName: 'devices',
          signedIdentifiers: [
            { id: 'reader', accessPolicy: { permission: 'r', expiryTime: '2026-12-31T00:00:00Z' } },
          ],
        },
      },
      { properties: { tableName: 'devices' } },
    ],
    bad: [
      {
        properties: {
          tableName: 'devices',
          signedIdentifiers: [
            { id: 'reader', accessPolicy: { permission: 'r', expiryTime: '2026-12-31T00:00:00Z' } },
            { id: 'all', accessPolicy: { permission: 'raud', startTime: '2025-01-01T00:00:00Z' } },
          ],
        },
        at: ['signedIdentifiers[1].accessPolicy.permission', 'signedIdentifiers[1].accessPolicy.expiryTime'],
      },
      {
        properties: { tableName: 'devices', signedIdentifiers: [{ id: 'reader' }] },
        at: ['signedIdentifiers[0].accessPolicy.expiryTime'],
      },
    ],
  },
});

/** What else lies in the account of a website: data that the website's address makes reachable in the same account. */
function dataBeside(site: Resource, stack: StackView): Answer {
  const kinds = [blobContainer, fileShare, storageQueue, storageTable];
  const isData = (content: Resource) => {
    const name = stack.view(content).one('containerName');
    return !(name.state === 'known' && textOf(name.value).toLowerCase() === '$web');
  };
  const shared = accountsOf(site, stack).flatMap(({ resource, answer }) =>
    kinds
      .flatMap((kind) => contentsOf(resource, kind, stack))
      .filter((content) => isData(content.resource))
      .map((content) => allOf([answer, content.answer])),
  );
  const named = kinds
    .flatMap((kind) => stack.ofType(kind))
    .filter(isData)
    .map((content) => sameName(stack.view(site), stack.view(content)));
  return anyOf([...shared, ...named]);
}

/** Whether two resources name the same account. An unknown name that was computed from nothing in the stack may be any. */
function sameName(site: ResourceView, content: ResourceView): Answer {
  const [one, other] = [site.one('accountName'), content.one('accountName')];
  if (one.state === 'known' && other.state === 'known')
    return textOf(one.value).toLowerCase() === textOf(other.value).toLowerCase() ? 'yes' : 'no';
  const isOpen = [site, content].some(
    (view) =>
      view.one('accountName').state === 'unknown' && originsOf(view.resource, 'accountName').length === 0,
  );
  return isOpen ? 'maybe' : 'no';
}

const account = (accountName: string): ExampleResource => ({
  type: storageAccount,
  name: accountName,
  properties: { accountName, kind: 'StorageV2', sku: { name: 'Standard_ZRS' } },
});

const site = (accountName: string, properties: Properties = {}): ExampleResource => ({
  type: staticWebsite,
  name: 'site',
  properties: { indexDocument: 'index.html', error404Document: '404.html', ...properties },
  uses: { accountName: [accountName] },
});

const telemetry = (accountName: string): ExampleResource => ({
  type: blobContainer,
  name: 'telemetry',
  properties: { accountName, containerName: 'telemetry', publicAccess: 'None' },
});

export const storageNoWebsite = defineRule({
  id: 'storage-no-static-website',
  title: 'Storage accounts with data serve no static website',
  topic: 'storage-no-anonymous',
  class: 'network',
  severity: 'low',
  target: staticWebsite,
  relates: [storageAccount, blobContainer, fileShare, storageQueue, storageTable],
  property: 'accountName',
  checkStack: (subject, stack): readonly Verdict[] => {
    const property = 'accountName';
    const answer = dataBeside(subject, stack);
    if (answer !== 'yes') return [{ outcome: answer === 'no' ? 'pass' : 'unknown', property }];
    const message =
      'The account of the website holds data as well; what lands in `$web` is open to everyone.';
    return [{ outcome: 'fail', property, message }];
  },
  controls: controlsBesideCis('storage-no-anonymous'),
  why: 'A website needs an account that the internet reaches, and shows everything in `$web` without asking who is there. Beside telemetry and firmware, one copy to the wrong container publishes them.',
  fix: {
    say: 'Put the website into an account of its own, or on Azure Static Web Apps, and remove `StorageAccountStaticWebsite` from the account with data.',
    replaces: false,
  },
  serviceDefault: { is: 'no website is served', source: website },
  links: [website],
  examples: {
    good: [
      { resources: [account('plantsite'), site('plantsite')] },
      { resources: [account('plantsite'), site('plantsite'), account('plantdata'), telemetry('plantdata')] },
    ],
    bad: [
      { resources: [account('plantdata'), site('plantdata'), telemetry('plantdata')] },
      {
        resources: [
          { type: staticWebsite, name: 'site', properties: { accountName: 'plantdata' } },
          {
            type: fileShare,
            name: 'projects',
            properties: { accountName: 'PlantData', shareName: 'projects' },
          },
        ],
      },
    ],
  },
});
