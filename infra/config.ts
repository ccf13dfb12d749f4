import type { CosmosBackupTier } from './cosmos';
import type { DeviceNetworkAccess } from './device-access';
import type { HubSku } from './iot-hub';
import { isPrivate, isPublic, overlaps, parseRange } from './ip-range';
import { listOf, mapOfText, matching, oneOf, SettingReader, wholeNumber, yesOrNo } from './setting-reader';
import type { StorageRedundancy } from './telemetry-storage';

const hubSkus: readonly HubSku[] = ['S1', 'S2', 'S3'];
const storageRedundancies: readonly StorageRedundancy[] = [
  'Standard_ZRS',
  'Standard_GRS',
  'Standard_GZRS',
  'Standard_RAGRS',
  'Standard_RAGZRS',
];
const cosmosBackupTiers: readonly CosmosBackupTier[] = ['Continuous7Days', 'Continuous30Days'];
const networkAccessKinds: readonly DeviceNetworkAccess['kind'][] = ['private', 'allowedIpRanges'];

/** Everything that may differ between stacks. Names here are the names in `Pulumi.<stack>.yaml`. */
export interface Settings {
  /** Azure region of every resource, by its short name. Required. */
  readonly region: string;
  /** Start of every physical name, unique to the stack. Default: none, Pulumi makes the names unique. */
  readonly namePrefix: string | undefined;
  /** Team that answers for the environment, written to the tag `owner`. Default: `platform-team`. */
  readonly owner: string;
  /** More tags for every resource. Default: none. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Private address space of the virtual network; a quarter each for gateways, workloads, endpoints and growth.
   * Default: `10.60.0.0/20`.
   */
  readonly addressSpace: string;
  /** Private ranges of plants connected by VPN or ExpressRoute, admitted to device ports only. Default: none. */
  readonly plantAddressRanges: readonly string[];
  /**
   * `private`: devices reach hub and provisioning through private endpoints only. `allowedIpRanges`: also from the
   * internet addresses in `deviceIpRanges`. Default: `private`.
   */
  readonly deviceNetworkAccess: DeviceNetworkAccess['kind'];
  /** Internet ranges devices come from, at most 256 addresses each. Default: none. */
  readonly deviceIpRanges: readonly string[];
  /** Tier of the IoT hub. Default: `S1`. */
  readonly hubSku: HubSku;
  /** Units of that tier; each adds to the daily message allowance. Default: 1. */
  readonly hubUnits: number;
  /** Days the hub keeps messages for readers that fell behind. Default: 1. */
  readonly hubMessageRetentionDays: number;
  /** Copies of the telemetry archive. Default: `Standard_ZRS`. */
  readonly storageRedundancy: StorageRedundancy;
  /** Days after which archived telemetry is deleted. Default: 365. */
  readonly telemetryRetentionDays: number;
  /** Days after which archived telemetry moves to the cool tier. Default: 30. */
  readonly telemetryCoolAfterDays: number;
  /** Days during which nobody, administrators included, can change or delete archived telemetry. Default: 30. */
  readonly telemetryImmutableDays: number;
  /** Days during which deleted blobs, containers and shares can be restored. Default: 14. */
  readonly deletedDataRetentionDays: number;
  /** Ceiling of Cosmos DB's automatic throughput, in request units a second. Default: 1000. */
  readonly cosmosMaxThroughput: number;
  /** Window of Cosmos DB's point-in-time restore. Default: `Continuous7Days`. */
  readonly cosmosBackupTier: CosmosBackupTier;
  /** Whether Cosmos DB spreads over availability zones; turn off only in regions without zones. Default: true. */
  readonly cosmosZoneRedundant: boolean;
  /** Days logs stay in the workspace. Default: 90. */
  readonly logRetentionDays: number;
  /** Whether Pulumi and locks in Azure keep what holds data, keys or device identities. Default: true. */
  readonly protectData: boolean;
  /** Whether Microsoft Defender watches hub, storage and Cosmos DB; billed by device, account and load. Default: true. */
  readonly threatDetection: boolean;
}

const privateRange = (text: string, widest: number, longest: number): boolean => {
  const range = parseRange(text);
  return range !== undefined && isPrivate(range) && range.prefix >= widest && range.prefix <= longest;
};

const narrowPublicRange = (text: string): boolean => {
  const range = parseRange(text);
  return range !== undefined && isPublic(range) && range.prefix >= 24;
};

const days = (low: number, high: number) =>
  [`a whole number of days from ${low} to ${high}`, wholeNumber(low, high)] as const;

const word = <T extends string>(words: readonly T[]) =>
  [`one of ${words.join(', ')}`, oneOf(...words)] as const;

/** Reads the settings of the current stack; throws one error naming every wrong one. */
export function readSettings(): Settings {
  const reader = new SettingReader();
  const settings: Settings = {
    region: reader.read(
      'region',
      "an Azure region's short name in lower-case letters and digits, such as westeurope",
      matching(/^[a-z]{4,}[0-9]?$/),
    ),
    namePrefix: reader.readOptional(
      'namePrefix',
      '3 to 16 lower-case letters and digits, the first a letter, unique in Azure',
      matching(/^[a-z][a-z0-9]{2,15}$/),
    ),
    owner: reader.read('owner', '1 to 256 characters', matching(/^.{1,256}$/), 'platform-team'),
    tags: reader.read('tags', 'a map of tag names to text', mapOfText, {}),
    addressSpace: reader.read(
      'addressSpace',
      'one private IPv4 range (RFC 1918) from /16 to /24, such as 10.60.0.0/20',
      (text) => (privateRange(text, 16, 24) ? text : undefined),
      '10.60.0.0/20',
    ),
    plantAddressRanges: reader.read(
      'plantAddressRanges',
      'a list of private IPv4 ranges (RFC 1918) from /16 to /32 outside addressSpace',
      listOf((item) => privateRange(item, 16, 32)),
      [],
    ),
    deviceNetworkAccess: reader.read('deviceNetworkAccess', ...word(networkAccessKinds), 'private'),
    deviceIpRanges: reader.read(
      'deviceIpRanges',
      'a list of public IPv4 ranges from /24 to /32',
      listOf(narrowPublicRange),
      [],
    ),
    hubSku: reader.read('hubSku', ...word(hubSkus), 'S1'),
    hubUnits: reader.read('hubUnits', 'a whole number from 1 to 200', wholeNumber(1, 200), 1),
    hubMessageRetentionDays: reader.read('hubMessageRetentionDays', ...days(1, 7), 1),
    storageRedundancy: reader.read('storageRedundancy', ...word(storageRedundancies), 'Standard_ZRS'),
    telemetryRetentionDays: reader.read('telemetryRetentionDays', ...days(30, 3650), 365),
    telemetryCoolAfterDays: reader.read('telemetryCoolAfterDays', ...days(1, 3649), 30),
    telemetryImmutableDays: reader.read('telemetryImmutableDays', ...days(1, 3650), 30),
    deletedDataRetentionDays: reader.read('deletedDataRetentionDays', ...days(7, 365), 14),
    cosmosMaxThroughput: reader.read(
      'cosmosMaxThroughput',
      'a multiple of 1000 from 1000 to 1000000',
      (text) => (/^[1-9]\d*000$/.test(text) ? wholeNumber(1000, 1_000_000)(text) : undefined),
      1000,
    ),
    cosmosBackupTier: reader.read('cosmosBackupTier', ...word(cosmosBackupTiers), 'Continuous7Days'),
    cosmosZoneRedundant: reader.read('cosmosZoneRedundant', 'true or false', yesOrNo, true),
    logRetentionDays: reader.read('logRetentionDays', ...days(90, 730), 90),
    protectData: reader.read('protectData', 'true or false', yesOrNo, true),
    threatDetection: reader.read('threatDetection', 'true or false', yesOrNo, true),
  };
  rejectContradictions(settings, reader);
  reader.finish();
  return settings;
}

/** Settings that are fine alone and wrong together. A value rejected before is undefined here and compares false. */
function rejectContradictions(settings: Settings, reader: SettingReader): void {
  const { telemetryRetentionDays: kept, deviceNetworkAccess: access, deviceIpRanges: ranges } = settings;
  if (settings.telemetryCoolAfterDays >= kept) {
    reader.reject('telemetryCoolAfterDays', `fewer days than telemetryRetentionDays (${kept})`);
  }
  if (settings.telemetryImmutableDays > kept) {
    // The lifecycle rule would try to delete blobs that must not be deleted yet, and fail every day.
    reader.reject('telemetryImmutableDays', `at most telemetryRetentionDays (${kept})`);
  }
  if (settings.hubSku === 'S3' && settings.hubUnits > 10) {
    reader.reject('hubUnits', 'a whole number from 1 to 10 with hubSku S3');
  }
  if (access === 'allowedIpRanges' && ranges?.length === 0) {
    reader.reject('deviceIpRanges', 'at least one range with deviceNetworkAccess allowedIpRanges');
  }
  if (access === 'private' && ranges?.length > 0) {
    reader.reject('deviceIpRanges', 'an empty list with deviceNetworkAccess private');
  }
  const space = parseRange(settings.addressSpace ?? '');
  const plants = settings.plantAddressRanges?.map(parseRange) ?? [];
  if (space && plants.some((plant) => plant && overlaps(plant, space))) {
    reader.reject('plantAddressRanges', `ranges outside addressSpace (${settings.addressSpace})`);
  }
}
