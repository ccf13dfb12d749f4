import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail } from '../../policies/src/cli/fail';
import { Stopped, UsageError } from '../../policies/src/cli/usage-error';
import { PreviewError } from '../../policies/src/sources/preview';

let told: string;
beforeEach(() => {
  told = '';
  vi.stubEnv('IIOT_GUARD_DEBUG', '');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test.each([
  ['a mistake of the caller', new UsageError('No such file.'), 2, 'error: No such file.\n'],
  ['a program that fails', new PreviewError('index.ts:1: no'), 2, 'error: index.ts:1: no\n'],
  [
    'one that fails with a stack',
    new PreviewError('index.ts:1: no', 'Error: no\n    at index.ts:1:1\n\n'),
    2,
    '\nError: no\n    at index.ts:1:1\nerror: index.ts:1: no\n',
  ],
  ['an interrupt', new Stopped('SIGINT'), 130, 'Stopped. Nothing was decided.\n'],
  ['a request to end', new Stopped('SIGTERM'), 143, 'Stopped. Nothing was decided.\n'],
])('%s is told, with its exit code', (_what, error, code, text) => {
  expect([fail(error), told]).toEqual([code, text]);
});

describe('a fault of ours', () => {
  test.each([
    ['an error', new TypeError('canary-17'), 'TypeError'],
    ['a thrown text', 'canary-17', 'string'],
  ])('that is %s ends with 3, its kind and a request to report it', (_what, error, kind) => {
    expect(fail(error)).toBe(3);
    expect(told).toContain(`iiot-guard itself failed (${kind}). Nothing was decided.`);
    expect(told).toContain('IIOT_GUARD_DEBUG=1');
    expect(told).not.toContain('canary-17');
  });

  test('shows its stack when asked', () => {
    vi.stubEnv('IIOT_GUARD_DEBUG', '1');
    const error = new TypeError('broken');
    expect(fail(error)).toBe(3);
    expect(told).toContain(error.stack);
    expect(told).not.toContain('IIOT_GUARD_DEBUG=1');
  });

  test('that has no stack asks for the report even then', () => {
    vi.stubEnv('IIOT_GUARD_DEBUG', '1');
    fail('broken');
    expect(told).toContain('report it please');
  });
});
