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
  readonly kind: Element['kind'];
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
  readonly boundaries: readonly string[];
  readonly within?: string;
}

/** All flows from one box to another. `number` is what stands at the line and in the table below the picture. */
export interface PictureLine {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly status: Status;
  readonly flows: readonly Flow[];
}

/** How much is put together: nothing, elements of one kind within a boundary, or whatever is of one kind. */
export type Detail = 'elements' | 'boundaries' | 'kinds';

/** As many boxes as a page takes before nobody can read it. */
const mostNodes: { readonly [detail in Detail]: number } = { elements: 32, boundaries: 32, kinds: 200 };

/** The most detailed picture that can still be read. */
export function readablePicture(document: ThreatDocument, start: Detail): Picture {
  const details: readonly Detail[] = ['elements', 'boundaries', 'kinds'];
  for (const detail of details.slice(details.indexOf(start))) {
    const picture = pictureOf(document, detail);
    if (picture.nodes.length <= mostNodes[detail]) return picture;
  }
  return pictureOf(document, 'kinds');
}

/** The picture with so much detail. */
export function pictureOf(document: ThreatDocument, detail: Detail): Picture {
  const zones = zonesOf(document, detail);
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
  return {
    nodes: [...nodes.values()].map((node) => ({
      ...node,
      label: withCount(node.label, node.elements.length),
    })),
    zones: zones.list,
    lines: linesOf(document.flows, nodeOf),
  };
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

/** A zone for each boundary and band in which it has members; with little detail, one for each kind of boundary. */
function zonesOf(document: ThreatDocument, detail: Detail): Zones {
  const boundaries = new Map(document.boundaries.map((boundary) => [boundary.id, boundary]));
  const zones = new Map<string, PictureZone>();
  const zoneFor = (id: string, stage: Stage, seen: readonly string[] = []): string | undefined => {
    const boundary = boundaries.get(id);
    // A boundary within itself is a mistake of the file; the picture shows what can be shown.
    if (!boundary || seen.includes(id)) return undefined;
    const outer = boundary.within === undefined ? undefined : zoneFor(boundary.within, stage, [...seen, id]);
    const key = `${stage}|${detail === 'kinds' ? boundary.catalogue : id}`;
    const present = zones.get(key);
    if (present?.boundaries.includes(id)) return key;
    const within = present ? present.within : outer === key ? undefined : outer;
    zones.set(key, {
      id: key,
      label:
        present?.label ??
        oneLine(detail === 'elements' ? boundary.name : withoutNumber(boundary.plainName), 60),
      stage,
      status: present ? worse(present.status, boundary.status) : boundary.status,
      boundaries: [...(present?.boundaries ?? []), id],
      ...(within === undefined ? {} : { within }),
    });
    return key;
  };
  const of = new Map(
    document.elements.map(({ id, boundary, stage }) => [
      id,
      boundary === undefined ? undefined : zoneFor(boundary, stage),
    ]),
  );
  return {
    list: [...zones.values()].map((zone) => ({
      ...zone,
      label: withCount(zone.label, zone.boundaries.length),
    })),
    of: ({ id }) => of.get(id),
  };
}

function linesOf(flows: readonly Flow[], nodeOf: ReadonlyMap<string, string>): readonly PictureLine[] {
  const lines = new Map<string, { from: string; to: string; status: Status; flows: Flow[] }>();
  for (const flow of flows) {
    const [from, to] = [nodeOf.get(flow.from), nodeOf.get(flow.to)];
    if (from === undefined || to === undefined) continue;
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
