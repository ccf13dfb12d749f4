import fc from 'fast-check';
import { type Evaluation, evaluate } from '../../policies/src/evaluate/evaluate';
import type { Finding } from '../../policies/src/evaluate/finding';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import { everyType } from '../../policies/src/resources/types';
import {
  isList,
  isObject,
  isUnknown,
  type Properties,
  UNKNOWN,
  type Value,
} from '../../policies/src/resources/value';
import { isSet } from '../../policies/src/rule/conditions';
import { type Example, paths, type Rule, targets } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { resourcesOf } from '../../policies/src/testing';
import { withoutValue, withValue } from '../../policies/src/testing/property-paths';

/** Every run draws the same cases, so that a failure is the same everywhere. */
export const cases = (numRuns: number) => ({ seed: 20_261_101, numRuns }) as const;

/** Every example of every rule, as resources. */
export const exampleStacks: readonly (readonly Resource[])[] = catalogue.flatMap((rule) =>
  [...rule.examples.good, ...rule.examples.bad].map((example: Example) => resourcesOf(rule, example)),
);

/** Every type that a rule looks at by name. */
export const types: readonly ArmType[] = [
  ...new Set(catalogue.flatMap((rule) => targets(rule)).filter((type) => type !== everyType)),
];

const written = new Map<ArmType, Properties[]>();
for (const { type, properties } of exampleStacks.flat())
  written.set(type, [...(written.get(type) ?? []), properties]);

/** Every place in a value at which something stands, blocks and lists included: `a`, `a.b`, `a.b[0]`. */
export function placesIn(value: Value, path = ''): readonly string[] {
  const own = path === '' ? [] : [path];
  if (isList(value)) return [...own, ...value.flatMap((item, index) => placesIn(item, `${path}[${index}]`))];
  if (!isObject(value)) return own;
  // An empty key, or one with a dot in it, cannot be told in a path.
  const keys = Object.keys(value).filter((key) => key !== '' && !/[.[\]]/.test(key));
  return [
    ...own,
    ...keys.flatMap((key) => placesIn(value[key] ?? null, path === '' ? key : `${path}.${key}`)),
  ];
}

function leavesOf(value: Value): readonly Value[] {
  if (isList(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

/** What examples write, which reaches further into the rules than any random text. */
const telling = [...new Set(exampleStacks.flat().flatMap(({ properties }) => leavesOf(properties)))];

/** What seldom stands anywhere, the names of what every object has among it. */
const odd = [null, true, false, 'true', 'False', '', ' ', 0, -1, 1e21, UNKNOWN, 'constructor', 'toString'];

const leaf: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: fc.constantFrom(...telling), weight: 6 },
  {
    arbitrary: fc.constantFrom<Value>(...odd),
    weight: 3,
  },
  { arbitrary: fc.string({ maxLength: 12 }), weight: 1 },
  { arbitrary: fc.double(), weight: 1 },
);

/** Names of properties: any text, and those that every object of the language has. */
export const name = fc.oneof(
  { arbitrary: fc.string({ maxLength: 8 }), weight: 3 },
  { arbitrary: fc.constantFrom('toString', 'valueOf', 'constructor', '__proto__', 'length'), weight: 1 },
);

/** Any JSON, an unknown among it. */
export const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: leaf, weight: 5 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    { arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }), weight: 1 },
  ),
})).value;

const readPaths = new Map<ArmType, readonly string[]>();

/** The paths that rules read on a type, and those that examples of it write. */
export function pathsOf(type: ArmType): readonly string[] {
  let known = readPaths.get(type);
  if (!known) {
    const read = catalogue.filter((rule) => targets(rule).includes(type)).flatMap(paths);
    known = [
      ...new Set([...read, ...(written.get(type) ?? []).flatMap((one) => placesIn(one)), 'tags.line']),
    ];
    readPaths.set(type, known);
  }
  return known;
}

/** Properties of a type: those of an example, with anything at some of the places that matter. */
export function propertiesOf(type: ArmType, value: fc.Arbitrary<Value> = json): fc.Arbitrary<Properties> {
  const base = fc.constantFrom<Properties>({}, ...(written.get(type) ?? []));
  const change = fc.tuple(fc.constantFrom(...pathsOf(type)), fc.option(value, { nil: undefined, freq: 6 }));
  return fc
    .tuple(base, fc.array(change, { maxLength: 6 }))
    .map(([properties, changes]) =>
      changes.reduce(
        (all, [path, one]) => (one === undefined ? withoutValue(all, path) : withValue(all, path, one)),
        properties,
      ),
    );
}

const facts = fc.record(
  {
    protect: fc.boolean(),
    retainOnDelete: fc.boolean(),
    ignoreChanges: fc.array(fc.constantFrom('tags', 'properties', 'tags["a"]', '[*]', ''), { maxLength: 2 }),
    importId: fc.constant('/subscriptions/s'),
    secretTexts: fc.subarray(telling.filter((one) => typeof one === 'string').slice(0, 40), { maxLength: 3 }),
    apiVersion: fc.constantFrom('2015-06-15', '2024-01-01', '2023-06-30-preview'),
  },
  { requiredKeys: [] },
);

/** One resource of any type with rules. */
export function anyResource(name: string, value: fc.Arbitrary<Value> = json): fc.Arbitrary<Resource> {
  return fc
    .constantFrom(...types)
    .chain((type) => fc.tuple(fc.constant(type), propertiesOf(type, value), facts))
    .map(([type, properties, more]) => bare(type, name, properties, more));
}

/** A resource as a source would have it, without references. */
export const bare = (
  type: ArmType,
  name: string,
  properties: Properties,
  more: Partial<Resource> = {},
): Resource => ({
  urn: `urn:pulumi:example::example::example::${name}`,
  name,
  token: `example:${type}`,
  type,
  custom: true,
  properties,
  propertyDependencies: {},
  dependencies: [],
  ...more,
});

/** A stack: the resources of an example with anything at some of the places that matter, and strangers beside them. */
export function anyStack(value: fc.Arbitrary<Value> = json): fc.Arbitrary<readonly Resource[]> {
  const changed = fc
    .constantFrom(...exampleStacks)
    .chain((stack) => fc.tuple(...stack.map((one) => changedResource(one, value))));
  return fc
    .tuple(changed, fc.array(anyResource('stranger', value), { maxLength: 2 }))
    .map(([stack, others]) => [
      ...stack.map((one, index) => ({
        ...one,
        urn: stack.length > 1 && isSame(stack) ? `${one.urn}${index}` : one.urn,
      })),
      ...others.map((one, index) => ({ ...one, name: `stranger-${index}`, urn: `${one.urn}-${index}` })),
    ]);
}

/** A rule on several types has one example resource of each, all of one name. */
const isSame = (stack: readonly Resource[]): boolean =>
  new Set(stack.map(({ urn }) => urn)).size < stack.length;

function changedResource(one: Resource, value: fc.Arbitrary<Value>): fc.Arbitrary<Resource> {
  const places = [...pathsOf(one.type)];
  const change = fc.tuple(fc.constantFrom(...places), value);
  return fc.array(change, { maxLength: 2 }).map((changes) => ({
    ...one,
    properties: changes.reduce((all, [path, given]) => withValue(all, path, given), one.properties),
  }));
}

const settings = settingsUnder('strict');

/** Judges a stack by all rules, those that ask for nothing by default among them. */
export function judged(
  resources: readonly Resource[],
  passes = false,
  rules: readonly Rule[] = catalogue,
): Evaluation {
  return evaluate(rules, resources, settings, { now: new Date('2026-11-01T00:00:00Z'), passes });
}

/** One finding in one line: what it says of which rule, resource and property. */
export const line = ({ rule, outcome, resource, property }: Finding): string =>
  `${rule.id} ${outcome} ${resource.urn.slice(resource.urn.lastIndexOf('::') + 2)} ${property}`;

/** All findings but the passes, in an order of their own. */
export const lines = ({ findings }: Evaluation): readonly string[] =>
  findings
    .filter(({ outcome }) => outcome !== 'pass')
    .map(line)
    .sort();

/** The value with the properties of every block in the opposite order. */
export function turned(value: Value): Value {
  if (isList(value)) return value.map(turned);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}

/** The places in properties at which a known value stands. Nulls and what is empty count as nothing written. */
export const knownPlaces = (properties: Properties): readonly string[] =>
  placesIn(properties).filter((path) => {
    const value = at(properties, path) ?? null;
    return !isUnknown(value) && isSet.holds(value);
  });

/** The value at a concrete path. */
export function at(properties: Properties, path: string): Value | undefined {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<Value | undefined>((node, step) => {
      if (isList(node)) return node[Number(step)];
      return isObject(node) ? node[step] : undefined;
    }, properties);
}
