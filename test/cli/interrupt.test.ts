import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const binary = resolve(__dirname, '../../policies/bin/iiot-guard.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iiot-guard-'));
  symlinkSync(resolve(__dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'Pulumi.yaml'), 'name: waiting\nruntime: nodejs\n');
  writeFileSync(join(folder, 'Pulumi.dev.yaml'), '');
  // Tells its process id through a file, then never ends.
  writeFileSync(
    join(folder, 'index.js'),
    `require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the program too, and the command with %i', async (signal, expected) => {
  const { existsSync, readFileSync } = await import('node:fs');
  const child = spawn(process.execPath, [binary, 'preview', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const file = join(folder, 'pid');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '')
    await new Promise((wait) => setTimeout(wait, 20));
  const program = Number(readFileSync(file, 'utf8'));
  child.kill(signal);
  expect([await ended, output]).toEqual([expected, '']);
  expect(() => process.kill(program, 0)).toThrow('ESRCH');
});
