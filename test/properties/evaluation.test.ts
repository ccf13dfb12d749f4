import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../policies/src/evaluate/finding';
import { isStackRule } from '../../policies/src/evaluate/judge';
import type { Resource } from '../../policies/src/resources/resource';
import { isObject, type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { paths } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { withValue } from '../../policies/src/testing/property-paths';
import {
  anyResource,
  anyStack,
  at,
  bare,
  cases,
  json,
  judged,
  knownPlaces,
  line,
  lines,
  name,
  pathsOf,
  turned,
  types,
} from './arbitraries';

test('no properties, whatever they are, make a rule fail itself', () => {
  fc.assert(
    fc.property(anyStack(), (stack) => {
      expect(judged(stack).findings.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    }),
    cases(1500),
  );
});

test.each(types.map((type) => [type]))('nor do those of %s that have nothing of the type', (type) => {
  fc.assert(
    fc.property(fc.dictionary(name, json, { maxKeys: 3, noNullPrototype: true }), (properties) => {
      const { findings } = judged([bare(type, 'it', properties)]);
      expect(findings.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    }),
    cases(15),
  );
});

test('the quick way to tell passes gives what judging in full gives', () => {
  fc.assert(
    fc.property(anyStack(), (stack) => {
      const [quick, full] = [judged(stack), judged(stack, true)];
      expect(lines(quick)).toEqual(lines(full));
      expect(quick.passed).toBe(full.passed);
      expect(full.findings.filter(({ outcome }) => outcome === 'pass')).toHaveLength(full.passed);
      expect(quick.applied).toEqual(full.applied);
    }),
    cases(800),
  );
});

test('another resource takes no finding of a single resource away', () => {
  fc.assert(
    fc.property(anyStack(), anyResource('newcomer'), (stack, newcomer) => {
      const alone = (resources: readonly Resource[]) =>
        judged(resources)
          .findings.filter(({ rule, outcome }) => !isStackRule(rule) && outcome !== 'pass')
          .map(line);
      expect(alone([newcomer, ...stack])).toEqual(expect.arrayContaining(alone(stack)));
    }),
    cases(400),
  );
});

test('neither the order of resources nor that of properties matters', () => {
  fc.assert(
    fc.property(anyStack(), (stack) => {
      const other = [...stack]
        .reverse()
        .map((one) => ({ ...one, properties: turned(one.properties) as Resource['properties'] }));
      expect(lines(judged(other))).toEqual(lines(judged(stack)));
    }),
    cases(600),
  );
});

/** A stack and one place in it at which something known stands. */
const stackAndPlace = anyStack()
  .map((stack) => ({
    stack,
    places: stack.flatMap((one, index) => knownPlaces(one.properties).map((path) => ({ index, path }))),
  }))
  .filter(({ places }) => places.length > 0)
  .chain(({ stack, places }) => fc.tuple(fc.constant(stack), fc.constantFrom(...places)));

const unknownAt = (stack: readonly Resource[], index: number, path: string): readonly Resource[] =>
  stack.map((one, position) =>
    position === index ? { ...one, properties: withValue(one.properties, path, UNKNOWN) } : one,
  );

/** The places at which nothing stands, in blocks that are there. */
const gapsIn = (properties: Properties, paths: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    const block = path.includes('.') ? at(properties, path.slice(0, path.lastIndexOf('.'))) : properties;
    return !/[*[]/.test(path) && isObject(block) && (at(properties, path) ?? null) === null;
  });

const key = ({ rule, resource }: { rule: { id: string }; resource: Resource }) =>
  `${rule.id} ${resource.urn}`;

test('a value that becomes unknown makes no fault of a pass, and hides none', () => {
  fc.assert(
    fc.property(stackAndPlace, ([stack, { index, path }]) => {
      const changed = unknownAt(stack, index, path);
      const [before, after] = [judged(stack), judged(changed)];
      const fails = ({ findings }: typeof before) => findings.filter(({ outcome }) => outcome === 'fail');
      const passed = new Set(
        judged(stack, true)
          .findings.filter(({ outcome }) => outcome === 'pass')
          .map(key),
      );
      expect(
        fails(after)
          .filter((one) => passed.has(key(one)))
          .map(line),
      ).toEqual([]);
      // A rule that looks through all texts has nothing to say of one that is not there yet.
      const gone = ({ rule, resource, property }: Finding) =>
        paths(rule).length === 0 && resource === stack[index] && isUnder(property, path);
      const told = new Set(after.findings.map(key));
      const hidden = fails(before).filter((one) => !gone(one) && !told.has(key(one)));
      expect(hidden.map(line)).toEqual([]);
    }),
    cases(1500),
  );
});

test('a value that is still to come where nothing stood makes no fault of a pass', () => {
  // Some rules with logic ask whether something is written at all, and what is still to come is.
  const simple = catalogue.filter((rule) => 'pass' in rule);
  const stackAndGap = anyStack()
    .map((stack) => ({
      stack,
      gaps: stack.flatMap(({ type, properties }, index) =>
        gapsIn(properties, pathsOf(type)).map((path) => ({ index, path })),
      ),
    }))
    .filter(({ gaps }) => gaps.length > 0)
    .chain(({ stack, gaps }) => fc.tuple(fc.constant(stack), fc.constantFrom(...gaps)));
  fc.assert(
    fc.property(stackAndGap, ([stack, { index, path }]) => {
      const passed = new Set(
        judged(stack, true, simple)
          .findings.filter(({ outcome }) => outcome === 'pass')
          .map(key),
      );
      const fails = judged(unknownAt(stack, index, path), false, simple).findings.filter(
        ({ outcome }) => outcome === 'fail',
      );
      expect(fails.filter((one) => passed.has(key(one))).map(line)).toEqual([]);
    }),
    cases(1000),
  );
});

test('a rule on one path each goes on telling what is wrong at the other paths', () => {
  const simple = catalogue.filter((rule) => 'pass' in rule && rule.when === undefined);
  fc.assert(
    fc.property(stackAndPlace, ([stack, { index, path }]) => {
      const changed = unknownAt(stack, index, path);
      const elsewhere = judged(stack, false, simple).findings.filter(
        ({ outcome, resource, property }) =>
          outcome === 'fail' &&
          (resource !== stack[index] || !(isUnder(property, path) || isUnder(path, property))),
      );
      expect(lines(judged(changed, false, simple))).toEqual(expect.arrayContaining(elsewhere.map(line)));
    }),
    cases(600),
  );
});

const isUnder = (property: string, path: string): boolean =>
  property === path || property.startsWith(`${path}.`) || property.startsWith(`${path}[`);
