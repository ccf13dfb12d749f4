import { closest } from '../evaluate/closest';
import { isGuardRule } from '../evaluate/guard-rules';
import { type Rule, ruleClasses, severities } from '../rule/rule';
import { controlsOf } from '../rule/topic-facts';
import { UsageError } from './usage-error';

/** Chooses rules by `--only` and `--skip`: a rule id, `class:…`, `severity:…` or `control:…`. Throws a UsageError. */
export function selectRules(
  rules: readonly Rule[],
  only: readonly string[],
  skip: readonly string[],
): readonly Rule[] {
  const wanted = only.map((selector) => matcher(selector, '--only', rules));
  const unwanted = skip.map((selector) => matcher(selector, '--skip', rules));
  const chosen = rules.filter((rule) => wanted.length === 0 || wanted.some((matches) => matches(rule)));
  const left = chosen.filter((rule) => !unwanted.some((matches) => matches(rule)));
  // Those about exemptions and baselines look at what the others found.
  if (left.every(isGuardRule))
    throw new UsageError(
      '--only and --skip leave no rule to run.\n  Leave one of them out, or see `iiot-guard rules`.',
    );
  return left;
}

function matcher(selector: string, option: string, rules: readonly Rule[]): (rule: Rule) => boolean {
  const [kind, ...rest] = selector.split(':');
  const value = rest.join(':');
  if (kind === 'class' && ruleClasses.some((known) => known === value)) return (rule) => rule.class === value;
  if (kind === 'severity' && severities.some((known) => known === value))
    return (rule) => rule.severity === value;
  if (kind === 'control' && rules.some((rule) => controlsOf(rule).some((control) => control === value))) {
    return (rule) => controlsOf(rule).some((control) => control === value);
  }
  if (rules.some((rule) => rule.id === selector)) return (rule) => rule.id === selector;
  throw new UsageError(`${option} ${selector}: ${reason(kind, value, selector, rules)}`);
}

function reason(kind: string | undefined, value: string, selector: string, rules: readonly Rule[]): string {
  if (kind === 'class') return `there is no class "${value}".\n  The classes are ${ruleClasses.join(', ')}.`;
  if (kind === 'severity')
    return `there is no severity "${value}".\n  The severities are ${severities.join(', ')}.`;
  if (kind === 'control')
    return `no rule answers to the control "${value}".\n  Controls are written as in \`iiot-guard rules --format json\`, for example mcsb:DP-3.`;
  return `there is no such rule${closest(
    selector,
    rules.map((rule) => rule.id),
  )}\n  See \`iiot-guard rules\`, or use class:, severity: or control:.`;
}
