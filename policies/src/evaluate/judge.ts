import type { Resource } from '../resources/resource';
import type { Condition } from '../rule/conditions';
import type { Reading } from '../rule/reading';
import type {
  CheckRule,
  OptionValues,
  Precondition,
  PropertyRule,
  ResourceView,
  Rule,
  StackRule,
  StackView,
  Verdict,
} from '../rule/rule';
import { paths } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import { viewOf } from './view';

/** The verdicts of a rule on one resource; a fault of the rule itself becomes one `error`. */
export type Judgement =
  | Verdict
  | { readonly outcome: 'error'; readonly property: string; readonly message: string };

/** Whether the rule needs the whole stack. */
export function isStackRule(rule: Rule): rule is StackRule {
  return 'checkStack' in rule;
}

/**
 * Judges one resource by one rule. Known faults come first, then unknowns; passes are given only when there is neither.
 * An empty list means that the rule does not apply. Never throws.
 */
export function judgeResource(
  rule: PropertyRule | CheckRule,
  resource: Resource,
  options: OptionValues,
): readonly Judgement[] {
  return guarded(rule, () => {
    const view = viewOf(resource);
    return 'check' in rule ? rule.check(view, options) : judgeProperty(rule, view, options);
  });
}

/** Judges one resource by one stack rule; otherwise as {@link judgeResource}. */
export function judgeInStack(
  rule: StackRule,
  subject: Resource,
  stack: StackView,
  options: OptionValues,
): readonly Judgement[] {
  return guarded(rule, () => rule.checkStack(subject, stack, options));
}

function guarded(rule: Rule, judge: () => readonly Verdict[]): readonly Judgement[] {
  try {
    const verdicts = judge();
    // Several paths can break off at one place, such as a block that is unknown as a whole: it is told once.
    const notPassed = [
      ...new Map(verdicts.map((v) => [`${v.outcome} ${v.property} ${v.message}`, v])).values(),
    ].filter((verdict) => verdict.outcome !== 'pass');
    if (notPassed.length === 0) return verdicts.slice(0, 1);
    return notPassed.sort((a, b) => Number(a.outcome === 'unknown') - Number(b.outcome === 'unknown'));
  } catch (fault) {
    // The fault's own text may quote a property value, so only its kind is told.
    const kind = fault instanceof Error ? fault.name : typeof fault;
    const message = `The rule itself failed (${kind}), so nothing is known about this resource. This is a fault of the rule: please report it.`;
    return [{ outcome: 'error', property: paths(rule)[0] ?? '', message }];
  }
}

function judgeProperty(rule: PropertyRule, view: ResourceView, options: OptionValues): readonly Verdict[] {
  const pending: Verdict[] = [];
  for (const precondition of rule.when ?? []) {
    const answer = applies(precondition, view);
    if (answer === false) return [];
    if (answer !== true) pending.push(answer);
  }
  const condition = typeof rule.pass === 'function' ? rule.pass(options) : rule.pass;
  const verdicts = paths(rule).flatMap((path) =>
    view.all(path).map((reading) => judgeReading(rule, condition, reading)),
  );
  // Whether the rule applies is itself unknown: a fault is then no known fault, but a pass is still a pass.
  return pending.length > 0 && verdicts.some((verdict) => verdict.outcome !== 'pass') ? pending : verdicts;
}

function applies(precondition: Precondition, view: ResourceView): boolean | Verdict {
  const readings = view.all(precondition.property);
  const answers = readings.map((reading) => {
    if (reading.state === 'unknown') return undefined;
    return reading.state === 'known' ? precondition.is.holds(reading.value) : precondition.whenAbsent;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? { outcome: 'unknown', property: precondition.property } : false;
}

function judgeReading(rule: PropertyRule, condition: Condition, reading: Reading): Verdict {
  const inMissingBlock = reading.state === 'absent' && reading.missing !== reading.path;
  return verdictOf(reading, {
    must: condition,
    whenAbsent: (inMissingBlock ? rule.whenBlockAbsent : undefined) ?? rule.whenAbsent,
    serviceDefault: rule.serviceDefault.is,
    printable: rule.printable ?? false,
  });
}
