import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { preview } from '../../../policies/src/sources/preview';
import { program, project } from './programs';

const PACKAGE = resolve(__dirname, '../../../policies/dist/sources/preview');

/** The processes that the stack `timer` writes down: the program and a process it started. */
async function pidsIn(file: string): Promise<number[]> {
  await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
  return readFileSync(file, 'utf8').split(' ').map(Number);
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it never came true');
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie waits for a parent that no longer asks: it runs nothing.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

it('ends the program and what it started when it is aborted', async () => {
  const pids = join(project({}), 'pids');
  process.env.PREVIEW_PIDS = pids;
  const abort = new AbortController();
  const attempt = preview({ directory: program('preview-failing'), stack: 'timer', signal: abort.signal });
  const outcome = attempt.catch((error: Error) => error.name);
  const running = await pidsIn(pids);
  expect(running.map(lives)).toEqual([true, true]);
  abort.abort();
  expect(await outcome).toBe('AbortError');
  delete process.env.PREVIEW_PIDS;
  await until(() => !running.some(lives));
});

it('starts nothing when it is aborted before', async () => {
  const attempt = preview({ directory: program('preview-basic'), signal: AbortSignal.abort() });
  await expect(attempt).rejects.toThrow('aborted');
});

it('ends the program when the previewing process dies', async () => {
  const pids = join(project({}), 'pids');
  const script = `require(${JSON.stringify(PACKAGE)}).preview({ directory: ${JSON.stringify(program('preview-failing'))}, stack: 'timer' })`;
  const previewing = spawn(process.execPath, ['-e', script], {
    env: { ...process.env, PREVIEW_PIDS: pids },
    stdio: 'ignore',
  });
  const running = await pidsIn(pids);
  expect(running.map(lives)).toEqual([true, true]);
  previewing.kill('SIGKILL');
  await until(() => !running.some(lives));
});

it('ends what a program leaves behind', async () => {
  let output = '';
  await preview({
    directory: program('preview-failing'),
    stack: 'leftover',
    onProgramOutput: (text) => {
      output += text;
    },
  });
  const pid = Number(/left (\d+)/.exec(output)?.[1]);
  expect(pid).toBeGreaterThan(0);
  await until(() => !lives(pid));
});

it('leaves the event loop empty', async () => {
  const script = `require(${JSON.stringify(PACKAGE)}).preview({ directory: ${JSON.stringify(program('preview-basic'))} })`;
  const previewing = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  expect(await new Promise((done) => previewing.once('exit', done))).toBe(0);
});
