import { z } from 'zod';
import { FileError } from '../../sources/files/file-error';
import type { AssessedThreat, Reason, ThreatReport } from '../threat-report';
import { type Status, statuses, statusNames } from '../vocabulary';
import type { Edition } from './formats';
import { checkReasons, checksIn } from './sum-up';
import { counted, evidenceName } from './words';

/** What changed since an earlier report. */
export interface Changes {
  /** When the earlier report was made. */
  readonly since: string;
  /** Worse first, then new, then better. */
  readonly threats: readonly Change[];
}

/** A threat that stands otherwise than before. `gone`: the register has it no longer. */
export interface Change {
  readonly threat: string;
  readonly title: string;
  readonly kind: 'worse' | 'new' | 'better' | 'gone';
  readonly from?: Status;
  readonly to?: Status;
  readonly risk: { readonly from?: number; readonly to?: number };
  /** Why, one sentence for each thing that is otherwise: rules, evidence, exemptions, people. */
  readonly because: readonly [string, ...string[]];
}

const status = z.enum(statuses);
const counts = z.object({
  passed: z.number(),
  failed: z.number(),
  unknown: z.number(),
  waived: z.number(),
  error: z.number(),
});
const earlierReason = z.union([
  z.object({
    kind: z.literal('rule'),
    rule: z.string(),
    title: z.string(),
    required: z.boolean(),
    state: z.enum(['passed', 'failed', 'unknown', 'waived', 'error', 'not-used']),
    counts,
  }),
  z.object({
    kind: z.literal('check'),
    check: z.string(),
    state: z.enum(['passed', 'failed']),
    text: z.string(),
  }),
  z.object({
    kind: z.literal('evidence'),
    evidence: z.string(),
    state: z.enum(['valid', 'failed', 'stale', 'missing']),
  }),
  z.object({ kind: z.literal('person'), text: z.string() }),
]);
const earlierReport = z.object({
  schema: z.literal(1),
  created: z.string(),
  threats: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status,
      risk: z.object({
        inherent: z.object({ score: z.number() }),
        residual: z.object({ score: z.number() }),
      }),
      reasons: z.array(earlierReason),
    }),
  ),
});

/** What a comparison reads of an earlier JSON report; of any version with schema 1 and any edition. */
export type EarlierReport = z.infer<typeof earlierReport>;
type EarlierThreat = EarlierReport['threats'][number];

/** Checks the parsed text of an earlier report. */
export function earlierReportOf(value: unknown, file = 'the earlier report'): EarlierReport {
  const result = earlierReport.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues as [z.core.$ZodIssue];
  const place = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new FileError(
    file,
    `is no JSON report of \`iiot-guard threats\`${place}: ${issue.message}.`,
    'Make one with `iiot-guard threats --format json=report.json`.',
  );
}

/** Compares with an earlier report. In the edition for everybody, checks are counted instead of named. */
export function changesSince(previous: unknown, report: ThreatReport, edition: Edition): Changes {
  const earlier = earlierReportOf(previous);
  const before = new Map(earlier.threats.map((threat) => [threat.id, threat]));
  const now = new Set(report.threats.map(({ id }) => id));
  const changes = report.threats.flatMap((threat) => changeOf(before.get(threat.id), threat, edition));
  const gone = earlier.threats
    .filter(({ id }) => !now.has(id))
    .map(
      ({ id, title, status, risk }): Change => ({
        threat: id,
        title,
        kind: 'gone',
        from: status,
        risk: { from: risk.residual.score },
        because: ['It is no longer in the register.'],
      }),
    );
  const kinds: readonly Change['kind'][] = ['worse', 'new', 'better', 'gone'];
  return {
    since: earlier.created,
    threats: [...changes, ...gone].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)),
  };
}

function changeOf(
  before: EarlierThreat | undefined,
  now: AssessedThreat,
  edition: Edition,
): readonly Change[] {
  const kind = kindOf(before, now);
  if (!kind) return [];
  return [
    {
      threat: now.id,
      title: now.title,
      kind,
      ...(before ? { from: before.status } : {}),
      to: now.status,
      risk: { ...(before ? { from: before.risk.residual.score } : {}), to: now.risk.residual.score },
      because: because(before, now, edition),
    },
  ];
}

function kindOf(before: EarlierThreat | undefined, now: AssessedThreat): Change['kind'] | undefined {
  if (!before) return 'new';
  const was = before.status;
  if (was !== now.status) {
    if (was === 'not-applicable') return 'new';
    return statuses.indexOf(now.status) > statuses.indexOf(was) ? 'worse' : 'better';
  }
  const difference = now.risk.residual.score - before.risk.residual.score;
  if (difference === 0) return undefined;
  return difference > 0 ? 'worse' : 'better';
}

function because(
  before: EarlierThreat | undefined,
  now: AssessedThreat,
  edition: Edition,
): Change['because'] {
  if (!before) return ['It is new in the register.'];
  const [first, ...others] = [
    ...(before.status === 'not-applicable' ? ['It concerns this environment now.'] : []),
    ...(now.status === 'not-applicable' ? ['It no longer concerns this environment.'] : []),
    ...checksThatChanged(before, now, edition),
    ...recordsThatChanged(before.reasons, now.reasons),
    ...peopleWhoChanged(before, now, edition),
    ...(before.risk.inherent.score === now.risk.inherent.score
      ? []
      : [
          `Its risk before any measure is set to ${now.risk.inherent.score} instead of ${before.risk.inherent.score}.`,
        ]),
  ];
  if (first !== undefined) return [first, ...others];
  const change = `${statusNames[before.status]} became ${statusNames[now.status]}`;
  return [
    before.status === now.status
      ? 'Other measures count than before.'
      : `Its checks and records are otherwise put together: ${change}.`,
  ];
}

type RuleReason = Extract<Reason, { kind: 'rule' }>;
type EarlierRule = Extract<EarlierThreat['reasons'][number], { kind: 'rule' }>;
const isRule = (reason: Reason): reason is RuleReason => reason.kind === 'rule';

const stateNames = {
  passed: 'holds',
  failed: 'does not hold',
  unknown: 'is undecided until deployment',
  waived: 'has an exemption',
  error: 'could not run',
  'not-used': 'has nothing to look at',
} as const;

function checksThatChanged(before: EarlierThreat, now: AssessedThreat, edition: Edition): readonly string[] {
  const earlier = before.reasons.filter((reason) => reason.kind === 'rule');
  const named = edition === 'restricted' && !earlier.some(({ rule }) => rule.startsWith('('));
  if (!named) return countsThatChanged(earlier, now.reasons);
  const was = new Map(earlier.map((reason) => [reason.rule, reason.state]));
  const rules = now.reasons.filter(isRule);
  const is = new Set(rules.map(({ rule }) => rule));
  return [
    ...rules.flatMap(({ rule, title, state }) => {
      const old = was.get(rule);
      if (old === state || (old === undefined && state === 'not-used')) return [];
      return [
        `${title} (${rule}): ${stateNames[state]}${old ? `, before: ${stateNames[old]}` : ', not checked before'}.`,
      ];
    }),
    ...earlier
      .filter(({ rule, state }) => !is.has(rule) && state !== 'not-used')
      .map(({ rule, title }) => `${title} (${rule}): is not checked any more.`),
  ];
}

function countsThatChanged(earlier: readonly EarlierRule[], reasons: readonly Reason[]): readonly string[] {
  const states = ['failed', 'error', 'waived', 'unknown', 'passed'] as const;
  const count = (list: readonly (EarlierRule | RuleReason)[], state: string) =>
    list
      .filter((reason) => reason.state === state)
      .reduce((sum, { rule, title }) => sum + checksIn({ rule, title }), 0);
  const is = checkReasons(reasons).filter(isRule);
  return states.flatMap((state) => {
    const [old, current] = [count(earlier, state), count(is, state)];
    if (old === current) return [];
    return [
      `${counted(current, 'check')} ${current === 1 ? stateNames[state] : pluralStates[state]}, before: ${old}.`,
    ];
  });
}

const pluralStates = {
  passed: 'hold',
  failed: 'do not hold',
  unknown: 'are undecided until deployment',
  waived: 'have an exemption',
  error: 'could not run',
} as const;

const recordStates = {
  valid: 'is valid',
  failed: 'says that it failed',
  stale: 'is too old',
  missing: 'is missing',
} as const;

function recordsThatChanged(before: EarlierThreat['reasons'], now: readonly Reason[]): readonly string[] {
  const was = new Map(
    before.flatMap((reason) =>
      reason.kind === 'evidence' ? [[reason.evidence, reason.state] as const] : [],
    ),
  );
  return now.flatMap((reason) => {
    if (reason.kind !== 'evidence') return [];
    const old = was.get(reason.evidence) ?? 'missing';
    if (old === reason.state) return [];
    return [
      `Record of the kind "${evidenceName(reason.evidence)}": ${recordStates[reason.state]}, before: ${recordStates[old]}.`,
    ];
  });
}

function peopleWhoChanged(before: EarlierThreat, now: AssessedThreat, edition: Edition): readonly string[] {
  const said = before.reasons.some(({ kind }) => kind === 'person');
  const people = now.reasons.filter((reason) => reason.kind === 'person');
  if (people.length > 0 && !said) {
    return edition === 'restricted'
      ? people.map(({ text }) => `A person changed it: ${text}`)
      : ['A person judged it worse than the checks do.'];
  }
  return people.length === 0 && said ? ['A person had judged it worse, and does not any more.'] : [];
}
