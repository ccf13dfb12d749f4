import type { Rule, Severity } from '../rule/rule';
import { controlsOf } from '../rule/topic-facts';
import { version } from '../version';
import { type Entry, entriesOf, inBaseline, printOf } from './entry';
import { fixOf } from './explanation';
import { repositoryPlace, uriOf } from './repository-path';
import type { Report } from './summary';
import { counted, jsonText, pageOf, printable } from './text';

/** The most results that GitHub code scanning takes of one run. */
const mostResults = 25_000;

/** The most tags of a rule that it shows. */
const mostTags = 10;

/** How GitHub ranks security findings: above 9 is critical, 7 high, 4 medium. */
const scores: { readonly [severity in Severity]: string } = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
};

/**
 * The report as SARIF 2.1.0, within what GitHub code scanning takes. Exempt findings are suppressed results. What is unknown
 * and blocks nothing is told as a count, since code scanning would hold it against a pull request.
 */
export function sarifReport(report: Report): string {
  const entries = entriesOf(report).filter(
    ({ outcome, blocking }) => outcome !== 'pass' && (outcome !== 'unknown' || blocking),
  );
  const results = entries.slice(0, mostResults);
  const rules = [...new Set([...report.rules, ...results.map(({ rule }) => rule)])];
  const indexes = new Map(rules.map((rule, index) => [rule, index]));
  const { name, stack } = report.source;
  return jsonText({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'iiot-guard',
            version,
            semanticVersion: version,
            rules: rules.map(ruleOf),
          },
        },
        automationDetails: { id: `iiot-guard/${printable(stack ?? name)}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: notes(report, entries.length) },
        ],
        results: results.map((entry) => resultOf(entry, report, Number(indexes.get(entry.rule)))),
      },
    ],
  });
}

function ruleOf(rule: Rule) {
  const page = pageOf(rule.links[0]);
  const fix = rule.fix.replaces
    ? `${rule.fix.say} Azure replaces an existing resource for this.`
    : rule.fix.say;
  const text = `${rule.title}. ${rule.why} Fix: ${fix}`;
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: rule.title.slice(0, 1024) },
    fullDescription: { text: rule.why.slice(0, 1024) },
    help: {
      text: page ? `${text} See ${page}` : text,
      markdown: `**${rule.title}.**\n\n${rule.why}\n\n**Fix.** ${fix}${page ? `\n\n[Documentation](${page})` : ''}`,
    },
    ...(page ? { helpUri: page } : {}),
    defaultConfiguration: { level: 'warning' },
    properties: {
      tags: ['security', rule.class, ...controlsOf(rule)].slice(0, mostTags),
      precision: 'very-high',
      'security-severity': scores[rule.severity],
      'problem.severity': rule.severity === 'low' ? 'recommendation' : 'warning',
    },
  };
}

function resultOf(entry: Entry, report: Report, ruleIndex: number) {
  const { rule, outcome, urn, name, type } = entry;
  const { path, line } = repositoryPlace(entry, report);
  const print = printOf(entry);
  const justification = justificationOf(entry);
  return {
    ruleId: rule.id,
    ruleIndex,
    level: levelOf(entry),
    message: {
      text: `${plain(name)}: ${plain(entry.message)}${outcome === 'fail' ? ` Fix: ${fixOf(entry.finding)}` : ''}`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path) },
          ...(line === undefined ? {} : { region: { startLine: Math.max(1, line) } }),
        },
        logicalLocations: [{ fullyQualifiedName: urn, name, kind: 'resource' }],
      },
    ],
    // The first is ours; code scanning reads the second alone.
    partialFingerprints: { 'iiotGuard/v1': print, primaryLocationLineHash: `${print}:1` },
    ...(justification === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification }] }),
    ...(report.change ? { baselineState: entry.change ?? 'unchanged' } : {}),
    properties: { type, property: entry.property, outcome, level: entry.level, blocking: entry.blocking },
  };
}

/** Why an open finding is none to act on: an exemption, or the baseline. */
function justificationOf(entry: Entry): string | undefined {
  const { outcome, exemption } = entry;
  if (outcome === 'exempt' && exemption)
    return `${exemption.reason} (${exemption.owner}, until ${exemption.expires})`;
  return inBaseline(entry);
}

function levelOf({ blocking, rule }: Entry): 'error' | 'warning' | 'note' {
  if (blocking) return 'error';
  return rule.severity === 'low' ? 'note' : 'warning';
}

/** Text without a link: viewers make one of `[words](target)`. */
const plain = (text: string): string => text.replaceAll('](', '] (');

/** What a reader of the results alone would miss. */
function notes(report: Report, results: number) {
  const unknown = report.findings.filter(({ outcome }) => outcome === 'unknown').length;
  const texts = [
    ...(report.notEvaluated.length > 0
      ? [
          `${counted(report.notEvaluated.length, 'resource')} not evaluated: see the report in another format.`,
        ]
      : []),
    ...(unknown > 0 ? [`${counted(unknown, 'finding')} cannot be decided before deployment.`] : []),
    ...(results > mostResults
      ? [`${results - mostResults} results are left out: no more than ${mostResults} are taken.`]
      : []),
  ];
  return texts.map((text) => ({ level: 'note', message: { text } }));
}
