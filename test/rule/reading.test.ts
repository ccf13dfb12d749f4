import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../policies/src/resources/value';
import { type Reading, read } from '../../policies/src/rule/reading';

const known = (path: string, value: unknown) => ({ state: 'known', path, value });
const absent = (path: string, missing = path) => ({ state: 'absent', path, missing });
const unknown = (path: string) => ({ state: 'unknown', path });

const rows: readonly (readonly [string, Parameters<typeof read>[0], string, readonly unknown[]])[] = [
  ['a value at the top', { a: 1 }, 'a', [known('a', 1)]],
  ['a value in a block', { a: { b: false } }, 'a.b', [known('a.b', false)]],
  ['a missing leaf, whose block is there', { a: {} }, 'a.b', [absent('a.b')]],
  ['a missing block', {}, 'a.b.c', [absent('a.b.c', 'a')]],
  ['a null as missing', { a: { b: null } }, 'a.b', [absent('a.b')]],
  ['a text where a block should be as missing', { a: 'x' }, 'a.b', [absent('a.b')]],
  ['each element of a list', { a: [{ b: 1 }, {}] }, 'a[].b', [known('a[0].b', 1), absent('a[1].b')]],
  ['nothing in an empty list', { a: [] }, 'a[].b', []],
  ['a missing list', {}, 'a[].b', [absent('a[].b', 'a')]],
  ['a block where a list should be as missing', { a: { b: 1 } }, 'a[].b', [absent('a[].b', 'a')]],
  ['the elements themselves', { a: ['x', 'y'] }, 'a[]', [known('a[0]', 'x'), known('a[1]', 'y')]],
  ['each key of a map', { a: { k: { b: 1 }, l: {} } }, 'a.*.b', [known('a.k.b', 1), absent('a.l.b')]],
  ['nothing where a map should be', { a: 'x' }, 'a.*.b', []],
  ['nothing for an empty map', { a: {} }, 'a.*.b', []],
  ['an unknown leaf', { a: { b: UNKNOWN } }, 'a.b', [unknown('a.b')]],
  ['an unknown block at the block', { a: UNKNOWN }, 'a.b', [unknown('a')]],
  ['an unknown list at the list', { a: UNKNOWN }, 'a[].b', [unknown('a')]],
  [
    'known elements beside an unknown one',
    { a: [{ b: 1 }, UNKNOWN] },
    'a[].b',
    [known('a[0].b', 1), unknown('a[1]')],
  ],
  ['an empty text as known', { a: '' }, 'a', [known('a', '')]],
];

describe('read', () => {
  test.each(rows)('gives %s', (_what, properties, path, expected) => {
    expect(read(properties, path)).toEqual(expected as readonly Reading[]);
  });
});

test.each(['EnableNonSslPort', 'enablenonsslport', 'ENABLENONSSLPORT'])(
  'a name in odd case (%s) is read as Azure reads it',
  (name) => {
    expect(read({ properties: { [name]: true } }, 'properties.enableNonSslPort')).toEqual([
      { state: 'known', path: 'properties.enableNonSslPort', value: true },
    ]);
  },
);
