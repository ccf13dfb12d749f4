import { type ArmShape, armShapes, type Block, flatShape } from './arm-shapes';
import type { ArmType } from './resource';
import { isList, isObject, type Properties, setProperty, type Value } from './value';

/** The shape of an ARM type. */
export function armShapeOf(type: ArmType): ArmShape {
  return armShapes.get(type) ?? flatShape;
}

/**
 * Turns the body of an ARM resource (`location`, `sku`, `properties`, …) into the azure-native v3 shape.
 *
 * Gives a block of its own, and undefined where the whole `properties` block is unknown and v3 has no block to keep that knowledge in.
 */
export function fromArm(type: ArmType, body: Properties): Properties | undefined {
  const shape = armShapeOf(type);
  if (!shape.keepsProperties) {
    const all = translate(body, wholeBody(shape));
    return isObject(all) ? all : undefined;
  }
  const { properties } = body;
  return properties === undefined ? { ...body } : { ...body, properties: translate(properties, shape.body) };
}

const wholes = new WeakMap<ArmShape, Block>();

/** The block around the whole body of a resource without a `properties` block of its own in v3. */
function wholeBody(shape: ArmShape): Block {
  const known = wholes.get(shape) ?? { ...shape.body, unwrapped: true };
  wholes.set(shape, known);
  return known;
}

function translate(value: Value, block: Block): Value {
  if (isList(value)) return value.map((item) => translate(item, block));
  if (!isObject(value)) return value;
  if (!block.unwrapped) return isPlain(block) ? value : fields(value, block, {});
  const { properties = null } = value;
  // A block whose content is unknown is unknown itself: nothing is left to put its properties under.
  if (properties !== null && !isObject(properties)) return properties;
  const result: { [name: string]: Value } = {};
  if (properties === null) return fields(value, block, result, 'properties');
  for (const name of Object.keys(value))
    if (name !== 'properties') setProperty(result, name, value[name] ?? null);
  return fields(properties, block, result);
}

const isPlain = (block: Block): boolean => block.renamed === undefined && block.within === undefined;

/** Translates the fields of a block, but for one, into another block. */
function fields(
  value: Properties,
  block: Block,
  into: { [name: string]: Value },
  except?: string,
): Properties {
  for (const armName of Object.keys(value)) {
    if (armName === except) continue;
    const item = value[armName] ?? null;
    const name = renamed(armName, block);
    const within = block.within?.[name];
    setProperty(into, name, within ? translate(item, within) : item);
  }
  return into;
}

const renames = new WeakMap<Block, ReadonlyMap<string, string>>();

/** ARM reads property names in any case, and templates write them so where the specification has odd ones. */
function renamed(armName: string, block: Block): string {
  if (block.renamed === undefined) return armName;
  let known = renames.get(block);
  if (known === undefined) {
    known = new Map(Object.entries(block.renamed).map(([from, to]) => [from.toLowerCase(), to]));
    renames.set(block, known);
  }
  return known.get(armName.toLowerCase()) ?? armName;
}

/** What ARM keeps outside of `properties`: in an item of a list, and at the top of a resource. */
const itemEnvelope = ['id', 'name', 'type', 'etag'];
const envelope = [
  // But not `type`: that of a resource is no property in v3, so what is called so stands in `properties`.
  ...itemEnvelope.filter((name) => name !== 'type'),
  'location',
  'tags',
  'sku',
  'kind',
  'identity',
  'plan',
  'zones',
  'managedBy',
  'extendedLocation',
];

/** The ARM path behind a path of the azure-native v3 shape: `networkRuleSet` is `properties.networkAcls`. */
export function armPath(type: ArmType, path: string): string {
  const shape = armShapeOf(type);
  if (!shape.keepsProperties) return restore(path, wholeBody(shape), envelope);
  return path.startsWith('properties.') ? `properties.${restore(path.slice(11), shape.body)}` : path;
}

function restore(path: string, block: Block, outside: readonly string[] = itemEnvelope): string {
  const name = path.replace(/[.[].*$/s, '');
  const below = path.slice(name.length);
  const within = block.within?.[name];
  const armName = Object.entries(block.renamed ?? {}).find(([, to]) => to === name)?.[0] ?? name;
  const isOutside = outside.includes(name) || block.beside?.includes(name);
  const prefix = block.unwrapped && !isOutside ? 'properties.' : '';
  const restored = within
    ? below.replace(/(?<=^(?:\[[^\]]*\])*\.).+$/s, (rest) => restore(rest, within))
    : below;
  return `${prefix}${armName}${restored}`;
}
