import { describe, expect, test } from 'vitest';
import { csvReport } from '../../policies/src/report/csv';
import { githubReport } from '../../policies/src/report/github';
import { gitlabReport } from '../../policies/src/report/gitlab';
import { htmlReport } from '../../policies/src/report/html';
import { junitReport } from '../../policies/src/report/junit';
import { longestComment, markdownReport } from '../../policies/src/report/markdown';
import { sarifReport } from '../../policies/src/report/sarif';
import type { Report } from '../../policies/src/report/summary';
import { csvRows, gitlabErrors, htmlElements, junitErrors, markdownElements, sarifErrors } from './parsers';
import { endpoint, hub, manyFindings, reportOf, tls } from './sample';

const nothing = { findings: [], notEvaluated: [], unusedExemptions: [], resources: [] };
const reports: readonly (readonly [string, Report])[] = [
  ['with every outcome', reportOf()],
  ['where unknowns block', reportOf({ gate: { unknown: 'fail' } })],
  ['where nothing blocks', reportOf({ gate: { unknown: 'warn', failOn: 'never' } })],
  ['without findings', reportOf(nothing)],
];

describe.each(reports)('a report %s', (_what, report) => {
  test('is SARIF by the schema of OASIS', () => expect(sarifErrors(sarifReport(report))).toEqual([]));
  test('is JUnit by the schema of Jenkins', async () =>
    expect(await junitErrors(junitReport(report))).toEqual([]));
  test('is code quality by the schema of GitLab', () =>
    expect(gitlabErrors(gitlabReport(report))).toEqual([]));
  test('is HTML without a fault', () => expect(htmlElements(htmlReport(report)).errors).toEqual([]));
  test('is CSV with as many cells in each row', () => {
    const [head, ...rows] = csvRows(csvReport(report, true));
    expect(rows).toHaveLength(report.findings.length);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set(rows.length > 0 ? [head?.length] : []));
  });
});

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly baselineState?: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: { readonly [name: string]: string };
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly properties: { readonly outcome: string };
}
interface RuleOfSarif {
  readonly id: string;
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string };
}

function runOf(report: Report) {
  const { runs } = JSON.parse(sarifReport(report)) as {
    runs: {
      results: readonly Result[];
      tool: { driver: { rules: readonly RuleOfSarif[] } };
      invocations: readonly { toolExecutionNotifications: readonly { message: { text: string } }[] }[];
    }[];
  };
  const [run] = runs;
  if (!run) throw new Error('no run');
  const notes = run.invocations.flatMap(({ toolExecutionNotifications }) => toolExecutionNotifications);
  return { ...run, rules: run.tool.driver.rules, notes: notes.map(({ message }) => message.text) };
}

/** A report on one hub that stands in this place, or in none. */
function placed(
  place: { readonly file: string; readonly line: number } | undefined,
  folder?: string,
): Report {
  const [found] = reportOf().findings.filter(({ rule }) => rule === tls);
  if (!found) throw new Error('no finding');
  const { declaredAt: _place, ...resource } = found.resource;
  return reportOf({
    findings: [{ ...found, resource, ...(place ? { place } : {}) }],
    ...(folder === undefined ? {} : { folder }),
  });
}

describe('SARIF', () => {
  test('has the rules that ran, and each result points at its own', () => {
    const { rules, results } = runOf(reportOf());
    expect(rules.map(({ id }) => id).sort()).toEqual([...reportOf().rules.map(({ id }) => id)].sort());
    expect(results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
    expect(rules.find(({ id }) => id === tls.id)?.properties['security-severity']).toBe('8.0');
  });

  test('ranks what blocks as an error, what else fails as a warning', () => {
    const { results } = runOf(reportOf());
    expect(new Set(results.map(({ level, properties }) => `${level} ${properties.outcome}`))).toEqual(
      new Set(['error fail', 'error error', 'warning fail', 'warning exempt']),
    );
  });

  test('suppresses what is exempt, with its reason', () => {
    const { results } = runOf(reportOf());
    expect(results.flatMap(({ suppressions = [] }) => suppressions)).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'leaves in May (ot@example.com, until 2999-01-01)',
      },
    ]);
  });

  test('only counts what is unknown, unless it blocks', () => {
    const outcomes = (report: Report) => runOf(report).results.map(({ properties }) => properties.outcome);
    expect(outcomes(reportOf())).not.toContain('unknown');
    expect(runOf(reportOf()).notes).toContain('1 finding cannot be decided before deployment.');
    expect(outcomes(reportOf({ gate: { unknown: 'fail' } }))).toContain('unknown');
  });

  test('keeps within what GitHub takes: results, tags, a file for each', () => {
    const run = runOf(manyFindings(25_003));
    expect(run.results).toHaveLength(25_000);
    expect(run.notes.join()).toContain('3 results are left out');
    expect(Math.max(...run.rules.map(({ properties }) => properties.tags.length))).toBeLessThanOrEqual(10);
  });

  test('gives a finding the fingerprints of every other run, and each its own', () => {
    const prints = () => runOf(reportOf()).results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints()).toEqual(prints());
    expect(new Set(prints().map((print) => print.primaryLocationLineHash)).size).toBe(prints().length);
  });

  test.each([
    [{ file: 'hubs.ts', line: 3 }, undefined, 'hubs.ts', 3],
    [{ file: 'hubs.ts', line: 3 }, 'plants/a', 'plants/a/hubs.ts', 3],
    [{ file: '../shared/hubs.ts', line: 3 }, 'plants/a', 'plants/shared/hubs.ts', 3],
    [{ file: 'a b#c%.ts', line: 3 }, '', 'a%20b%23c%25.ts', 3],
    [{ file: 'a\\b.ts', line: 3 }, '', 'a/b.ts', 3],
    [{ file: `${process.cwd()}/infra/hub.ts`, line: 3 }, 'plants', 'infra/hub.ts', 3],
    [{ file: '/elsewhere/hub.ts', line: 3 }, 'plants', 'file:///elsewhere/hub.ts', 3],
    [{ file: 'half\ud800.ts', line: 3 }, '', 'half%EF%BF%BD.ts', 3],
    [{ file: 'standard input', line: 3 }, '', 'Pulumi.yaml', undefined],
    [undefined, 'plants', 'plants/Pulumi.yaml', undefined],
  ])('has %j under %j in %s, line %s', (place, folder, uri, startLine) => {
    const [result] = runOf(placed(place, folder)).results;
    const [location] = result?.locations ?? [];
    expect(location?.physicalLocation.artifactLocation.uri).toBe(uri);
    expect(location?.physicalLocation.region?.startLine).toBe(startLine);
    expect(location?.logicalLocations[0]?.fullyQualifiedName).toMatch(/^urn:pulumi:/);
  });

  test('says what is new against an earlier report', () => {
    const { findings } = reportOf();
    const change = { against: 'r', new: new Set(findings.slice(0, 1)), fixed: [], unchanged: 1 };
    const states = runOf(reportOf({ findings, change })).results.map(({ baselineState }) => baselineState);
    expect(states.filter((state) => state === 'new')).toHaveLength(1);
    expect(new Set(states)).toEqual(new Set(['new', 'unchanged']));
    expect(runOf(reportOf()).results[0]).not.toHaveProperty('baselineState');
  });
});

describe('JUnit', () => {
  const text = junitReport(reportOf());
  const casesWith = (kind: string) => text.match(new RegExp(`<${kind} `, 'g'))?.length ?? 0;

  test('has a case for each rule and resource, and is red exactly where something blocks', () => {
    const pairs = new Set(reportOf().findings.map(({ rule, resource }) => `${rule.id} ${resource.urn}`));
    expect(casesWith('testcase')).toBe(pairs.size);
    expect([casesWith('failure'), casesWith('error')]).toEqual([1, 1]);
    const lenient = junitReport(reportOf({ gate: { unknown: 'warn', failOn: 'never' } }));
    expect(lenient).not.toMatch(/<(failure|error) /);
  });

  test('counts them', () => {
    expect(text).toContain('<testsuites name="iiot-guard" tests="9" failures="1" errors="1">');
  });

  test('tells cases of one name apart', () => {
    const twins = ['a', 'b'].map((at) => ({
      rule: tls,
      level: 'mandatory' as const,
      outcome: 'fail' as const,
      resource: { ...hub('twin', '1.0'), urn: `urn::${at}` },
      property: 'p',
      message: 'm',
    }));
    const names = [...junitReport(reportOf({ findings: twins })).matchAll(/<testcase name="([^"]*)"/g)];
    expect(names.map(([, name]) => name)).toEqual([
      'twin (Microsoft.Devices/IotHubs)',
      'twin (Microsoft.Devices/IotHubs) #2',
    ]);
  });
});

describe('Markdown', () => {
  const { findings } = reportOf();
  const fresh = findings.filter(({ rule, outcome }) => rule === endpoint && outcome === 'fail').slice(0, 1);
  const fixed = { rule: 'old-rule', outcome: 'fail', fingerprint: '1', resource: 'gone', property: 'p' };
  const changed = reportOf({
    findings,
    change: { against: 'main.json', new: new Set(fresh), fixed: [fixed], unchanged: 4 },
  });

  test('leads with new findings, then tells the fixed, the known and the exempt', () => {
    const titles = [...markdownReport(changed).matchAll(/^### (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(['New findings (1)', 'Known findings (6)', 'Exempt (1)']);
    expect(markdownReport(changed)).toContain('Since main.json: 1 new, 1 fixed, 4 unchanged.');
    expect(markdownReport(changed)).toContain('- `old-rule` on `gone`');
  });

  test('leads with what blocks where nothing was compared', () => {
    const [first] = [...markdownReport(reportOf()).matchAll(/^### (.*)$/gm)];
    expect(first?.[1]).toBe('What blocks (2)');
  });

  test('folds what need not be read at once', () => {
    const names = markdownElements(markdownReport(reportOf())).map(({ name }) => name);
    expect(names.filter((name) => name === 'details').length).toBeGreaterThan(3);
    expect(names.filter((name) => name === 'details').length).toBe(
      names.filter((name) => name === 'summary').length,
    );
    expect(names).toContain('table');
  });

  test.each([10, 5000])('fits a comment with %i rules that fail, and counts what is left out', (count) => {
    const report = manyFindings(count);
    const findings = report.findings.map((finding, n) => ({
      ...finding,
      rule: { ...finding.rule, id: `rule-${n}` },
    }));
    const text = markdownReport({ ...report, findings });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestComment);
    const shown = text.match(/^- Resource/gm)?.length ?? 0;
    const left = Number(/\*\*(\d+) more finding/.exec(text)?.[1] ?? 0);
    expect(shown + left).toBe(count);
    expect(left > 0).toBe(count > 10);
  });

  test('shortens the list of one rule', () => {
    expect(markdownReport(manyFindings(200))).toContain('- and 80 more of this rule');
  });
});

describe('the annotations of GitHub', () => {
  const lines = (report: Report) => githubReport(report).trimEnd().split('\n');

  test('are errors where it blocks, warnings where it fails, notices where it is unknown', () => {
    const kinds = lines(reportOf()).map((line) => /^::(\w+) /.exec(line)?.[1]);
    expect(kinds).toEqual(['error', 'error', 'warning', 'warning', 'warning', 'warning', 'notice']);
    expect(lines(reportOf())[1]).toMatch(
      /^::error file=hubs.ts,line=7,title=iothub-min-tls-1-2 \(high\)::bad: /,
    );
  });

  test('are ten of each kind at most, the rest is counted', () => {
    const text = githubReport(manyFindings(100));
    expect(text.match(/^::error /gm)).toHaveLength(10);
    expect(text.match(/^::warning /gm)).toHaveLength(10);
    expect(text).toContain('and 40 more errors, see the job summary');
  });
});

describe('the code quality of GitLab', () => {
  const issues = (report: Report) =>
    JSON.parse(gitlabReport(report)) as readonly { severity: string; fingerprint: string }[];

  test('has what fails, and calls what blocks a blocker', () => {
    const severities = issues(reportOf()).map(({ severity }) => severity);
    expect(severities.filter((severity) => severity === 'blocker')).toHaveLength(2);
    expect(severities).toHaveLength(6);
    expect(issues(reportOf({ gate: { unknown: 'fail' } }))).toHaveLength(7);
  });

  test('has each fingerprint once', () => {
    const { findings } = reportOf();
    const prints = issues(reportOf({ findings: [...findings, ...findings] })).map((one) => one.fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('HTML', () => {
  const { elements } = htmlElements(htmlReport(reportOf()));
  const named = (name: string) => elements.filter((element) => element.name === name);

  test('has a title, a language, headings, labels for its fields and a way past them', () => {
    expect(named('html')[0]?.attributes.lang).toBe('en');
    expect(named('title')[0]?.text).toBe('iiot-guard: plant, stack prod');
    expect(named('h1')).toHaveLength(1);
    const fields = [
      ...named('select'),
      ...named('input').filter(({ attributes }) => attributes.type !== 'reset'),
    ];
    const labels = named('label').map(({ attributes }) => attributes.for);
    expect(fields.map(({ attributes }) => attributes.id).filter((id) => !labels.includes(id))).toEqual([]);
    const ids = elements.flatMap(({ attributes }) => (attributes.id ? [attributes.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(named('a')[0]?.attributes.href?.slice(1));
  });

  test('loads nothing, and shows every finding without the script', () => {
    expect(elements.filter(({ attributes }) => 'src' in attributes)).toEqual([]);
    expect(named('link')).toEqual([]);
    const shown = reportOf().findings.filter(({ outcome }) => outcome !== 'pass').length;
    const told = named('section').map(({ text }) => Number(/(\d+) findings?/.exec(text)?.[1]));
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(shown);
    expect(named('form')[0]?.attributes).toHaveProperty('hidden');
  });

  test('lets nothing run but its own script', () => {
    const policy = named('meta').find(({ attributes }) => attributes['http-equiv'])?.attributes.content;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
  });

  test('links to pages only', () => {
    const rule = { ...tls, links: ['javascript:alert(1)'] };
    const findings = reportOf().findings.map((finding) => ({ ...finding, rule }));
    const links = htmlElements(htmlReport(reportOf({ findings }))).elements.flatMap(
      ({ attributes }) => attributes.href ?? [],
    );
    expect(links).toEqual(['#findings']);
    expect(markdownReport(reportOf({ findings }))).not.toContain('javascript:');
  });
});
