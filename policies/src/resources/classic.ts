import { cosmosShapes } from './classic-cosmos';
import { iotShapes } from './classic-iot';
import { keyVaultShapes } from './classic-key-vault';
import { networkShapes } from './classic-network';
import { otherShapes } from './classic-other';
import { storageShapes } from './classic-storage';
import type { ArmType } from './resource';
import { type Field, sourcePath, sourcesOf, type Translated, translate } from './shapes';
import { classicTypeOf } from './tokens';
import { isUnknown, type Properties } from './value';

/** How a resource of the classic provider becomes the azure-native v3 shape. */
export interface ClassicShape {
  readonly fields: readonly Field[];
  /** Blocks that are resources of their own in Azure. */
  readonly parts?: readonly Part[];
}

/** A block that is a resource of its own, and the property of it that names the resource it was written in. */
export interface Part {
  readonly type: ArmType;
  readonly block: string;
  readonly owner: string;
  readonly fields: readonly Field[];
}

/** The shape of every ARM type that has a classic token. */
export const classicShapes: ReadonlyMap<ArmType, ClassicShape> = new Map([
  ...iotShapes,
  ...storageShapes,
  ...cosmosShapes,
  ...keyVaultShapes,
  ...networkShapes,
  ...otherShapes,
]);

/** What a classic resource comes to: itself and its parts, and what of it could not be read. */
export interface FromClassic {
  readonly resources: readonly Translated[];
  readonly missing: readonly string[];
}

/** Translates a resource of the classic provider, or gives undefined where the token is not in the table. */
export function fromClassic(token: string, properties: Properties): FromClassic | undefined {
  const type = classicTypeOf(token);
  const shape = type && classicShapes.get(type);
  if (!type || !shape) return undefined;
  const written = (shape.parts ?? []).filter(({ block }) => (properties[block] ?? null) !== null);
  const parts = written.filter(({ block }) => !isUnknown(properties[block]));
  return {
    resources: [
      translated(type, shape.fields, properties),
      ...parts.map((part) => ({ ...translated(part.type, part.fields, properties), owner: part.owner })),
    ],
    missing: written
      .filter((part) => !parts.includes(part))
      .map(({ block }) => `its \`${block}\` is known only after deployment`),
  };
}

const translated = (type: ArmType, fields: readonly Field[], properties: Properties): Translated => ({
  type,
  properties: translate(fields, properties),
  originalPath: (path) => sourcePath(fields, path),
  sources: (key) => sourcesOf(fields, key),
});
