import { type Status, statuses, statusNames } from '../vocabulary';
import { type EarlierReport, earlierReportOf } from './changes';
import { oneLine } from './clean';
import { csvText } from './csv';
import { dayColours } from './diagram/svg';
import { markup } from './markup';

/** The formats of a trend. */
export const trendFormats = ['console', 'csv', 'json', 'svg'] as const;
export type TrendFormat = (typeof trendFormats)[number];

/** One report of a series. */
export interface TrendPoint {
  readonly created: string;
  readonly counts: { readonly [status in Status]: number };
  /** The sum of what remains of the risks. */
  readonly risk: number;
  /** Threats that neither are proved nor claimed. */
  readonly unsettled: number;
}

/** The points of a series, oldest first. Each `report` is the parsed text of a JSON report. */
export function trendOf(
  reports: readonly { readonly file: string; readonly report: unknown }[],
): readonly TrendPoint[] {
  return reports
    .map(({ file, report }) => pointOf(earlierReportOf(report, file)))
    .sort((a, b) => a.created.localeCompare(b.created));
}

function pointOf({ created, threats }: EarlierReport): TrendPoint {
  const count = (status: Status) => threats.filter((threat) => threat.status === status).length;
  const counts = Object.fromEntries(statuses.map((status) => [status, count(status)])) as {
    [status in Status]: number;
  };
  const unsettled = counts.partial + counts.waived + counts.stale + counts.open + counts.violated;
  const risk = threats
    .filter(({ status }) => status !== 'not-applicable')
    .reduce((sum, threat) => sum + threat.risk.residual.score, 0);
  return { created, counts, risk, unsettled };
}

/** Writes the trend. */
export function trendText(points: readonly TrendPoint[], format: TrendFormat): string {
  switch (format) {
    case 'console':
      return consoleTrend(points);
    case 'csv':
      return csvText([
        ['created', ...statuses, 'not dealt with', 'remaining risk'],
        ...points.map(({ created, counts, unsettled, risk }) => [
          created,
          ...statuses.map((status) => counts[status]),
          unsettled,
          risk,
        ]),
      ]);
    case 'json':
      return `${JSON.stringify({ schema: 1, points }, undefined, 2)}\n`;
    case 'svg':
      return `${drawnTrend(points).text}\n`;
  }
}

const blocks = '▁▂▃▄▅▆▇█';

/** A bar of one character for each point. */
function line(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => blocks[Math.round((value / most) * (blocks.length - 1))]).join('');
}

function consoleTrend(points: readonly TrendPoint[]): string {
  const shown: readonly Status[] = ['violated', 'stale', 'open', 'partial', 'waived', 'claimed', 'verified'];
  const width = 'remaining risk'.length;
  const rows = [
    ...shown.map((status) => [statusNames[status], points.map(({ counts }) => counts[status])] as const),
    ['not dealt with', points.map(({ unsettled }) => unsettled)] as const,
    ['remaining risk', points.map(({ risk }) => risk)] as const,
  ];
  const [first, last] = [points[0], points.at(-1)].map((point) =>
    oneLine(String(point?.created.slice(0, 10))),
  );
  const head = `${points.length} reports, ${first} to ${last}`;
  return `${[head, '', ...rows.map(([name, values]) => `${name.padEnd(width)}  ${line(values)}  ${values[0]} → ${values.at(-1)}`)].join('\n')}\n`;
}

function drawnTrend(points: readonly TrendPoint[]) {
  const [width, height, left, top, bottom] = [720, 320, 50, 50, 50];
  const most = Math.max(1, ...points.map(({ unsettled, counts }) => Math.max(unsettled, counts.verified)));
  const x = (at: number) =>
    left + (points.length < 2 ? 0 : (at / (points.length - 1)) * (width - left - 150));
  const y = (value: number) => top + (1 - value / most) * (height - top - bottom);
  const path = (values: readonly number[]) =>
    values.map((value, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join(' ');
  const curves = [
    ['red', 'not dealt with', points.map(({ unsettled }) => unsettled)],
    ['green', 'verified', points.map(({ counts }) => counts.verified)],
  ] as const;
  // Two names at the same height would lie on each other.
  const [high, low] = curves.map(([, , values]) => y(Number(values.at(-1)))) as [number, number];
  const heights = [high, low + (Math.abs(high - low) < 18 ? 18 : 0)];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title"><title id="title">Threats that are not dealt with, and threats that are verified, in ${points.length} reports</title><style>svg{${dayColours};background:#fff}text{font:14px system-ui,sans-serif;fill:var(--ink)}path{fill:none;stroke-width:3}.red{stroke:var(--red)}.green{stroke:var(--green)}.axis{stroke:var(--rule);stroke-width:1}circle{fill:var(--paper);stroke-width:2}</style><text x="${left}" y="28">Threats over time</text><path class="axis" d="M${left} ${y(0)}H${width - 150}M${left} ${y(most)}H${width - 150}"/><text x="12" y="${y(0) + 5}">0</text><text x="12" y="${y(most) + 5}">${most}</text>${curves.map(
    ([tone, name, values], index) =>
      markup`<path class="${tone}" d="${path(values)}"/>${values.map((value, at) => markup`<circle class="${tone}" cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="4"/>`)}<text x="${x(points.length - 1) + 12}" y="${Number(heights[index]) + 5}">${values.at(-1)} ${name}</text>`,
  )}<text x="${left}" y="${height - 16}">${points[0]?.created.slice(0, 10)}</text><text x="${width - 150}" y="${height - 16}" text-anchor="end">${points.length > 1 && points.at(-1)?.created.slice(0, 10)}</text></svg>`;
}
