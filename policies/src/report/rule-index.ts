import { type Rule, ruleClasses, severities, targets } from '../rule/rule';
import { levelIn } from '../rule/settings';
import { controlsOf } from '../rule/topic-facts';
import { frameworkOf } from './rule-page';

/** The index of all rule pages in Markdown: by service, by class and severity, and by framework. */
export function ruleIndex(rules: readonly Rule[]): string {
  return [
    '# Rules',
    `${rules.length} rules. By [service](#by-service), [class](#by-class), [severity](#by-severity) and [framework](#by-framework). What other tools check for the same: [peers](peers.md). What is no rule here: [left out](left-out.md).`,
    `## By service\n\n${byService(rules)}`,
    `## By class\n\n${lists(ruleClasses.map((name) => [name, rules.filter((rule) => rule.class === name)]))}`,
    `## By severity\n\n${lists([...severities].reverse().map((name) => [name, rules.filter((rule) => rule.severity === name)]))}`,
    `## By framework\n\n${byFramework(rules)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

const link = (rule: Rule): string => `[${rule.id}](${rule.id}.md)`;

/** `Microsoft.Storage/storageAccounts` is of the service `Microsoft.Storage`. */
function serviceOf(rule: Rule): string {
  const [first = ''] = targets(rule);
  const service = first.split('/')[0] ?? '';
  return service === '*' ? 'Any resource' : service;
}

function byService(rules: readonly Rule[]): string {
  const services = [...new Set(rules.map(serviceOf))].sort();
  return services
    .map((service) => {
      const rows = rules
        .filter((rule) => serviceOf(rule) === service)
        .map((rule) => `| ${link(rule)} | ${rule.severity} | ${levelIn('standard', rule)} | ${rule.title} |`);
      return `### ${service}\n\n| Rule | Severity | Level | What must hold |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
    })
    .join('\n\n');
}

function lists(groups: readonly (readonly [name: string, rules: readonly Rule[]])[]): string {
  return groups
    .filter(([, rules]) => rules.length > 0)
    .map(([name, rules]) => `**${name}** (${rules.length}): ${rules.map(link).join(', ')}`)
    .join('\n\n');
}

/** Each control with its rules, in the order in which rules name the frameworks. */
function byFramework(rules: readonly Rule[]): string {
  const frameworks = new Map<string, Map<string, Rule[]>>();
  for (const rule of rules) {
    for (const control of controlsOf(rule)) {
      const name = frameworkOf(control);
      const controls = frameworks.get(name) ?? new Map<string, Rule[]>();
      frameworks.set(name, controls);
      const id = control.slice(control.indexOf(':') + 1);
      controls.set(id, [...(controls.get(id) ?? []), rule]);
    }
  }
  return [...frameworks]
    .map(([name, controls]) => {
      const rows = [...controls]
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([id, group]) => `| ${id} | ${group.map(link).join(', ')} |`);
      return `### ${name}\n\n| Control | Rules |\n| --- | --- |\n${rows.join('\n')}`;
    })
    .join('\n\n');
}
