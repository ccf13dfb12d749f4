import type { Rule } from '../rule/rule';
import { type RemovedRule, removedRules } from '../rule/rule-sets';
import type { ConfigProblem } from './policy-config';

/** All ids that rules go by: those of today and those of before. */
export const idsOf = (rules: readonly Rule[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ id, formerIds = [] }) => [id, ...formerIds]));

/**
 * A policy configuration with the ids that rules have today: a renamed rule keeps its settings. A rule that was removed,
 * and one that is named both ways, are problems.
 */
export function withCurrentIds(
  json: unknown,
  rules: readonly Rule[],
  removed: readonly RemovedRule[] = removedRules,
): { readonly current: unknown; readonly problems: readonly ConfigProblem[] } {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { current: json, problems: [] };
  const renamed = new Map(
    rules.flatMap(({ id, formerIds = [] }) => formerIds.map((old) => [old, id] as const)),
  );
  const problems: ConfigProblem[] = [];
  const entries = Object.entries(json).map(([key, value]): [string, unknown] => {
    const gone = removed.find(({ id }) => id === key);
    if (gone) problems.push({ path: [key], message: `\`${key}\` ${departure(gone)}` });
    const id = renamed.get(key);
    if (id === undefined) return [key, value];
    if (id in json)
      problems.push({
        path: [key],
        message: `\`${key}\` is the former name of \`${id}\`, which is named as well`,
      });
    return [id, value];
  });
  return { current: Object.fromEntries(entries), problems };
}

function departure({ set, why, replacedBy }: RemovedRule): string {
  const next = replacedBy === undefined ? 'nothing replaces it' : `\`${replacedBy}\` replaces it`;
  return `was removed in the rule set ${set} (${why}); ${next}`;
}
