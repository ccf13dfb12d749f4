import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Expected, fails, neverPrinted, unknowns } from '../programs/legacy-plant/expected';
import { root } from './cli';
import { type OfflineRun, offlinePreview } from './offline';

/** One line for each expected or found place, sorted. */
function lines(expected: Expected): readonly string[] {
  return Object.entries(expected)
    .flatMap(([resource, rules]) =>
      Object.entries(rules).flatMap(([rule, paths]) =>
        [paths].flat().map((path) => `${resource} ${rule} ${path}`.trim()),
      ),
    )
    .sort();
}

describe('The legacy plant', () => {
  let run: OfflineRun;
  beforeAll(async () => {
    run = await offlinePreview(join(root, 'test/programs/legacy-plant'), 'dev');
  });

  const found = (outcome: string) =>
    run.findings
      .filter((finding) => finding.outcome === outcome)
      .map(({ resource, rule, property }) => `${resource.name} ${rule} ${property}`.trim())
      .sort();

  it('breaks exactly the rules, at exactly the places, that its table of expected findings lists', () => {
    expect(found('fail')).toEqual(lines(fails));
  });

  it('leaves exactly the listed places to the deployment', () => {
    expect(found('unknown')).toEqual(lines(unknowns));
  });

  it('makes no rule fail by itself', () => {
    expect(found('error')).toEqual([]);
  });

  it('is rejected', () => {
    expect(run.exitCode).toBe(1);
  });

  it.each(neverPrinted)('never prints the secret with %s in it', (secret) => {
    expect(run.everything).not.toContain(secret);
  });
});
