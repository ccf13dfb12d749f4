import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preview } from '../../policies/src/sources/preview/preview';
import { differences, judged } from './compare';
import { casesIn, expectationIn, misnamedRules } from './expectation';

const cases = casesIn('programs');
const folder = join(__dirname, 'programs');

/** What `iiot-guard preview` finds in a case, against its list. */
async function compared(name: string): Promise<readonly string[]> {
  const result = await preview({ directory: join(folder, name) });
  const report = judged({
    source: { kind: 'preview', name: result.project, stack: result.stack },
    registered: result.resources,
    notEvaluated: result.notEvaluated,
  });
  return differences(expectationIn(join(folder, name)), report);
}

describe('programs of many teams', () => {
  it('are at least 15', () => {
    expect(cases.length).toBeGreaterThanOrEqual(15);
  });

  it.each(cases)('%s: lists rules that exist, each once', (name) => {
    expect(misnamedRules(expectationIn(join(folder, name)))).toEqual([]);
  });

  it.each(cases)('%s', async (name) => {
    expect((await compared(name)).join('\n')).toBe('');
  });
});
