import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Evaluation, evaluate } from '../../policies/src/evaluate/evaluate';
import { checkPolicyConfig } from '../../policies/src/evaluate/policy-config';
import { type PolicyConfig, settingsUnder } from '../../policies/src/evaluate/settings';
import { normalise } from '../../policies/src/resources/normalise';
import type { RegisteredResource } from '../../policies/src/resources/resource';
import { catalogue } from '../../policies/src/rules/catalogue';

const stacks = join(__dirname, '..', '..', 'stacks');
const json = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(stacks, file), 'utf8')) as Record<string, unknown>;

/** The policy configuration of a stack; for another database than Cosmos DB with what that one needs besides. */
export function policyOf(stack: string, database = 'cosmos'): PolicyConfig {
  const more = stack === 'dev' ? json('dev.databases.json')[database] : {};
  return checkPolicyConfig({ ...json(`${stack}.policy.json`), ...(more ?? {}) }, catalogue) as PolicyConfig;
}

/** What all rules say of some resources under the strictest profile. */
export function judged(resources: readonly RegisteredResource[], config: PolicyConfig): Evaluation {
  const all = resources.map(normalise);
  return evaluate(
    catalogue,
    all.flatMap((one) => one.resources),
    settingsUnder('strict', config),
    { now: new Date(), notEvaluated: all.flatMap((one) => one.notEvaluated) },
  );
}

/** What stops a deployment of them. */
export function blocking(
  resources: readonly RegisteredResource[],
  config: PolicyConfig,
): ReadonlySet<string> {
  const { findings } = judged(resources, config);
  return new Set(
    findings
      .filter(({ level, outcome }) => level === 'mandatory' && ['fail', 'error'].includes(outcome))
      .map(({ rule, resource, property }) => `${rule.id} ${resource.name} ${property}`),
  );
}
