import type { Exemption } from '../../evaluate/exemption';
import type { Finding } from '../../evaluate/finding';
import type { Resource } from '../../resources/resource';
import type { Rule } from '../../rule/rule';
import { levelIn } from '../../rule/settings';
import type { ResourceName, RuleCounts, RuleState } from '../threat-report';

/** What one rule said about the whole stack. */
export interface RuleOutcome {
  readonly rule: Rule;
  /**
   * Whether a failure makes a threat violated: where the rule is mandatory in this run, or in the profile `standard`. So a
   * configuration that only makes it advisory changes nothing here.
   */
  readonly required: boolean;
  readonly state: RuleState;
  readonly counts: RuleCounts;
  /** Where it did not pass. */
  readonly resources: readonly ResourceName[];
  readonly exemptions: ReadonlyMap<Exemption, readonly ResourceName[]>;
}

type Verdict = 'passed' | 'failed' | 'unknown' | 'waived' | 'error';

const verdicts = {
  pass: 'passed',
  fail: 'failed',
  unknown: 'unknown',
  exempt: 'waived',
  error: 'error',
} as const;

/** Gravest first. */
const gravity: readonly Verdict[] = ['error', 'failed', 'waived', 'unknown', 'passed'];

/** Brings the findings to one outcome for each rule; a rule without findings had nothing to look at. */
export function outcomesOf(
  rules: readonly Rule[],
  findings: readonly Finding[],
): ReadonlyMap<string, RuleOutcome> {
  const byRule = new Map<Rule, Finding[]>();
  for (const finding of findings) {
    const list = byRule.get(finding.rule);
    if (list) list.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  return new Map(rules.map((rule) => [rule.id, outcomeOf(rule, byRule.get(rule) ?? [])]));
}

function outcomeOf(rule: Rule, findings: readonly Finding[]): RuleOutcome {
  const worst = new Map<Resource, Verdict>();
  const exemptions = new Map<Exemption, ResourceName[]>();
  for (const { resource, outcome, exemption } of findings) {
    const verdict = verdicts[outcome];
    const known = worst.get(resource);
    if (known === undefined || gravity.indexOf(verdict) < gravity.indexOf(known))
      worst.set(resource, verdict);
    if (!exemption || outcome !== 'exempt') continue;
    const list = exemptions.get(exemption) ?? [];
    if (!list.some(({ urn }) => urn === resource.urn)) list.push(nameOf(resource));
    exemptions.set(exemption, list);
  }
  const counts = { passed: 0, failed: 0, unknown: 0, waived: 0, error: 0 };
  for (const verdict of worst.values()) counts[verdict]++;
  const required =
    levelIn('standard', rule) === 'mandatory' || findings.some(({ level }) => level === 'mandatory');
  const state = gravity.find((verdict) => counts[verdict] > 0) ?? 'not-used';
  const resources = [...worst]
    .filter(([, verdict]) => verdict !== 'passed')
    .map(([resource]) => nameOf(resource));
  return { rule, required, state, counts, resources, exemptions };
}

const nameOf = ({ urn, name, type }: Resource): ResourceName => ({ urn, name, type });
