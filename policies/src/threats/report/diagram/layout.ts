import type { ElkEdgeSection, ElkNode } from 'elkjs';
import type { Stage } from '../../vocabulary';
import { stages } from '../../vocabulary';
import { bandsOf, type Picture, type PictureNode } from './picture';
import { wrapped } from './wrap';

/** A rectangle on the paper. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything stands. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bands: ReadonlyMap<Stage, Box>;
  readonly zones: ReadonlyMap<string, Box>;
  readonly nodes: ReadonlyMap<string, Box>;
  /** The way of each line, and where its number stands. */
  readonly lines: ReadonlyMap<number, { readonly points: readonly Point[]; readonly label: Box }>;
}

/** How wide the paper is: for a screen or A4, or for a phone. */
export type Paper = 'wide' | 'narrow';

/** Sizes in pixels of the picture. */
export const sizes = {
  wide: { node: 178, perRow: 5, gap: 26, between: 26, edge: 12, padding: 14, letters: 20 },
  narrow: { node: 128, perRow: 2, gap: 12, between: 16, edge: 8, padding: 7, letters: 14 },
} as const;

/** Height of a line of text and of the heading of a band or zone. */
export const lineHeight = 17;
export const headHeight = 28;
export const labelSize = { width: 24, height: 18 };

/** The lines of text in a box; the status follows below. */
export const linesIn = (node: PictureNode, paper: Paper): readonly string[] =>
  wrapped(node.label, sizes[paper].letters, 4);

/** Finds a place for everything: bands one below the other, nothing on top of anything else. */
export async function layoutOf(picture: Picture, paper: Paper): Promise<Layout> {
  // Loaded here, because it is large and only the picture needs it.
  const { default: elk } = await import('elkjs/lib/elk.bundled.js');
  try {
    return readLayout(await new elk.default().layout(graphOf(picture, paper)), picture, paper);
  } catch {
    // A picture without boundaries is better than none, should they be nested in a way that cannot be laid out.
    const plain = { ...picture, zones: [], nodes: picture.nodes.map(({ zone: _zone, ...node }) => node) };
    return readLayout(await new elk.default().layout(graphOf(plain, paper)), plain, paper);
  }
}

function graphOf(picture: Picture, paper: Paper): ElkNode {
  const size = sizes[paper];
  const inner = {
    'elk.padding': `[top=${headHeight + 6},left=${size.padding},right=${size.padding},bottom=${size.padding}]`,
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': String(size.perRow),
    // The narrowest way to put boxes, where every pixel counts.
    ...(paper === 'narrow' ? { 'elk.layered.nodePlacement.strategy': 'SIMPLE' } : {}),
    'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    'elk.nodeSize.minimum': `(${size.node},${headHeight})`,
  };
  const childrenOf = (stage: Stage, zone: string | undefined): ElkNode[] => [
    ...picture.nodes
      .filter((node) => node.stage === stage && node.zone === zone)
      .map((node) => ({
        id: node.id,
        width: size.node,
        height: (linesIn(node, paper).length + 1) * lineHeight + 16,
      })),
    ...picture.zones
      .filter((other) => zone === undefined && other.stage === stage)
      .map(({ id }) => ({ id: `zone ${id}`, layoutOptions: inner, children: childrenOf(stage, id) })),
  ];
  return {
    id: 'picture',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.partitioning.activate': 'true',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': String(size.gap),
      'elk.spacing.edgeNode': String(size.edge),
      'elk.spacing.edgeEdge': String(size.edge),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(size.between),
      'elk.layered.spacing.edgeNodeBetweenLayers': String(size.edge),
      'elk.layered.spacing.edgeEdgeBetweenLayers': String(size.edge),
      'elk.padding': '[top=4,left=4,right=4,bottom=4]',
    },
    children: bandsOf(picture).map((stage) => ({
      id: `band ${stage}`,
      layoutOptions: { ...inner, 'elk.partitioning.partition': String(stages.indexOf(stage)) },
      children: childrenOf(stage, undefined),
    })),
    edges: picture.lines.map((line) => ({
      id: `line ${line.number}`,
      sources: [line.from],
      targets: [line.to],
      labels: [
        { text: String(line.number), ...labelSize, layoutOptions: { 'elk.edgeLabels.inline': 'true' } },
      ],
    })),
  };
}

/** What ELK gives back: it has set everything that its own types leave open. */
interface PlacedNode extends Box {
  readonly id: string;
  readonly children?: readonly PlacedNode[];
}

interface PlacedEdge {
  readonly id: string;
  /** The box that holds both ends; its corner is where the points are counted from. */
  readonly container: string;
  readonly sections: readonly ElkEdgeSection[];
  readonly labels: readonly Point[];
}

function readLayout(laid: ElkNode, picture: Picture, paper: Paper): Layout {
  const root = laid as PlacedNode & { readonly edges: readonly PlacedEdge[] };
  const places = new Map<string, Box>();
  const place = ({ id, children, ...node }: PlacedNode, left: number, top: number) => {
    const box = { x: left + node.x, y: top + node.y, width: node.width, height: node.height };
    places.set(id, box);
    for (const child of children ?? []) place(child, box.x, box.y);
  };
  place(root, 0, 0);
  const at = (id: string) => places.get(id) as Box;
  const width = Math.max(root.width, sizes[paper].node * 2);
  const edges = new Map(root.edges.map((edge) => [edge.id, edge]));
  return {
    width,
    height: root.height,
    bands: new Map(
      bandsOf(picture).map((stage) => [stage, { ...at(`band ${stage}`), x: 1, width: width - 2 }]),
    ),
    zones: new Map(picture.zones.map(({ id }) => [id, at(`zone ${id}`)])),
    nodes: new Map(picture.nodes.map(({ id }) => [id, at(id)])),
    lines: new Map(
      picture.lines.map(({ number }) => [number, wayOf(edges.get(`line ${number}`) as PlacedEdge, at)]),
    ),
  };
}

function wayOf({ container, sections, labels }: PlacedEdge, at: (id: string) => Box) {
  const { x, y } = at(container);
  const label = labels[0] as Point;
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map((point) => ({ x: x + point.x, y: y + point.y })),
  );
  return { points, label: { x: x + label.x, y: y + label.y, ...labelSize } };
}
