import { streamReaders } from './data-names';
import { type IpRange, overlaps, parseRange } from './ip-range';
import { pairOf } from './paired-regions';
import type { Settings } from './settings';

/** A setting that is fine alone and wrong beside the others. */
export interface Contradiction {
  readonly name: keyof Settings;
  /** What would be allowed, in words. */
  readonly allowed: string;
}

/** Settings of which those that are wrong by themselves are missing. */
type Sound = Partial<Settings>;

/** Everything that does not fit together. What is missing is compared with nothing: it has been reported already. */
export function contradictions(settings: Sound): readonly Contradiction[] {
  return [
    ...places(settings),
    ...addresses(settings),
    ...deviceAccess(settings),
    ...times(settings),
    ...rest(settings),
  ];
}

function* places({
  region,
  secondRegion,
  dataResidency,
  storageRedundancy,
  database,
}: Sound): Iterable<Contradiction> {
  if (secondRegion !== undefined && secondRegion === region) {
    yield { name: 'secondRegion', allowed: `another region than region (${region})` };
  }
  const copies = secondRegion !== undefined && secondRegion !== region && dataResidency !== 'region';
  if (copies && storageRedundancy === 'Standard_ZRS') {
    // A database that goes on beside telemetry that is lost would be half a recovery.
    yield { name: 'storageRedundancy', allowed: 'one that copies to the paired region, with secondRegion' };
  }
  const pair = region === undefined ? undefined : pairOf(region);
  if (copies && database === 'postgresql' && pair !== undefined && secondRegion !== pair) {
    // Azure puts the backups into the pair; one key there serves both, backups and replica.
    yield { name: 'secondRegion', allowed: `the pair of region (${pair}) with database postgresql` };
  }
  if (dataResidency !== 'region') return;
  if (secondRegion !== undefined) yield { name: 'secondRegion', allowed: 'none with dataResidency region' };
  if (storageRedundancy !== undefined && storageRedundancy !== 'Standard_ZRS') {
    // The other ones copy to the paired region.
    yield { name: 'storageRedundancy', allowed: 'Standard_ZRS with dataResidency region' };
  }
}

function* addresses({ addressSpace, plantAddressRanges, deviceIpRanges }: Sound): Iterable<Contradiction> {
  const space = parseRange(addressSpace ?? '');
  const plants = parsed(plantAddressRanges);
  if (space && plants.some((plant) => overlaps(plant, space))) {
    yield { name: 'plantAddressRanges', allowed: `ranges outside addressSpace (${addressSpace})` };
  }
  if (overlapping(plants)) yield { name: 'plantAddressRanges', allowed: 'ranges that do not overlap' };
  if (overlapping(parsed(deviceIpRanges))) {
    yield { name: 'deviceIpRanges', allowed: 'ranges that do not overlap' };
  }
}

const parsed = (ranges: readonly string[] = []): readonly IpRange[] =>
  ranges.map(parseRange).filter((range) => range !== undefined);

const overlapping = (ranges: readonly IpRange[]): boolean =>
  ranges.some((range, index) => ranges.slice(index + 1).some((other) => overlaps(range, other)));

function* deviceAccess(settings: Sound): Iterable<Contradiction> {
  const { deviceNetworkAccess: access, deviceIpRanges: ranges, hubSku, hubUnits } = settings;
  if (access === 'allowlist' && ranges?.length === 0) {
    yield { name: 'deviceIpRanges', allowed: 'at least one range with deviceNetworkAccess allowlist' };
  }
  if (access === 'private' && ranges !== undefined && ranges.length > 0) {
    yield { name: 'deviceIpRanges', allowed: 'an empty list with deviceNetworkAccess private' };
  }
  if (hubSku === 'S3' && hubUnits !== undefined && hubUnits > 10) {
    yield { name: 'hubUnits', allowed: 'a whole number from 1 to 10 with hubSku S3' };
  }
  const authorities = settings.deviceCertificateAuthorities ?? [];
  if (hasTwice(authorities.map(({ name }) => name))) {
    yield { name: 'deviceCertificateAuthorities', allowed: 'each name once' };
  }
  if (settings.deviceUpdate === false && settings.deviceUpdatePrincipal !== undefined) {
    yield { name: 'deviceUpdatePrincipal', allowed: 'none without deviceUpdate' };
  }
  // Azure does not tell upper from lower case in these names.
  if (hasTwice((settings.consumers ?? []).map((name) => name.toLowerCase()))) {
    yield { name: 'consumers', allowed: 'each name once, in whatever case' };
  }
  const own: readonly string[] = Object.values(streamReaders);
  if (settings.consumers?.some((name) => own.includes(name.toLowerCase()))) {
    yield {
      name: 'consumers',
      allowed: `other names than those of the platform's own readers (${own.join(', ')})`,
    };
  }
}

const hasTwice = (names: readonly string[]): boolean => new Set(names).size < names.length;

function* times(settings: Sound): Iterable<Contradiction> {
  const {
    telemetryRetentionDays: kept,
    telemetryCoolAfterDays: cool,
    telemetryImmutableDays: fixed,
  } = settings;
  const { logRetentionDays: logs, auditRetentionDays: audit } = settings;
  if (kept !== undefined && cool !== undefined && cool >= kept) {
    yield { name: 'telemetryCoolAfterDays', allowed: `fewer days than telemetryRetentionDays (${kept})` };
  }
  if (kept !== undefined && fixed !== undefined && fixed > kept) {
    // The lifecycle rule would try to delete blobs that must not be deleted yet, and fail every day.
    yield { name: 'telemetryImmutableDays', allowed: `at most telemetryRetentionDays (${kept})` };
  }
  if (logs !== undefined && audit !== undefined && audit < logs) {
    yield { name: 'auditRetentionDays', allowed: `at least logRetentionDays (${logs})` };
  }
}

function* rest({
  database,
  secondRegion,
  threatDetection,
  alertEmails: emails,
  eventStream,
  ingest,
  keyStore,
  managedHsmAdministrators: administrators,
  people,
  justInTimeRoles,
}: Sound): Iterable<Contradiction> {
  if (keyStore === 'vault' && administrators !== undefined && administrators.length > 0) {
    yield { name: 'managedHsmAdministrators', allowed: 'an empty list with keyStore vault' };
  }
  if (database === 'postgresql' && secondRegion !== undefined && keyStore === 'managed-hsm') {
    yield { name: 'keyStore', allowed: 'vault with database postgresql and secondRegion' };
  }
  if (database === 'sql' && threatDetection && emails?.length === 0) {
    // Defender for SQL has a list of its own, and what it finds has to reach somebody.
    yield { name: 'alertEmails', allowed: 'at least one address with database sql and threatDetection' };
  }
  if (ingest && eventStream === false) {
    // The built-in endpoint of the hub is read with a key only, and the hub refuses keys.
    yield { name: 'ingest', allowed: 'false without eventStream' };
  }
  if (justInTimeRoles && people && Object.values(people).every((group) => group === undefined)) {
    yield { name: 'justInTimeRoles', allowed: 'false without a group in people' };
  }
}
