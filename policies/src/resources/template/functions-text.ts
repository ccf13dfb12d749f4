import { isList, isUnknown, type Value } from '../value';
import {
  ANY_NUMBER,
  asText,
  count,
  type FunctionTable,
  LONGEST_TEXT,
  list,
  open,
  strict,
  text,
} from './arguments';
import { Failed } from './error';
import { isGap, isOpen, nameless } from './unknown';

const decode = (encoded: string): string => Buffer.from(encoded, 'base64').toString('utf8');
const encode = (plain: string): string => Buffer.from(plain, 'utf8').toString('base64');

const DATA = 'data:text/plain;charset=utf8;base64,';

/** A part of a text that is put together: an unknown one leaves its gap. */
const part = (value: Value): string => (isUnknown(value) ? nameless : asText(value));

function concat(args: readonly Value[]): Value {
  const lists = args.filter(isList);
  if (lists.length === 0) return limited(args.map(part).join(''));
  if (args.some(isGap)) return nameless;
  return args.flatMap((arg) => [...list(arg)]);
}

function limited(result: string): string {
  if (result.length > LONGEST_TEXT) throw new Failed('its text would be too long');
  return result;
}

/** `{0}`, `{1,8}` and `{2:D3}`, as .NET writes them. */
function format([pattern = '', ...values]: readonly Value[]): Value {
  if (isOpen(pattern)) return nameless;
  const filled = text(pattern).replace(
    /\{\{|\}\}|\{\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?(?::([^{}]*))?\}/g,
    (whole: string, index?: string, width?: string, style?: string) => {
      if (index === undefined) return whole.slice(1);
      const value = values[Number(index)];
      if (value === undefined) throw new Failed('its text asks for more arguments than there are');
      const written = isOpen(value) ? part(value) : styled(value, style);
      const columns = Number(width ?? 0);
      return columns < 0
        ? written.padEnd(Math.min(-columns, 1000))
        : written.padStart(Math.min(columns, 1000));
    },
  );
  return limited(filled);
}

function styled(value: Value, style: string | undefined): string {
  if (!style || typeof value !== 'number') return asText(value);
  const [, kind = '', digits = ''] = /^([dDxX]|0+$)(\d{0,2})$/.exec(style) ?? [];
  if (kind === '' || !Number.isInteger(value)) throw new Failed('this number format is not supported');
  const width = kind.startsWith('0') ? kind.length : Number(digits || 0);
  const base = /x/i.test(kind) ? Math.abs(value).toString(16) : String(Math.abs(value));
  const cased = kind === 'X' ? base.toUpperCase() : base;
  return `${value < 0 ? '-' : ''}${cased.padStart(width, '0')}`;
}

function split([given = '', delimiters = '']: readonly Value[]): Value {
  const by = isList(delimiters) ? delimiters.map(text) : [text(delimiters)];
  // A gap in a resource id is one of its segments; elsewhere nobody knows what it holds.
  const isId = by.length === 1 && by[0] === '/' && text(given).startsWith('/');
  if (isOpen(delimiters) || (isOpen(given) && !isId)) return nameless;
  const [first = '', ...others] = by.filter((delimiter) => delimiter !== '');
  if (first === '') return [text(given)];
  return others.reduce((rest, delimiter) => rest.replaceAll(delimiter, first), text(given)).split(first);
}

function substring([given, start = 0, length]: readonly Value[]): Value {
  const whole = text(given);
  const from = count(start);
  const size = length === undefined ? whole.length - from : count(length);
  if (from < 0 || size < 0 || from + size > whole.length)
    throw new Failed('it reads past the end of its text');
  return whole.slice(from, from + size);
}

function padLeft([given = '', width, fill = ' ']: readonly Value[]): Value {
  const columns = count(width);
  if (columns > LONGEST_TEXT || text(fill).length !== 1) throw new Failed('it cannot pad this way');
  return asText(given).padStart(columns, text(fill));
}

function join([items, delimiter = '']: readonly Value[]): Value {
  if (items === undefined || isGap(items) || isOpen(delimiter)) return nameless;
  return limited(list(items).map(part).join(text(delimiter)));
}

function replace([given, old, fresh]: readonly Value[]): Value {
  const from = text(old);
  if (from === '') throw new Failed('it cannot replace an empty text');
  const pieces = text(given).split(from);
  const between = text(fresh);
  if (pieces.length * between.length > LONGEST_TEXT) throw new Failed('its text would be too long');
  return limited(pieces.join(between));
}

function uri([base, relative]: readonly Value[]): Value {
  const from = text(base);
  if (!URL.canParse(text(relative), from)) throw new Failed('it takes an address here');
  return new URL(text(relative), from).href;
}

function component(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Failed('its text is not encoded as an address');
  }
}

function fromJson(source: string): Value {
  try {
    return JSON.parse(source) as Value;
  } catch {
    throw new Failed('its text is no JSON');
  }
}

/** Changes the case of a text, and of what is unknown in it: names are compared without regard to case. */
const cased = (change: (plain: string) => string) =>
  open(1, 1, ([given]) => (given !== undefined && isGap(given) ? given : change(text(given))));

/** Looks inside a text without regard to case, as ARM does with these. */
const inside = (look: (whole: string, part: string) => Value) =>
  strict(2, 2, ([whole, part]) => look(text(whole).toLowerCase(), text(part).toLowerCase()));

/** Functions on texts. */
export const textFunctions: FunctionTable = [
  ['base64', strict(1, 1, ([plain]) => encode(text(plain)))],
  ['base64tostring', strict(1, 1, ([encoded]) => decode(text(encoded)))],
  ['base64tojson', strict(1, 1, ([encoded]) => fromJson(decode(text(encoded))))],
  ['concat', open(0, ANY_NUMBER, concat)],
  ['datauri', strict(1, 1, ([plain]) => `${DATA}${encode(asText(plain ?? null))}`)],
  ['datauritostring', strict(1, 1, ([given]) => decode(text(given).replace(/^data:[^,]*,/, '')))],
  ['endswith', inside((whole, part) => whole.endsWith(part))],
  ['format', open(1, ANY_NUMBER, format)],
  ['join', open(2, 2, join)],
  ['json', strict(1, 1, ([source]) => fromJson(text(source)))],
  ['padleft', strict(2, 3, padLeft)],
  ['replace', strict(3, 3, replace)],
  ['split', open(2, 2, split)],
  ['startswith', inside((whole, part) => whole.startsWith(part))],
  ['string', strict(1, 1, ([given = null]) => limited(asText(given)))],
  ['substring', strict(1, 3, substring)],
  ['tolower', cased((plain) => plain.toLowerCase())],
  ['toupper', cased((plain) => plain.toUpperCase())],
  ['trim', strict(1, 1, ([given]) => text(given).trim())],
  ['uri', strict(2, 2, uri)],
  [
    'uricomponent',
    strict(1, 1, ([given]) =>
      encodeURIComponent(text(given)).replace(
        /[!'()*]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    ),
  ],
  ['uricomponenttostring', strict(1, 1, ([given]) => component(text(given)))],
];
