import { rightsIn } from './access';
import { listed, table } from './markdown';
import { labelOf, serviceOf } from './services';
import { at, items, type Planned, type Stack, typeOf } from './stack';

/** What a store holds, and how long. */
interface Store {
  readonly what: string;
  /** How the data counts: see the classes in the document. */
  readonly dataClass: 'production' | 'identity' | 'key' | 'audit' | 'software';
  readonly keeps: (stack: Stack, store: Planned) => string;
}

const days = (count: unknown): string => (count === 1 ? '1 day' : `${String(count)} days`);

/** `P30D` in words. */
const period = (text: unknown): string =>
  String(text)
    .replace(/^P(\d+)D$/, (_, count: string) => days(Number(count)))
    .replace(/^P(\d+)W$/, (_, count: string) => days(Number(count) * 7));

/** Everything that keeps data. */
export const stores: { readonly [type: string]: Store } = {
  'storage:StorageAccount': {
    what: 'telemetry and files, by container',
    dataClass: 'production',
    keeps: (stack, store) => storageKeeps(stack, store),
  },
  'cosmosdb:DatabaseAccount': {
    what: 'last known state of devices',
    dataClass: 'production',
    keeps: (_, store) =>
      `until it is replaced; restorable for ${String(at(store, 'backupPolicy.continuousModeProperties.tier')).replace(/\D/g, '')} days`,
  },
  'iothub:IotHubResource': {
    what: 'device registrations and twins; messages that wait for readers',
    dataClass: 'identity',
    keeps: (_, store) =>
      `messages ${days(at(store, 'properties.eventHubEndpoints.events.retentionTimeInDays'))}`,
  },
  'resources:Resource provisioningServices': {
    what: 'enrolments of devices',
    dataClass: 'identity',
    keeps: () => 'until somebody removes them',
  },
  'keyvault:Vault': {
    what: 'keys',
    dataClass: 'key',
    keeps: (_, store) =>
      `deleted keys ${days(at(store, 'properties.softDeleteRetentionInDays'))}, nobody can purge them`,
  },
  'keyvault:ManagedHsm': {
    what: 'keys',
    dataClass: 'key',
    keeps: (_, store) =>
      `deleted keys ${days(at(store, 'properties.softDeleteRetentionInDays'))}, nobody can purge them`,
  },
  'operationalinsights:Workspace': {
    what: 'logs of all services',
    dataClass: 'audit',
    keeps: (_, store) => days(at(store, 'retentionInDays')),
  },
  'eventhub:Namespace': {
    what: 'telemetry and device events on their way to readers',
    dataClass: 'production',
    keeps: (stack, store) =>
      listed(
        stack
          .all('eventhub:EventHub')
          .filter((hub) => serviceOf(stack, hub) === store)
          .map((hub) => days(Number(at(hub, 'retentionDescription.retentionTimeInHours')) / 24)),
        'one day',
      ),
  },
  'dbforpostgresql:Server': {
    what: 'last known state of devices',
    dataClass: 'production',
    keeps: (_, store) => `until it is replaced; backups ${days(at(store, 'backup.backupRetentionDays'))}`,
  },
  'sql:Server': {
    what: 'last known state of devices',
    dataClass: 'production',
    keeps: () => 'until it is replaced',
  },
  'kusto:Cluster': {
    what: 'telemetry for queries',
    dataClass: 'production',
    keeps: (stack, store) =>
      listed(
        stack
          .all('kusto:ReadWriteDatabase')
          .filter((database) => serviceOf(stack, database) === store)
          .map((database) => period(at(database, 'softDeletePeriod'))),
        'the default of the service',
      ),
  },
  'containerregistry:Registry': {
    what: 'images for edge devices',
    dataClass: 'software',
    keeps: () => 'until somebody removes them',
  },
  'deviceupdate:Account': {
    what: 'updates for devices',
    dataClass: 'software',
    keeps: () => 'until somebody removes them',
  },
  'azuresphere:Catalog': {
    what: 'devices and images of Azure Sphere',
    dataClass: 'identity',
    keeps: () => 'until somebody removes them',
  },
  'dataprotection:BackupVault': {
    what: 'backups of databases',
    dataClass: 'production',
    keeps: (stack) =>
      listed(
        stack.all('dataprotection:BackupPolicy').map((policy) => durations(policy)),
        'the default of the service',
      ),
  },
};

const durations = (policy: Planned): string =>
  listed(
    [...JSON.stringify(policy.properties).matchAll(/"duration":"(P\w+)"/g)].map(([, found = '']) =>
      period(found),
    ),
    'by its policy',
  );

/** Containers with a purpose of their own, and the names of accounts that hold none of ours. */
const purposes: readonly (readonly [RegExp, string, Store['dataClass']])[] = [
  [/audit/, 'logs, to prove what happened', 'audit'],
  [/ingest|app$/, 'code and state of the Functions app', 'software'],
];

/** Every store: what it holds, whose key encrypts it, who may read it and how long it is kept. */
export function storesTable(stack: Stack): string {
  const rows = stack.all(...Object.keys(stores)).map((store) => {
    const { what, dataClass, keeps } = describe(stack, store);
    return [
      labelOf(store),
      what,
      dataClass,
      encryptionOf(stack, store),
      readersOf(stack, store),
      keeps(stack, store),
    ];
  });
  return table(['Store', 'What', 'Class', 'Encrypted with', 'Who may read', 'Kept'], rows);
}

function describe(stack: Stack, store: Planned): Store {
  const known = stores[typeOf(store)];
  if (!known) throw new Error(`generate/stores.ts does not say what ${typeOf(store)} holds.`);
  const containers = stack
    .all('storage:BlobContainer')
    .filter((container) => serviceOf(stack, container) === store)
    .map((container) => `\`${String(at(container, 'containerName'))}\``);
  if (typeOf(store) !== 'storage:StorageAccount') return known;
  const [, what, dataClass] = purposes.find(([name]) => name.test(store.name)) ?? [
    /./,
    'telemetry as devices sent it',
    'production' as const,
  ];
  return {
    ...known,
    what: `${what}; containers: ${listed(containers, 'those that Azure makes')}`,
    dataClass,
  };
}

function storageKeeps(stack: Stack, account: Planned): string {
  const own = (type: string) =>
    stack
      .all(type)
      .filter((one) => serviceOf(stack, one) === account || stack.named(one, 'accountName') === account);
  const deletes = own('storage:ManagementPolicy').flatMap((policy) =>
    items(policy, 'policy.rules').flatMap(({ definition }) => deletionOf(definition) ?? []),
  );
  const fixed = [
    ...own('storage:BlobContainerImmutabilityPolicy').map((policy) =>
      at(policy, 'immutabilityPeriodSinceCreationInDays'),
    ),
    at(account, 'immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays'),
  ].filter((count) => count !== undefined);
  const softly = own('storage:BlobServiceProperties').map((blobs) => at(blobs, 'deleteRetentionPolicy.days'));
  return [
    listed(
      deletes.map((count) => days(count)),
      'until somebody removes it',
    ),
    `nobody can change it for ${listed(
      fixed.map((count) => days(count)),
      '0 days',
    )}`,
    `deletions can be taken back for ${listed(
      softly.map((count) => days(count)),
      '0 days',
    )}`,
  ].join('; ');
}

function deletionOf(definition: unknown): unknown {
  const { actions } = definition as { actions?: { baseBlob?: { delete?: Record<string, unknown> } } };
  return Object.values(actions?.baseBlob?.delete ?? {})[0];
}

const encryptionProperties = [
  'encryption',
  'keyVaultKeyUri',
  'dataEncryption',
  'keyId',
  'keyVaultProperties',
  'properties',
];
const isKey = (resource: Planned): boolean =>
  ['keyvault:Key', 'resources:Resource keys'].includes(typeOf(resource));

function encryptionOf(stack: Stack, store: Planned): string {
  if (typeOf(store).startsWith('keyvault:')) return "the hardware module's own key";
  const key = encryptionProperties.flatMap((property) => stack.origins(store, property)).find(isKey);
  const twice = /"(requireInfrastructureEncryption|enableDoubleEncryption)":true/.test(
    JSON.stringify(store.properties),
  );
  return `${key ? `key \`${key.name}\`` : 'a key of the service'}${twice ? ', and once more with one of the platform' : ''}`;
}

const reading = /Reader|Contributor|Owner|Receiver|Pull|read|Viewer|Administrator|Crypto/;

function readersOf(stack: Stack, store: Planned): string {
  const rights = rightsIn(stack).filter(
    ({ on, role }) => on && serviceOf(stack, on) === store && reading.test(role),
  );
  return listed(
    rights.map(({ who, actors }) => (actors.length > 0 ? listed(actors.map(labelOf), '') : who)),
    'nobody',
  );
}

/** Every key: where it is, what it is for, and how it changes. */
export function keysTable(stack: Stack): string {
  const rows = stack.all('keyvault:Key', 'resources:Resource keys').map((key) => {
    const rotation = items(key, 'properties.rotationPolicy.lifetimeActions')
      .map((action) => JSON.stringify(action))
      .find((action) => action.includes('"rotate"'));
    const users = stack.resources.filter(
      (one) =>
        one.custom && encryptionProperties.some((property) => stack.origins(one, property).includes(key)),
    );
    return [
      `\`${key.name}\``,
      labelOf(serviceOf(stack, key)),
      `${String(at(key, 'properties.kty'))} ${String(at(key, 'properties.keySize'))}, ${at(key, 'properties.attributes.exportable') === false ? 'never exported' : 'exportable'}`,
      listed(users.filter((user) => typeOf(user) in stores).map(labelOf), 'nothing yet'),
      `by itself, ${period(/"timeAfterCreate":"(P\w+)"/.exec(rotation ?? '')?.[1] ?? 'never')} after creation`,
      period(at(key, 'properties.rotationPolicy.attributes.expiryTime')),
    ];
  });
  return table(['Key', 'In', 'Kind', 'For', 'Rotation', 'Life of a version'], rows);
}

/** Certificates that services trust for devices. */
export function certificatesTable(stack: Stack): string {
  const rows = stack
    .all('iothub:Certificate', 'deviceprovisioningservices:DpsCertificate')
    .map((certificate) => {
      const by =
        stack.named(certificate, 'resourceName') ?? stack.named(certificate, 'provisioningServiceName');
      return [
        `\`${String(at(certificate, 'certificateName'))}\``,
        by ? labelOf(by) : 'a service',
        'registers devices; devices are let in by certificates it has signed',
      ];
    });
  return table(['Certificate authority', 'Trusted by', 'For'], rows);
}
