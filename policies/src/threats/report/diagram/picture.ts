import type { Element, Flow } from '../../threat-report';
import { type Stage, type Status, stages, statuses } from '../../vocabulary';
import { oneLine } from '../clean';
import type { ThreatDocument } from '../document';

/** What is drawn: boxes in zones in bands, and lines between boxes. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly zones: readonly PictureZone[];
  readonly lines: readonly PictureLine[];
}

/** A box: one element, or several of one kind in one place. */
export interface PictureNode {
  readonly id: string;
  readonly label: string;
  readonly kind: Element['kind'] | 'boundary';
  readonly stage: Stage;
  readonly status: Status;
  readonly elements: readonly string[];
  readonly zone?: string;
}

/** A boundary, as far as it lies in one band. */
export interface PictureZone {
  readonly id: string;
  readonly label: string;
  readonly stage: Stage;
  readonly status: Status;
}

/** All flows from one box to another. `number` is what stands at the line and in the table below the picture. */
export interface PictureLine {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly status: Status;
  readonly flows: readonly Flow[];
}

/** How much is put together: nothing, or elements of one kind within a boundary. */
export type Detail = 'elements' | 'kinds';

/** As many boxes as a page takes before nobody can read it. */
const mostNodes = 32;

/** Each element by its name where those may be read and fit on a page, otherwise one box for a kind of element. */
export function readablePicture(document: ThreatDocument): Picture {
  const isNamed = document.edition === 'restricted' && document.elements.length <= mostNodes;
  return pictureOf(document, isNamed ? 'elements' : 'kinds');
}

/** The picture with so much detail. */
export function pictureOf(document: ThreatDocument, detail: Detail): Picture {
  const zones = zonesOf(document);
  const nodes = new Map<string, PictureNode>();
  const nodeOf = new Map<string, string>();
  for (const element of document.elements) {
    const zone = zones.of(element);
    const key =
      detail === 'elements'
        ? element.id
        : [element.catalogue, element.kind, element.stage, zone ?? ''].join('|');
    const present = nodes.get(key);
    nodeOf.set(element.id, key);
    nodes.set(key, {
      id: key,
      label: present ? present.label : labelOf(element, detail),
      kind: element.kind,
      stage: element.stage,
      status: present ? worse(present.status, element.status) : element.status,
      elements: [...(present?.elements ?? []), element.id],
      ...(zone === undefined ? {} : { zone }),
    });
  }
  addNetworks(document, nodes, nodeOf);
  return {
    nodes: [...nodes.values()].map((node) => ({
      ...node,
      label: withCount(node.label, node.elements.length),
    })),
    zones: zones.list,
    lines: linesOf(document.flows, nodeOf),
  };
}

/** A private way begins at a network. It lies across the zones, so it is a box beside them. */
function addNetworks(
  document: ThreatDocument,
  nodes: Map<string, PictureNode>,
  nodeOf: Map<string, string>,
): void {
  const ends = new Set(document.flows.flatMap(({ from, to }) => [from, to]));
  for (const boundary of document.boundaries) {
    if (!ends.has(boundary.id)) continue;
    const present = nodes.get(boundary.catalogue);
    nodeOf.set(boundary.id, boundary.catalogue);
    nodes.set(boundary.catalogue, {
      id: boundary.catalogue,
      label: oneLine(withoutNumber(boundary.plainName), 60),
      kind: 'boundary',
      stage: 'cloud',
      status: present ? worse(present.status, boundary.status) : boundary.status,
      elements: [...(present?.elements ?? []), boundary.id],
    });
  }
}

/** The worse of two statuses. */
export const worse = (a: Status, b: Status): Status => (statuses.indexOf(b) > statuses.indexOf(a) ? b : a);

const withCount = (label: string, count: number): string => (count > 1 ? `${label} × ${count}` : label);

/** The name without the number behind it, where one box may stand for several. */
const withoutNumber = (name: string): string => name.replace(/ \d+$/, '');

function labelOf(element: Element, detail: Detail): string {
  return oneLine(detail === 'elements' ? element.name : withoutNumber(element.plainName), 60);
}

interface Zones {
  readonly list: readonly PictureZone[];
  readonly of: (element: Element) => string | undefined;
}

/** A zone for each boundary and band in which it has elements. */
function zonesOf(document: ThreatDocument): Zones {
  const boundaries = new Map(document.boundaries.map((boundary) => [boundary.id, boundary]));
  const zones = new Map<string, PictureZone>();
  for (const { boundary: id, stage } of document.elements) {
    const boundary = id === undefined ? undefined : boundaries.get(id);
    const key = `${stage}|${id}`;
    // Strangers and suppliers stand outside of every boundary.
    if (!boundary || zones.has(key)) continue;
    const label = oneLine(withoutNumber(boundary.plainName), 60);
    zones.set(key, { id: key, label, stage, status: boundary.status });
  }
  return {
    list: [...zones.values()],
    of: ({ boundary, stage }) => (zones.has(`${stage}|${boundary}`) ? `${stage}|${boundary}` : undefined),
  };
}

function linesOf(flows: readonly Flow[], nodeOf: ReadonlyMap<string, string>): readonly PictureLine[] {
  const lines = new Map<string, { from: string; to: string; status: Status; flows: Flow[] }>();
  for (const flow of flows) {
    const [from, to] = [nodeOf.get(flow.from) as string, nodeOf.get(flow.to) as string];
    const key = `${from} ${to}`;
    const line = lines.get(key) ?? { from, to, status: flow.status, flows: [] };
    line.status = worse(line.status, flow.status);
    line.flows.push(flow);
    lines.set(key, line);
  }
  return [...lines.values()].map((line, at) => ({ ...line, number: at + 1 }));
}

/** The bands that hold something, in the order of the chain. */
export const bandsOf = (picture: Picture): readonly Stage[] =>
  stages.filter((stage) => picture.nodes.some((node) => node.stage === stage));
