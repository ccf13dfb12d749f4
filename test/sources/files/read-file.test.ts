import { mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findFiles } from '../../../policies/src/sources/files/find-files';
import { largestFile, readTextFile } from '../../../policies/src/sources/files/read-file';
import { readSource } from '../../../policies/src/sources/files/read-source';

const real = vi.hoisted(() => ({ readSync: vi.fn(), fstatSync: vi.fn() }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  real.readSync.mockImplementation(fs.readSync);
  real.fstatSync.mockImplementation(fs.fstatSync);
  return { ...fs, ...real };
});

const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-files-'));
const write = (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('a file that cannot be read is told with what to do', () => {
  mkdirSync(join(folder, 'folder'));
  const large = write('large.json', '{');
  truncateSync(large, largestFile + 1);
  test.each([
    ['none', join(folder, 'gone.json'), 'there is no such file.'],
    ['a name that is too long', join(folder, 'x'.repeat(5000)), 'it cannot be read.'],
    ['a folder', join(folder, 'folder'), 'is a folder.'],
    ['an empty one', write('empty.json', ' \n'), 'is empty.'],
    ['one that is too large', large, 'is larger than 128 MiB.'],
    ['Bicep', join(folder, 'main.bicep'), 'is a Bicep file.'],
  ])('%s', (_what, path, message) => {
    expect(() => readSource(path)).toThrow(message);
  });

  test('in a folder, one that is too large is passed by', () => {
    const found = findFiles(folder, { include: ['*.json'], exclude: [] });
    expect(found.notEvaluated).toEqual([{ resource: large, why: 'larger than 128 MiB' }]);
  });
});

test.each([
  ['UTF-8', Buffer.from('ä')],
  ['UTF-8 with a mark', Buffer.from('\ufeffä')],
  ['UTF-16', Buffer.from('\ufeffä', 'utf16le')],
])('a file in %s is text', (_encoding, bytes) => {
  expect(readTextFile(write('text.json', bytes))).toBe('ä');
});

test('an empty file is none where any file may stand', () => {
  expect(readTextFile(write('nothing.json', ''), 'any')).toBe('');
});

describe('standard input', () => {
  let pieces: (string | NodeJS.ErrnoException)[];
  beforeEach(() => {
    real.fstatSync.mockReturnValue({ isDirectory: () => false, isFile: () => false, size: 0 });
    real.readSync.mockImplementation((_descriptor: number, into: Buffer) => {
      const next = pieces.shift();
      if (next instanceof Error) throw next;
      return next === undefined ? 0 : into.write(next);
    });
  });
  afterEach(() => vi.clearAllMocks());
  const fault = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

  test.each<[string, (string | NodeJS.ErrnoException)[], string]>([
    ['in pieces', ['{"a":', '1}'], '{"a":1}'],
    ['that has nothing to give just now', [fault('EAGAIN'), '{}'], '{}'],
    ['that ends as it does on Windows', ['{}', fault('EOF'), 'more'], '{}'],
  ])('is read %s', (_what, given, text) => {
    pieces = given;
    expect(readTextFile('-')).toBe(text);
  });

  test.each<[string, (string | NodeJS.ErrnoException)[], string]>([
    ['a device that fails', [fault('EIO')], 'standard input: cannot be read (EIO).'],
    ['nothing', [], 'standard input: is empty.'],
    ['what never ends', Array(200).fill('x'.repeat(1024 * 1024)), 'standard input: is larger than'],
    ['no JSON', ['{'], 'standard input:1:2: is not valid JSON'],
    [
      'a broken event log',
      ['{"timestamp":1,"preludeEvent":{}}\nx\n{"timestamp":1,"cancelEvent":{}}\n'],
      'standard input:2: is not an event',
    ],
    ['another document', ['{"a":1}'], 'standard input'],
    [
      'a template that Azure refuses',
      [JSON.stringify({ $schema: 'https://x/deploymentTemplate.json#', resources: 7 })],
      'standard input',
    ],
  ])('with %s is told', (_what, given, message) => {
    pieces = given;
    expect(() => readSource('-')).toThrow(message);
  });

  test('holds a template, whose text is kept for the lines of its findings', () => {
    const text = JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [{ type: 'Microsoft.Devices/IotHubs', apiVersion: '2023-06-30', name: 'a', properties: {} }],
    });
    pieces = [text];
    const read = readSource('-');
    expect([read.text, read.resources[0]?.urn]).toEqual([text, 'stdin#Microsoft.Devices/IotHubs/a']);
  });
});
