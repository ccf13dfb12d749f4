import { paths, type Rule, targets } from '../rule/rule';
import { levelIn, profiles } from '../rule/settings';
import { controlsOf, strideOf, threatsOf } from '../rule/topic-facts';
import { snippetsOf } from './snippets';

/** A rule as a page in Markdown that reads well on a terminal too: what must hold, why, how, and what else it answers to. */
export function rulePage(rule: Rule): string {
  const sections = [
    `# ${rule.id}`,
    `${rule.title}.`,
    `${rule.severity} severity, class ${rule.class}. ${levels(rule)}.`,
    `## Why it matters\n\n${rule.why}`,
    `## How to fix it\n\n${howToFix(rule)}`,
    ...examples(rule),
    `## When nothing is written\n\n${absence(rule)}`,
    ...options(rule),
    `## An exemption\n\n${exemption(rule)}`,
    `## What it looks at\n\n${lookedAt(rule)}`,
    `## What it answers to\n\n${answers(rule)}`,
    ...peers(rule),
    `## See\n\n${rule.links.map((link) => `- <${link}>`).join('\n')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function levels(rule: Rule): string {
  const each = profiles.map((profile) => `${levelIn(profile, rule)} in \`${profile}\``);
  const text = each.join(', ');
  return text[0]?.toUpperCase() + text.slice(1);
}

function howToFix({ fix }: Rule): string {
  const notes = [
    fix.say,
    ...(fix.replaces
      ? ['Azure replaces an existing resource for this, and what is in it: plan for it.']
      : []),
    ...(fix.value === undefined || fix.replaces
      ? []
      : [
          'The level `remediate` writes this value by itself during `pulumi up`; it is off unless you set it.',
        ]),
  ];
  return notes.join(' ');
}

const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;

function examples(rule: Rule): readonly string[] {
  const snippets = snippetsOf(rule);
  if (!snippets) return [];
  return [
    `Only what the rule reads is shown.\n\n${fence('typescript', snippets.typescript)}`,
    fence('yaml', snippets.yaml),
    `As an ARM template:\n\n${fence('json', snippets.arm)}`,
  ];
}

function absence(rule: Rule): string {
  const verdict =
    'whenAbsent' in rule
      ? rule.whenAbsent === 'pass'
        ? 'The rule then passes'
        : 'The rule then reports it'
      : 'The rule then goes by what the service does';
  const { is, source } = rule.serviceDefault;
  return `${verdict}: ${is} (${sourceText(source)}).`;
}

function sourceText(source: string | undefined): string {
  if (source === undefined) return 'not confirmed in a source';
  return source.startsWith('https:') ? `<${source}>` : source;
}

function options(rule: Rule): readonly string[] {
  const lines = Object.entries(rule.options ?? {}).map(
    ([name, option]) =>
      `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.description}`,
  );
  return lines.length === 0 ? [] : [`## Options\n\n${lines.join('\n')}`];
}

function exemption(rule: Rule): string {
  if (rule.exemptible === false) return 'This rule accepts none.';
  const example = {
    [rule.id]: {
      exemptions: [
        {
          resource: 'plant-*',
          reason: 'why it may be so here',
          owner: 'who answers for it',
          expires: '2027-03-31',
        },
      ],
    },
  };
  return `In the policy configuration; it ends by itself.\n\n${fence('json', JSON.stringify(example, undefined, 2))}`;
}

function lookedAt(rule: Rule): string {
  const types = targets(rule).map((type) => (type === '*/*' ? '- every resource' : `- ${type}`));
  const related = 'relates' in rule ? rule.relates.map((type) => `- ${type}, beside it`) : [];
  const read = 'relates' in rule ? [] : paths(rule).map((path) => `- \`${path}\``);
  return [...types, ...related, ...read].join('\n');
}

const frameworks: readonly (readonly [prefix: string, name: string])[] = [
  ['mcsb', 'Microsoft cloud security benchmark'],
  ['cis2', 'CIS Azure Foundations 2.0'],
  ['cis3', 'CIS Azure Foundations 3.0'],
  ['cis4', 'CIS Azure Foundations 4.0'],
  ['cis5', 'CIS Azure Foundations 5.0'],
  ['cis6', 'CIS Azure Foundations 6.0'],
  ['nist', 'NIST SP 800-53 r5'],
  ['iec33', 'IEC 62443-3-3'],
  ['iec42', 'IEC 62443-4-2'],
  ['iec41', 'IEC 62443-4-1'],
  ['iec32', 'IEC 62443-3-2'],
  ['iec21', 'IEC 62443-2-1'],
  ['isvs', 'OWASP ISVS 1.0'],
  ['iot10', 'OWASP IoT Top 10 2018'],
  ['enisa', 'ENISA baseline 2017'],
  ['gdpr', 'GDPR'],
  ['nis2', 'NIS 2'],
  ['cra', 'Cyber Resilience Act'],
];

/** The name of a control's framework: `mcsb:DP-3` is of the Microsoft cloud security benchmark. */
export function frameworkOf(control: string): string {
  const prefix = control.slice(0, control.indexOf(':'));
  return frameworks.find(([known]) => known === prefix)?.[1] ?? prefix;
}

function answers(rule: Rule): string {
  const byFramework = new Map<string, string[]>();
  for (const control of controlsOf(rule)) {
    const name = frameworkOf(control);
    const id = control.slice(control.indexOf(':') + 1);
    byFramework.set(name, [...(byFramework.get(name) ?? []), id]);
  }
  return [
    `- STRIDE: ${strideOf(rule)}`,
    `- Threats: ${threatsOf(rule).join(', ')}`,
    ...[...byFramework].map(([name, ids]) => `- ${name}: ${ids.join(', ')}`),
  ].join('\n');
}

const peerNames = {
  checkov: 'Checkov',
  psrule: 'PSRule for Azure',
  azurePolicy: 'Azure Policy',
  kics: 'KICS',
  trivy: 'Trivy',
} as const;

function peers({ peers = {} }: Rule): readonly string[] {
  const lines = Object.entries(peerNames).flatMap(([key, name]) => {
    const ids = peers[key as keyof typeof peerNames] ?? [];
    return ids.length === 0 ? [] : [`- ${name}: ${ids.map((id) => `\`${id}\``).join(', ')}`];
  });
  return lines.length === 0 ? [] : [`## The same check elsewhere\n\n${lines.join('\n')}`];
}
