import type { Explanation, Step } from '../evaluate/explain';
import { type Finding, fingerprint, placeOf } from '../evaluate/finding';
import type { Place, Resource } from '../resources/resource';
import { isList, isObject, type Value } from '../resources/value';
import type { Reading } from '../rule/reading';
import { paths, type Rule } from '../rule/rule';
import type { Applied } from '../rule/watch';
import { fixOf } from './explanation';
import { snippetsOf } from './snippets';

/** Everything that is told of one rule on one resource. */
export interface Explained {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly explanation: Explanation;
  /** None where the rule does not apply. */
  readonly findings: readonly Finding[];
  /** Why the rule has its level, and where its options come from. */
  readonly settings: readonly string[];
  /** Where a property stands, where the source can tell. */
  readonly placeOf: (property: string) => Place | undefined;
}

/** How many readings a page lists before it only counts them; a trace lists all. */
const most = 25;

/** One page: what was read, from where, why that verdict, what would make it pass. No property value is in it. */
export function explainPage(explained: Explained, trace: boolean): string {
  const { rule, resource, explanation, findings, settings } = explained;
  const verdicts = findings.map(({ outcome }) => outcome.toUpperCase());
  const verdict = verdicts.length === 0 ? 'DOES NOT APPLY' : [...new Set(verdicts)].join(', ');
  const sections = [
    `# ${verdict}: ${rule.id} on ${plain(resource.name)}`,
    `${rule.title}.`,
    list(about(resource)),
    `## What was read\n\n${list(readings(explained, trace ? Number.POSITIVE_INFINITY : most))}`,
    `## Why this verdict\n\n${why(explained)}`,
    `## How it was set\n\n${list(settings)}`,
    ...(trace ? [`## Every step\n\n${steps(explanation.steps, explained)}`] : []),
    `## What would make it pass\n\n${remedy(rule, findings, resource)}`,
    `## See\n\n${list([...rule.links.slice(0, 3).map((link) => `<${link}>`), `\`iiot-guard rules ${rule.id}\` for all about the rule`])}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** Names of resources are another's text: no control character, no Markdown of theirs, no end. */
export const plain = (text: string): string => {
  const short = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return short.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replaceAll(/[`<>[\]|*]/g, '\\$&');
};

function about(resource: Resource): readonly string[] {
  const { urn, type, token, apiVersion, declaredAt, originalPath, within } = resource;
  return [
    `type ${type}${apiVersion === undefined ? '' : `, API version ${plain(apiVersion)}`}`,
    `registered as ${plain(token)}${originalPath ? ', translated into the shape of azure-native' : ''}`,
    ...(declaredAt ? [`declared at ${plain(declaredAt.file)}:${declaredAt.line}`] : []),
    ...(within === undefined ? [] : [`inside the deployment ${plain(within)}`]),
    `URN ${plain(urn)}`,
  ];
}

/** What stands at each path that was read, once, in the order of reading. */
function readings(explained: Explained, limit: number): readonly string[] {
  const seen = new Map<string, string>();
  for (const step of explained.explanation.steps) {
    if (step.kind === 'condition') continue;
    const text = stepText(step, explained);
    seen.set(text, text);
  }
  const all = [...seen.values()];
  if (all.length === 0)
    return ['no property: the rule looks at how the resource is registered, or at its type'];
  if (all.length <= limit) return all;
  return [...all.slice(0, limit), `and ${all.length - limit} more; --trace lists them`];
}

function steps(taken: readonly Step[], explained: Explained): string {
  if (taken.length === 0) return 'None: the rule reads no property by a path.';
  return taken.map((step, index) => `${index + 1}. ${stepText(step, explained)}`).join('\n');
}

function stepText(step: Step, explained: Explained): string {
  if (step.kind === 'relation') return plainKeepingCode(step.what);
  if (step.kind === 'condition') return conditionText(step.applied);
  const own = step.resource === explained.resource;
  const of = own ? '' : ` of ${plain(step.resource.name)}`;
  if (step.kind === 'empty') return `\`${code(step.path)}\`${of}: the list or map has no entries`;
  const { reading } = step;
  const where = own ? origin(reading.path, explained) : '';
  return `\`${code(reading.path)}\`${of}: ${stateOf(reading, explained.rule, step.resource)}${where}`;
}

/** Keeps the code marks of our own sentence; everything else in it may be another's. */
const plainKeepingCode = (text: string): string => plain(text).replaceAll('\\`', '`');

const code = (text: string): string => plain(text).replaceAll('\\', '').replaceAll('`', "'");

function conditionText({ expected, result, path, because }: Applied): string {
  const subject = path === undefined ? 'it' : `\`${code(path)}\``;
  const so = because === undefined ? '' : ` (${because})`;
  const end = result === 'unknown' ? 'not known yet' : result;
  return `condition: ${subject} must ${expected || 'fit the rule'}: ${end}${so}`;
}

function stateOf(reading: Reading, rule: Rule, resource: Resource): string {
  if (reading.state === 'unknown') return 'known only after deployment';
  if (reading.state === 'known') return known(reading.value, reading.path, rule, resource);
  return reading.missing === reading.path
    ? 'not written'
    : `not written; \`${code(reading.missing)}\` is missing already`;
}

/** The kind of a value; the value itself only where the rule says that it can be shown, and it is no secret. */
function known(value: Value, path: string, rule: Rule, { secretTexts = [] }: Resource): string {
  const own = paths(rule).includes(path.replaceAll(/\[\d+\]/g, '[]'));
  const shown = rule.printable && own && typeof value !== 'object' && !secretTexts.includes(String(value));
  if (shown) return `\`${code(String(value))}\``;
  if (isList(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'a block';
  return `a ${typeof value === 'string' ? 'text' : typeof value}, not shown`;
}

/** Where it stands in the source, how its author spells it, and what it was computed from. */
function origin(path: string, { resource, placeOf: placed }: Explained): string {
  const original = resource.originalPath?.(path);
  const place = placed(original ?? path);
  const first = path.replace(/[.[].*$/s, '');
  const from = resource.propertyDependencies[first] ?? [];
  const names = from.slice(0, 5).map((urn) => plain(urn.slice(urn.lastIndexOf('::') + 2)));
  return [
    ...(original !== undefined && original !== path ? [`written as \`${code(original)}\``] : []),
    ...(place ? [`at ${plain(place.file)}:${place.line}`] : []),
    ...(names.length > 0 ? [`computed from ${names.join(', ')}`] : []),
  ]
    .map((text) => `, ${text}`)
    .join('');
}

function why({ rule, explanation, findings }: Explained): string {
  if (findings.length === 0) {
    const unmet = explanation.steps.flatMap((step) =>
      step.kind === 'condition' && step.applied.result === 'does not hold'
        ? [conditionText(step.applied)]
        : [],
    );
    return `The rule does not apply to this resource.${unmet.length > 0 ? `\n\n${list([...new Set(unmet)])}` : ''}`;
  }
  const { is, source } = rule.serviceDefault;
  const told = findings.slice(0, most).map((finding) => {
    const place = placeOf(finding);
    const at = place ? ` (${plain(place.file)}:${place.line})` : '';
    return `${finding.outcome}: ${plainKeepingCode(finding.message)}${at} Fingerprint ${fingerprint(finding)}.`;
  });
  const more = findings.length - told.length;
  return [
    list([...told, ...(more > 0 ? [`and ${more} more`] : [])]),
    `Why it matters: ${rule.why}`,
    `When nothing is written: ${is}${source === undefined ? '' : ` (${source})`}.`,
  ].join('\n\n');
}

function remedy(rule: Rule, findings: readonly Finding[], { token }: Resource): string {
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  const [first] = findings;
  if (first === undefined || (outcomes.size === 1 && outcomes.has('pass'))) return 'Nothing needs to change.';
  if (outcomes.has('error')) return 'Nothing of yours: the rule itself failed. Please report it.';
  const exempt = findings.find(({ outcome }) => outcome === 'exempt')?.exemption;
  const [language, way] = token.startsWith('arm:')
    ? (['json', 'arm'] as const)
    : (['typescript', 'typescript'] as const);
  const snippet = snippetsOf(rule)?.[way];
  return [
    fixOf(first),
    ...(outcomes.has('unknown')
      ? [
          'What is known only after deployment is decided there, where the pack runs; a value in the program decides it now.',
        ]
      : []),
    ...(exempt
      ? [`It is exempt until ${exempt.expires} (${plain(exempt.owner)}): ${plain(exempt.reason)}`]
      : []),
    ...(rule.exemptible === false ? ['This rule accepts no exemption.'] : []),
    ...(snippet === undefined ? [] : [`For example:\n\n\`\`\`${language}\n${snippet}\n\`\`\``]),
  ].join('\n\n');
}
