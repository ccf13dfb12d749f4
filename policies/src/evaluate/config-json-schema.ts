import type { Option, Rule } from '../rule/rule';
import { levels } from './settings';

/** A part of a JSON Schema. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const level: JsonSchema = {
  enum: levels,
  description:
    'What a violation does; `remediate` puts right what has one known fix, and is mandatory otherwise.',
};

/** More than blanks. */
const text = { type: 'string', pattern: '\\S' } as const;

/** What a configuration may hold of exemptions: the same for every rule. */
export const exemptionsSchema: JsonSchema = {
  type: 'array',
  description: 'Written, owned and expiring permissions to break the rule',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['resource', 'reason', 'owner', 'expires'],
    properties: {
      resource: { ...text, description: 'URN or name of the resource, or a glob for either' },
      property: { ...text, description: 'Property path; `[]` stands for any index' },
      reason: { ...text, description: 'Why the rule may fail here' },
      owner: { ...text, description: 'Who answers for it' },
      expires: {
        type: 'string',
        format: 'date',
        description: 'Last day on which it holds, YYYY-MM-DD (UTC)',
      },
      ticket: { type: 'string', description: 'Where it was decided' },
    },
  },
};

/** What a rule's own configuration may hold beside its level, as the policy SDK takes it. */
export function ruleProperties(rule: Rule): { readonly [name: string]: JsonSchema } {
  return { exemptions: exemptionsSchema, ...optionProperties(rule) };
}

function optionProperties(rule: Rule): { readonly [name: string]: JsonSchema } {
  return Object.fromEntries(
    Object.entries(rule.options ?? {}).map(([name, option]) => [name, optionSchema(option)]),
  );
}

function optionSchema(option: Option): JsonSchema {
  const { description } = option;
  switch (option.type) {
    case 'boolean':
      return { type: 'boolean', description };
    case 'array':
      return { type: 'array', items: { type: 'string' }, description };
    case 'string':
      return { enum: option.enum, description };
    case 'integer': {
      const { minimum, maximum } = option;
      return {
        type: 'integer',
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
        description,
      };
    }
  }
}

/** The JSON Schema of a whole policy configuration file, for editors. What rules have in common is written once. */
export function policyConfigJsonSchema(rules: readonly Rule[]): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: {
      environments: {
        type: 'array',
        items: { type: 'string' },
        description: 'Pulumi ESC environments; only the engine reads them',
      },
      all: {
        anyOf: [
          level,
          { type: 'object', additionalProperties: false, properties: { enforcementLevel: level } },
        ],
        description: 'The level of every rule that is not named',
      },
      ...Object.fromEntries(
        rules.flatMap((rule) => [rule.id, ...(rule.formerIds ?? [])].map((id) => [id, entry(rule)])),
      ),
    },
    $defs: { level, exemptions: exemptionsSchema, rule: { anyOf: [reference('level'), block({})] } },
  };
}

const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const block = (own: { readonly [name: string]: JsonSchema }): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: { enforcementLevel: reference('level'), exemptions: reference('exemptions'), ...own },
});

function entry(rule: Rule): JsonSchema {
  const own = optionProperties(rule);
  const description = rule.title;
  if (Object.keys(own).length === 0) return { ...reference('rule'), description };
  return { anyOf: [reference('level'), block(own)], description };
}
