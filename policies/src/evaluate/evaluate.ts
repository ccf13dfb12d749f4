import type { NotEvaluated, Resource } from '../resources/resource';
import type { Condition } from '../rule/conditions';
import { plainlyPasses } from '../rule/quick';
import { looksAt, type OptionValues, type PropertyRule, type Rule } from '../rule/rule';
import { isLaterThan, latestRuleSet, type RuleSet } from '../rule/rule-sets';
import { covers, type Exemption, isExpired } from './exemption';
import type { Finding, Level } from './finding';
import { canJudge, isStackRule, type Judgement, judgeInStack } from './judge';
import { stackView } from './view';

/** How one rule is to be applied: its level, its options with defaults filled in, and its exemptions. */
export interface RuleSettings {
  readonly level: Level;
  readonly options: OptionValues;
  readonly exemptions: readonly Exemption[];
  /** Exemptions that the program has beside its resources; where a central one is about the same, that one counts. */
  readonly beside?: readonly Exemption[];
  /** The rule set that the user pinned; the latest where left out. */
  readonly ruleSet?: RuleSet;
}

/** What came of evaluating resources. */
export interface Evaluation {
  /** What did not pass, and the passes as well where they were asked for. */
  readonly findings: readonly Finding[];
  /** How many rules passed on how many resources, counted for each pair. */
  readonly passed: number;
  /** The rules that found something to look at. */
  readonly applied: ReadonlySet<Rule>;
  /** Exemptions that no finding needed, with the rule they stand in. */
  readonly unusedExemptions: readonly { readonly rule: Rule; readonly exemption: Exemption }[];
}

/** What is beside the rules and resources of an evaluation. */
export interface EvaluationContext {
  readonly now: Date;
  /** What could not be looked at, for rules that speak about the whole stack. */
  readonly notEvaluated?: readonly NotEvaluated[];
  /** Give a finding for each pass too; only counted otherwise. */
  readonly passes?: boolean;
}

/** One active rule with what does not change from resource to resource. */
interface Entry {
  readonly rule: Rule;
  readonly settings: RuleSettings;
  /** The condition of a declarative rule under its options, where plain passes can be told quickly. */
  readonly condition?: Condition;
}

/**
 * Applies rules to all resources of a stack.
 *
 * Gives one finding per path for everything that did not pass, in the order of the resources, then of the rules, and one
 * `pass` for each rule and resource without fault where asked for. Disabled rules do not run. Never throws.
 */
export function evaluate(
  rules: readonly Rule[],
  resources: readonly Resource[],
  settingsOf: (rule: Rule) => RuleSettings,
  context: EvaluationContext,
): Evaluation {
  return evaluateActive(activeRules(rules, settingsOf), resources, context);
}

/** Rules with their settings, made ready once for as many stacks or files as are evaluated with them. */
export interface ActiveRules {
  readonly rules: readonly Rule[];
  readonly entriesFor: (type: string) => readonly Entry[];
  readonly exemptions: Evaluation['unusedExemptions'];
}

/** The rules that are not disabled, ready to be applied. */
export function activeRules(rules: readonly Rule[], settingsOf: (rule: Rule) => RuleSettings): ActiveRules {
  const active = rules
    .map((rule) => entryOf(rule, settingsOf(rule)))
    .filter(({ settings }) => settings.level !== 'disabled');
  return {
    rules: active.map(({ rule }) => rule),
    entriesFor: byType(active),
    exemptions: active.flatMap(({ rule, settings }) =>
      [...settings.exemptions, ...(settings.beside ?? [])].map((exemption) => ({ rule, exemption })),
    ),
  };
}

/** The same as `evaluate` for rules that are ready. */
export function evaluateActive(
  active: ActiveRules,
  resources: readonly Resource[],
  context: EvaluationContext,
): Evaluation {
  const work = begin(active, resources, context);
  work.judge(0, resources.length);
  return work.result();
}

/** After how many resources work that can be stopped looks whether it has been. */
export const slice = 200;

/** The same in slices: between two of them the caller can do something else, or stop. */
export function* evaluatingActive(
  active: ActiveRules,
  resources: readonly Resource[],
  context: EvaluationContext,
): Generator<void, Evaluation> {
  const work = begin(active, resources, context);
  for (let from = 0; from < resources.length; from += slice) {
    work.judge(from, Math.min(from + slice, resources.length));
    yield;
  }
  return work.result();
}

function begin(
  { entriesFor, exemptions }: ActiveRules,
  resources: readonly Resource[],
  { now, notEvaluated = [], passes = false }: EvaluationContext,
): { judge(from: number, to: number): void; result(): Evaluation } {
  const stack = stackView(resources, notEvaluated);
  const findings: Finding[] = [];
  const applied = new Set<Rule>();
  const used = new Set<Exemption>();
  let passed = 0;
  const judge = (from: number, to: number): void => {
    for (const resource of resources.slice(from, to)) {
      const entries = entriesFor(resource.type);
      // The innermost loop of all: an iterator would make an object for each rule and resource.
      for (let at = 0; at < entries.length; at++) {
        const { rule, settings, condition } = entries[at] as Entry;
        if (!passes && condition && passesQuickly(rule as PropertyRule, condition, resource)) {
          passed++;
          applied.add(rule);
          continue;
        }
        if (!canJudge(rule, resource)) continue;
        const judgements = judgeInStack(rule, resource, stack, settings.options);
        if (judgements.length > 0) applied.add(rule);
        for (const judgement of judgements) {
          if (judgement.outcome === 'pass') passed++;
          if (judgement.outcome === 'pass' && !passes) continue;
          const finding = toFinding(rule, resource, judgement, settings, now);
          if (finding.exemption) used.add(finding.exemption);
          findings.push(finding);
        }
      }
    }
  };
  const result = (): Evaluation => {
    const unusedExemptions = exemptions.filter(({ exemption }) => !used.has(exemption));
    return { findings, passed, applied, unusedExemptions };
  };
  return { judge, result };
}

/** A fault in a rule's own condition is no pass; judging in full then tells it. */
function passesQuickly(rule: PropertyRule, condition: Condition, resource: Resource): boolean {
  // What another registration says of it is unknown.
  if (resource.only !== undefined || resource.elsewhere !== undefined) return false;
  try {
    return plainlyPasses(rule, condition, resource.properties);
  } catch {
    return false;
  }
}

function entryOf(rule: Rule, settings: RuleSettings): Entry {
  if (!('pass' in rule)) return { rule, settings };
  const { pass, demandedBy } = rule;
  // A rule that is not asked for does not apply, which is not a pass.
  if (demandedBy !== undefined && settings.options[demandedBy] !== true) return { rule, settings };
  if (typeof pass !== 'function') return { rule, settings, condition: pass };
  try {
    return { rule, settings, condition: pass(settings.options) };
  } catch {
    return { rule, settings };
  }
}

/** The active rules for a type, those for any type among them, in the order of the catalogue. */
function byType(active: readonly Entry[]): (type: string) => readonly Entry[] {
  const answers = new Map<string, readonly Entry[]>();
  return (type) => {
    let answer = answers.get(type);
    if (!answer) {
      answer = active.filter(({ rule }) => looksAt(rule, type));
      answers.set(type, answer);
    }
    return answer;
  };
}

/** Turns what a rule said about a resource into a finding, under the rule's settings on the day `now`. */
export function toFinding(
  rule: Rule,
  resource: Resource,
  judgement: Judgement,
  settings: RuleSettings,
  now: Date,
): Finding {
  const { ruleSet = latestRuleSet } = settings;
  const stricter = 'since' in judgement && isLaterThan(ruleSet, judgement.since);
  const level = settings.level === 'mandatory' && !stricter ? 'mandatory' : 'advisory';
  const asItIs = rule.namesOptions === true || isRelation(rule, resource, judgement.property);
  const translated = asItIs ? undefined : resource.originalPath?.(judgement.property);
  const property = translated ?? judgement.property;
  const finding = {
    rule,
    level,
    outcome: judgement.outcome,
    resource,
    property,
    message: withoutSecrets(messageOf(rule, judgement), resource),
    ...(stricter ? { adviceOnly: stricter } : {}),
  } as const;
  if (judgement.outcome !== 'fail' && judgement.outcome !== 'unknown') return finding;
  const covering = (exemptions: readonly Exemption[]) =>
    exemptions.filter((e) => covers(e, resource, property) || covers(e, resource, judgement.property));
  const central = covering(settings.exemptions);
  const matching = central.length > 0 || !settings.beside ? central : covering(settings.beside);
  const valid = matching.find((exemption) => !isExpired(exemption, now));
  const exemption = valid ?? matching[0];
  if (!exemption) return finding;
  if (rule.exemptible === false) {
    return {
      ...finding,
      message: `${finding.message} The exemption is refused: this rule accepts none.`,
      exemption,
    };
  }
  if (valid) return { ...finding, outcome: 'exempt', exemption: valid };
  return {
    ...finding,
    message: `${finding.message} Its exemption expired on ${exemption.expires} (${exemption.owner}).`,
    exemption,
  };
}

/** A stack rule names a relation mostly, which has no place to translate; what it reads in the resource itself has one. */
function isRelation(rule: Rule, { properties }: Resource, property: string): boolean {
  return isStackRule(rule) && !(property.replace(/[.[].*$/s, '') in properties);
}

/** A printable value is an enum or number, and yet a program may mark it as secret: then it is not shown. */
function withoutSecrets(message: string, { secretTexts = [] }: Resource): string {
  return secretTexts.reduce((text, secret) => text.replaceAll(`\`${secret}\``, '[secret]'), message);
}

function messageOf(rule: Rule, judgement: Judgement): string {
  if (judgement.message) return judgement.message;
  if (judgement.outcome === 'unknown') {
    return `\`${judgement.property}\` is known only after deployment, so this could not be decided yet.`;
  }
  return judgement.outcome === 'pass'
    ? rule.title
    : `${rule.title}: this does not hold at \`${judgement.property}\`.`;
}
