import { closest } from '../evaluate/closest';
import { everyType } from '../resources/types';
import { paths, type Rule, targets } from '../rule/rule';
import { levelIn, type Profile } from '../rule/settings';
import { controlsOf, strideOf, threatsOf } from '../rule/topic-facts';
import { catalogue, ruleById } from '../rules/catalogue';
import { UsageError } from './usage-error';

export const listFormats = ['table', 'json', 'markdown'] as const;

/** The text of `iiot-guard rules [ID]`. Throws a UsageError for an id that does not exist. */
export function rulesText(
  id: string | undefined,
  format: (typeof listFormats)[number],
  profile: Profile,
): string {
  if (id === undefined) return list(catalogue, format, profile);
  const rule = ruleById(id);
  if (!rule) {
    const hint = closest(
      id,
      catalogue.map((known) => known.id),
    );
    throw new UsageError(`There is no rule "${id}"${hint}\n  See \`iiot-guard rules\`.`);
  }
  return format === 'json' ? `${JSON.stringify(facts(rule, profile), undefined, 2)}\n` : page(rule, profile);
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
  const aligned = columns.map(([name, cell]) => evenly([name, ...rules.map(cell)]));
  const lines = [head, ...rows].map((_, line) =>
    aligned
      .map((cells) => cells[line])
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${rules.length} rules, levels of the profile ${profile}. One rule: iiot-guard rules ID\n`;
}

/** The cells of a column, all as wide as the widest. */
function evenly(cells: readonly string[]): readonly string[] {
  const width = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => cell.padEnd(width));
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
  };
}

/** A rule as a page that reads well both on a terminal and as Markdown. */
export function page(rule: Rule, profile: Profile): string {
  const source = rule.serviceDefault.source ?? 'not confirmed in a source';
  const options = Object.entries(rule.options ?? {}).map(
    ([name, o]) => `- \`${name}\` (default ${JSON.stringify(o.default)}): ${o.description}`,
  );
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    `${rule.severity} severity, ${levelIn(profile, rule)} in the profile ${profile}, class ${rule.class}.`,
    `## Looks at\n\n${targets(rule)
      .map((type) => (type === everyType ? '- resources of every type' : `- ${type}`))
      .join('\n')}\n${paths(rule)
      .map((path) => `- \`${path}\``)
      .join('\n')}`,
    `## Why\n\n${rule.why}`,
    `## Fix\n\n${rule.fix.say}${rule.fix.replaces ? ' Azure replaces an existing resource for this.' : ''}`,
    `## When nothing is written\n\nThe service default: ${rule.serviceDefault.is} (${source}).`,
    ...(options.length > 0 ? [`## Options\n\n${options.join('\n')}`] : []),
    `## Answers to\n\nSTRIDE ${strideOf(rule)}. Threats: ${threatsOf(rule).join(', ')}. Controls: ${controlsOf(rule).join(', ')}.`,
    `## See\n\n${rule.links.map((link) => `- <${link}>`).join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n');
}
