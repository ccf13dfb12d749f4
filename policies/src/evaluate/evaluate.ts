import type { NotEvaluated, Resource } from '../resources/resource';
import { type OptionValues, type Rule, targets } from '../rule/rule';
import { covers, type Exemption, isExpired } from './exemption';
import type { Finding, Level } from './finding';
import { canJudge, isStackRule, type Judgement, judgeInStack, judgeResource } from './judge';
import { stackView } from './view';

/** How one rule is to be applied: its level, its options with defaults filled in, and its exemptions. */
export interface RuleSettings {
  readonly level: Level;
  readonly options: OptionValues;
  readonly exemptions: readonly Exemption[];
}

/** What came of evaluating resources. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  /** Exemptions that no finding needed, with the rule they stand in. */
  readonly unusedExemptions: readonly { readonly rule: Rule; readonly exemption: Exemption }[];
}

/**
 * Applies rules to all resources of a stack.
 *
 * Gives one `pass` for each rule and resource without fault, and one finding per path for everything else, in the order
 * of the resources, then of the rules. Disabled rules do not run. Never throws.
 */
export function evaluate(
  rules: readonly Rule[],
  resources: readonly Resource[],
  settingsOf: (rule: Rule) => RuleSettings,
  now: Date,
  notEvaluated: readonly NotEvaluated[] = [],
): Evaluation {
  const stack = stackView(resources, notEvaluated);
  const active = rules
    .map((rule) => ({ rule, settings: settingsOf(rule) }))
    .filter(({ settings }) => settings.level !== 'disabled');
  const byType = new Map<string, typeof active>();
  for (const entry of active) {
    for (const type of targets(entry.rule))
      byType.set(type.toLowerCase(), [...(byType.get(type.toLowerCase()) ?? []), entry]);
  }
  const findings: Finding[] = [];
  const used = new Set<Exemption>();
  for (const resource of resources) {
    for (const { rule, settings } of byType.get(resource.type.toLowerCase()) ?? []) {
      if (!canJudge(rule, resource)) continue;
      const judgements = isStackRule(rule)
        ? judgeInStack(rule, resource, stack, settings.options)
        : judgeResource(rule, resource, settings.options);
      for (const judgement of judgements) {
        const finding = toFinding(rule, resource, judgement, settings, now);
        if (finding.exemption) used.add(finding.exemption);
        findings.push(finding);
      }
    }
  }
  const unusedExemptions = active.flatMap(({ rule, settings }) =>
    settings.exemptions.filter((exemption) => !used.has(exemption)).map((exemption) => ({ rule, exemption })),
  );
  return { findings, unusedExemptions };
}

/** Turns what a rule said about a resource into a finding, under the rule's settings on the day `now`. */
export function toFinding(
  rule: Rule,
  resource: Resource,
  judgement: Judgement,
  settings: RuleSettings,
  now: Date,
): Finding {
  const level = settings.level === 'mandatory' ? 'mandatory' : 'advisory';
  // A stack rule names a relation, which has no place inside the resource to be translated.
  const translated = isStackRule(rule) ? undefined : resource.originalPath?.(judgement.property);
  const property = translated ?? judgement.property;
  const finding = {
    rule,
    level,
    outcome: judgement.outcome,
    resource,
    property,
    message: withoutSecrets(messageOf(rule, judgement), resource),
  } as const;
  if (judgement.outcome !== 'fail' && judgement.outcome !== 'unknown') return finding;
  const matching = settings.exemptions.filter(
    (e) => covers(e, resource, property) || covers(e, resource, judgement.property),
  );
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
