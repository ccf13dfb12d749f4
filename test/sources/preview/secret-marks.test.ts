import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reportSecrets, tellThrough } from '../../../policies/src/sources/preview/secret-marks';

const sdk = 'function secret(val) {\n    return { marked: val };\n}\nsecret;';

/** What is told when the changed `secret` function of an SDK is called, once everything it was given has settled. */
async function toldOf(value: unknown): Promise<readonly string[]> {
  const told: string[] = [];
  const source = reportSecrets('output.js', sdk, (text) => told.push(text));
  const secret = runInThisContext(source) as (val: unknown) => object;
  expect(secret(value)).toEqual({ marked: value });
  await new Promise((settled) => setImmediate(settled));
  return told;
}

describe('a value that a program marks as secret', () => {
  test.each([
    ['a text', 'canary', ['canary']],
    ['texts inside blocks and lists', { a: ['canary', 7, null], b: { c: 'other' } }, ['canary', 'other']],
    ['a promise', Promise.resolve('canary'), ['canary']],
    ['a promise inside a block', { a: Promise.resolve({ b: 'canary' }) }, ['canary']],
    [
      'an output',
      { promise: (unknowns: boolean) => Promise.resolve(unknowns ? 'canary' : 'waits') },
      ['canary'],
    ],
    ['a text too short to look for', 'abc', []],
    ['nothing', undefined, []],
  ])('is told: %s', async (_what, value, expected) => {
    expect(await toldOf(value)).toEqual(expected);
  });

  test('is not told of a promise that fails, whose failure stays the concern of the program', async () => {
    expect(await toldOf(Promise.reject(new Error('no')))).toEqual([]);
  });

  test('is told of a block that holds itself without end', async () => {
    const block: { name: string; self?: object } = { name: 'canary' };
    block.self = block;
    expect(await toldOf(block)).toContain('canary');
  });
});

test('other modules of the SDK are left alone', () => {
  expect(reportSecrets('resource.js', sdk, () => {})).toBe(sdk);
});

describe('telling', () => {
  test('writes one line of JSON for each text', () => {
    const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'told');
    const descriptor = openSync(file, 'w');
    const tell = tellThrough(descriptor);
    tell('first\nline');
    tell('second');
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe('"first\\nline"\n"second"\n');
  });

  test('is given up where nobody listens', () => {
    const descriptor = openSync('/dev/null', 'r');
    onTestFinished(() => closeSync(descriptor));
    expect(() => tellThrough(descriptor)('canary')).not.toThrow();
  });
});
