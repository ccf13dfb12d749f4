import type { OptionValues, RuleFacts } from './rule';

/** The named selections of rules with their levels. */
export const profiles = ['baseline', 'standard', 'strict'] as const;
export type Profile = (typeof profiles)[number];

/**
 * The level of a rule in a profile.
 *
 * - `baseline`: for the day of adoption. Only critical and high rules run; the critical ones and those for secure
 *   transfer and encryption at rest are mandatory.
 * - `standard`: all rules run; mandatory are secure transfer, encryption at rest and everything critical or high, but for
 *   rules that are marked as advisory because their fix costs money, another SKU or a new resource.
 * - `strict`: all rules run and are mandatory, and rules that ask for nothing by default are switched on.
 */
export function levelIn(profile: Profile, rule: RuleFacts): 'mandatory' | 'advisory' | 'disabled' {
  const grave = rule.severity === 'critical' || rule.severity === 'high';
  const encryption = rule.class === 'secure-transfer' || rule.class === 'encryption-at-rest';
  if (profile === 'strict') return 'mandatory';
  if (profile === 'standard') return (grave || encryption) && !rule.advisory ? 'mandatory' : 'advisory';
  if (!grave) return 'disabled';
  return (rule.severity === 'critical' || encryption) && !rule.advisory ? 'mandatory' : 'advisory';
}

/** The values of a rule's options: those given, else the profile's, else the defaults. */
export function optionsIn(profile: Profile, rule: RuleFacts, given: OptionValues = {}): OptionValues {
  const defaults = Object.fromEntries(
    Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]),
  );
  return { ...defaults, ...(profile === 'strict' ? rule.strict : {}), ...given };
}
