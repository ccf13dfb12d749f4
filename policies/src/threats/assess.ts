import type { Finding } from '../evaluate/finding';
import type { Report } from '../report/summary';
import { isInAzure } from '../resources/normalise';
import { version } from '../version';
import { calendarOf } from './calendar';
import { coverageOf } from './coverage';
import { evidenceKindNames, factsOfKind } from './evidence/kinds';
import { dateText, type EvidenceRecord, stateOf, validUntil } from './evidence/record';
import { acceptancesOf, exceptionsOf } from './exceptions';
import { problemsOf } from './lint';
import { boundariesOf, type DrawnBoundary } from './model/boundaries';
import { catalogueIds, elementCatalogue } from './model/catalogue';
import { type Drawn, elementsOf } from './model/elements';
import { type DrawnFlow, flowsOf } from './model/flows';
import { matrixOf } from './model/matrix';
import { transferOf } from './model/transfer';
import { selfAnswers } from './self-checks';
import type { Site } from './site/site';
import { type SiteThreatRecord, threatsOfSite } from './site/threats-of-site';
import { measureOf } from './status/measures';
import { riskOf } from './status/risk';
import { outcomesOf } from './status/rule-outcomes';
import { type ThreatVerdict, verdictOn, worstOf } from './status/threat-status';
import { lightOf, summaryOf } from './summarise';
import type {
  AssessedThreat,
  Boundary,
  Element,
  Flow,
  LegEncryption,
  LifeCyclePhase,
  Problem,
  ThreatReport,
} from './threat-report';
import { phases, type Status } from './vocabulary';

/** What a report about threats needs beside what the rules said. */
export interface AssessInput {
  readonly now: Date;
  readonly site: Site;
  readonly evidence: readonly EvidenceRecord[];
  /** What was wrong with the files already. */
  readonly problems?: readonly Problem[];
}

/** Makes the report about threats. The findings must hold the passes: what did not run proves nothing. */
export function assessThreats(report: Report, input: AssessInput): ThreatReport {
  const { now, site } = input;
  // What is dated later than today was not done yet.
  const evidence = input.evidence.filter(({ date }) => date <= dateText(now));
  const { threats: records, problems: siteProblems } = threatsOfSite(site);
  const all = records.map(({ threat }) => threat);
  const outcomes = outcomesOf(report.rules, report.findings);

  const program = ['preview', 'state', 'events'].includes(report.source.kind)
    ? (report.source.stack ?? report.source.name)
    : undefined;
  // A preview has them in another order each time; the same stack shall give the same report.
  const resources = [...report.resources].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
  const elements = elementsOf(resources, site, program);
  const { flows, problems: flowProblems } = flowsOf(resources, elements, site);
  const { boundaries, problems: boundaryProblems } = boundariesOf(resources, elements, flows, site);
  const transfer = transferOf(flows, report.findings);
  const exceptions = exceptionsOf(report.findings, report.unusedExemptions, all, site, now);
  const acceptances = acceptancesOf(site, all, now);

  const places = new Places(elements.drawn, flows, boundaries, elements.named);
  const unmapped = [...elements.unmapped, ...notRead(report)];
  const holes = matrixOf(places.present, all, site, () => 'open');
  const checks = selfAnswers({ matrix: holes, unmapped, records, exceptions, transfer, now });
  const proofs = { rules: outcomes, evidence, checks, now };

  const refused: Problem[] = [];
  const threats = records.map((record) => {
    const struck = places.struckBy(record.threat.elements);
    const exposure = { struck, inStack: struck.some((id) => places.inStack(id)) };
    const verdict = verdictOn(record.threat, proofs, exposure, record.override);
    if (verdict.refused !== undefined)
      refused.push({ where: `threats.${record.threat.id}`, message: verdict.refused });
    return assessed(record, verdict, struck, acceptances);
  });
  const statusById = new Map(threats.map(({ id, status }) => [id, status]));
  const statusOf = (id: string) => statusById.get(id) as Status;
  const byPlace = threatsByPlace(threats);
  const threatsAt = (place: string) => byPlace.get(place) ?? [];
  const byElement = elementStatuses(elements.drawn, report.findings, (id) => threatsAt(id).map(statusOf));
  const legs = new Map(transfer.map(({ flow, encryption }) => [flow, encryption]));
  // What carries no data of its own is as safe as the place that it opens.
  const flowStatus = ({ id, to }: DrawnFlow): Status => {
    const encryption = legs.get(id);
    return encryption ? legStatus[encryption] : (byElement.get(to.id) ?? 'open');
  };

  return {
    schema: 1,
    tool: { name: 'iiot-guard', version },
    created: now.toISOString(),
    source: report.source,
    profile: report.profile,
    site: site.site as ThreatReport['site'],
    summary: summaryOf(threats, outcomes, {
      resources: new Set(report.resources.filter(isInAzure).map(({ urn }) => urn)).size,
      mapped: elements.ofUrn.size,
    }),
    threats,
    elements: elements.drawn.map((one) => element(one, byElement.get(one.id) as Status, threatsAt(one.id))),
    flows: flows.map((one) => flow(one, boundaries, flowStatus(one), threatsAt(one.id))),
    boundaries: boundaries.map((one) => boundary(one, threatsAt(one.id), statusOf)),
    unmapped,
    matrix: matrixOf(places.present, all, site, statusOf),
    transfer,
    calendar: calendarOf(threats, evidence, exceptions, now),
    lifeCycle: phases.map((phase): LifeCyclePhase => {
      const here = threats.filter((threat) => threat.phases.includes(phase));
      return {
        phase,
        threats: here.map(({ id }) => id),
        light: lightOf(here.map(({ status }) => status)),
        evidence: evidenceKindNames.filter((kind) => factsOfKind(kind).phases.includes(phase)),
      };
    }),
    frameworks: coverageOf(outcomes, all, evidence, now),
    exceptions,
    evidence: evidence.map((record) => {
      const { id, kind, date, scope, by, result, threats: about, artefact } = record;
      return {
        id,
        kind,
        date,
        validUntil: validUntil(record),
        state: stateOf(record, now),
        scope,
        by,
        result,
        threats: about,
        artefact,
      };
    }),
    problems: [
      ...(input.problems ?? []),
      ...siteProblems,
      ...flowProblems,
      ...boundaryProblems,
      ...refused,
      ...problemsOf({ site, records, evidence: input.evidence, rules: report.rules, now }),
    ],
  };
}

/** What could not be looked at at all; a type without rules was looked at by this model all the same. A lookup is no part. */
function notRead({ notEvaluated, resources }: Report): ThreatReport['unmapped'] {
  const known = new Set(resources.map(({ urn }) => urn));
  return notEvaluated
    .filter(({ resource, why }) => !known.has(resource) && !why.startsWith('a provider function'))
    .map(({ resource, why }) => ({ resource, type: 'unknown', why, supporting: false }));
}

/** Finds the places in the picture where a threat strikes. */
class Places {
  readonly present: ReadonlyMap<string, readonly string[]>;
  private readonly stack: ReadonlySet<string>;
  private readonly everything: readonly string[];

  constructor(
    elements: readonly Drawn[],
    flows: readonly DrawnFlow[],
    boundaries: readonly DrawnBoundary[],
    private readonly named: (reference: string) => readonly Drawn[],
  ) {
    const present = new Map<string, string[]>(catalogueIds.map((id) => [id, []]));
    const add = (catalogue: string | undefined, id: string) =>
      catalogue !== undefined && present.get(catalogue)?.push(id);
    for (const { id, parts } of elements) for (const part of new Set(parts)) add(part, id);
    for (const { id, catalogue } of flows) add(catalogue, id);
    for (const { id, catalogue } of boundaries) add(catalogue, id);
    this.present = present;
    const all = [...elements, ...flows, ...boundaries];
    this.stack = new Set(all.filter(({ origin }) => origin === 'stack').map(({ id }) => id));
    this.everything = elements.map(({ id }) => id);
  }

  struckBy(targets: readonly string[]): readonly string[] {
    if (targets.includes('*')) return this.everything;
    return [
      ...new Set(
        targets.flatMap((id) => this.present.get(id) ?? this.named(id).map((element) => element.id)),
      ),
    ];
  }

  inStack(id: string): boolean {
    return this.stack.has(id);
  }
}

function assessed(
  { threat, origin }: SiteThreatRecord,
  verdict: ThreatVerdict,
  struck: readonly string[],
  acceptances: ReturnType<typeof acceptancesOf>,
): AssessedThreat {
  const measures = verdict.judged.map(measureOf);
  const accepted = acceptances.find((one) => one.threat === threat.id);
  return {
    ...threat,
    origin,
    status: verdict.status,
    why: verdict.why,
    reasons: verdict.reasons,
    measures,
    risk: riskOf(threat, measures),
    struck,
    missing: [...new Set(verdict.judged.flatMap(({ missing }) => missing))],
    ...(verdict.lowered ? { lowered: verdict.lowered } : {}),
    ...(accepted ? { accepted } : {}),
  };
}

function threatsByPlace(threats: readonly AssessedThreat[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { id, struck, elements } of threats) {
    // What strikes everything would give every element the same colour.
    if (elements.includes('*')) continue;
    for (const place of struck) {
      const list = places.get(place);
      if (list) list.push(id);
      else places.set(place, [id]);
    }
  }
  return places;
}

/** What the checks say about each element's own resources; for one that no check looks at, the worst of its threats. */
function elementStatuses(
  elements: readonly Drawn[],
  findings: readonly Finding[],
  ofThreats: (id: string) => readonly Status[],
): ReadonlyMap<string, Status> {
  const owner = new Map<string, string>();
  for (const { id, resources } of elements) for (const urn of resources) owner.set(urn, id);
  const found = new Map<string, Set<Status>>();
  for (const { resource, outcome, level } of findings) {
    const id = owner.get(resource.urn);
    if (id === undefined) continue;
    const statuses = found.get(id) ?? new Set();
    found.set(id, statuses);
    statuses.add(findingStatus(outcome, level));
  }
  return new Map(elements.map(({ id }) => [id, worstOf(found.get(id) ?? ofThreats(id))] as const));
}

function findingStatus(outcome: Finding['outcome'], level: Finding['level']): Status {
  switch (outcome) {
    case 'pass':
      return 'verified';
    case 'exempt':
      return 'waived';
    case 'unknown':
      return 'partial';
    default:
      return level === 'mandatory' ? 'violated' : 'partial';
  }
}

function element(one: Drawn, status: Status, threats: readonly string[]): Element {
  const { id, catalogue, parts, plainName, name, origin, resources, zone, type, count } = one;
  return {
    id,
    catalogue,
    parts,
    kind: catalogue.startsWith('XE') ? 'external' : catalogue.startsWith('PR') ? 'process' : 'store',
    stage: elementCatalogue[catalogue].stage,
    plainName,
    name,
    ...(type ? { type } : {}),
    origin,
    resources,
    ...(count === undefined ? {} : { count }),
    status,
    threats,
    ...(zone ? { boundary: zone } : {}),
  };
}

const legStatus: { readonly [encryption in LegEncryption]: Status } = {
  verified: 'verified',
  violated: 'violated',
  waived: 'waived',
  unknown: 'partial',
  declared: 'claimed',
  none: 'open',
  platform: 'claimed',
  'not-stated': 'open',
};

function flow(
  one: DrawnFlow,
  boundaries: readonly DrawnBoundary[],
  status: Status,
  threats: readonly string[],
): Flow {
  const { id, catalogue, from, to, plainName, name, proof, origin, resources } = one;
  const crosses = boundaries
    .filter(({ members }) => members.includes(from.id) !== members.includes(to.id))
    .map((boundary) => boundary.id);
  return {
    id,
    ...(catalogue ? { catalogue } : {}),
    from: from.id,
    to: to.id,
    plainName,
    name,
    proof,
    origin,
    resources,
    crosses,
    status,
    threats,
  };
}

function boundary(
  one: DrawnBoundary,
  threats: readonly string[],
  statusOf: (threat: string) => Status,
): Boundary {
  return { ...one, status: worstOf(threats.map(statusOf)), threats };
}
