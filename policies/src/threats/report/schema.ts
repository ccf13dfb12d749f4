import { z } from 'zod';
import { severities } from '../../rule/rule';
import { type EvidenceKind, evidenceKindNames } from '../evidence/kinds';
import { selfChecks } from '../threat';
import {
  consequenceKinds,
  elementKinds,
  phases,
  stages,
  statuses,
  strideLetters,
  threatClasses,
  treatments,
} from '../vocabulary';
import { editions } from './formats';

const text = z.string();
const texts = z.array(text);
const count = z.int().min(0);
const status = z.enum(statuses);
const light = z.enum(['green', 'amber', 'red', 'grey']);
const score = z.int().min(1).max(5);
const date = text.describe('YYYY-MM-DD');
const evidenceKind = z.enum(evidenceKindNames as readonly [EvidenceKind, ...EvidenceKind[]]);
const origin = (own: string) => z.enum([own, 'site']);
const counts = z.strictObject(Object.fromEntries(statuses.map((name) => [name, count])));
const lighted = (names: readonly [string, ...string[]]) =>
  z.array(z.strictObject({ name: z.enum(names), light, counts, threats: texts }));
const resource = z.strictObject({ urn: text, name: text, type: text });
const riskScore = z.strictObject({
  likelihood: score,
  impact: score,
  score: z.int().min(1).max(25),
  level: z.enum(['low', 'medium', 'high', 'critical']),
});

const reason = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rule'),
    rule: text.describe('In the edition for the organisation, checks are counted instead of named'),
    title: text,
    severity: z.enum(severities),
    required: z.boolean(),
    state: z.enum(['passed', 'failed', 'unknown', 'waived', 'error', 'not-used']),
    counts: z.strictObject({ passed: count, failed: count, unknown: count, waived: count, error: count }),
    resources: z.array(resource),
    docs: text.optional(),
    fix: text,
  }),
  z.strictObject({
    kind: z.literal('check'),
    check: z.enum(selfChecks),
    state: z.enum(['passed', 'failed']),
    text,
  }),
  z.strictObject({
    kind: z.literal('evidence'),
    evidence: evidenceKind,
    state: z.enum(['valid', 'failed', 'stale', 'missing']),
    record: text.optional(),
    date: date.optional(),
    validUntil: date.optional(),
  }),
  z.strictObject({ kind: z.literal('person'), text }),
]);

const acceptance = z.strictObject({
  threat: text,
  reason: text,
  owner: text,
  approvedBy: texts,
  expires: date,
  valid: z.boolean(),
});

const estimate = z.strictObject({ score, reason: text });

const threat = z.strictObject({
  id: text,
  title: text,
  actor: text,
  asset: text,
  class: z.enum(threatClasses),
  stride: z.array(z.enum(strideLetters)),
  stage: z.enum(stages),
  elements: texts,
  consequences: z.array(z.strictObject({ kind: z.enum(consequenceKinds), worstCase: text })),
  likelihood: estimate,
  impact: estimate,
  mitigations: z.array(z.looseObject({ text })),
  phases: z.array(z.enum(phases)),
  controls: texts,
  owner: text.optional(),
  review: date.optional(),
  treatment: z.enum(treatments).optional(),
  origin: origin('register'),
  status,
  why: text,
  reasons: z.array(reason),
  measures: z.array(
    z.strictObject({
      text,
      kind: z.enum(['infrastructure', 'policy', 'process']),
      status,
      lowers: z.enum(['likelihood', 'impact']),
      by: count,
      counted: count,
      rules: texts,
      evidence: z.array(evidenceKind),
    }),
  ),
  risk: z.strictObject({ inherent: riskScore, residual: riskScore, steps: texts }),
  struck: texts,
  missing: z.array(evidenceKind),
  lowered: z.strictObject({ from: status, reason: text }).optional(),
  accepted: acceptance.optional(),
});

const part = { status, threats: texts };

const change = z.strictObject({
  threat: text,
  title: text,
  kind: z.enum(['worse', 'new', 'better', 'gone']),
  from: status.optional(),
  to: status.optional(),
  risk: z.strictObject({ from: count.optional(), to: count.optional() }),
  because: texts,
});

/** The shape of the JSON report about threats. Published as `schemas/threat-report.schema.json`. */
export const threatReportSchema = z
  .strictObject({
    schema: z.literal(1),
    edition: z.enum(editions),
    tool: z.strictObject({ name: z.literal('iiot-guard'), version: text }),
    created: text.describe('ISO date and time, UTC'),
    source: z.strictObject({ kind: text, name: text, stack: text.optional() }),
    profile: text,
    site: z.strictObject({ name: text.optional(), description: text.optional(), concerns: text.optional() }),
    summary: z.strictObject({
      threats: counts,
      classes: lighted(threatClasses),
      consequences: lighted(consequenceKinds),
      stages: lighted(stages),
      worst: texts,
      resources: count,
      mapped: count,
      rules: z.strictObject({ passed: count, failed: count, unknown: count, waived: count, notUsed: count }),
    }),
    threats: z.array(threat),
    elements: z.array(
      z.strictObject({
        id: text,
        catalogue: text,
        parts: texts,
        kind: z.enum(['external', 'process', 'store']),
        stage: z.enum(stages),
        plainName: text,
        name: text,
        type: text.optional(),
        origin: origin('stack'),
        resources: texts,
        count: count.optional(),
        boundary: text.optional(),
        ...part,
      }),
    ),
    flows: z.array(
      z.strictObject({
        id: text,
        catalogue: text.optional(),
        from: text,
        to: text,
        plainName: text,
        name: text,
        proof: z.enum([
          'route',
          'diagnostics',
          'private-endpoint',
          'role',
          'network-rule',
          'reference',
          'site',
        ]),
        origin: origin('stack'),
        resources: texts,
        crosses: texts,
        ...part,
      }),
    ),
    boundaries: z.array(
      z.strictObject({
        id: text,
        catalogue: text,
        plainName: text,
        name: text,
        origin: origin('stack'),
        resources: texts,
        members: texts,
        zone: z.boolean(),
        ...part,
      }),
    ),
    unmapped: z.array(z.strictObject({ resource: text, type: text, why: text, supporting: z.boolean() })),
    matrix: z.array(
      z.strictObject({
        catalogue: text,
        plainName: text,
        kind: z.enum(elementKinds),
        elements: texts,
        cells: z.array(
          z.strictObject({
            letter: z.enum(strideLetters),
            state: z.enum(['covered', 'explained', 'empty']),
            threats: texts,
            status,
            reason: text.optional(),
          }),
        ),
      }),
    ),
    transfer: z.array(
      z.strictObject({
        flow: text,
        from: text,
        to: text,
        plainName: text,
        encryption: z.enum([
          'verified',
          'violated',
          'waived',
          'unknown',
          'declared',
          'none',
          'platform',
          'not-stated',
        ]),
        says: text,
        rules: texts,
        protocol: text.optional(),
        keys: text.optional(),
        carrier: text.optional(),
      }),
    ),
    calendar: z.array(
      z.strictObject({
        what: z.enum(['evidence', 'review', 'exemption', 'acceptance']),
        title: text,
        state: z.enum(['done', 'due-soon', 'overdue', 'missing']),
        last: date.optional(),
        due: date.optional(),
        threats: texts,
        evidence: evidenceKind.optional(),
        owner: text.optional(),
      }),
    ),
    lifeCycle: z.array(
      z.strictObject({ phase: z.enum(phases), threats: texts, light, evidence: z.array(evidenceKind) }),
    ),
    frameworks: z.array(
      z.strictObject({
        id: text,
        name: text,
        counts: z.strictObject({
          covered: count,
          violated: count,
          waived: count,
          claimed: count,
          'not-covered': count,
        }),
        controls: z.array(
          z.strictObject({
            id: text,
            title: text,
            state: z.enum(['covered', 'violated', 'waived', 'claimed', 'not-covered']),
            why: text,
            rules: texts,
            threats: texts,
          }),
        ),
      }),
    ),
    exceptions: z.array(
      z.strictObject({
        kind: z.enum(['exemption', 'acceptance']),
        of: text,
        title: text,
        reason: text,
        owner: text,
        approvedBy: texts.optional(),
        expires: date,
        state: z.enum(['in-force', 'expired', 'unused']),
        ticket: text.optional(),
        resources: z.array(resource),
        threats: texts,
      }),
    ),
    evidence: z.array(
      z.strictObject({
        id: text,
        kind: evidenceKind,
        date,
        validUntil: date,
        state: z.enum(['valid', 'stale', 'failed']),
        scope: text,
        by: text,
        result: z.enum(['passed', 'passed-with-findings', 'failed']),
        threats: texts,
        artefact: z.strictObject({ name: text, sha256: text }),
      }),
    ),
    problems: z.array(z.strictObject({ file: text.optional(), where: text, message: text })),
    changes: z.strictObject({ since: text, threats: z.array(change) }).optional(),
  })
  .meta({ title: 'iiot-guard threat report', description: 'What `iiot-guard threats --format json` writes' });
