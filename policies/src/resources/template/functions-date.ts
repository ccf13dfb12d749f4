import type { Value } from '../value';
import { count, type FunctionTable, strict, text } from './arguments';
import { Failed } from './error';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** An ISO 8601 moment; one without a zone is UTC. */
function moment(value: Value | undefined): number {
  const given = text(value).trim().replace(' ', 'T');
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(given) ? given : `${given}Z`);
  if (Number.isNaN(time)) throw new Failed('it takes a date in ISO 8601 form');
  return time;
}

/** An ISO 8601 duration. ARM takes a year as 365 days and a month as 30. */
function duration(value: Value | undefined): number {
  const match =
    /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
      text(value),
    );
  if (match === null) throw new Failed('it takes a duration in ISO 8601 form');
  const [, minus, ...amounts] = match;
  const units = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3600 * SECOND, 60 * SECOND, SECOND];
  const sum = units.reduce((total, unit, index) => total + unit * Number(amounts[index] ?? 0), 0);
  return minus === undefined ? sum : -sum;
}

const isoOf = (time: number): string => `${new Date(inRange(time)).toISOString().slice(0, 19)}Z`;

function inRange(time: number): number {
  if (Math.abs(time) > 8.64e15) throw new Failed('its date is out of range');
  return time;
}

/** The parts of .NET's custom date formats that do not depend on a language. */
function written(time: number, format: string): string {
  const [year = '', month = '', day = '', hours = '', minutes = '', seconds = ''] = new Date(inRange(time))
    .toISOString()
    .replace(/^[+-]/, '')
    .split(/\D/);
  const known: { readonly [token: string]: string } = {
    yyyy: year,
    yy: year.slice(-2),
    MM: month,
    dd: day,
    HH: hours,
    mm: minutes,
    ss: seconds,
    M: String(Number(month)),
    d: String(Number(day)),
  };
  if (format.length < 2) throw new Failed('this date format is not supported');
  return format.replace(/'([^']*)'|([A-Za-z])\2*/g, (token: string, quoted?: string) => {
    if (quoted !== undefined) return quoted;
    if (token === 'T' || token === 'Z') return token;
    const part = Object.hasOwn(known, token) ? known[token] : undefined;
    if (part === undefined) throw new Failed('this date format is not supported');
    return part;
  });
}

function dateTimeAdd([base, more, format]: readonly Value[]): Value {
  const time = moment(base) + duration(more);
  return format === undefined ? isoOf(time) : written(time, text(format));
}

/** Functions on dates that are written down. What time it is now is unknown. */
export const dateFunctions: FunctionTable = [
  ['datetimeadd', strict(2, 3, dateTimeAdd)],
  ['datetimefromepoch', strict(1, 1, ([seconds]) => isoOf(count(seconds) * SECOND))],
  ['datetimetoepoch', strict(1, 1, ([date]) => Math.trunc(moment(date) / SECOND))],
];
