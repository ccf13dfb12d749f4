import { describe, expect, test } from 'vitest';
import { notAnyOrigin } from '../../policies/src/rule/origins';

describe('origins of web pages', () => {
  test.each([
    ['https://dashboard.example.com', true],
    ['https://*.plant.example.com', true],
    ['https://a.example.com,https://b.example.com', true],
    ['', true],
    ['*', false],
    [' * ', false],
    ['https://*', false],
    ['HTTP://*:*', false],
    ['https://*/', false],
    ['https://a.example.com, *', false],
    ['*,https://a.example.com', false],
    [7, true],
  ] as const)('"%s" names its pages: %s', (value, holds) => {
    expect(notAnyOrigin.holds(value)).toBe(holds);
  });
});
