import type { Light } from '../../vocabulary';
import { type Diagram, drawing } from '../diagram/svg';
import type { ThreatDocument } from '../document';
import { markup } from '../markup';
import { lightNames, listed } from '../words';
import { type Page, statusTag, table, threatLinks } from './parts';

/** More rows than this in a table are left to the JSON report. */
const mostRows = 250;

/** The picture and, below it, the same in words. */
export function picturePage(document: ThreatDocument, wide: Diagram, narrow: Diagram): Page {
  const names = new Map([...document.elements, ...document.boundaries].map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) as string;
  const lights: readonly Light[] = ['green', 'amber', 'red', 'grey'];
  const drawn = new Map(wide.picture.nodes.map(({ id, label }) => [id, label]));
  if (document.elements.length === 0)
    return {
      id: 'picture',
      title: 'From the device to the people',
      body: markup`<p>Nothing to draw: no resource of the environment belongs into the picture, and the site file declares nothing.</p>`,
    };
  return {
    id: 'picture',
    title: 'From the device to the people',
    body: markup`<p>Boxes with corners are people and things outside, round boxes are programs and services, boxes open at the sides are stores of data. Dashed frames are boundaries: data that crosses one must be protected. Nothing is drawn that was not found in the program or declared by the site.</p>
<ul class="legend">${lights.map((light) => markup`<li><span class="tag ${light}">${lightNames[light]}</span></li>`)}</ul>
${drawing(wide, 'wide')}${drawing(narrow, 'narrow')}
<h3>The lines of the picture</h3>
${table(
  'Numbers as in the picture',
  ['Line', 'From', 'To', 'What flows', 'Status'],
  wide.picture.lines.map(({ number, from, to, flows, status }) => [
    String(number),
    drawn.get(from) as string,
    drawn.get(to) as string,
    listed([...new Set(flows.map(({ plainName }) => plainName))].slice(0, 4)) +
      (flows.length > 4 ? ' and more' : ''),
    statusTag(status),
  ]),
)}
<h3>The boxes of the picture</h3>
${table(
  'What is in the picture, and which threats strike it',
  document.edition === 'restricted' ? ['Part', 'Name', 'Status', 'Threats'] : ['Part', 'Status', 'Threats'],
  document.elements
    .slice(0, mostRows)
    .map(({ plainName, name, status, threats, count, type }) => [
      plainName,
      ...(document.edition === 'restricted'
        ? [[name, type, count && `${count} devices`].filter(Boolean).join(', ')]
        : []),
      statusTag(status),
      threatLinks(threats),
    ]),
)}${document.elements.length > mostRows && markup`<p>And ${document.elements.length - mostRows} more, in the JSON report.</p>`}
<h3>Boundaries</h3>
${table(
  'Lines that data must not cross unguarded',
  ['Boundary', 'Status', 'Inside', 'Threats'],
  document.boundaries
    .slice(0, mostRows)
    .map(({ plainName, name, status, members, threats }) => [
      document.edition === 'restricted' && name !== plainName ? `${plainName} (${name})` : plainName,
      statusTag(status),
      members.length === 0
        ? 'Nothing'
        : members.length > 6
          ? `${members.length} parts`
          : listed(members.map(nameOf)),
      threatLinks(threats),
    ]),
)}
${unmapped(document)}`,
  };
}

function unmapped({ unmapped: parts, summary, edition }: ThreatDocument) {
  if (edition === 'organisation') {
    const rest = summary.resources - summary.mapped;
    return markup`<p>${rest === 0 ? 'Every resource is in the picture.' : `${rest} of ${summary.resources} resources are not in the picture: parts of others, or of a kind that the picture does not know. The restricted edition names them.`}</p>`;
  }
  const strangers = parts.filter(({ supporting }) => !supporting);
  return markup`<h3>Not in the picture</h3><p>${parts.length - strangers.length} resources belong to others of the picture; ${strangers.length} are of a kind that it does not know.</p>${
    strangers.length > 0 &&
    table(
      'Resources of a kind that the picture does not know',
      ['Resource', 'Type', 'Why'],
      strangers.slice(0, 100).map(({ resource, type, why }) => [resource, type, why]),
    )
  }${strangers.length > 100 && markup`<p>And ${strangers.length - 100} more, in the JSON report.</p>`}`;
}
