import { createRequire } from 'node:module';
import type { z } from 'zod';
import type { Option, Rule } from '../rule/rule';
import { closest } from './closest';
import type { Exemption } from './exemption';
import { withCurrentIds } from './former-ids';
import { levels, type PolicyConfig, type RuleConfig } from './settings';

/** What checks shapes; loaded with the first configuration there is, because it takes longer than all our rules. */
const zod = (): typeof z => createRequire(__filename)('zod').z;

/** What the configurations of all rules have in common, and what makes their own parts. */
interface Shared {
  readonly z: typeof z;
  readonly level: ReturnType<typeof levelSchema>;
  readonly exemptions: z.ZodArray<ReturnType<typeof exemptionSchema>>;
}

const levelSchema = (z: Shared['z']) => z.enum(levels);

function exemptionSchema(z: Shared['z']) {
  const day = z.iso.date({ error: 'must be a real day, as YYYY-MM-DD' });
  const text = z.string().trim().min(1, { error: 'must not be empty' });
  return z.strictObject({
    resource: text,
    property: text.optional(),
    reason: text,
    owner: text,
    expires: day,
    ticket: z.string().optional(),
  }) satisfies z.ZodType<Exemption>;
}

/** The configuration of one rule: its level, its exemptions and its own options. */
function ruleConfigSchema(rule: Rule, { z, level, exemptions }: Shared) {
  const options = Object.entries(rule.options ?? {}).map(([name, option]) => [
    name,
    optionSchema(option, z).optional(),
  ]);
  return z.strictObject({
    enforcementLevel: level.optional(),
    exemptions: exemptions.optional(),
    ...(Object.fromEntries(options) as Record<string, z.ZodType>),
  });
}

function optionSchema(option: Option, z: Shared['z']): z.ZodType {
  switch (option.type) {
    case 'boolean':
      return z.boolean();
    case 'array':
      return z.array(z.string());
    case 'string':
      return z.enum([...option.enum]);
    case 'integer': {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = option;
      return z.int().min(minimum).max(maximum);
    }
  }
}

/** The shape of a whole policy configuration file, as `--policy-pack-config` and Pulumi Cloud take it as well. */
function policyConfigSchema(rules: readonly Rule[]) {
  const z = zod();
  const shared: Shared = { z, level: levelSchema(z), exemptions: z.array(exemptionSchema(z)) };
  const entries = rules.map((rule) => [
    rule.id,
    z.union([shared.level, ruleConfigSchema(rule, shared)]).optional(),
  ]);
  return z.strictObject({
    environments: z.array(z.string()).optional(),
    all: z.union([shared.level, z.strictObject({ enforcementLevel: shared.level })]).optional(),
    ...(Object.fromEntries(entries) as Record<string, z.ZodType<RuleConfig | undefined>>),
  });
}

/** One mistake in a policy configuration: the path to it and what is wrong, in words. */
export interface ConfigProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Checks parsed JSON; gives the configuration or every mistake in it. */
export function checkPolicyConfig(
  json: unknown,
  rules: readonly Rule[],
): PolicyConfig | readonly ConfigProblem[] {
  const { current, problems } = withCurrentIds(json, rules);
  if (problems.length > 0) return problems;
  const result = policyConfigSchema(rules).safeParse(current);
  if (result.success) return result.data as PolicyConfig;
  return result.error.issues.flatMap((issue) => explain(issue, current, rules));
}

/** Tells the two answers of {@link checkPolicyConfig} apart. */
export function isProblems(
  checked: PolicyConfig | readonly ConfigProblem[],
): checked is readonly ConfigProblem[] {
  return Array.isArray(checked);
}

/** Says what is wrong in words; of a union it follows the branch that the value was meant for. */
function explain(issue: z.core.$ZodIssue, json: unknown, rules: readonly Rule[]): readonly ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      if (issue.path.length === 0)
        return {
          path: [key],
          message: `\`${key}\` is not a rule${closest(
            key,
            rules.map((r) => r.id),
          )}`,
        };
      return { path: [...issue.path, key], message: `\`${key}\` is not an option here` };
    });
  }
  if (issue.code === 'invalid_union') {
    const value = issue.path.reduce<unknown>(
      (node, key) => (node as Record<PropertyKey, unknown>)?.[key],
      json,
    );
    const meant = typeof value === 'object' && value !== null ? 1 : 0;
    return issue.errors
      .slice(meant, meant + 1)
      .flat()
      .flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, json, rules));
  }
  const given = issue.path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown>)?.[key],
    json,
  );
  if (given === undefined) return [{ path: issue.path, message: 'is missing' }];
  return [
    {
      path: issue.path,
      message: issue.message.replace(/^Invalid (input|option): /, '').replaceAll('"', '`'),
    },
  ];
}
