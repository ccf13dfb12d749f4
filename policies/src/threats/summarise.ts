import type { RuleOutcome } from './status/rule-outcomes';
import type { AssessedThreat, Lighted, ThreatSummary } from './threat-report';
import { consequenceKinds, type Light, type Status, stages, statuses, threatClasses } from './vocabulary';

/** The light of some threats: red where one is known to be wrong or its proof too old, green where all are proved. */
export function lightOf(all: readonly Status[]): Light {
  const concerned = all.filter((status) => status !== 'not-applicable');
  if (concerned.length === 0) return 'grey';
  if (concerned.some((status) => status === 'violated' || status === 'stale')) return 'red';
  return concerned.every((status) => status === 'verified') ? 'green' : 'amber';
}

type Counts = { [status in Status]: number };

function countsOf(threats: readonly AssessedThreat[]): Counts {
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Counts;
  for (const { status } of threats) counts[status]++;
  return counts;
}

function lighted<Name>(name: Name, threats: readonly AssessedThreat[]): Lighted<Name> {
  return {
    name,
    light: lightOf(threats.map(({ status }) => status)),
    counts: countsOf(threats),
    threats: threats.map(({ id }) => id),
  };
}

/** The counts and lights of the first page. */
export function summaryOf(
  threats: readonly AssessedThreat[],
  outcomes: ReadonlyMap<string, RuleOutcome>,
  { resources, mapped }: { readonly resources: number; readonly mapped: number },
): ThreatSummary {
  const rules = { passed: 0, failed: 0, unknown: 0, waived: 0, notUsed: 0 };
  for (const { state } of outcomes.values())
    rules[state === 'not-used' ? 'notUsed' : state === 'error' ? 'failed' : state]++;
  return {
    threats: countsOf(threats),
    classes: threatClasses.map((name) =>
      lighted(
        name,
        threats.filter((threat) => threat.class === name),
      ),
    ),
    consequences: consequenceKinds.map((kind) =>
      lighted(
        kind,
        threats.filter(({ consequences }) => consequences.some((one) => one.kind === kind)),
      ),
    ),
    stages: stages.map((stage) =>
      lighted(
        stage,
        threats.filter((threat) => threat.stage === stage),
      ),
    ),
    worst: worst(threats),
    resources,
    mapped,
    rules,
  };
}

function worst(threats: readonly AssessedThreat[]): readonly string[] {
  const unsettled = threats.filter(({ status }) => status !== 'verified' && status !== 'not-applicable');
  return [...unsettled]
    .sort(
      (a, b) =>
        b.risk.residual.score - a.risk.residual.score ||
        statuses.indexOf(b.status) - statuses.indexOf(a.status) ||
        b.risk.inherent.score - a.risk.inherent.score,
    )
    .slice(0, 5)
    .map(({ id }) => id);
}
