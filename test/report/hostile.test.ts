import { describe, expect, test } from 'vitest';
import { consoleReport } from '../../policies/src/report/console';
import { csvReport } from '../../policies/src/report/csv';
import { githubReport } from '../../policies/src/report/github';
import { gitlabReport } from '../../policies/src/report/gitlab';
import { htmlReport } from '../../policies/src/report/html';
import { jsonReport } from '../../policies/src/report/json';
import { reportSchema } from '../../policies/src/report/json-schema';
import { junitReport } from '../../policies/src/report/junit';
import { longestComment, markdownReport } from '../../policies/src/report/markdown';
import { sarifReport } from '../../policies/src/report/sarif';
import type { Report } from '../../policies/src/report/summary';
import { wrapped } from '../../policies/src/report/wrap';
import {
  csvRows,
  type Element,
  gitlabErrors,
  htmlElements,
  junitErrors,
  markdownElements,
  sarifErrors,
} from './parsers';
import { reportNaming } from './sample';

/** What somebody may call a resource. */
const hostile: readonly (readonly [string, string])[] = [
  ['a script', '<script>alert(1)</script>'],
  ['an image that runs', `"><img src=x onerror='alert(1)'>`],
  ['the end of a block', '</details></li></section></summary><h1>'],
  ['the end of data', ']]></failure></testcase><testcase name="forged"/>'],
  ['a comment', '--><!-- x'],
  ['an entity', '&lt;script&gt; &#10; &x;'],
  ['colours of a terminal', '\u001b[2J\u001b[31mred\u001b]8;;https://evil.example\u0007link'],
  ['controls of one byte', 'a\u009b31m\u0000\u0008\u007f'],
  ['another direction', 'a\u202egnp.exe\u2066x\u200b\ufeff'],
  ['half a character', 'a\ud800b\udc00'],
  ['lines of its own', 'a\n  FAIL  forged-rule  critical, mandatory\r\nOutcome  0 failed\u2028x\u0085y'],
  ['a command of GitHub', '::error file=a::forged'],
  ['a command on a line of its own', 'a\n::set-output name=x::y\n::stop-commands::t'],
  ['an old command of GitHub', 'x ##[error]forged'],
  ['a command of Azure Pipelines', 'x ##vso[task.complete result=Succeeded]'],
  ['percent signs of a command', '%0A::error::forged'],
  ['Markdown', '**[click](https://evil.example)** ![x](https://evil.example/x.png) @team #1 ~~x~~'],
  ['a link without marks', 'https://evil.example www.evil.example'],
  ['backticks', '`<b>` ``<i>`` ```<u>'],
  ['runs of backticks', '``a```<b>x</b>`'],
  ['a table', 'a | b |\n| --- |'],
  ['a heading', '# forged\n\n- item'],
  ['a formula', '=cmd|"/C calc"!A0'],
  ['a formula behind a space', ' @SUM(1)'],
  ['a formula of plus', '+1-2'],
  ['quotes and commas', 'a","b","c'],
  ['a link of SARIF', '[click](https://evil.example) {0}'],
  ['nothing', ''],
  ['a space', ' '],
  ['parts of a URN', 'a::b$c::d'],
  ['a prototype', '__proto__'],
  ['wide letters', '工場の水素🏭'],
  ['dots that lead away', '../../etc/passwd'],
];

const formats: readonly (readonly [string, (report: Report) => string])[] = [
  ['console', (report) => consoleReport(report, { colour: false, all: true })],
  ['narrow console', (report) => consoleReport(report, { colour: false, width: 60 })],
  ['json', (report) => jsonReport(report, true)],
  ['sarif', sarifReport],
  ['junit', junitReport],
  ['markdown', markdownReport],
  ['html', (report) => htmlReport(report, true)],
  ['github', githubReport],
  ['gitlab', gitlabReport],
  ['csv', (report) => csvReport(report, true)],
];

const harmless = reportNaming('harmless');

describe.each(hostile)('a name that is %s', (_what, name) => {
  const report = reportNaming(name);

  test.each(formats)('puts nothing into %s that cannot be seen', (format, write) => {
    const text = format === 'csv' ? write(report).replaceAll('\r\n', '\n') : write(report);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  test.each(formats)('adds no line to %s', (format, write) => {
    const lines = (of: Report) => write(of).split('\n').length;
    // A narrow terminal breaks long lines, which are indented then; a file without name has no line in SARIF.
    if (format !== 'narrow console' && name !== '') expect(lines(report)).toBe(lines(harmless));
  });

  test.each(formats)('is no command to a build server in %s', (format, write) => {
    const commands = (of: Report) => write(of).match(/^\s*::|##(\[|vso\[)/gm)?.length ?? 0;
    expect(commands(report)).toBe(format === 'github' ? commands(harmless) : 0);
  });

  test('is a name like any other to who reads JSON', () => {
    const { findings } = reportSchema.parse(JSON.parse(jsonReport(report, true)));
    expect(new Set(findings.map(({ resource }) => resource.name))).toEqual(new Set([name]));
    expect(sarifErrors(sarifReport(report))).toEqual([]);
    expect(gitlabErrors(gitlabReport(report))).toEqual([]);
    const results = (of: Report) => JSON.parse(sarifReport(of)).runs[0].results.length;
    expect(results(report)).toBe(results(harmless));
    expect(sarifReport(report)).not.toMatch(/"text": ".*\]\(/);
  });

  test('neither ends nor begins a case of JUnit', async () => {
    const text = junitReport(report);
    expect(await junitErrors(text)).toEqual([]);
    const cases = (of: string) => of.match(/<(testcase|failure|error|skipped) /g);
    expect(cases(text)).toEqual(cases(junitReport(harmless)));
  });

  test('is no element of HTML', () => {
    const shape = (of: Report) => htmlElements(htmlReport(of, true));
    const shapeOf = (elements: readonly Element[]) =>
      // Text between backticks is shown as code, so there can be more or less of that.
      elements
        .filter(({ name: tag }) => tag !== 'code')
        .map(({ name: tag, attributes }) => [tag, attributes]);
    const { elements, errors } = shape(report);
    expect(errors).toEqual([]);
    expect(shapeOf(elements)).toEqual(shapeOf(shape(harmless).elements));
  });

  test('is no element of Markdown, and no link', () => {
    const shape = (of: Report) => {
      const elements = markdownElements(markdownReport(of));
      return elements
        .filter(({ name: tag }) => tag !== 'code')
        .map(({ name: tag, attributes }) => [tag, attributes]);
    };
    expect(shape(report)).toEqual(shape(harmless));
  });

  test('mentions nobody in Markdown', () => {
    const code = markdownElements(markdownReport(report)).filter(({ name: tag }) => tag === 'code');
    if (name.includes('@team')) expect(code.some(({ text }) => text.includes('@team'))).toBe(true);
    const outside = markdownReport(report).replace(/(`+)(?!`).*?[^`]\1(?!`)/gs, '');
    expect(outside).not.toMatch(/@team|evil\.example|<script|<img/);
  });

  test('is no formula of CSV', () => {
    const rows = csvRows(csvReport(report, true));
    const width = rows[0]?.length;
    expect(rows.filter(({ length }) => length !== width)).toEqual([]);
    expect(rows).toHaveLength(csvRows(csvReport(harmless, true)).length);
    expect(rows.flat().filter((cell) => /^\s*[=+\-@|%]/.test(cell))).toEqual([]);
  });
});

describe('a name of 10 million letters', () => {
  const report = reportNaming('x'.repeat(10_000_000));

  test.each(formats)('makes %s no larger than it can be read', async (format, write) => {
    const text = write(report);
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toMatch(/x{100}/);
    if (format === 'junit') expect(await junitErrors(text)).toEqual([]);
    if (format === 'sarif') expect(sarifErrors(text)).toEqual([]);
    if (format === 'html') expect(htmlElements(text).errors).toEqual([]);
    if (format === 'markdown') expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestComment);
  });

  test('still differs from another one', () => {
    const name = (text: string) => JSON.parse(jsonReport(reportNaming(text))).findings[0].resource.name;
    const long = 'x'.repeat(100_000);
    expect(name(`${long}a`)).not.toBe(name(`${long}b`));
    expect(name('x'.repeat(4096))).toBe('x'.repeat(4096));
  });
});

describe('a line of a terminal', () => {
  test.each([
    ['words break at the width', 'aa bb cc', 5, ['aa bb', 'cc']],
    ['a long word stays whole', 'a bbbbbbbbbb c', 4, ['a', 'bbbbbbbbbb', 'c']],
    ['wide letters take two columns', '工場 水素', 8, ['工場', '水素']],
    ['marks take none', 'a\u0301a\u0301 b', 4, ['a\u0301a\u0301 b']],
    ['nothing is a line', '', 5, ['']],
  ])('%s', (_what, text, width, lines) => expect(wrapped(text, width)).toEqual(lines));

  test('is never wider than the terminal where words allow', () => {
    const text = consoleReport(reportNaming('hub'), { colour: false, width: 80 });
    const prose = text.split('\n').filter((line) => /^ {4}/.test(line) && !/https?:/.test(line));
    expect(prose.length).toBeGreaterThan(5);
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
  });
});
