import { z } from 'zod';
import { ruleClasses, severities } from '../rule/rule';

const outcome = z.enum(['pass', 'fail', 'unknown', 'exempt', 'error']);

const resource = z.strictObject({
  urn: z.string().optional(),
  name: z.string(),
  type: z.string().describe('ARM type without API version'),
  token: z.string().optional().describe('Pulumi type token, as the program registered it'),
  file: z.string().optional(),
  line: z.int().min(1).optional(),
});

const finding = z.strictObject({
  rule: z.string(),
  title: z.string(),
  class: z.enum(ruleClasses),
  severity: z.enum(severities),
  level: z.enum(['mandatory', 'advisory']),
  outcome,
  blocking: z.boolean(),
  change: z.enum(['new', 'unchanged']).optional().describe('Against the report or state of --against'),
  resource,
  property: z.string(),
  message: z.string(),
  why: z.string(),
  fix: z.string(),
  docs: z.string().optional(),
  controls: z.array(z.string()),
  threats: z.array(z.string()),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  exemption: z.strictObject({ reason: z.string(), owner: z.string(), expires: z.string() }).optional(),
  baseline: z
    .strictObject({ accepted: z.string(), by: z.string() })
    .optional()
    .describe('Who accepted it into the baseline, and when: it does not block'),
});

const count = z.int().min(0);

/** The shape of the JSON report, published as `schemas/report.schema.json`. Fields are added, never changed or removed. */
export const reportSchema = z
  .strictObject({
    schema: z.literal(1),
    tool: z.strictObject({ name: z.literal('iiot-guard'), version: z.string() }),
    source: z.strictObject({
      kind: z.enum(['preview', 'state', 'events', 'arm', 'mixed']),
      name: z.string(),
      stack: z.string().optional(),
    }),
    profile: z.enum(['baseline', 'standard', 'strict']),
    summary: z.strictObject({
      resources: count,
      rulesEvaluated: count,
      pass: count,
      fail: count,
      unknown: count,
      exempt: count,
      error: count,
      notEvaluated: count,
      blocking: count,
      baseline: count.optional().describe('How many of them the baseline accepts'),
    }),
    change: z
      .strictObject({
        against: z.string(),
        new: count,
        unchanged: count,
        fixed: z.array(
          z.strictObject({
            rule: z.string(),
            resource: z.string(),
            property: z.string(),
            fingerprint: z.string(),
          }),
        ),
      })
      .optional()
      .describe('What has changed since the report or state of --against'),
    findings: z.array(finding).describe('Without passed findings, unless --all was given'),
    notEvaluated: z.array(z.strictObject({ resource: z.string(), why: z.string() })),
    unusedExemptions: z.array(
      z.strictObject({
        rule: z.string(),
        resource: z.string(),
        property: z.string().optional(),
        reason: z.string(),
        owner: z.string(),
        expires: z.string(),
        ticket: z.string().optional(),
      }),
    ),
  })
  .describe('Report of iiot-guard');
