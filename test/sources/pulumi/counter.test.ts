import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Counter } from '../../../policies/src/sources/pulumi/counter';

const MARK = '"resourcePreEvent"';

describe('counting a mark in a file that is being written', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each<[string, readonly string[], readonly number[]]>([
    ['counts what is added', [`${MARK} ${MARK}`, ` ${MARK}`], [2, 3]],
    ['counts a mark once that is written in two pieces', [MARK.slice(0, 5), MARK.slice(5)], [0, 1]],
    ['counts on where nothing is added', [MARK, ''], [1, 1]],
    ['reads more than one piece at a time', [`${'x'.repeat(262_140)}${MARK}${'x'.repeat(9)}`], [1]],
  ])('%s', (_title, pieces, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-counter-'));
    const file = join(folder, 'events.jsonl');
    const counts: number[] = [];
    const counter = new Counter(file, MARK, (count) => counts.push(count));
    onTestFinished(() => {
      counter.stop();
      rmSync(folder, { recursive: true });
    });
    vi.advanceTimersToNextTimer();
    expect(counts).toEqual([]);
    for (const piece of pieces) {
      writeFileSync(file, piece, { flag: 'a' });
      vi.advanceTimersToNextTimer();
    }
    expect(counts).toEqual(expected);
  });
});
