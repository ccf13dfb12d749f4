import type { Reason, RuleCounts, RuleState } from '../threat-report';
import { counted } from './words';

type RuleReason = Extract<Reason, { kind: 'rule' }>;

/** What a number of checks says, without saying which. */
const says: { readonly [state in RuleState]: string } = {
  passed: 'that hold',
  failed: 'that do not hold',
  unknown: 'that can be decided only after deployment',
  waived: 'that do not hold, with written permission',
  error: 'that could not run',
  'not-used': 'that have nothing to look at',
};

/** Gravest first. */
const states: readonly RuleState[] = ['failed', 'error', 'waived', 'unknown', 'passed', 'not-used'];

/** The reasons by rules, one for all required or other checks that say the same: no rule and no resource is named. */
export function checkReasons(reasons: readonly Reason[]): readonly Reason[] {
  const rules = reasons.filter((reason): reason is RuleReason => reason.kind === 'rule');
  return states.flatMap((state) =>
    [true, false].flatMap((required) => {
      const same = rules.filter((reason) => reason.state === state && reason.required === required);
      return same.length === 0 ? [] : [together(same, state, required)];
    }),
  );
}

/** Stands for the ids of rules that are not named. */
export const unnamedRule = '(not in this edition)';

function together(same: readonly RuleReason[], state: RuleState, required: boolean): Reason {
  const checks = counted(
    same.reduce((sum, reason) => sum + checksIn(reason), 0),
    required ? 'required check' : 'further check',
  );
  return {
    kind: 'rule',
    rule: unnamedRule,
    title: `${checks} ${says[state]}`,
    // Which severity a check has says which one it is.
    severity: 'medium',
    required,
    state,
    counts: sum(same.map(({ counts }) => counts)),
    resources: [],
    fix: unnamedRule,
  };
}

/** How many checks a reason stands for: one, or the number at the start of what was put together before. */
export function checksIn(reason: Pick<RuleReason, 'rule' | 'title'>): number {
  return reason.rule === unnamedRule ? Number.parseInt(reason.title, 10) || 1 : 1;
}

function sum(counts: readonly RuleCounts[]): RuleCounts {
  const total = (name: keyof RuleCounts) => counts.reduce((all, count) => all + count[name], 0);
  return {
    passed: total('passed'),
    failed: total('failed'),
    unknown: total('unknown'),
    waived: total('waived'),
    error: total('error'),
  };
}
