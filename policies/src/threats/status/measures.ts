import { threatsOf } from '../../rule/topic-facts';
import type { EvidenceKind } from '../evidence/kinds';
import type { EvidenceRecord } from '../evidence/record';
import { stateOf, validUntil } from '../evidence/record';
import type { Mitigation, SelfCheck, Threat } from '../threat';
import type { Measure, Reason } from '../threat-report';
import type { Status } from '../vocabulary';
import type { RuleOutcome } from './rule-outcomes';

/** What the report found out about itself. */
export type SelfAnswers = ReadonlyMap<SelfCheck, { readonly passed: boolean; readonly text: string }>;

/** Everything that can prove something. */
export interface Proofs {
  readonly rules: ReadonlyMap<string, RuleOutcome>;
  readonly evidence: readonly EvidenceRecord[];
  readonly checks: SelfAnswers;
  readonly now: Date;
}

/** One mitigation with what proves it, or does not. */
export interface Judged {
  readonly mitigation: Mitigation;
  readonly status: Status;
  readonly rules: readonly RuleOutcome[];
  readonly reasons: readonly Reason[];
  readonly missing: readonly EvidenceKind[];
}

/** The rules that prove a mitigation of a threat. */
export function rulesFor(
  mitigation: Mitigation,
  threat: Threat,
  outcomes: ReadonlyMap<string, RuleOutcome>,
): readonly RuleOutcome[] {
  const { topics = [], rules = [], allMandatory = false } = mitigation;
  if (topics.length === 0 && rules.length === 0 && !allMandatory) return [];
  return [...outcomes.values()].filter(
    ({ rule, required }) =>
      rules.includes(rule.id) ||
      (allMandatory && required) ||
      (topics.includes(rule.topic) && threatsOf(rule).includes(threat.id)),
  );
}

/** Judges a mitigation from evidence alone. */
export function judgeMitigation(mitigation: Mitigation, threat: Threat, proofs: Proofs): Judged {
  const rules = rulesFor(mitigation, threat, proofs.rules);
  const used = rules.filter(({ state }) => state !== 'not-used');
  const fromRules = ruleStatus(used);
  const reasons: Reason[] = used.map(ruleReason);
  const statuses: Status[] = fromRules ? [fromRules] : [];
  for (const check of mitigation.checks ?? []) {
    const answer = proofs.checks.get(check);
    if (!answer) continue;
    statuses.push(answer.passed ? 'verified' : 'partial');
    reasons.push({ kind: 'check', check, state: answer.passed ? 'passed' : 'failed', text: answer.text });
  }
  const kinds = mitigation.evidence ?? [];
  const record = kinds.length > 0 ? recordStatus(kinds, threat, proofs) : undefined;
  if (record) {
    reasons.push(record.reason);
    // A record beside rules adds to them; without any it is all there is.
    if (record.status !== 'open' || statuses.length === 0 || mitigation.needed) statuses.push(record.status);
  }
  const status = joinStatuses(statuses, rules.length > 0);
  return {
    mitigation,
    status,
    rules,
    reasons,
    missing: record && (record.status === 'open' || record.status === 'stale') ? kinds : [],
  };
}

/** The status that rules give together; undefined where none of them had anything to look at. */
export function ruleStatus(used: readonly RuleOutcome[]): Status | undefined {
  if (used.length === 0) return undefined;
  const some = (test: (outcome: RuleOutcome) => boolean) => used.some(test);
  const fails = ({ state }: RuleOutcome) => state === 'failed' || state === 'error';
  if (some((one) => one.required && fails(one))) return 'violated';
  if (some((one) => one.state === 'waived')) return 'waived';
  if (used.every(({ state }) => state === 'passed')) return 'verified';
  return some(({ counts }) => counts.passed > 0) ? 'partial' : 'open';
}

/** Statuses of parts that must all hold. */
function joinStatuses(parts: readonly Status[], hasRules: boolean): Status {
  if (parts.length === 0) return hasRules ? 'not-applicable' : 'open';
  for (const grave of ['violated', 'stale', 'waived'] as const) if (parts.includes(grave)) return grave;
  if (parts.every((part) => part === 'verified')) return 'verified';
  if (parts.every((part) => part === 'verified' || part === 'claimed'))
    return parts.includes('verified') ? 'verified' : 'claimed';
  return parts.every((part) => part === 'open') ? 'open' : 'partial';
}

function ruleReason(outcome: RuleOutcome): Reason {
  const { rule, required, state, counts, resources } = outcome;
  const [docs] = rule.links;
  return {
    kind: 'rule',
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    required,
    state,
    counts,
    resources,
    fix: rule.fix.say,
    ...(docs === undefined ? {} : { docs }),
  };
}

/** The newest record of one of the kinds that speaks about the threat. */
function recordStatus(
  kinds: readonly EvidenceKind[],
  threat: Threat,
  { evidence, now }: Proofs,
): { readonly status: Status; readonly reason: Reason } {
  const own = evidence
    .filter(({ kind, threats }) => kinds.includes(kind) && threats.includes(threat.id))
    .sort((a, b) => b.date.localeCompare(a.date));
  const order = ['failed', 'valid', 'stale'] as const;
  const [record] = [...newestOfEachKind(own)].sort(
    (a, b) => order.indexOf(stateOf(a, now)) - order.indexOf(stateOf(b, now)),
  );
  if (!record) {
    const [kind] = kinds;
    return { status: 'open', reason: { kind: 'evidence', evidence: kind as EvidenceKind, state: 'missing' } };
  }
  const state = stateOf(record, now);
  return {
    status: state === 'valid' ? 'claimed' : state === 'failed' ? 'violated' : 'stale',
    reason: {
      kind: 'evidence',
      evidence: record.kind,
      state,
      record: record.id,
      date: record.date,
      validUntil: validUntil(record),
    },
  };
}

/** A newer record of a kind replaces the older ones. */
export function newestOfEachKind(records: readonly EvidenceRecord[]): readonly EvidenceRecord[] {
  const seen = new Map<string, EvidenceRecord>();
  for (const record of records) {
    const known = seen.get(record.kind);
    if (!known || known.date < record.date) seen.set(record.kind, record);
  }
  return [...seen.values()];
}

/** How many steps of a mitigation count today: all where it is verified, half where somebody says so, else none. */
export function countedSteps(status: Status, by: number): number {
  if (status === 'verified') return by;
  return status === 'claimed' ? Math.floor(by / 2) : 0;
}

/** The mitigation as the report shows it. */
export function measureOf({ mitigation, status, rules }: Judged): Measure {
  const { text, kind, lowers, by, evidence = [] } = mitigation;
  return {
    text,
    kind,
    status,
    lowers,
    by,
    counted: countedSteps(status, by),
    rules: rules.filter(({ state }) => state !== 'not-used').map(({ rule }) => rule.id),
    evidence,
  };
}
