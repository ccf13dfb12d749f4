import { expect, test } from 'vitest';
import { closest } from '../../policies/src/evaluate/closest';

const names = ['storage-https-only', 'iothub-min-tls-1-2', 'ab'];

test.each([
  ['storage-http-only', 'storage-https-only'],
  ['storage-https-onyl', 'storage-https-only'],
  ['torage-https-only', 'storage-https-only'],
  ['iothub-min-tls-1.2', 'iothub-min-tls-1-2'],
  ['ab', 'ab'],
  ['b', 'ab'],
  ['', 'ab'],
  ['xyz', undefined],
  ['storage', undefined],
])('what "%s" was meant to be', (given, expected) => {
  expect(closest(given, names)).toBe(expected === undefined ? '.' : `; did you mean \`${expected}\`?`);
});

test('a text that is far longer than every name means none of them, however long it is', () => {
  const many = Array.from({ length: 500 }, (_, n) => `storage-rule-number-${n}`);
  expect(closest('storage-'.repeat(20_000), many)).toBe('.');
});

test('nothing can be meant where there are no names', () => {
  expect(closest('a', [])).toBe('.');
});
