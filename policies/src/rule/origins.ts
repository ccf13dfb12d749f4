import { type Condition, doesNotMatch } from './conditions';

/** A text that does not let scripts of every web page in; `*` alone in a list with commas, or behind a scheme, does. */
export const notAnyOrigin: Condition = doesNotMatch(
  /(^|,)\s*(https?:\/\/)?\*(:[\d*]+)?\/?\s*(,|$)/i,
  'name the web pages that may read, and never `*`',
);
