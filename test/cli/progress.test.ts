import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Progress, progress } from '../../policies/src/cli/progress';

const CLEAR = '\r\u001b[2K';
const terminalBefore = process.stderr.isTTY;

let told: string[];
let shown: Progress;
beforeEach(() => {
  told = [];
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
});
afterEach(() => {
  shown.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.stderr.isTTY = terminalBefore;
});

const start = (terminal: boolean, quiet = false) => {
  process.stderr.isTTY = terminal;
  shown = progress(quiet, 'Running plant');
};

describe('on a terminal, progress', () => {
  beforeEach(() => start(true));

  test('is one line that is written over', () => {
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(
      ['0 s', '0 s', '1 s', '1 s', '1 s'].map((s) => `${CLEAR}Running plant: 0 registered, ${s}`),
    );
  });

  test('counts resources as they come, but not faster than can be read', () => {
    for (let count = 1; count <= 10; count++) {
      vi.advanceTimersByTime(20);
      shown.resources(count);
    }
    const counts = told.map((line) => Number(/(\d+) registered/.exec(line)?.[1]));
    expect(counts).toEqual([0, 5, 10]);
  });

  test('makes way for what the program prints, and is gone at the end', () => {
    shown.output('hello');
    shown.output('world\n');
    shown.stop();
    expect(told.slice(1)).toEqual([CLEAR, 'hello\n', CLEAR, 'world\n', CLEAR]);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(6);
  });
});

describe('elsewhere, progress', () => {
  test('is a line at the start and every few seconds, without control characters', () => {
    start(false);
    shown.resources(7);
    vi.advanceTimersByTime(5_000);
    shown.output('hello');
    shown.stop();
    expect(told).toEqual([
      'Running plant: 0 registered, 0 s\n',
      'Running plant: 7 registered, 5 s\n',
      'hello\n',
    ]);
  });

  test('is nothing when quiet', () => {
    start(true, true);
    shown.resources(7);
    shown.output('hello');
    vi.advanceTimersByTime(10_000);
    shown.stop();
    expect(told).toEqual([]);
  });
});
