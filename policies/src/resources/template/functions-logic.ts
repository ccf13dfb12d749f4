import type { Value } from '../value';
import { ANY_NUMBER, asText, count, type FunctionTable, number, sameValue, strict, text } from './arguments';
import { Failed } from './error';

function bool([value]: readonly Value[]): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const given = text(value).toLowerCase();
  if (['true', '1'].includes(given)) return true;
  if (['false', '0'].includes(given)) return false;
  throw new Failed('its text is neither true nor false');
}

/** Two numbers or two texts in order; texts by their characters. */
const order = (holds: (sign: number) => boolean) =>
  strict(2, 2, ([a, b]) => {
    if (typeof a === 'string') return holds(a < text(b) ? -1 : a > text(b) ? 1 : 0);
    return holds(number(a) - number(b));
  });

const whole = (calculate: (a: number, b: number) => number) =>
  strict(2, 2, ([a, b]) => {
    const result = calculate(count(a), count(b));
    if (!Number.isFinite(result)) throw new Failed('it cannot divide by zero');
    return result;
  });

function int([value]: readonly Value[]): Value {
  const given = typeof value === 'number' ? value : Number(text(value).trim() || Number.NaN);
  if (!Number.isFinite(given)) throw new Failed('its text is no number');
  return Math.trunc(given);
}

function float([value]: readonly Value[]): Value {
  const given = Number(asText(value ?? null).trim() || Number.NaN);
  if (!Number.isFinite(given)) throw new Failed('its text is no number');
  return given;
}

const isTrue = ([value]: readonly Value[]): boolean => {
  if (typeof value !== 'boolean') throw new Failed('it takes true or false');
  return value;
};

/** Functions that compare and calculate. Those that may leave an argument out are in `forms.ts`. */
export const logicFunctions: FunctionTable = [
  ['add', whole((a, b) => a + b)],
  ['bool', strict(1, 1, bool)],
  ['div', whole((a, b) => Math.trunc(a / b))],
  ['equals', strict(2, 2, ([a = null, b = null]) => sameValue(a, b))],
  ['false', strict(0, 0, () => false)],
  ['float', strict(1, 1, float)],
  ['greater', order((sign) => sign > 0)],
  ['greaterorequals', order((sign) => sign >= 0)],
  ['int', strict(1, 1, int)],
  ['less', order((sign) => sign < 0)],
  ['lessorequals', order((sign) => sign <= 0)],
  ['mod', whole((a, b) => a % b)],
  ['mul', whole((a, b) => a * b)],
  ['not', strict(1, 1, (args) => !isTrue(args))],
  ['null', strict(0, 0, () => null)],
  ['sub', whole((a, b) => a - b)],
  ['true', strict(0, ANY_NUMBER, () => true)],
];
