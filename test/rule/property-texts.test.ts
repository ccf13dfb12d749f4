import { describe, expect, test } from 'vitest';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { type Text, visitTexts } from '../../policies/src/rule/property-texts';

const shown = ({ path, name, text, chosenName }: Text): string =>
  `${path} ${name} ${text}${chosenName ? ' chosen' : ''}`;

describe('the texts in properties', () => {
  const texts = (properties: Properties) => {
    const found: string[] = [];
    visitTexts(properties, (text) => found.push(shown(text)));
    return found;
  };

  test.each<[string, Properties, readonly string[]]>([
    ['at the top, but neither numbers nor switches', { a: 'x', b: 1, c: true, d: null }, ['a a x']],
    ['in blocks and lists', { a: { b: ['x', { c: 'y' }] } }, ['a.b[0] b x', 'a.b[1].c c y']],
    ['not what is unknown', { a: UNKNOWN, b: { c: UNKNOWN } }, []],
    ['in tags, whose names are chosen', { tags: { line: '7' } }, ['tags.line line 7 chosen']],
    ['in blocks inside those, whose names are not', { metadata: { a: { b: 'x' } } }, ['metadata.a.b b x']],
    [
      'in settings of name and value, under that name',
      { appSettings: [{ name: 'DB', value: 'x' }] },
      ['appSettings[0].name name DB chosen', 'appSettings[0].value DB x chosen'],
    ],
    [
      'in secure values likewise',
      { environment: [{ name: 'DB', value: '', secureValue: 'x' }] },
      [
        'environment[0].name name DB',
        'environment[0].value DB  chosen',
        'environment[0].secureValue DB x chosen',
      ],
    ],
    ['of a block with a name but no value', { a: { name: 'n', b: 'x' } }, ['a.name name n', 'a.b b x']],
  ])('stand %s', (_what, properties, expected) => {
    expect(texts(properties)).toEqual(expected);
  });

  test('of outputs all stand under chosen names', () => {
    const found: (readonly [string, boolean])[] = [];
    visitTexts({ a: { b: 'x' }, c: ['y'] }, ({ path, chosenName }) => found.push([path, chosenName]), true);
    expect(found).toEqual([
      ['a.b', true],
      ['c[0]', true],
    ]);
  });

  test('are found as deep as Azure nests, and no deeper', () => {
    const nested = (depth: number): Properties => (depth === 0 ? { a: 'x' } : { a: nested(depth - 1) });
    expect(texts(nested(39))).toHaveLength(1);
    expect(texts(nested(60))).toEqual([]);
  });
});
