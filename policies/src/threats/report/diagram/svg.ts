import { stageNames, statusNames } from '../../vocabulary';
import type { ThreatDocument } from '../document';
import { type Markup, markup } from '../markup';
import { capital, lightOf } from '../words';
import { type Box, type Layout, layoutOf, lineHeight, linesIn, type Paper, type Point } from './layout';
import { bandsOf, type Picture, type PictureNode, readablePicture } from './picture';
import { fitted } from './wrap';

/** A picture with the place of everything in it. */
export interface Diagram {
  readonly picture: Picture;
  readonly layout: Layout;
  readonly paper: Paper;
}

/** Lays the picture out. What is drawn and its numbers are the same on every paper. */
export async function diagramOf(document: ThreatDocument, paper: Paper): Promise<Diagram> {
  const picture = readablePicture(document);
  return { picture, layout: await layoutOf(picture, paper), paper };
}

/** The picture as a file of its own. */
export async function threatSvg(document: ThreatDocument): Promise<string> {
  const diagram = await diagramOf(document, 'wide');
  return `${drawing(diagram, 'picture', standaloneStyle).text}\n`;
}

/** What a reader who cannot see it hears; the tables say the rest. */
export function saidOf({ picture }: Diagram): string {
  const bands = bandsOf(picture).map((stage) => {
    const nodes = picture.nodes.filter((node) => node.stage === stage);
    return `${stageNames[stage]}: ${nodes.map(({ label, status }) => `${label} (${statusNames[status]})`).join(', ')}`;
  });
  return `${bands.join('. ')}. ${picture.lines.length} lines show where data flows.`;
}

/** Draws the picture as SVG. `id` tells several pictures of a page apart. */
export function drawing(diagram: Diagram, id: string, style?: string): Markup {
  const { picture, layout, paper } = diagram;
  const round = (n: number) => Math.round(n * 10) / 10;
  const at = ({ x, y, width, height }: Box) =>
    markup`x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  const path = (points: readonly Point[]) =>
    points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  const head = (label: string, { x, y, width }: Box, name: string) =>
    markup`<text class="${name}" x="${round(x + 9)}" y="${round(y + 19)}">${fitted(label, width - 18)}</text>`;

  const bands = [...layout.bands].map(
    ([stage, box]) => markup`<rect class="band" rx="6" ${at(box)}/>${head(stageNames[stage], box, 'head')}`,
  );
  const zones = picture.zones.map((zone) => {
    const box = layout.zones.get(zone.id);
    return (
      box &&
      markup`<g><title>${zone.label}: ${statusNames[zone.status]}</title><rect class="zone" rx="8" ${at(box)}/></g>`
    );
  });
  const lines = picture.lines.map((line) => {
    const way = layout.lines.get(line.number);
    return (
      way &&
      markup`<path class="line ${lightOf[line.status]}" d="${path(way.points)}" marker-end="url(#${id}-${lightOf[line.status]})"/>`
    );
  });
  const labels = picture.lines.map(({ number, status }) => {
    const way = layout.lines.get(number);
    return (
      way &&
      markup`<rect class="number ${lightOf[status]}" rx="9" ${at(way.label)}/><text class="digit" x="${round(way.label.x + way.label.width / 2)}" y="${round(way.label.y + 13.5)}">${number}</text>`
    );
  });
  // Behind the lines nobody could read them.
  const zoneHeads = picture.zones.map(({ id, label }) => {
    const box = layout.zones.get(id);
    return box && head(label, box, 'zone-head');
  });
  const nodes = picture.nodes.map((node) => {
    const box = layout.nodes.get(node.id);
    return box && nodeDrawing(node, box, paper, at);
  });
  const markers = (['green', 'amber', 'red', 'grey'] as const).map(
    (light) =>
      markup`<marker id="${id}-${light}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip ${light}" d="M0 0L8 4L0 8z"/></marker>`,
  );
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="diagram ${paper}" viewBox="0 0 ${width} ${height}"${style !== undefined && markup` width="${width}" height="${height}"`} role="img" aria-labelledby="${id}-title ${id}-said"><title id="${id}-title">From the device to the people: where data flows, and how it stands</title><desc id="${id}-said">${saidOf(diagram)}</desc>${style !== undefined && markup`<style>${style}</style>`}<defs>${markers}</defs>${bands}${zones}${lines}${zoneHeads}${labels}${nodes}</svg>`;
}

function nodeDrawing(node: PictureNode, box: Box, paper: Paper, at: (box: Box) => Markup): Markup {
  const { x, y, width, height } = box;
  const rows = linesIn(node, paper);
  const light = lightOf[node.status];
  // Stores are open at the sides, processes round, people and things outside have corners: as in every data-flow diagram.
  const shape =
    node.kind === 'store'
      ? markup`<rect class="box store" ${at(box)}/><path class="rule" d="M${x} ${y}H${x + width}M${x} ${y + height}H${x + width}"/>`
      : markup`<rect class="box${node.kind === 'boundary' && ' network'}" rx="${node.kind === 'process' ? 12 : 0}" ${at(box)}/>`;
  const text = rows.map(
    (row, index) => markup`<text class="name" x="${x + 12}" y="${y + 20 + index * lineHeight}">${row}</text>`,
  );
  const last = y + 20 + rows.length * lineHeight;
  return markup`<g class="node ${light}"><title>${node.label}: ${statusNames[node.status]}</title>${shape}${text}<circle class="dot" cx="${x + 17}" cy="${last - 4}" r="5"/><text class="state" x="${x + 27}" y="${last}">${capital(statusNames[node.status])}</text></g>`;
}

/** Colours and letters of the picture; the page sets the variables for day, night and paper. */
export const diagramStyle = `
.diagram text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
.diagram .band{fill:var(--band);stroke:none}
.diagram .head{font-weight:700;font-size:14px}
.diagram .zone{fill:none;stroke:var(--soft-ink);stroke-width:1.4;stroke-dasharray:6 4}
.diagram .zone-head{font-style:italic;fill:var(--soft-ink);paint-order:stroke;stroke:var(--band);stroke-width:5px;stroke-linejoin:round}
.diagram .box{fill:var(--paper);stroke:var(--line);stroke-width:1.6}
.diagram .store{stroke:none}
.diagram .network{stroke-dasharray:6 4}
.diagram .rule{stroke:var(--line);stroke-width:2.4;fill:none}
.diagram .node.green{--line:var(--green)}.diagram .node.amber{--line:var(--amber)}.diagram .node.red{--line:var(--red)}.diagram .node.grey{--line:var(--grey)}
.diagram .name{font-weight:600}
.diagram .state{fill:var(--soft-ink);font-size:12px}
.diagram .dot{fill:var(--line)}
.diagram .line{fill:none;stroke-width:1.8}
.diagram .line.green{stroke:var(--green)}.diagram .line.amber{stroke:var(--amber)}.diagram .line.red{stroke:var(--red)}.diagram .line.grey{stroke:var(--grey)}
.diagram .tip.green{fill:var(--green)}.diagram .tip.amber{fill:var(--amber)}.diagram .tip.red{fill:var(--red)}.diagram .tip.grey{fill:var(--grey)}
.diagram .number{fill:var(--paper);stroke-width:1.4}
.diagram .number.green{stroke:var(--green)}.diagram .number.amber{stroke:var(--amber)}.diagram .number.red{stroke:var(--red)}.diagram .number.grey{stroke:var(--grey)}
.diagram .digit{font-size:11.5px;text-anchor:middle;font-weight:600}
`;

/** The colours by day. */
export const dayColours =
  '--paper:#fff;--ink:#1b2430;--soft-ink:#526070;--band:#eef2f6;--rule:#d5dce4;--green:#1a7f4b;--amber:#b06000;--red:#c0262d;--grey:#6b7683';

const standaloneStyle = `svg{${dayColours};background:#fff}${diagramStyle}`;
