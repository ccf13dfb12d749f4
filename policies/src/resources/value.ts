/** A property value in plain JSON form: secrets are unwrapped, an unknown is one of the marker strings below. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** The properties of one resource. */
export type Properties = { readonly [key: string]: Value };

/**
 * The marker string that stands for a value which exists only after deployment.
 *
 * The engine writes one marker per kind of value (source: `sdk/go/common/resource/plugin/rpc.go` of pulumi/pulumi);
 * `@pulumi/pulumi` and `@pulumi/policy` read the same seven.
 */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const markers: ReadonlySet<Value> = new Set<Value>([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7', // boolean
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421', // number
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2', // array
  '030794c1-ac77-496b-92df-f27374a8bd58', // asset
  'e48ece36-62e2-4504-bad9-02848725956a', // archive
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff', // object
]);

/** Whether the value is known only after deployment. */
export function isUnknown(value: Value | undefined): boolean {
  return typeof value === 'string' && value.length === 36 && markers.has(value);
}

/** Whether the value is unknown or holds an unknown anywhere inside. */
export function holdsUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (isList(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

/** Whether the value is a JSON object: neither an array nor null. */
export function isObject(value: Value | undefined): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is a JSON array. `Array.isArray` alone loses the element type of a readonly array. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** A text, number or switch as text; empty for what is none, so that no block in its place makes a rule fail itself. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'object' || value === undefined ? '' : String(value);
}

/** Sets a property of a block that is being made, whatever its name: `__proto__` is a name like any other. */
export function setProperty(block: { [name: string]: Value }, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(block, name, { value, enumerable: true, configurable: true, writable: true });
  else block[name] = value;
}

/** Hands on every known text and number in a value, as text. */
export function forEachText(value: Value, sink: (text: string) => void): void {
  if (isUnknown(value)) return;
  if (typeof value === 'string') sink(value);
  else if (typeof value === 'number') sink(String(value));
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values<Value>(value)) forEachText(item, sink);
  }
}

/** What the engine writes in place of a secret that it may not or cannot show. */
export const MASK = '[secret]';

/** How deep masks are looked for; nothing that Azure takes nests as far. */
const deepest = 200;

/** The properties with masked secrets as what they are, unknown. */
export const unmasked = (properties: Properties): Properties => unmaskedValue(properties, 0) as Properties;

function unmaskedValue(value: Value, depth: number): Value {
  if (value === MASK) return UNKNOWN;
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  let changed: { [key: string]: Value } | undefined;
  for (const [key, before] of Object.entries(value) as [string, Value][]) {
    const after = unmaskedValue(before, depth + 1);
    if (after === before) continue;
    changed ??= (isList(value) ? [...value] : { ...value }) as { [key: string]: Value };
    changed[key] = after;
  }
  return changed ?? value;
}
