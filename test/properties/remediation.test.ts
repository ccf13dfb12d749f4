import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRemediable, remedyFor, write } from '../../policies/src/evaluate/remedy';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import type { Resource } from '../../policies/src/resources/resource';
import { paths, targets } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { withValue } from '../../policies/src/testing/property-paths';
import { at, bare, cases, json, judged, placesIn, propertiesOf } from './arbitraries';

const now = new Date('2026-11-01T00:00:00Z');
const remediable = catalogue.filter(isRemediable);

test('rules with one known fix are there at all', () => {
  expect(remediable.length).toBeGreaterThan(20);
});

describe.each(remediable.map((rule) => [rule.id, rule] as const))('the fix of %s', (_id, rule) => {
  const settings = settingsUnder('strict')(rule);
  const [path = ''] = paths(rule);
  const wrong = rule.examples.bad.map(({ properties = {} }) => at(properties, path));
  /** Resources of the type with anything at the path. Not all of them are at fault. */
  const subject = fc
    .constantFrom(...targets(rule))
    .chain((type) =>
      fc
        .tuple(propertiesOf(type), fc.oneof(fc.constantFrom(...wrong), json))
        .map(([properties, value]) =>
          bare(type, 'it', value === undefined ? properties : withValue(properties, path, value)),
        ),
    );

  test('takes the finding away, changes one place and brings no other finding', () => {
    let fixed = 0;
    fc.assert(
      fc.property(subject, (resource) => {
        const remedy = remedyFor(rule, resource, settings, now);
        if (remedy === undefined) return;
        fixed++;
        const properties = structuredClone(resource.properties);
        for (const place of remedy.paths) write(properties, place, remedy.value);
        const after: Resource = { ...resource, properties };
        expect(failing(after)).not.toContain(rule.id);
        expect(failing(resource)).toEqual(expect.arrayContaining(failing(after)));
        expect(untouched(resource, remedy.paths)).toEqual(untouched(after, remedy.paths));
      }),
      cases(60),
    );
    expect(fixed).toBeGreaterThan(10);
  });
});

const failing = (resource: Resource): string[] =>
  judged([resource])
    .findings.filter(({ outcome }) => outcome === 'fail')
    .map(({ rule }) => rule.id);

/** What stands everywhere but at the paths and in the blocks around them. */
const untouched = ({ properties }: Resource, changed: readonly string[]) =>
  placesIn(properties)
    .filter(
      (place) => !changed.some((path) => path === place || isAround(place, path) || isAround(path, place)),
    )
    .map((place) => [place, at(properties, place)]);

const isAround = (outer: string, inner: string): boolean =>
  inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
