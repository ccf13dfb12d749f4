import type { Control } from '../rule/rule';
import { controlsOf } from '../rule/topic-facts';
import { factsOfKind } from './evidence/kinds';
import { type EvidenceRecord, stateOf } from './evidence/record';
import { frameworks } from './frameworks/frameworks';
import { newestOfEachKind } from './status/measures';
import type { RuleOutcome } from './status/rule-outcomes';
import type { Threat } from './threat';
import type { ControlCoverage, ControlState, FrameworkCoverage } from './threat-report';

/** How every control of every framework stands: by the rules that answer to it, else by dated records. */
export function coverageOf(
  outcomes: ReadonlyMap<string, RuleOutcome>,
  threats: readonly Threat[],
  evidence: readonly EvidenceRecord[],
  now: Date,
): readonly FrameworkCoverage[] {
  const rulesOf = new Map<Control, RuleOutcome[]>();
  for (const outcome of outcomes.values())
    for (const control of controlsOf(outcome.rule)) push(rulesOf, control, outcome);
  const threatsOfControl = new Map<Control, string[]>();
  for (const { id, controls } of threats) for (const control of controls) push(threatsOfControl, control, id);
  const claimed = new Map<Control, EvidenceRecord>();
  for (const record of newestOfEachKind(evidence))
    if (stateOf(record, now) === 'valid')
      for (const control of factsOfKind(record.kind).controls) claimed.set(control, record);

  return frameworks.map(({ id: namespace, name, controls }) => {
    const rows = Object.entries(controls).map(([id, title]): ControlCoverage => {
      const control: Control = `${namespace}:${id}`;
      const rules = rulesOf.get(control) ?? [];
      return {
        id: control,
        title,
        ...stateOfControl(rules, claimed.get(control)),
        rules: rules.map(({ rule }) => rule.id),
        threats: threatsOfControl.get(control) ?? [],
      };
    });
    const counts = { covered: 0, violated: 0, waived: 0, claimed: 0, 'not-covered': 0 };
    for (const { state } of rows) counts[state]++;
    return { id: namespace, name, counts, controls: rows };
  });
}

function stateOfControl(
  rules: readonly RuleOutcome[],
  record: EvidenceRecord | undefined,
): { readonly state: ControlState; readonly why: string } {
  const used = rules.filter(({ state }) => state !== 'not-used');
  const count = (...states: readonly RuleOutcome['state'][]) =>
    used.filter(({ state }) => states.includes(state)).length;
  const failed = count('failed', 'error');
  if (failed > 0) return { state: 'violated', why: `${failed} of ${used.length} checks failed.` };
  if (count('waived') > 0)
    return { state: 'waived', why: `${count('waived')} of ${used.length} checks fail with permission.` };
  const unknown = count('unknown');
  if (used.length > 0 && unknown === 0) return { state: 'covered', why: `All ${used.length} checks passed.` };
  if (record)
    return {
      state: 'claimed',
      why: `Shown by a record of ${record.date}: ${factsOfKind(record.kind).name}.`,
    };
  if (unknown > 0)
    return { state: 'not-covered', why: `${unknown} of ${used.length} checks are not decided yet.` };
  return {
    state: 'not-covered',
    why:
      rules.length > 0 ? 'Nothing that its checks look at was read.' : 'No check or record speaks about it.',
  };
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
