import type { Resource } from '../resources/resource';
import { paths, type Rule, targets } from './rule';

/** The property paths that rules read on resources of a type. */
export type GuardedPaths = (resource: Resource) => readonly string[];

/** The paths that the given rules read, by type. Stack rules name relations, which are no paths of the resource. */
export function guardedPaths(rules: readonly Rule[]): GuardedPaths {
  const byType = new Map<string, Set<string>>();
  for (const rule of rules) {
    if ('checkStack' in rule) continue;
    for (const type of targets(rule)) {
      const key = type.toLowerCase();
      const known = byType.get(key) ?? new Set();
      for (const path of paths(rule)) known.add(path);
      byType.set(key, known);
    }
  }
  const lists = new Map([...byType].map(([type, known]) => [type, [...known]]));
  return ({ type }) => lists.get(type.toLowerCase()) ?? [];
}

/** Whether one path is the other or lies inside it; any index is any other one, and `*` stands for any one step. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [steps(one), steps(other)];
  if (one === '*') return true;
  const common = Math.min(a.length, b.length);
  return (
    common > 0 && a.slice(0, common).every((step, at) => step === b[at] || step === '*' || b[at] === '*')
  );
}

/** `tags["site"]` is `tags.site`; `rules[0].value`, `rules[*].value` and `rules[].value` are all `rules.[].value`. */
const steps = (path: string): readonly string[] =>
  path
    .replaceAll(/\[(?:\d+|\*|)\]/g, '.[]')
    .replaceAll(/\["?([^"\]]+)"?\]/g, (whole, name) => (whole === '[]' ? whole : `.${name}`))
    .split('.')
    .filter(Boolean);
