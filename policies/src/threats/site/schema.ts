import { z } from 'zod';
import type { Control } from '../../rule/rule';
import { evidenceKindNames } from '../evidence/kinds';
import {
  consequenceKinds,
  phases,
  type Score,
  stages,
  statuses,
  strideLetters,
  threatClasses,
  treatments,
} from '../vocabulary';

const text = z.string().trim().min(1, { error: 'must not be empty' }).max(2000);
const day = z.iso.date({ error: 'must be a real day in quotes or not, as YYYY-MM-DD' });
const id = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, {
  error: 'must begin with a letter and hold letters, digits, dots, dashes and underscores only',
});
const score = z
  .int()
  .min(1)
  .max(5)
  .transform((value) => value as Score);
const estimate = z
  .strictObject({ score: score.describe('1 to 5'), reason: text })
  .describe('A score with the reason for it');
const control = z
  .string()
  .regex(/^[a-z0-9]+:\S+$/, { error: 'must be written as namespace:id, such as mcsb:DP-3' })
  .transform((value) => value as Control);

const element = {
  id: id.describe('How flows and boundaries of this file name it'),
  name: text.describe('What people call it'),
};

const device = z.strictObject({
  ...element,
  kind: z
    .enum(['device', 'gateway'])
    .default('device')
    .describe('A gateway stands in the plant and speaks for devices'),
  count: z.int().min(1).optional().describe('How many there are'),
});

const encryption = z.enum(['tls1.2', 'tls1.3', 'other', 'none']);

const flow = z.strictObject({
  ...element,
  from: text.describe('An id of this file, an element such as PR-4, or the name of a resource'),
  to: text.describe('An id of this file, an element such as PR-4, or the name of a resource'),
  is: z
    .string()
    .regex(/^FL-\d+$/)
    .optional()
    .describe('The flow of the catalogue that it is: FL-1 to FL-12'),
  protocol: text.optional(),
  encryption: encryption.optional().describe('How it is protected on the way'),
  keys: text.optional().describe('Who holds the keys'),
  carrier: text.optional().describe('Who moves the data'),
});

const boundary = z.strictObject({
  ...element,
  around: z.array(text).min(1).describe('Ids of this file, elements such as PR-4, or names of resources'),
});

const mitigation = z.strictObject({
  text,
  kind: z.enum(['infrastructure', 'policy', 'process']).default('process'),
  lowers: z.enum(['likelihood', 'impact']),
  by: z
    .int()
    .min(1)
    .max(3)
    .transform((value) => value as 1 | 2 | 3),
  rules: z.array(z.string()).optional().describe('Rules that prove it'),
  evidence: z.array(z.enum(evidenceKindNames)).optional().describe('Kinds of records that prove it'),
  needed: z.literal(true).optional().describe('Without its record the threat is not verified'),
});

const threat = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/, {
      error: 'must be capital letters and digits in parts, such as T-D01 or SITE-1',
    })
    .describe('A threat of the register to change, or a new id'),
  basedOn: z.string().optional().describe('A threat that a new one takes from what it does not say itself'),
  title: text.optional(),
  actor: text.optional(),
  asset: text.optional(),
  class: z.enum(threatClasses).optional(),
  stride: z.array(z.enum(strideLetters)).min(1).optional(),
  stage: z.enum(stages).optional(),
  elements: z.array(text).min(1).optional().describe('Elements of the catalogue, or ids of this file'),
  consequences: z
    .array(z.strictObject({ kind: z.enum(consequenceKinds), worstCase: text }))
    .min(1)
    .optional(),
  likelihood: estimate.optional(),
  impact: estimate.optional(),
  mitigations: z.array(mitigation).min(1).optional(),
  phases: z.array(z.enum(phases)).min(1).optional(),
  controls: z.array(control).optional(),
  owner: text.optional().describe('Who answers for it'),
  review: day.optional().describe('When it is looked at next'),
  treatment: z.enum(treatments).optional(),
  status: z
    .strictObject({ is: z.enum(statuses), reason: text })
    .optional()
    .describe('Lowers the status that the evidence gives; it can never raise it'),
  notApplicable: text
    .optional()
    .describe(
      'Why it cannot happen here, for everybody to read; counts only while nothing in the stack is exposed to it',
    ),
});

const acceptance = z.strictObject({
  threat: text,
  reason: text,
  owner: text.describe('Who answers for it'),
  approvedBy: z.array(text).min(1).describe('Who agreed: two people where death or injury is a consequence'),
  expires: day.describe('The last day on which it holds'),
});

const cell = z.strictObject({
  element: text.describe('An element of the catalogue, such as ST-5'),
  letter: z.enum(strideLetters),
  reason: text.describe('Why no threat is needed there'),
});

/** A file about a site: what no stack contains. */
export const siteSchema = z
  .strictObject({
    $schema: z.string().optional(),
    extends: z.array(text).optional().describe('Files whose content comes first; this file wins'),
    site: z
      .strictObject({
        name: text.optional(),
        description: text.optional(),
        concerns: text.optional().describe('How everybody can raise a concern'),
      })
      .optional()
      .describe('For everybody in the organisation: no names of resources or people'),
    devices: z.array(device).optional(),
    people: z.array(z.strictObject(element)).optional().describe('Groups of people, never single ones'),
    externals: z.array(z.strictObject(element)).optional().describe('Suppliers, carriers, systems of others'),
    flows: z.array(flow).optional(),
    boundaries: z.array(boundary).optional(),
    threats: z.array(threat).optional().describe('Changes of the register, and threats of this site'),
    acceptances: z.array(acceptance).optional().describe('Risks that are accepted'),
    cells: z.array(cell).optional().describe('Empty cells of the STRIDE matrix, with the reason'),
  })
  .describe(
    'What an environment has that no stack contains: devices, people, flows, and what was decided about threats',
  );

export type SiteFile = z.output<typeof siteSchema>;
export type SiteThreat = NonNullable<SiteFile['threats']>[number];
export type SiteFlow = NonNullable<SiteFile['flows']>[number];
export type SiteDevice = NonNullable<SiteFile['devices']>[number];
export type SiteAcceptance = NonNullable<SiteFile['acceptances']>[number];
