import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { isUnknown, UNKNOWN } from '../../resources/value';
import { OUTPUT, REFERENCE, SECRET, SIGNATURE } from './decode';

/** Properties in the notation of the protocol: secrets, outputs and references are marked objects. */
export type WireObject = { [key: string]: WireValue };
export type WireValue = JavaScriptValue;

export function toWire(struct: Struct | undefined): WireObject {
  return struct ? (struct.toJavaScript() as WireObject) : {};
}

export function fromWire(object: WireObject): Struct {
  return Struct.fromJavaScript(object);
}

/**
 * Writes secrets and unknowns as output values, and adds to each property the resources it depends on: the form in
 * which transforms receive properties. Source: `upgradeOutputValues` in `source_eval.go` of pulumi/pulumi.
 */
export function upgrade(
  object: WireObject,
  dependencies: ReadonlyMap<string, readonly string[]>,
): WireObject {
  return mapEntries(object, (value, key) => {
    const upgraded = upgradeValue(value);
    const wanted = dependencies.get(key);
    if (!wanted || wanted.every((urn) => dependenciesOf(upgraded).has(urn))) return upgraded;
    const output =
      signatureOf(upgraded) === OUTPUT ? (upgraded as WireObject) : { [SIGNATURE]: OUTPUT, value: upgraded };
    const own = Array.isArray(output.dependencies) ? (output.dependencies as string[]) : [];
    return { ...output, dependencies: [...new Set([...own, ...wanted])] };
  });
}

function upgradeValue(value: WireValue): WireValue {
  if (typeof value === 'string') return isUnknown(value) ? { [SIGNATURE]: OUTPUT } : value;
  if (Array.isArray(value)) return value.map(upgradeValue);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as WireObject;
  if (signatureOf(object) === SECRET) {
    return { [SIGNATURE]: OUTPUT, secret: true, value: upgradeValue(object.value ?? null) };
  }
  return mapEntries(object, (item, key) =>
    key === SIGNATURE || key === 'dependencies' ? item : upgradeValue(item),
  );
}

/** Writes output values as secrets, unknowns and plain values again. Source: `downgradeOutputValues`, same file. */
export function downgrade(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(downgrade);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as WireObject;
  if (signatureOf(object) !== OUTPUT) return mapEntries(object, downgrade);
  const inner = 'value' in object ? downgrade(object.value ?? null) : UNKNOWN;
  return object.secret === true ? { [SIGNATURE]: SECRET, value: inner } : inner;
}

/** The resources that the output values inside a value come from. */
export function dependenciesOf(value: WireValue, into = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) dependenciesOf(item, into);
  else if (typeof value === 'object' && value !== null) {
    const object = value as WireObject;
    if (signatureOf(object) === OUTPUT && Array.isArray(object.dependencies)) {
      for (const urn of object.dependencies) into.add(String(urn));
    }
    if (signatureOf(object) === REFERENCE) dependenciesOf(object.id ?? null, into);
    else for (const item of Object.values(object)) dependenciesOf(item, into);
  }
  return into;
}

function signatureOf(value: WireValue): WireValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as WireObject)[SIGNATURE]
    : undefined;
}

function mapEntries(object: WireObject, change: (value: WireValue, key: string) => WireValue): WireObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
