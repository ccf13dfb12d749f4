import type {
  AssessedThreat,
  ControlCoverage,
  Exception,
  Reason,
  ThreatReport,
  TransferLeg,
} from '../threat-report';
import { scrubber } from './scrub';
import { checkReasons } from './sum-up';
import { controlStateMeanings } from './words';

/** Stands where the edition for everybody says nothing. */
export const leftOut = '(not in this edition)';

/**
 * The edition for the whole organisation: no names of resources, people or files, no detail that helps to break in, nobody
 * to blame. What remains has the same shape.
 */
export function redacted(report: ThreatReport): ThreatReport {
  const { stack: _stack, ...source } = report.source;
  const plain: ThreatReport = {
    ...report,
    source: { ...source, name: report.site.name ?? 'this environment' },
    threats: report.threats.map(threatForAll),
    elements: report.elements.map(({ type: _type, count: _count, ...element }) => ({
      ...element,
      name: element.plainName,
      resources: [],
    })),
    flows: report.flows.map((flow) => ({ ...flow, name: flow.plainName, resources: [] })),
    boundaries: report.boundaries.map((boundary) => ({
      ...boundary,
      name: boundary.plainName,
      resources: [],
    })),
    unmapped: [],
    transfer: report.transfer.map(legForAll),
    calendar: report.calendar.map(({ owner: _owner, ...entry }) =>
      entry.what === 'exemption'
        ? { ...entry, title: 'Permission to leave a check unfulfilled ends' }
        : entry,
    ),
    frameworks: report.frameworks.map((framework) => ({
      ...framework,
      controls: framework.controls.map(controlForAll),
    })),
    exceptions: report.exceptions.map(exceptionForAll),
    evidence: report.evidence.map((record, at) => ({
      ...record,
      id: `record ${at + 1}`,
      scope: leftOut,
      by: leftOut,
      artefact: { name: leftOut, sha256: leftOut },
    })),
    problems: [],
  };
  // Sites and records are written by people, who may have named a resource in a sentence for everybody.
  return scrubber(report)(plain);
}

function threatForAll({ owner: _owner, ...threat }: AssessedThreat): AssessedThreat {
  const { lowered, accepted } = threat;
  return {
    ...threat,
    mitigations: threat.mitigations.map(({ topics: _topics, ...mitigation }) => mitigation),
    reasons: reasonsForAll(threat.reasons),
    measures: threat.measures.map((measure) => ({ ...measure, rules: [] })),
    ...(lowered ? { lowered: { ...lowered, reason: leftOut } } : {}),
    ...(accepted
      ? {
          accepted: {
            ...accepted,
            reason: leftOut,
            owner: leftOut,
            approvedBy: accepted.approvedBy.map(() => leftOut),
          },
        }
      : {}),
  };
}

/** How many checks say what; which ones would tell where to break in. */
function reasonsForAll(reasons: readonly Reason[]): readonly Reason[] {
  const others = reasons.flatMap((reason): readonly Reason[] => {
    if (reason.kind === 'rule') return [];
    if (reason.kind === 'person')
      return [{ kind: 'person', text: 'A person judged it worse than the checks do.' }];
    if (reason.kind === 'check') return [reason];
    const { record: _record, ...rest } = reason;
    return [rest];
  });
  return [...checkReasons(reasons), ...others];
}

function legForAll({
  protocol: _protocol,
  keys: _keys,
  carrier: _carrier,
  ...leg
}: TransferLeg): TransferLeg {
  return { ...leg, says: encryptionMeanings[leg.encryption], rules: [] };
}

/** What is known about encryption on the way, for everybody. */
export const encryptionMeanings: { readonly [state in TransferLeg['encryption']]: string } = {
  verified: 'Checks show that data is encrypted on this way.',
  violated: 'A check shows that encryption on this way is not as it must be.',
  waived: 'Encryption on this way is weaker than it must be, with written permission.',
  unknown: 'Can be told only after deployment.',
  declared: 'The site says that it is encrypted; no check shows it.',
  none: 'The site says that it is not encrypted.',
  platform: 'Azure itself encrypts between its services; no setting decides it.',
  'not-stated': 'Nobody has said yet how it is protected.',
};

function controlForAll(control: ControlCoverage): ControlCoverage {
  return { ...control, why: controlStateMeanings[control.state], rules: [] };
}

function exceptionForAll({ ticket: _ticket, ...exception }: Exception): Exception {
  const isAcceptance = exception.kind === 'acceptance';
  return {
    ...exception,
    of: isAcceptance ? exception.of : leftOut,
    title: isAcceptance ? exception.title : 'A check may stay unfulfilled for a while',
    reason: leftOut,
    owner: leftOut,
    ...(exception.approvedBy ? { approvedBy: exception.approvedBy.map(() => leftOut) } : {}),
    resources: [],
  };
}
