import { describe, expect, test } from 'vitest';
import type { Finding } from '../../policies/src/evaluate/finding';
import { consoleReport } from '../../policies/src/report/console';
import { csvReport } from '../../policies/src/report/csv';
import { exemptionList } from '../../policies/src/report/exemption-list';
import { htmlReport } from '../../policies/src/report/html';
import { jsonReport } from '../../policies/src/report/json';
import { junitReport } from '../../policies/src/report/junit';
import { markdownReport } from '../../policies/src/report/markdown';
import { sarifReport } from '../../policies/src/report/sarif';
import { snippetsOf } from '../../policies/src/report/snippets';
import type { Report } from '../../policies/src/report/summary';
import { bounded } from '../../policies/src/report/text';
import { propertyRule } from '../rule/made-up';
import { csvRows, htmlElements } from './parsers';
import { exemption, hub, manyFindings, reportOf, tls } from './sample';

const accepted = { accepted: '2026-01-05', by: 'ada' };
const fault = (change: Partial<Finding> = {}): Finding => ({
  rule: tls,
  level: 'mandatory',
  outcome: 'fail',
  resource: hub('bad', '1.0'),
  property: 'properties.minTlsVersion',
  message: 'It is too old.',
  ...change,
});
const withFindings = (findings: readonly Finding[], change: Partial<Report> = {}) =>
  reportOf({ findings, ...change });
const plainConsole = (report: Report, all = false) =>
  consoleReport(report, { colour: false, all, quiet: false });

describe('what the baseline accepts', () => {
  const report = withFindings([fault({ accepted }), fault({ property: 'b' })], {
    baseline: { file: 'accepted.json', fixed: 0 },
  });
  const sentence = 'In the baseline since 2026-01-05 (ada)';
  test.each([
    ['console', plainConsole(report, true)],
    ['HTML', htmlReport(report)],
    ['SARIF', sarifReport(report)],
  ])('is marked in %s', (_format, text) => {
    expect(text.split(sentence)).toHaveLength(2);
  });

  test('is marked in CSV and JSON by day and name', () => {
    const [head = [], ...rows] = csvRows(csvReport(report));
    const cells = rows
      .toReversed()
      .map((row) => ['in the baseline since', 'accepted by'].map((name) => row[head.indexOf(name)]));
    expect(cells).toEqual([
      ['2026-01-05', 'ada'],
      ['', ''],
    ]);
    const { findings } = JSON.parse(jsonReport(report));
    const marks = findings.map((one: { baseline?: object }) => one.baseline);
    expect(marks.toReversed()).toEqual([accepted, undefined]);
  });

  test('is counted at the head of the page, and only where there is a baseline', () => {
    expect(htmlReport(report)).toContain('<dt>In the baseline</dt><dd>1</dd>');
    expect(htmlReport(reportOf())).not.toContain('In the baseline');
    expect(htmlElements(htmlReport(report)).errors).toEqual([]);
  });

  test('of many rules is shortened on the console', () => {
    const findings = Array.from({ length: 10 }, (_, n) =>
      fault({ accepted, rule: { ...tls, id: `rule-${n}` } }),
    );
    const text = plainConsole(withFindings(findings, { baseline: { file: 'accepted.json', fixed: 0 } }));
    expect(text).toContain('rule-7, 2 more rules; --all lists them');
  });
});

describe('what is too much to read', () => {
  const fixed = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      rule: tls.id,
      outcome: 'fail',
      fingerprint: `${n}`,
      resource: `hub-${n}`,
      property: '',
    }));
  const change = { against: 'main.json', new: new Set<Finding>(), fixed: fixed(90), unchanged: 0 };
  const notEvaluated = Array.from({ length: 30 }, (_, n) => ({
    resource: `urn:a::${n}`,
    why: `reason ${n}`,
  }));
  const sameReason = Array.from({ length: 6 }, (_, n) => ({ resource: `file-${n}`, why: 'it is none' }));
  const ofOne = Array.from({ length: 90 }, (_, n) => fault({ property: `p${n}` }));

  test.each<[string, string, RegExp]>([
    ['resources, on the console', plainConsole(manyFindings(2000)), /and \d+ findings of \d+ more resources/],
    [
      'findings of one resource, on the console',
      plainConsole(withFindings(ofOne)),
      /and \d+ more of this resource/,
    ],
    ['what was fixed, on the console', plainConsole(reportOf({ change })), /and \d+ more; --all lists them/],
    ['what was fixed, in Markdown', markdownReport(reportOf({ change })), /Fixed \(90\)[\s\S]*- and 70 more/],
    ['reasons, in Markdown', markdownReport(reportOf({ notEvaluated })), /- and 10 more reasons/],
    [
      'resources of a reason, in Markdown',
      markdownReport(reportOf({ notEvaluated: sameReason })),
      / and 2 more$/m,
    ],
    ['findings of a resource, in JUnit', junitReport(withFindings(ofOne)), /\(and 89 more\)/],
  ])('is counted: %s', (_what, text, counted) => {
    expect(text).toMatch(counted);
  });

  test('leaves the end of a comment out, also where no finding is in it', () => {
    const report = withFindings([], { notEvaluated });
    expect(markdownReport(report, 1000)).toContain('**The rest did not fit here.**');
  });

  test('is cut between characters, never in one', () => {
    expect(bounded(`${'a'.repeat(4095)}😀${'b'.repeat(9)}`)).toMatch(/^a{4095}… \(/);
  });
});

describe('reports of files, which have no stack', () => {
  const source = { kind: 'arm', name: 'main.json' } as const;
  test.each([
    ['Markdown', markdownReport, '<!-- iiot-guard report main-json/ -->'],
    ['SARIF', sarifReport, '"id": "iiot-guard/main.json/"'],
    ['JUnit', junitReport, 'classname="main-json.'],
  ])('are named after the file in %s', (_format, write, text) => {
    expect(write(reportOf({ source }))).toContain(text);
  });

  test('are accepted where nothing blocks', () => {
    expect(markdownReport(withFindings([]))).toContain('## iiot-guard: accepted');
  });
});

test('a rule without a page, and one of low severity, are whole in SARIF', () => {
  const rule = propertyRule({ severity: 'low' });
  const { runs } = JSON.parse(
    sarifReport(withFindings([fault({ rule, level: 'advisory' })], { rules: [rule] })),
  );
  expect(runs[0].tool.driver.rules[0]).not.toHaveProperty('helpUri');
  expect(runs[0].tool.driver.rules[0].properties['problem.severity']).toBe('recommendation');
  expect(runs[0].results[0].level).toBe('note');
});

test('suites of JUnit are in the order of their names, whatever came first', () => {
  const ids = ['z', 'a', 'm'] as const;
  const severities = { z: 'critical', a: 'low', m: 'medium' } as const;
  const findings = ids.map((id) => fault({ rule: { ...tls, id: `${id}-rule`, severity: severities[id] } }));
  const names = junitReport(withFindings(findings)).match(/<testsuite name="\w/g);
  expect(names?.map((one) => one.at(-1))).toEqual(['a', 'm', 'z']);
});

test.each([
  ['where it is known', { place: { file: 'a.json', line: 3 } }, 'a.json:3'],
  ['where only that is known, by who says it', {}, 'configuration'],
  ['for one beside a resource', { beside: true, property: 'b' } as const, 'program'],
])('a list of exemptions tells where each is written: %s', (_what, more, place) => {
  const known = [{ rule: tls, exemption: { ...exemption, ...more }, state: 'used' as const }];
  const now = new Date('2026-06-01');
  expect(exemptionList(known, 'table', now, true)).toContain(`  ${place}\n`);
  expect(exemptionList(known, 'ics', now, true).replaceAll('\r\n ', '').includes('Written in:')).toBe(
    'place' in more,
  );
});

test('a snippet shows no block that the rule does not read', () => {
  expect(snippetsOf(propertyRule({ target: 'Example.Own/things' }))).toBeUndefined();
});
