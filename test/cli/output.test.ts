import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliver, destinations } from '../../policies/src/cli/output';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iiot-guard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a report replaces the file that was there, and leaves no draft behind', () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, 'a longer text than the new one');
  for (const destination of destinations([`json=${file}`]).slice(1)) deliver('{}', destination);
  expect(readFileSync(file, 'utf8')).toBe('{}');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

test('a report goes through a pipe, which stays one', () => {
  const file = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  const reader = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  const [, destination] = destinations([`json=${file}`]);
  deliver('{"a":1}', destination ?? {});
  const read = Buffer.alloc(64);
  expect(read.toString('utf8', 0, readSync(reader, read))).toBe('{"a":1}');
  closeSync(reader);
  expect(statSync(file).isFIFO()).toBe(true);
});
