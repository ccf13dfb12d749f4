import { describe, expect, test } from 'vitest';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import { isSet, isTrue, oneOf } from '../../policies/src/rule/conditions';
import type { Reading } from '../../policies/src/rule/reading';
import { type Terms, verdictOf } from '../../policies/src/rule/verdict';

const terms = (more: Partial<Terms> = {}): Terms => ({
  must: isTrue,
  whenAbsent: 'fail',
  serviceDefault: 'it is off',
  ...more,
});
const known = (value: Value): Reading => ({ state: 'known', path: 'a.b', value });
const absent: Reading = { state: 'absent', path: 'a.b', missing: 'a' };

describe('the verdict on a reading', () => {
  test.each<[string, Reading, Partial<Terms>, string]>([
    ['is unknown where the value is', { state: 'unknown', path: 'a.b' }, {}, 'unknown'],
    ['passes what holds', known(true), {}, 'pass'],
    ['reports what does not hold', known(false), {}, 'fail'],
    ['reports an absence that counts as one', absent, {}, 'fail'],
    ['passes an absence that does not', absent, { whenAbsent: 'pass' }, 'pass'],
    ['takes an unknown item for one that will be there', known([UNKNOWN]), { must: isSet }, 'pass'],
  ])('%s', (_what, reading, more, outcome) => {
    expect(verdictOf(reading, terms(more))).toMatchObject({ outcome, property: 'a.b' });
  });
});

describe('its message', () => {
  const of = (reading: Reading, more: Partial<Terms> = {}) => verdictOf(reading, terms(more)).message;

  test('says what the service does where nothing is written', () => {
    expect(of(absent)).toBe('`a.b` is not set (it is off); it must be `true`.');
  });

  test.each<[Value, boolean | undefined, string]>([
    ['hunter2', undefined, '`a.b` must be `true`.'],
    ['hunter2', false, '`a.b` must be `true`.'],
    ['TLS1_0', true, '`a.b` must be `true`, but is `TLS1_0`.'],
    [0, true, '`a.b` must be `true`, but is `0`.'],
    [['hunter2'], true, '`a.b` must be `true`.'],
    [{ key: 'hunter2' }, true, '`a.b` must be `true`.'],
  ])('shows %j only where it may be printed (%j)', (value, printable, message) => {
    expect(of(known(value), printable === undefined ? {} : { printable })).toBe(message);
  });

  test('is missing where nothing is wrong', () => {
    expect(verdictOf(known('x'), terms({ must: oneOf('x') }))).not.toHaveProperty('message');
  });
});
