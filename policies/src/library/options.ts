import { UsageError } from '../cli/usage-error';
import { guardRules } from '../evaluate/guard-rules';
import { checkPolicyConfig, isProblems } from '../evaluate/policy-config';
import type { PolicyConfig } from '../evaluate/settings';
import type { Rule, Severity } from '../rule/rule';
import { severities } from '../rule/rule';
import { latestRuleSet, type RuleSet, ruleSets } from '../rule/rule-sets';
import { type Profile, profiles } from '../rule/settings';
import { catalogue } from '../rules/catalogue';

/** How resources are judged. Everything may be left out; the defaults are those of the command line. */
export interface GuardOptions {
  /** Rules and levels to apply; `standard` where left out. */
  readonly profile?: Profile;
  /** The rules of that date; later ones are advice only. The latest where left out. */
  readonly ruleSet?: RuleSet;
  /** Rules of your own, made with `defineRule`, beside ours. */
  readonly rules?: readonly Rule[];
  /** Run only these rules: an id, `class:…`, `severity:…` or `control:…`. */
  readonly only?: readonly string[];
  /** Leave these rules out, selected likewise. */
  readonly skip?: readonly string[];
  /** Levels, options and exemptions: the name of a JSON file, or what would stand in it. */
  readonly policyConfig?: string | PolicyConfig;
  /** Block from this severity on; any mandatory finding where left out. */
  readonly failOn?: Severity | 'never';
  /** A file made by `iiot-guard baseline create`: the findings that it accepts are marked, and do not block. */
  readonly baseline?: string;
  /** A JSON report of before, or a state or template that is judged now by the same options, to compare with. */
  readonly against?: string;
  /** Block for those findings only that `against` does not know. */
  readonly failOnNew?: boolean;
  /** What values known only after deployment do; `warn` where left out, which does not block. */
  readonly unknown?: 'ignore' | 'warn' | 'fail';
  /** Give a finding for each pass as well. */
  readonly passes?: boolean;
  /** The day of the run: decides whether an exemption has expired. Today where left out. */
  readonly now?: Date;
  /** Stops the work: what was called rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/** The options with defaults filled in, as the command line has them. */
export function termsOf(options: GuardOptions) {
  const { profile = 'standard', ruleSet = latestRuleSet, unknown = 'warn', failOn, passes, now } = options;
  const { against, failOnNew = false } = options;
  oneOf('profile', profile, profiles);
  oneOf('ruleSet', ruleSet, ruleSets);
  oneOf('unknown', unknown, ['ignore', 'warn', 'fail']);
  if (failOn !== undefined) oneOf('failOn', failOn, [...severities, 'never']);
  return {
    profile,
    ruleSet,
    unknown,
    failOnNew,
    ...(against === undefined ? {} : { against }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(passes === undefined ? {} : { all: passes }),
    ...(now === undefined ? {} : { now }),
  };
}

/** Plain JavaScript has no types to hold it to a choice, and a misspelt profile must not run a weaker one. */
function oneOf(name: string, given: unknown, choices: readonly string[]): void {
  if (choices.some((choice) => choice === given)) return;
  throw new UsageError(`\`${name}\` must be one of ${choices.join(', ')}.`);
}

/** Our rules and those of the options. Throws a UsageError where two have one id. */
export function allRules({ rules = [] }: GuardOptions): readonly Rule[] {
  const ids = new Set(catalogue.map(({ id }) => id));
  for (const { id } of rules) {
    if (ids.has(id))
      throw new UsageError(`\`rules\`: there is a rule "${id}" already.\n  Give it another id.`);
    ids.add(id);
  }
  return [...catalogue, ...rules];
}

/** The checked policy configuration. Throws a UsageError that names every mistake in it. */
export async function configOf(
  given: GuardOptions['policyConfig'],
  rules: readonly Rule[],
): Promise<PolicyConfig> {
  if (given === undefined) return {};
  if (typeof given === 'string') {
    const { readPolicyConfig } = await import('../cli/policy-config-file.js');
    return readPolicyConfig(given, rules);
  }
  const checked = checkPolicyConfig(given, [...rules, ...guardRules]);
  if (!isProblems(checked)) return checked;
  const told = checked.map(({ path, message }) => `\`policyConfig\`: ${path.join('.')} ${message}`);
  throw new UsageError(told.join('\n'));
}
