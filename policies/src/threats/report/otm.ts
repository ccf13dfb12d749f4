import type { AssessedThreat } from '../threat-report';
import { type Status, strideNames } from '../vocabulary';
import { clean } from './clean';
import type { ThreatDocument } from './document';

/** How far a zone is trusted, of 100; a network and a boundary of the site's own as the zone that they are like. */
const trust: { readonly [zone: string]: number } = {
  'TB-1': 20,
  'TB-2': 50,
  'TB-3': 70,
  'TB-4': 80,
  'TB-5': 60,
};

/** Where strangers and suppliers stand, because every component needs a zone. */
const outside = { id: 'outside', name: 'Outside of every boundary', risk: { trustRating: 0 } };

/** Words of the Open Threat Model for what is known about a threat. */
const states: { readonly [status in Status]: string } = {
  'not-applicable': 'not-applicable',
  verified: 'mitigated',
  claimed: 'partly-mitigated',
  partial: 'partly-mitigated',
  waived: 'accepted',
  stale: 'exposed',
  open: 'exposed',
  violated: 'exposed',
};

const mitigationStates: { readonly [status in Status]: string } = {
  'not-applicable': 'rejected',
  verified: 'implemented',
  claimed: 'implemented',
  partial: 'required',
  waived: 'rejected',
  stale: 'required',
  open: 'recommended',
  violated: 'required',
};

/** The model in the Open Threat Model format 0.2.0, as JSON text. */
export function threatOtm(document: ThreatDocument): string {
  const threatsOf = (ids: readonly string[]) =>
    document.threats.filter(({ id }) => ids.includes(id)).map(threatInstance);
  const body = {
    otmVersion: '0.2.0',
    project: {
      name: clean(document.site.name ?? document.source.name),
      id: 'iiot-guard',
      description: clean(document.site.description ?? 'Written by iiot-guard from the stack itself.'),
      attributes: {
        created: document.created,
        edition: document.edition,
        generator: `${document.tool.name} ${document.tool.version}`,
      },
    },
    trustZones: [
      ...(document.elements.some(({ boundary }) => boundary === undefined) ? [outside] : []),
      ...document.boundaries.map((boundary) => ({
        id: boundary.id,
        name: clean(boundary.name),
        description: clean(boundary.plainName),
        risk: { trustRating: trust[boundary.catalogue] },
      })),
    ],
    components: document.elements.map((element) => ({
      id: element.id,
      name: clean(element.name),
      type: element.type ?? element.catalogue,
      description: clean(element.plainName),
      parent: { trustZone: element.boundary ?? outside.id },
      threats: threatsOf(element.threats),
      tags: [element.kind, element.stage, element.origin],
      attributes: { status: element.status, catalogue: element.catalogue },
    })),
    dataflows: document.flows.map((flow) => ({
      id: flow.id,
      name: clean(flow.name),
      description: clean(flow.plainName),
      bidirectional: false,
      source: flow.from,
      destination: flow.to,
      threats: threatsOf(flow.threats),
      tags: [flow.proof, flow.origin],
      attributes: { status: flow.status, crosses: flow.crosses },
    })),
    threats: document.threats.map((threat) => ({
      id: threat.id,
      name: clean(threat.title),
      description: clean(threat.why),
      categories: threat.stride.map((letter) => strideNames[letter].split(':')[0]),
      // Five steps of ours, hundred of theirs.
      risk: {
        likelihood: threat.risk.inherent.likelihood * 20,
        likelihoodComment: clean(threat.likelihood.reason),
        impact: threat.risk.inherent.impact * 20,
        impactComment: clean(threat.impact.reason),
      },
      tags: [threat.class, threat.stage, ...threat.controls],
      attributes: {
        status: threat.status,
        residualLikelihood: threat.risk.residual.likelihood * 20,
        residualImpact: threat.risk.residual.impact * 20,
        consequences: threat.consequences.map(({ kind }) => kind),
      },
    })),
    mitigations: document.threats.flatMap((threat) =>
      threat.measures.map((measure, at) => ({
        id: mitigationId(threat, at),
        name: clean(measure.text),
        description: `Lowers ${measure.lowers} by ${measure.by} of 5; counts ${measure.counted} today.`,
        riskReduction: measure.by * 20,
        attributes: { status: measure.status, kind: measure.kind },
      })),
    ),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

const mitigationId = (threat: AssessedThreat, at: number) => `${threat.id}-M${at + 1}`;

function threatInstance(threat: AssessedThreat) {
  return {
    threat: threat.id,
    state: threat.accepted?.valid ? 'accepted' : states[threat.status],
    mitigations: threat.measures.map((measure, at) => ({
      mitigation: mitigationId(threat, at),
      state: mitigationStates[measure.status],
    })),
  };
}
