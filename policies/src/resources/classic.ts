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

/** What a classic resource comes to: its parts and, last, itself; and what of it could not be read. */
export interface FromClassic {
  readonly resources: readonly Translated[];
  readonly missing: readonly string[];
}

/**
 * Classes of the classic provider that set something on another resource. Azure has no resource for them, so the other one
 * is judged without them.
 */
const apart: readonly (readonly [owner: string, classes: RegExp])[] = [
  [
    'storage account',
    /^azure:storage\/(account(NetworkRules|QueueProperties|StaticWebsite)|customerManagedKey):/,
  ],
  ['IoT hub', /^azure:iot\/(endpoint\w+|route|fallbackRoute|enrichment|fileUpload|sharedAccessPolicy):/],
  ['provisioning service', /^azure:iot\/dpsSharedAccessPolicy:/],
  ['subnet', /^azure:network\/subnet\w+Association:/],
];

/** Translates a resource of the classic provider, or gives the reason why it cannot. */
export function fromClassic(token: string, properties: Properties): FromClassic | string {
  const type = classicTypeOf(token);
  const shape = type && classicShapes.get(type);
  if (!type || !shape) {
    const [owner] = apart.find(([, classes]) => classes.test(token)) ?? [];
    return owner
      ? `what it sets on its ${owner} is not read together with the ${owner}`
      : `no rule looks at ${token}`;
  }
  const written = (shape.parts ?? []).filter(({ block }) => (properties[block] ?? null) !== null);
  const parts = written.filter(({ block }) => !isUnknown(properties[block]));
  return {
    resources: [
      ...parts.map((part) => ({ ...translated(part.type, part.fields, properties), owner: part.owner })),
      translated(type, shape.fields, properties),
    ],
    missing: written
      .filter((part) => !parts.includes(part))
      .map(({ block }) => `its \`${block}\` is known only after deployment`),
  };
}

const translated = (type: ArmType, fields: readonly Field[], properties: Properties): Translated => ({
  type,
  properties: translate(fields, properties),
  originalPath: (path) => sourcePath(fields, path, properties),
  sources: (key) => sourcesOf(fields, key),
});
