import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { register } from '../../../policies/src/threats/register';
import { diagramOf } from '../../../policies/src/threats/report/diagram/svg';
import { documentOf } from '../../../policies/src/threats/report/document';
import { editions, threatFormats, threatText } from '../../../policies/src/threats/report/formats';
import { headline } from '../../../policies/src/threats/report/html/summary';
import { pullRequestLines } from '../../../policies/src/threats/report/pull-request';
import { threatReportSchema } from '../../../policies/src/threats/report/schema';
import { trendOf, trendText } from '../../../policies/src/threats/report/trend';
import type { ThreatReport } from '../../../policies/src/threats/threat-report';
import { type Status, statuses } from '../../../policies/src/threats/vocabulary';
import { assessed } from './assessed';
import { plantReport } from './plant';

/** Breaks out of HTML, attributes, Markdown tables, CSV cells and the reading direction, wherever it is not escaped. */
const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>|[x](javascript:alert(3))\u202e\u0007@all\n=1+1`;

const otmSchema = JSON.parse(readFileSync(join(__dirname, 'schemas/otm-0.2.0.schema.json'), 'utf8'));
const plants: readonly (readonly [string, ThreatReport])[] = [
  ['a plant', plantReport()],
  ['many plants', plantReport({ copies: 12 })],
  ['hostile names', plantReport({ hostile })],
  ['no resources', plantReport({ empty: true })],
  ...assessed,
];
const cases = plants.flatMap(([name, report]) => editions.map((edition) => [name, edition, report] as const));

describe.each(cases)('%s, edition %s', (_name, edition, report) => {
  test('JSON is as its published schema says', async () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    const valid = ajv.validate(
      z.toJSONSchema(threatReportSchema, { target: 'draft-7' }),
      JSON.parse(await threatText(report, 'json', { edition, previous: report })),
    );
    expect(ajv.errors).toBeNull();
    expect(valid).toBe(true);
  });

  test('the Open Threat Model is as its schema says, and every reference leads somewhere', async () => {
    const ajv = new Ajv({ strict: false, allErrors: true, allowUnionTypes: true });
    const model = JSON.parse(await threatText(report, 'otm', { edition }));
    ajv.validate(otmSchema, model);
    expect(ajv.errors).toBeNull();
    const ids = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id));
    const [zones, parts] = [ids(model.trustZones), ids([...model.components, ...model.trustZones])];
    const [threats, mitigations] = [ids(model.threats), ids(model.mitigations)];
    for (const { parent } of model.components) expect(zones).toContain(parent.trustZone);
    for (const { source, destination } of model.dataflows) {
      expect(parts).toContain(source);
      expect(parts).toContain(destination);
    }
    for (const part of [...model.components, ...model.dataflows]) {
      for (const { threat, mitigations: measures } of part.threats) {
        expect(threats).toContain(threat);
        for (const { mitigation } of measures) expect(mitigations).toContain(mitigation);
      }
    }
  });

  test('nothing that somebody else wrote becomes mark-up or a formula', async () => {
    for (const format of ['html', 'svg', 'markdown', 'csv', 'console'] as const) {
      const text = await threatText(report, format, { edition });
      for (const unseen of ['\u202e', '\u0007']) expect(text).not.toContain(unseen);
      if (format !== 'console' && format !== 'csv')
        expect(text).not.toMatch(/<script>alert|<img|href="javascript/);
      if (format === 'markdown') expect(text).not.toMatch(/(?<!\\)\]\(javascript/);
      if (format === 'csv') expect(text).not.toMatch(/(^|,)"?=/m);
    }
  });
});

describe('the edition for the organisation', () => {
  const secret =
    /plant7|stlake7x9q|urn:pulumi|Brandt|Jo Weber|Red Team|Carrier North|iothub-min-tls|pentest|Microsoft\./;

  test.each(threatFormats)('names no resource, person, record or rule in %s', async (format) => {
    const text = await threatText(plantReport(), format, {
      edition: 'organisation',
      previous: plantReport(),
    });
    expect(text.match(secret)?.[0]).toBeUndefined();
    expect(await threatText(plantReport(), 'json', { edition: 'restricted' })).toMatch(secret);
  });

  test('takes names out of sentences that people wrote', async () => {
    const report = plantReport();
    const text = await threatText(
      { ...report, site: { description: 'All data goes through hub-plant7-1 first.' } },
      'html',
      { edition: 'organisation' },
    );
    expect(text).toContain('All data goes through a part of the environment first.');
  });
});

describe('what changed', () => {
  const earlier = async (status: Parameters<typeof plantReport>[0]) =>
    JSON.parse(await threatText(plantReport(status), 'json', { edition: 'restricted' }));
  const rows = [
    ['verified', 'violated', 'worse'],
    ['violated', 'verified', 'better'],
    ['not-applicable', 'open', 'new'],
    ['verified', 'stale', 'worse'],
    ['open', 'claimed', 'better'],
  ] as const;

  test.each(rows)('from %s to %s is %s, with the reason', async (from, to, kind) => {
    const previous = await earlier({ status: { 'T-D01': from } });
    for (const edition of editions) {
      const { changes } = documentOf(plantReport({ status: { 'T-D01': to } }), edition, previous);
      expect(changes?.threats).toMatchObject([{ threat: 'T-D01', kind, from, to }]);
      expect(changes?.threats[0]?.because.length).toBeGreaterThan(0);
    }
  });

  test('names the rule in the restricted edition, and only counts in the other', async () => {
    const previous = await earlier({ status: { 'T-D01': 'verified' } });
    const report = plantReport({ status: { 'T-D01': 'violated' } });
    expect(documentOf(report, 'restricted', previous).changes?.threats[0]?.because[0]).toBe(
      'IoT hubs take TLS 1.2 and nothing older (iothub-min-tls-1-2): does not hold, before: holds.',
    );
    expect(documentOf(report, 'organisation', previous).changes?.threats[0]?.because[0]).toBe(
      '1 check does not hold, before: 0.',
    );
  });

  test('compares with an edition that names nothing', async () => {
    const previous = JSON.parse(
      await threatText(plantReport({ status: { 'T-D01': 'verified' } }), 'json', { edition: 'organisation' }),
    );
    const { changes } = documentOf(plantReport({ status: { 'T-D01': 'violated' } }), 'restricted', previous);
    expect(changes?.threats[0]?.because).toContain('1 check does not hold, before: 0.');
  });

  test('is nothing for the same report', async () => {
    expect(documentOf(plantReport(), 'restricted', await earlier({})).changes?.threats).toEqual([]);
  });

  test.each([[null], [{}], [{ schema: 2 }], [{ schema: 1, created: 'x', threats: [{ id: 1 }] }]])(
    'refuses %j as an earlier report',
    (previous) => {
      expect(() => documentOf(plantReport(), 'restricted', previous)).toThrow(/is no JSON report/);
    },
  );

  test('gives three lines for a pull request', async () => {
    const report = plantReport({
      status: { 'T-D01': 'violated', 'T-D02': 'verified', 'T-D03': 'stale' },
      hostile,
    });
    const previous = await earlier({ status: { 'T-D01': 'verified', 'T-D02': 'open', 'T-D03': 'stale' } });
    const { changes, threats } = documentOf(report, 'restricted', previous);
    const lines = pullRequestLines(changes ?? { since: '', threats: [] }, threats);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^- \*\*Threats that got worse: 1\*\* – T-D01 .*\(verified → violated\): /);
    expect(lines[1]).toMatch(/^- \*\*Threats that got better: 1\*\* – T-D02 /);
    expect(lines[2]).toMatch(/records are too old: \d+\*\* – .*T-D03/);
    expect(lines.join('\n')).not.toContain('<script>');
  });
});

describe('a trend', () => {
  const report = async (now: string, status: 'open' | 'verified') => ({
    file: `${now}.json`,
    report: JSON.parse(
      await threatText(plantReport({ now, status: { 'T-D01': status } }), 'json', {
        edition: 'organisation',
      }),
    ),
  });

  test('puts reports in order and draws them in every format', async () => {
    const points = trendOf([
      await report('2026-11-24T08:00:00Z', 'verified'),
      await report('2026-11-17T08:00:00Z', 'open'),
    ]);
    expect(points.map(({ created }) => created.slice(0, 10))).toEqual(['2026-11-17', '2026-11-24']);
    expect((points[0]?.unsettled ?? 0) - (points[1]?.unsettled ?? 0)).toBe(1);
    expect(trendText(points, 'console')).toMatch(/not dealt with {2}\S{2} {2}\d+ → \d+/);
    expect(trendText(points, 'csv').split('\r\n')).toHaveLength(4);
    expect(JSON.parse(trendText(points, 'json')).points).toHaveLength(2);
    expect(trendText(points, 'svg')).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(trendText(points.slice(0, 1), 'svg')).not.toContain('NaN');
  });

  test('names of curves that end at the same height do not lie on each other', () => {
    const counts = Object.fromEntries(statuses.map((status) => [status, 7])) as Record<Status, number>;
    const heights = (unsettled: number) =>
      [
        ...trendText([{ created: '2026-11-24', counts, risk: 9, unsettled }], 'svg').matchAll(
          /y="([\d.]+)">\d+ (?:not dealt with|verified)</g,
        ),
      ].map((match) => Number(match[1]));
    const [high = 0, low = 0] = heights(7);
    expect(low - high).toBe(18);
    expect(new Set(heights(1)).size).toBe(2);
  });
});

test.each<[Status, Status, string]>([
  [
    'violated',
    'not-applicable',
    '1 threat concerns this environment. 0 are proved to be dealt with; 1 needs action;',
  ],
  [
    'verified',
    'not-applicable',
    '1 threat concerns this environment. 1 is proved to be dealt with; 0 need action;',
  ],
  ['violated', 'stale', '2 threats concern this environment. 0 are proved to be dealt with; 2 need action;'],
])('the headline counts %s and %s in words', (one, other, text) => {
  const rest = register.map(({ id }) => [id, 'not-applicable'] as const);
  const concerned = { 'T-D01': one, 'T-D02': other };
  const report = plantReport({ status: { ...Object.fromEntries(rest), ...concerned } });
  expect(headline(documentOf(report, 'organisation'))).toContain(text);
});

describe.each(['wide', 'narrow'] as const)('the picture on %s paper', (paper) => {
  test.each(cases)('%s, edition %s: nothing lies on anything else', async (_name, edition, report) => {
    const { layout, picture } = await diagramOf(documentOf(report, edition), paper);
    const boxes = [
      ...[...layout.nodes].map(([id, box]) => ({ id, ...box })),
      ...[...layout.lines].map(([number, { label }]) => ({ id: `line ${number}`, ...label })),
    ];
    const inside = (a: number, size: number, b: number, other: number) => a < b + other && b < a + size;
    const over = boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter((b) => inside(a.x, a.width, b.x, b.width) && inside(a.y, a.height, b.y, b.height))
        .map((b) => `${a.id} on ${b.id}`),
    );
    expect(over).toEqual([]);
    expect(layout.nodes.size).toBe(picture.nodes.length);
    expect(layout.lines.size).toBe(picture.lines.length);
    for (const { x, y, width, height } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(layout.width + 0.5);
      expect(y + height).toBeLessThanOrEqual(layout.height + 0.5);
    }
  });
});

test('a report of a thousand resources is small and quick', async () => {
  const report = plantReport({ copies: 72 });
  expect(report.summary.resources).toBeGreaterThan(1000);
  await threatText(plantReport(), 'html', { edition: 'restricted' });
  const start = performance.now();
  const text = await threatText(report, 'html', { edition: 'restricted' });
  expect(performance.now() - start).toBeLessThan(3000);
  expect(Buffer.byteLength(text)).toBeLessThan(1.5e6);
});
