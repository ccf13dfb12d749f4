import { expect, test } from 'vitest';
import { isStackRule, judgeResource } from '../../policies/src/evaluate/judge';
import type { Resource } from '../../policies/src/resources/resource';
import { UNKNOWN } from '../../policies/src/resources/value';
import { type CheckRule, paths, type Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { resource, resourcesOf } from '../../policies/src/testing';
import { withValue } from '../../policies/src/testing/property-paths';

const isCheckRule = (rule: Rule): rule is CheckRule => 'check' in rule && !isStackRule(rule);

/** Whether the rule asks what a value was computed from, on any of its examples with any of its paths unknown. */
function asksForOrigins(rule: CheckRule): boolean {
  let asked = false;
  const watched = (one: Resource): Resource =>
    Object.defineProperty({ ...one }, 'propertyDependencies', {
      get: () => {
        asked = true;
        return {};
      },
    });
  const { good, bad } = rule.examples;
  for (const example of [...good, ...bad]) {
    const options = example.options ?? {};
    for (const one of resourcesOf(rule, example)) {
      judgeResource(rule, watched(one), options);
      for (const path of paths(rule)) {
        const properties = withValue(one.properties, path, UNKNOWN);
        judgeResource(rule, watched(resource(one.type, one.name, properties)), options);
      }
    }
  }
  return asked;
}

// The engine tells a pack what values were computed from only with the whole stack. A rule that reads it for one resource
// would find nothing there and differ from the offline check, which always knows.
test('exactly the rules that say so ask what a value was computed from', () => {
  const asking = catalogue.filter(isCheckRule).filter(asksForOrigins);
  const saying = catalogue.filter(isCheckRule).filter(({ readsOrigins }) => readsOrigins);
  expect(asking.map(({ id }) => id)).toEqual(saying.map(({ id }) => id));
});
