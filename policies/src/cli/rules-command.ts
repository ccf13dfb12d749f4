import { closest } from '../evaluate/closest';
import { isRemediable } from '../evaluate/remedy';
import { aligned } from '../report/text';
import { paths, type Rule, targets } from '../rule/rule';
import { firstRuleSet } from '../rule/rule-sets';
import { levelIn, type Profile } from '../rule/settings';
import { controlsOf, strideOf, threatsOf } from '../rule/topic-facts';
import { UsageError } from './usage-error';

export const listFormats = ['table', 'json', 'markdown'] as const;

/** The text of `iiot-guard rules [ID]` for our rules and a user's own. Throws a UsageError for an id that does not exist. */
export async function rulesText(
  rules: readonly Rule[],
  id: string | undefined,
  format: (typeof listFormats)[number],
  profile: Profile,
): Promise<string> {
  if (id === undefined) return list(rules, format, profile);
  const rule = rules.find((one) => one.id === id || one.formerIds?.includes(id));
  if (!rule) {
    const hint = closest(
      id,
      rules.map((known) => known.id),
    );
    throw new UsageError(`There is no rule "${id}"${hint}\n  See \`iiot-guard rules\`.`);
  }
  if (format === 'json') return `${JSON.stringify(facts(rule, profile), undefined, 2)}\n`;
  // Loaded here, because what writes examples takes longer to load than a list takes to write.
  const { rulePage } = await import('../report/rule-page.js');
  return rulePage(rule);
}

function list(rules: readonly Rule[], format: (typeof listFormats)[number], profile: Profile): string {
  if (format === 'json')
    return `${JSON.stringify(
      rules.map((rule) => facts(rule, profile)),
      undefined,
      2,
    )}\n`;
  const columns: readonly (readonly [string, (rule: Rule) => string])[] = [
    ['Rule', (rule) => rule.id],
    ['Severity', (rule) => rule.severity],
    ['Level', (rule) => levelIn(profile, rule)],
    ['Class', (rule) => rule.class],
    ['What must hold', (rule) => rule.title],
  ];
  const head = columns.map(([name]) => name);
  const rows = rules.map((rule) => columns.map(([, cell]) => cell(rule)));
  if (format === 'markdown') {
    return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
  }
  return `${aligned([head, ...rows]).join('\n')}\n${rules.length} rules, levels of the profile ${profile}. One rule: iiot-guard rules ID\n`;
}

function facts(rule: Rule, profile: Profile) {
  const {
    id,
    title,
    topic,
    severity,
    why,
    fix,
    serviceDefault,
    links,
    options = {},
    exemptible = true,
  } = rule;
  return {
    id,
    title,
    class: rule.class,
    severity,
    level: levelIn(profile, rule),
    targets: targets(rule),
    properties: paths(rule),
    why,
    fix,
    serviceDefault,
    links,
    topic,
    stride: strideOf(rule),
    controls: controlsOf(rule),
    threats: threatsOf(rule),
    options,
    exemptible,
    remediable: isRemediable(rule),
    since: rule.since ?? firstRuleSet,
    formerIds: rule.formerIds ?? [],
    peers: { checkov: [], psrule: [], azurePolicy: [], kics: [], trivy: [], ...rule.peers },
  };
}
