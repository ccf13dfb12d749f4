import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../policies/src/resources/resource';
import { type DocumentPath, linesOf } from '../../../policies/src/sources/files/locate';
import { lineAndColumn, parseJson } from '../../../policies/src/sources/files/parse-json';
import { placesOf } from '../../../policies/src/sources/files/places';
import type { ReadFile } from '../../../policies/src/sources/files/read-source';

const text = `// plant
{
  "a": 1, "B": {
    "c": [
      { "x": "{ \\"y\\": [" },
      /* two
         lines */
      [1,
       2], null
    ],
    "quo\\"ted": true
  },
  "a2": "a",
  "e": {}, "l": []
}
`;

describe('the line of', () => {
  test.each<[string, DocumentPath, number]>([
    ['the whole', [], 1],
    ['a property', ['a'], 3],
    ['a property on the same line as another', ['B'], 3],
    ['a property whatever its case', ['b', 'C'], 4],
    ['the first item of a list', ['B', 'c', 0], 5],
    ['a property of an item', ['B', 'c', 0, 'x'], 5],
    ['an item behind brackets in a text and a comment', ['B', 'c', 1], 8],
    ['an item of a list in a list', ['B', 'c', 1, 1], 9],
    ['an item that is null', ['B', 'c', 2], 9],
    ['a property with a quote in its name', ['B', 'quo"ted'], 11],
    ['a property whose name starts like another', ['a2'], 13],
    ['what is missing: that of its block', ['B', 'missing'], 3],
    ['what is missing in an item', ['B', 'c', 0, 'missing', 'deeper'], 5],
    ['an item that is not there: that of the list', ['B', 'c', 7], 4],
    ['what would be inside a text', ['a2', 'x'], 13],
    ['what would be inside an empty block', ['e', 'x'], 14],
    ['what would be inside an empty list', ['l', 0, 'x'], 14],
    ['what is not there at all', ['nowhere'], 1],
  ])('%s', (_what, path, line) => {
    expect(linesOf(text, [path])).toEqual([line]);
  });

  test('many paths, in the order in which they were asked', () => {
    expect(linesOf(text, [['e'], ['a'], ['B', 'c', 1], ['a']])).toEqual([14, 3, 8, 3]);
    expect(linesOf(text, [])).toEqual([]);
  });

  test('a path in what no parser has read', () => {
    expect(linesOf('', [['a']])).toEqual([1]);
    expect(linesOf('"a"', [['a']])).toEqual([1]);
    expect(linesOf('{"a":', [['a', 'b']])).toEqual([1]);
  });
});

test.each([
  [0, '1:1'],
  [9, '2:1'],
  [13, '3:3'],
])('offset %i is at %s', (offset, place) => {
  expect(lineAndColumn(text, offset)).toBe(place);
});

describe('the place of a finding', () => {
  const at = (path: DocumentPath, property: string) => ({
    resource: { document: { path } } as unknown as Resource,
    property,
  });
  const source = (file: string): ReadFile => ({
    file,
    kind: 'arm',
    registered: [],
    resources: [],
    notEvaluated: [],
    text,
  });

  test('is where its property stands in the object that declares the resource', () => {
    const wanted = [at(['B'], 'c[1]'), at(['B'], 'c[0].x'), at([], 'a2'), at(['B'], '')];
    const places = placesOf(wanted, source('plant.json'));
    expect(wanted.map((one) => places.get(one))).toEqual(
      [8, 5, 13, 3].map((line) => ({ file: 'plant.json', line })),
    );
  });

  test('names standard input in words', () => {
    const one = at([], 'a');
    expect(placesOf([one], source('-')).get(one)).toEqual({ file: 'standard input', line: 3 });
  });
});

describe('JSON', () => {
  test.each([
    ['plain', '{ "a": [1, null] }', { a: [1, null] }],
    ['with comments', '// x\n{ "a": /* y */ 1 }', { a: 1 }],
    ['with commas at the end', '{ "a": [1,], }', { a: [1] }],
  ])('%s is read', (_what, json, value) => {
    expect(parseJson(json, 'x.json')).toEqual(value);
  });

  test.each([
    ['{ "a" 1 }', 'x.json:1:7: is not valid JSON (a colon is expected).'],
    ['{ "a": 1 "b": 2 }', 'x.json:1:10: is not valid JSON (a comma is expected).'],
    ['{ a: 1 }', 'x.json:1:3: is not valid JSON ('],
    ['{ "a": }', 'x.json:1:8: is not valid JSON (a value is expected).'],
    ['{ "a": 1', 'x.json:1:9: is not valid JSON (a closing brace is expected).'],
    ['[1', 'x.json:1:3: is not valid JSON (a closing bracket is expected).'],
    ['[1] 2', 'x.json:1:5: is not valid JSON (nothing more is expected).'],
    ['{ "a": "b', 'x.json:1:8: is not valid JSON (a text does not end).'],
    ['[1] /* b', 'x.json:1:5: is not valid JSON (a comment does not end).'],
    ['[nil]', 'x.json:1:2: is not valid JSON ('],
    ['[-]', 'x.json:1:2: is not valid JSON ('],
    ['\u0000', 'x.json: is not a text file.'],
    ['// x\n'.concat('['.repeat(100_000)), 'x.json: is nested too deeply.'],
  ])('%j is refused', (json, message) => {
    expect(() => parseJson(json, 'x.json')).toThrow(message);
  });
});
