import { catalogueEntry } from '../model/catalogue';
import type { SiteThreat } from '../site/schema';
import type { Threat } from '../threat';
import type { Reason } from '../threat-report';
import { type Status, statuses, statusNames } from '../vocabulary';
import { type Judged, judgeMitigation, type Proofs } from './measures';

/** What the model says about where a threat can strike. */
export interface Exposure {
  /** The ids of the elements, flows and boundaries that it strikes. */
  readonly struck: readonly string[];
  /** Whether one of them is in the stack. */
  readonly inStack: boolean;
}

/** The status of a threat with everything that led to it. */
export interface ThreatVerdict {
  readonly status: Status;
  readonly why: string;
  readonly judged: readonly Judged[];
  readonly reasons: readonly Reason[];
  readonly lowered?: { readonly from: Status; readonly reason: string };
  /** What a person said and evidence contradicts. */
  readonly refused?: string;
}

/** Decides from evidence alone; what a person said can lower the answer only. */
export function verdictOn(
  threat: Threat,
  proofs: Proofs,
  exposure: Exposure,
  override: SiteThreat | undefined,
): ThreatVerdict {
  const judged = threat.mitigations.map((mitigation) => judgeMitigation(mitigation, threat, proofs));
  const used = judged.some(({ rules }) => rules.some(({ state }) => state !== 'not-used'));
  const reasons = gravestFirst(judged.flatMap((one) => one.reasons));
  if (override?.notApplicable !== undefined) {
    if (!used && !exposure.inStack)
      return {
        status: 'not-applicable',
        why: `It cannot happen here: ${ended(override.notApplicable)}`,
        judged,
        reasons,
      };
    const facts = fromEvidence(threat, judged, used, exposure);
    return {
      ...facts,
      judged,
      reasons,
      refused: `says that ${threat.id} is not applicable, but the stack holds what it strikes. The evidence stands.`,
    };
  }
  const facts = fromEvidence(threat, judged, used, exposure);
  if (!override?.status) return { ...facts, judged, reasons };
  const { is, reason } = override.status;
  if (statuses.indexOf(is) <= statuses.indexOf(facts.status))
    return {
      ...facts,
      judged,
      reasons,
      ...(is === facts.status
        ? {}
        : {
            refused: `cannot raise ${threat.id} from ${statusNames[facts.status]} to ${statusNames[is]}. The evidence stands.`,
          }),
    };
  return {
    status: is,
    why: `A person judged it worse than the evidence, which would say ${statusNames[facts.status]}.`,
    judged,
    reasons: [{ kind: 'person', text: reason }, ...reasons],
    lowered: { from: facts.status, reason },
  };
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function fromEvidence(
  threat: Threat,
  judged: readonly Judged[],
  used: boolean,
  exposure: Exposure,
): { readonly status: Status; readonly why: string } {
  const broken = judged.filter(({ status }) => status === 'violated');
  const [first] = broken;
  if (first) {
    const more = broken.length - 1;
    const nor = more === 0 ? '' : ` Nor ${more === 1 ? 'does' : 'do'} ${more} more of the protections.`;
    return { status: 'violated', why: `This does not hold: ${first.mitigation.text}${nor}` };
  }
  const records = judged.flatMap(({ reasons }) => reasons).filter((reason) => reason.kind === 'evidence');
  const hasRecord = records.some(({ state }) => state !== 'missing');
  if (!used && !hasRecord && !exposure.inStack && isVisible(threat))
    return {
      status: 'not-applicable',
      why: 'Nothing of what it strikes is in what was read.',
    };
  return joined(judged);
}

/** Whether all that a threat strikes could be seen in a stack: devices, people and their networks cannot. */
function isVisible({ elements }: Threat): boolean {
  return elements.every((id) => {
    const entry = catalogueEntry(id);
    return entry !== undefined && (entry.stage === 'cloud' || entry.kind === 'boundary') && id !== 'FL-12';
  });
}

function joined(judged: readonly Judged[]): { readonly status: Status; readonly why: string } {
  const essential = judged.filter(
    ({ mitigation, rules, status }) =>
      (rules.length > 0 || mitigation.needed === true || mitigation.checks !== undefined) &&
      status !== 'not-applicable',
  );
  const texts = (status: Status) =>
    essential.filter((one) => one.status === status).map(({ mitigation }) => mitigation.text);
  const has = (status: Status) => essential.some((one) => one.status === status);
  if (has('stale'))
    return { status: 'stale', why: `The record behind this is too old: ${texts('stale')[0]}` };
  if (has('waived'))
    return {
      status: 'waived',
      why: `This does not hold everywhere, with written permission: ${texts('waived')[0]}`,
    };
  const passes = essential.some(({ rules }) => rules.some(({ counts }) => counts.passed > 0));
  const proved = essential.filter(({ status }) => status === 'verified' || status === 'claimed');
  if (passes && proved.length === essential.length) {
    const checks = new Set(
      essential.flatMap(({ rules }) =>
        rules.filter(({ state }) => state === 'passed').map(({ rule }) => rule.id),
      ),
    );
    return { status: 'verified', why: `All ${checks.size} checks passed.` };
  }
  const others = judged.filter(
    ({ rules, mitigation }) => rules.length === 0 && mitigation.evidence !== undefined,
  );
  const claims = [
    ...proved.filter(({ status }) => status === 'claimed'),
    ...others.filter(({ status }) => status === 'claimed'),
  ];
  if (!passes && proved.length === essential.length && claims.length > 0)
    return { status: 'claimed', why: `A record says so: ${claims[0]?.mitigation.text}` };
  if (passes || proved.length > 0 || has('partial') || claims.length > 0) {
    const open = essential.find(({ status }) => status === 'open' || status === 'partial');
    return {
      status: 'partial',
      why: `Proved in part only. Not yet proved: ${open?.mitigation.text ?? others.find(({ status }) => status === 'open')?.mitigation.text ?? 'what only a record can show.'}`,
    };
  }
  const old = others.find(({ status }) => status === 'stale');
  if (old) return { status: 'stale', why: `The record behind this is too old: ${old.mitigation.text}` };
  return { status: 'open', why: 'Neither a check nor a record shows that anything is done about it.' };
}

const gravity = (reason: Reason): number => {
  switch (reason.kind) {
    case 'rule':
      return (
        ['error', 'failed', 'waived', 'unknown', 'passed', 'not-used'].indexOf(reason.state) +
        (reason.required ? 0 : 0.5)
      );
    case 'evidence':
      return { failed: 0, stale: 1.2, missing: 2.5, valid: 4.2 }[reason.state];
    case 'check':
      return reason.state === 'failed' ? 1.1 : 4.1;
    case 'person':
      return -1;
  }
};

function gravestFirst(reasons: readonly Reason[]): readonly Reason[] {
  const seen = new Set<string>();
  return reasons
    .filter((reason) => {
      if (reason.kind !== 'rule') return true;
      const isNew = !seen.has(reason.rule);
      seen.add(reason.rule);
      return isNew;
    })
    .sort((a, b) => gravity(a) - gravity(b));
}

/** The worst of some statuses; not applicable where there are none. */
export function worstOf(all: Iterable<Status>): Status {
  let worst: Status = 'not-applicable';
  for (const status of all) if (statuses.indexOf(status) > statuses.indexOf(worst)) worst = status;
  return worst;
}
