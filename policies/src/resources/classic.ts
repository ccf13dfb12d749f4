import { accessShapes } from './classic-access';
import { computeShapes } from './classic-compute';
import { containerShapes } from './classic-containers';
import { cosmosShapes } from './classic-cosmos';
import { digitalTwinsShapes } from './classic-digital-twins';
import { eventGridShapes } from './classic-event-grid';
import { eventHubShapes } from './classic-event-hubs';
import { iotShapes } from './classic-iot';
import { iotServiceShapes } from './classic-iot-services';
import { iotSplitShapes } from './classic-iot-split';
import { keyVaultShapes } from './classic-key-vault';
import { kustoShapes } from './classic-kusto';
import { monitoringShapes } from './classic-monitoring';
import { mysqlShapes } from './classic-mysql';
import { networkShapes } from './classic-network';
import { networkDeviceShapes } from './classic-network-devices';
import { postgresShapes } from './classic-postgresql';
import { redisShapes } from './classic-redis';
import { securityShapes } from './classic-security';
import { serviceBusShapes } from './classic-service-bus';
import { sqlShapes } from './classic-sql';
import { storageShapes } from './classic-storage';
import { storageChildShapes } from './classic-storage-children';
import { storageSplitShapes } from './classic-storage-split';
import { streamShapes } from './classic-streams';
import { webShapes } from './classic-web';
import type { ArmType } from './resource';
import { type Field, sourcePath, sourcesOf, type Translated, translate } from './shapes';
import { classicTypeOf } from './tokens';
import { isUnknown, type Properties } from './value';

/** How a resource of the classic provider becomes the azure-native v3 shape. */
export interface ClassicShape {
  readonly fields: readonly Field[];
  /** Blocks that are resources of their own in Azure. */
  readonly parts?: readonly Part[];
  /** The classes that have this shape, where the type has several shapes: `iot/route:Route`. All others where left out. */
  readonly classes?: readonly string[];
  /**
   * The property paths that such a class sets on a resource which is declared elsewhere (`Resource.only`).
   *
   * Nothing is merged, because a rule sees one registration at a time: an account whose firewall stands in
   * `accountNetworkRules` is still judged as one without, as it is between the creation of the two.
   */
  readonly only?: readonly string[];
  /** The property paths that only another class can set (`Resource.elsewhere`), so that nothing is said about them here. */
  readonly elsewhere?: readonly string[];
}

/** A block that is a resource of its own, and the property of it that names the resource it was written in. */
export interface Part {
  readonly type: ArmType;
  readonly block: string;
  readonly owner: string;
  readonly fields: readonly Field[];
}

/** A type and one of its shapes, as the files of the services list them. */
export type TypeShape = readonly [ArmType, ClassicShape];

const listed: readonly TypeShape[] = [
  ...iotShapes,
  ...iotSplitShapes,
  ...iotServiceShapes,
  ...digitalTwinsShapes,
  ...storageShapes,
  ...storageChildShapes,
  ...storageSplitShapes,
  ...cosmosShapes,
  ...sqlShapes,
  ...postgresShapes,
  ...mysqlShapes,
  ...keyVaultShapes,
  ...eventHubShapes,
  ...serviceBusShapes,
  ...eventGridShapes,
  ...redisShapes,
  ...kustoShapes,
  ...streamShapes,
  ...webShapes,
  ...containerShapes,
  ...networkShapes,
  ...networkDeviceShapes,
  ...monitoringShapes,
  ...securityShapes,
  ...accessShapes,
  ...computeShapes,
];

/** The shapes of every ARM type that has a classic token. */
export const classicShapes: ReadonlyMap<ArmType, readonly ClassicShape[]> = grouped(listed);

function grouped(shapes: readonly TypeShape[]): Map<ArmType, ClassicShape[]> {
  const groups = new Map<ArmType, ClassicShape[]>();
  for (const [type, shape] of shapes) groups.set(type, [...(groups.get(type) ?? []), shape]);
  return groups;
}

/** The shape of a class (`iot/route:Route`) that stands for a type. */
export function shapeOf(type: ArmType, name: string): ClassicShape | undefined {
  const shapes = classicShapes.get(type) ?? [];
  return shapes.find(({ classes }) => classes?.includes(name)) ?? shapes.find(({ classes }) => !classes);
}

/** What a classic resource comes to: its parts and, last, itself; and what of it could not be read. */
export interface FromClassic {
  readonly resources: readonly Translated[];
  readonly missing: readonly string[];
}

/** Translates a resource of the classic provider, or gives the reason why it cannot. */
export function fromClassic(token: string, properties: Properties): FromClassic | string {
  const type = classicTypeOf(token);
  const shape = type && shapeOf(type, token.slice('azure:'.length));
  if (!type || !shape) return `no rule looks at ${token}`;
  const { only, elsewhere, parts = [] } = shape;
  const written = parts.filter(({ block }) => (properties[block] ?? null) !== null);
  const known = written.filter(({ block }) => !isUnknown(properties[block]));
  return {
    resources: [
      ...known.map((part) => ({ ...translated(part.type, part.fields, properties), owner: part.owner })),
      {
        ...translated(type, shape.fields, properties),
        ...(only ? { only } : {}),
        ...(elsewhere ? { elsewhere } : {}),
      },
    ],
    missing: [
      ...written
        .filter((part) => !known.includes(part))
        .map(({ block }) => `its \`${block}\` is known only after deployment`),
      ...(elsewhere ?? []).map((path) => `its \`${path}\` is set by another resource and is judged there`),
    ],
  };
}

const translated = (type: ArmType, fields: readonly Field[], properties: Properties): Translated => ({
  type,
  properties: translate(fields, properties),
  originalPath: (path) => sourcePath(fields, path, properties),
  sources: (key) => sourcesOf(fields, key),
});
