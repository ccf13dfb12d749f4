import { type Status, statusNames } from '../../vocabulary';
import type { ThreatDocument } from '../document';
import { type Markup, markup } from '../markup';
import { capital, lightOf } from '../words';

/** A page of the report, with its anchor. */
export interface Page {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** Writes a page. Empty ones are left out by giving nothing. */
export type PageWriter = (document: ThreatDocument) => Page;

/** The word for a status with its colour. */
export const statusTag = (status: Status): Markup =>
  markup`<span class="tag ${lightOf[status]}">${capital(statusNames[status])}</span>`;

/** An anchor that is right for any id. */
export const anchor = (id: string): string => id.replace(/[^\w-]/g, '_');

/** Links to threats of the register. */
export function threatLinks(ids: readonly string[]): Markup {
  if (ids.length === 0) return markup`–`;
  return markup`${ids.map((id, at) => markup`${at > 0 && ', '}<a class="nowrap" href="#${anchor(id)}">${id}</a>`)}`;
}

/** A cell of a table: its content, and the class of numbers. */
export type Cell = Markup | string | number;

/** A table; on a phone, each row is a card. Wide ones can be moved sideways with the keyboard too. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  return markup`<div class="scroll cards" role="group" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      markup`<tr>${row.map((cell, at) => (at === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td data-label="${heads[at]}">${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`;
}
