import { z } from 'zod';
import {
  allowing,
  block,
  days,
  email,
  listOf,
  objectId,
  oneOf,
  privateRange,
  publicRange,
  text,
  wholeNumber,
  yesOrNo,
} from './setting-kinds';

const regionName = () =>
  text(
    "an Azure region's short name in lower-case letters and digits, such as westeurope",
    /^[a-z]{4,}[0-9]?$/,
  );

const certificateName = () =>
  text('1 to 64 letters, digits, dots, hyphens and underscores', /^[A-Za-z0-9._-]{1,64}$/);

const authority = () => {
  const allowed =
    'a name (1 to 64 letters, digits, dots, hyphens and underscores) with either `path` (file of a certificate, ' +
    '.pem, .crt or .cer) or `vaultSecretId` (id of a secret in a key vault, in Resource Manager)';
  const path = text('the path of a certificate, ending in .pem, .crt or .cer', /\.(pem|crt|cer)$/);
  const vaultSecretId = text(
    'the id of a secret in Resource Manager, /subscriptions/.../providers/Microsoft.KeyVault/vaults/<vault>/secrets/<name>, which may end in /versions/<version>',
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[A-Za-z0-9-]+\/secrets\/[A-Za-z0-9-]+(\/versions\/[0-9a-f]{32})?$/i,
  );
  return allowing(
    allowed,
    z.union(
      [
        z.strictObject({ name: certificateName(), path }),
        z.strictObject({ name: certificateName(), vaultSecretId }),
      ],
      { error: allowed },
    ),
  );
};

const tagNames = 'a map of tag names to text';

const silentMinutes = [5, 15, 30, 60, 360, 1440] as const;
const silentAllowed = `one of ${silentMinutes.join(', ')}`;

const place = {
  region: regionName().describe('Azure region of every resource'),
  secondRegion: regionName()
    .optional()
    .describe(
      'A second region, for what can be copied there or fail over to it: replica of the database, hub failover. Costs as much again for each copy',
    ),
  dataResidency: oneOf('none', 'region')
    .default('none')
    .describe(
      '`region`: no copy of data leaves the region, so no second region and no geo-redundant storage, and the hub does not fail over either. Weigh it: a lost region is then lost data',
    ),
  namePrefix: text(
    '3 to 16 lower-case letters and digits, the first a letter, unique in Azure',
    /^[a-z][a-z0-9]{2,15}$/,
  )
    .optional()
    .describe('Start of every physical name. Without it Pulumi adds a random suffix to each name'),
  owner: text('1 to 256 characters', /^.{1,256}$/)
    .default('platform-team')
    .describe('Team that answers for the environment; tag `owner`'),
  tags: allowing(tagNames, z.record(z.string(), z.string({ error: tagNames }), { error: tagNames }))
    .default({})
    .describe('More tags for every resource'),
};

const network = {
  addressSpace: privateRange(16, 24)
    .default('10.60.0.0/20')
    .describe(
      'Private address space of the virtual network; a quarter each for gateways, workloads, endpoints and growth',
    ),
  plantAddressRanges: listOf(privateRange(16, 32))
    .default([])
    .describe('Ranges of plants connected by VPN or ExpressRoute, admitted to device ports only'),
  deviceNetworkAccess: oneOf('private', 'allowlist')
    .default('private')
    .describe(
      '`private`: devices reach hub and provisioning service through private endpoints only. `allowlist`: also from the internet ranges in `deviceIpRanges`, everybody else is refused, at the built-in endpoint as well',
    ),
  deviceIpRanges: listOf(publicRange(), 0, 100)
    .default([])
    .describe('Internet ranges that devices come from; with `allowlist` only'),
};

const devices = {
  hubSku: oneOf('S1', 'S2', 'S3').default('S1').describe('Tier of the IoT hub'),
  hubUnits: wholeNumber(1, 200)
    .default(1)
    .describe('Units of that tier, at most 10 of `S3`; each adds to the messages of a day'),
  hubMessageRetentionDays: days(1, 7)
    .default(1)
    .describe('Days the hub keeps messages for readers that fell behind'),
  deviceCertificateAuthorities: listOf(authority())
    .default([])
    .describe(
      'Certificate authorities whose devices may register, those in files checked for key strength, expiry and absence of a private key before anything is deployed, of those in a vault only the expiry, afterwards',
    ),
  consumers: listOf(
    text('1 to 50 letters, digits, dots, hyphens and underscores', /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/),
    0,
    19,
  )
    .default(['archive-reader'])
    .describe(
      "Readers of telemetry, each with a consumer group of its own at the event stream and at the hub's built-in endpoint, which takes keys only and so stays unread",
    ),
  silentDeviceMinutes: allowing(silentAllowed, z.literal(silentMinutes, { error: silentAllowed }))
    .default(60)
    .describe('Minutes without a message from any device after which an alert is raised'),
  sphereCatalog: yesOrNo()
    .default(false)
    .describe('Whether there is an Azure Sphere catalogue with device groups and image updates'),
  deviceUpdate: yesOrNo()
    .default(false)
    .describe('Whether there is a Device Update account, private. Billed by device'),
  deviceUpdatePrincipal: objectId('the service principal of Device Update')
    .optional()
    .describe(
      'Lets Device Update into the hub. Another in each tenant: `az ad sp show --id 6ee392c4-d339-4083-b04d-6b7947c6cf78 --query id`',
    ),
};

const data = {
  eventStream: yesOrNo()
    .default(true)
    .describe('Whether the hub also sends messages to Event Hubs, for readers that need them at once'),
  eventStreamTier: oneOf('Standard', 'Premium')
    .default('Standard')
    .describe(
      "`Premium` encrypts the event stream with a key of yours and costs about 700 dollars a month; with `Standard` the key is the service's",
    ),
  ingest: yesOrNo()
    .default(false)
    .describe('Whether there is a Functions app that reads messages and writes device state'),
  edgeRegistry: yesOrNo()
    .default(false)
    .describe('Whether there is a container registry for edge images, private, without an admin account'),
  database: oneOf('cosmos', 'postgresql', 'sql', 'data-explorer')
    .default('cosmos')
    .describe('Database of device state'),
  cosmosMaxThroughput: (() => {
    const allowed = 'a multiple of 1000 from 1000 to 1000000';
    const error = { error: allowed };
    return allowing(allowed, z.int(error).min(1000, error).max(1_000_000, error).multipleOf(1000, error));
  })()
    .default(1000)
    .describe('Ceiling of the automatic throughput of Cosmos DB, in request units a second'),
  cosmosBackupTier: oneOf('Continuous7Days', 'Continuous30Days')
    .default('Continuous7Days')
    .describe('Window in which Cosmos DB can be restored to any second'),
  cosmosZoneRedundant: yesOrNo()
    .default(true)
    .describe('Whether Cosmos DB spreads over availability zones; turn off only in regions without zones'),
  keyStore: oneOf('vault', 'managed-hsm')
    .default('vault')
    .describe(
      'Where encryption keys are: a Key Vault with hardware-protected keys, or a Managed HSM of its own, which costs some thousand dollars a month',
    ),
  managedHsmAdministrators: listOf(objectId('a group or user'))
    .default([])
    .describe('First administrators of the Managed HSM. None: who deploys'),
  storageRedundancy: oneOf(
    'Standard_ZRS',
    'Standard_GRS',
    'Standard_GZRS',
    'Standard_RAGRS',
    'Standard_RAGZRS',
  )
    .default('Standard_ZRS')
    .describe('Copies of the telemetry archive'),
  telemetryRetentionDays: days(30, 3650)
    .default(365)
    .describe('Days after which archived telemetry is deleted'),
  telemetryCoolAfterDays: days(1, 3649)
    .default(30)
    .describe('Days after which it moves to the cool tier; fewer than `telemetryRetentionDays`'),
  telemetryImmutableDays: days(1, 3650)
    .default(30)
    .describe(
      'Days during which nobody, administrators included, can change or delete it; at most `telemetryRetentionDays`',
    ),
  deletedDataRetentionDays: days(7, 365)
    .default(14)
    .describe('Days during which deleted blobs, containers and shares can be restored'),
  backupVault: yesOrNo()
    .default(false)
    .describe(
      'Whether there is a backup vault in which nobody can delete a backup before its time. PostgreSQL servers are put into it; Cosmos DB and Data Explorer restore themselves. Billed by size',
    ),
};

const operations = {
  logRetentionDays: days(90, 730).default(90).describe('Days logs can be searched in the workspace'),
  auditRetentionDays: days(90, 3650)
    .default(365)
    .describe(
      'Days logs stay in an archive that nobody can alter, in a storage account of its own; at least `logRetentionDays`',
    ),
  lockRetention: yesOrNo()
    .default(false)
    .describe(
      'Whether the archive of logs and the backup vault are locked, so that not even an owner can shorten their times. It can never be taken back, and a new environment has to start without',
    ),
  protectData: yesOrNo()
    .default(true)
    .describe('Whether Pulumi and locks in Azure keep what holds data, keys or device identities'),
  threatDetection: yesOrNo()
    .default(true)
    .describe(
      'Whether Microsoft Defender watches hub, storage and database. Billed by device, account and load',
    ),
  ownsSubscription: yesOrNo()
    .default(false)
    .describe(
      "Whether the subscription is this environment's alone: its activity log is kept, and with `threatDetection` all Defender plans are on. Billed by resource",
    ),
  alertEmails: listOf(email())
    .default([])
    .describe(
      'Who gets alerts by mail, beside the owners of the subscription; at least one with `database` `sql` and `threatDetection`',
    ),
  securityContact: block({
    emails: listOf(email(), 1),
    phone: text(
      'a telephone number with country code, such as +49 30 1234567',
      /^\+[0-9 ()-]{5,30}$/,
    ).optional(),
  })
    .optional()
    .describe(
      'Whom Microsoft tells of attacks. Of the whole subscription: set it in one stack of a subscription only',
    ),
  budget: block({
    amountPerMonth: allowing(
      'a number greater than 0',
      z.number({ error: 'a number greater than 0' }).positive({ error: 'a number greater than 0' }),
    ),
    emails: listOf(email(), 1),
  })
    .optional()
    .describe(
      "Costs of a month, in the subscription's currency, at which to warn, and whom. It warns, it stops nothing",
    ),
  flowLogs: block({
    networkWatcherName: text('the name of a network watcher', /^[\w.-]{1,80}$/),
    networkWatcherResourceGroup: text('the name of its resource group', /^[\w.()-]{1,90}$/),
  })
    .optional()
    .describe(
      'Network watcher of the region, of which a subscription has one, to record all connections in the network. Billed by size',
    ),
};

const people = {
  people: block({
    operators: objectId('a group').optional(),
    deviceEngineers: objectId('a group').optional(),
    dataReaders: objectId('a group').optional(),
    auditors: objectId('a group').optional(),
  })
    .default({})
    .describe(
      'Groups and what they do here: `operators` watch and mend, `deviceEngineers` register and revoke devices, `dataReaders` read telemetry, `auditors` read settings and logs. Each gets the least roles for it, a group that is not given gets none',
    ),
  justInTimeRoles: yesOrNo()
    .default(false)
    .describe(
      'Whether roles that can change devices are activated for some hours when they are needed; needs Microsoft Entra ID P2',
    ),
};

/** Every setting of a stack, by its name in `Pulumi.<stack>.yaml`. */
export const settingsSchema = z.strictObject({
  ...place,
  ...network,
  ...devices,
  ...data,
  ...operations,
  ...people,
});

/** Everything that may differ between stacks, complete. What each setting means stands in {@link settingsSchema}. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/** Settings as they are given: what has a default may be left out. */
export type GivenSettings = Readonly<z.input<typeof settingsSchema>>;
