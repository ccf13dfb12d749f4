import { isFragment, liesIn, type Resource, speaksOf } from '../resources/resource';
import type { Condition } from '../rule/conditions';
import { pendingPreconditions } from '../rule/preconditions';
import type { Reading } from '../rule/reading';
import type {
  CheckRule,
  OptionValues,
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

type OriginsRule = CheckRule & { readonly readsOrigins: true };

/** Whether the rule relates resources of the stack. */
export function isStackRule(rule: Rule): rule is StackRule {
  return 'checkStack' in rule;
}

/** Whether the engine has to hand over the whole stack: for the other resources, or for what values were computed from. */
export function needsStack(rule: Rule): rule is StackRule | OriginsRule {
  return isStackRule(rule) || ('check' in rule && rule.readsOrigins === true);
}

/**
 * Whether a rule can judge a resource at all. What relates to a fragment is declared for the whole that it belongs to, so a
 * stack rule has nothing to look for.
 */
export function canJudge(rule: Rule, resource: Resource): boolean {
  return !(isStackRule(rule) && isFragment(resource));
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
  try {
    const view = viewOf(resource);
    const verdicts = 'check' in rule ? rule.check(view, options) : judgeProperty(rule, view, options);
    return ordered(heldBy(resource, rule, verdicts));
  } catch (fault) {
    return failed(rule, fault);
  }
}

/**
 * The verdicts on what the registration itself says. What it leaves to another one is unknown to the rule: where that
 * decides about a property which stands here, the rule is undecided there; elsewhere it does not apply.
 */
function heldBy(
  resource: Resource,
  rule: PropertyRule | CheckRule,
  verdicts: readonly Verdict[],
): readonly Verdict[] {
  if (!isFragment(resource) && resource.elsewhere === undefined) return verdicts;
  const here = resource.only?.find((prefix) => paths(rule).some((path) => liesIn(path, prefix)));
  return verdicts.flatMap((verdict): readonly Verdict[] => {
    if (speaksOf(resource, verdict.property)) return [verdict];
    // Without logic of its own, a rule judges each of its paths for itself.
    const apart = 'pass' in rule && paths(rule).includes(verdict.property);
    if (here === undefined || verdict.outcome !== 'unknown' || apart) return [];
    const message = `Whether this holds depends on \`${verdict.property}\` of the resource it belongs to, which is declared elsewhere.`;
    return [{ outcome: 'unknown', property: here, message }];
  });
}

/** Judges one resource by one rule of either kind, within its stack; otherwise as {@link judgeResource}. */
export function judgeInStack(
  rule: Rule,
  subject: Resource,
  stack: StackView,
  options: OptionValues,
): readonly Judgement[] {
  if (!isStackRule(rule)) return judgeResource(rule, subject, options);
  try {
    return ordered(rule.checkStack(subject, stack, options));
  } catch (fault) {
    return failed(rule, fault);
  }
}

const isPass = ({ outcome }: Verdict): boolean => outcome === 'pass';

function ordered(verdicts: readonly Verdict[]): readonly Judgement[] {
  if (verdicts.length <= 1) return verdicts;
  if (verdicts.every(isPass)) return verdicts.slice(0, 1);
  // Several paths can break off at one place, such as a block that is unknown as a whole: it is told once.
  const notPassed = [
    ...new Map(verdicts.map((v) => [`${v.outcome} ${v.property} ${v.message}`, v])).values(),
  ].filter((verdict) => !isPass(verdict));
  return notPassed.sort((a, b) => Number(a.outcome === 'unknown') - Number(b.outcome === 'unknown'));
}

/** The fault's own text may quote a property value, so only its kind is told. */
function failed(rule: Rule, fault: unknown): readonly Judgement[] {
  const kind = fault instanceof Error ? fault.name : typeof fault;
  const message = `The rule itself failed (${kind}), so nothing is known about this resource. This is a fault of the rule: please report it.`;
  return [{ outcome: 'error', property: paths(rule)[0] ?? '', message }];
}

function judgeProperty(rule: PropertyRule, view: ResourceView, options: OptionValues): readonly Verdict[] {
  if (rule.demandedBy !== undefined && options[rule.demandedBy] !== true) return [];
  const pending = pendingPreconditions(rule.when ?? [], view);
  if (pending === undefined) return [];
  const condition = typeof rule.pass === 'function' ? rule.pass(options) : rule.pass;
  const verdicts = paths(rule).flatMap((path) =>
    view.all(path).map((reading) => judgeReading(rule, condition, reading)),
  );
  // Whether the rule applies is itself unknown: a fault is then no known fault, but a pass is still a pass.
  return pending.length > 0 && verdicts.some((verdict) => verdict.outcome !== 'pass') ? pending : verdicts;
}

function judgeReading(rule: PropertyRule, condition: Condition, reading: Reading): Verdict {
  const inMissingBlock = reading.state === 'absent' && reading.missing !== reading.path;
  const verdict = verdictOf(reading, {
    must: condition,
    whenAbsent: (inMissingBlock ? rule.whenBlockAbsent : undefined) ?? rule.whenAbsent,
    serviceDefault: rule.serviceDefault.is,
    printable: rule.printable ?? false,
  });
  const { stricterSince } = rule;
  const passedBefore =
    stricterSince && verdict.outcome === 'fail' && reading.state === 'known'
      ? stricterSince.passed.holds(reading.value)
      : false;
  return passedBefore && stricterSince ? { ...verdict, since: stricterSince.set } : verdict;
}
