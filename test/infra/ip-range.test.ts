import { describe, expect, it } from 'vitest';
import { formatRange, isPrivate, isPublic, overlaps, parseRange, quarters } from '../../infra/ip-range';

const range = (text: string) => {
  const parsed = parseRange(text);
  if (!parsed) throw new Error(`${text} is no range`);
  return parsed;
};

describe('parseRange', () => {
  it.each(['0.0.0.0/0', '10.60.0.0/20', '255.255.255.255/32'])('reads %s back as written', (text) => {
    expect(formatRange(range(text))).toBe(text);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.256/32',
    '10.0.0.1/24',
    '10.0.0/24',
    ' 10.0.0.0/8',
    'fd00::/8',
  ])('refuses "%s"', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});

it('cuts a range into quarters that fill it without overlapping', () => {
  expect(quarters(range('10.60.0.0/20'))).toEqual([
    '10.60.0.0/22',
    '10.60.4.0/22',
    '10.60.8.0/22',
    '10.60.12.0/22',
  ]);
  expect(quarters(range('192.168.7.0/24'))).toEqual([
    '192.168.7.0/26',
    '192.168.7.64/26',
    '192.168.7.128/26',
    '192.168.7.192/26',
  ]);
});

it.each([
  ['10.0.0.0/8', '10.200.0.0/16', true],
  ['10.200.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/24', '10.0.1.0/24', false],
])('%s and %s overlap: %s', (one, other, expected) => {
  expect(overlaps(range(one), range(other))).toBe(expected);
});

it.each([
  ['10.0.0.0/8', 'private'],
  ['172.31.0.0/16', 'private'],
  ['192.168.1.0/24', 'private'],
  ['172.32.0.0/16', 'public'],
  ['52.0.0.0/24', 'public'],
  ['100.64.0.0/24', 'neither'],
  ['127.0.0.1/32', 'neither'],
  ['224.0.0.0/24', 'neither'],
  ['8.0.0.0/6', 'neither'],
])('%s is %s', (text, expected) => {
  const found = isPrivate(range(text)) ? 'private' : isPublic(range(text)) ? 'public' : 'neither';
  expect(found).toBe(expected);
});
