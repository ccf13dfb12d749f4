import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../policies/src/sources/files/places';
import { readSource } from '../../policies/src/sources/files/read-source';
import { differences, judged, type LineOf } from './compare';
import { casesIn, expectationIn, misnamedRules } from './expectation';

const cases = casesIn('templates');
const folder = join(__dirname, 'templates');

/** What `iiot-guard check template.json` finds in a case, against its list. */
function compared(name: string): readonly string[] {
  const file = join(folder, name, 'template.json');
  const parameters = join(folder, name, 'parameters.json');
  const source = readSource(file, existsSync(parameters) ? parameters : undefined);
  const report = judged({ ...source, source: { kind: source.kind, name: file } });
  const lineOf: LineOf = (finding) => placesOf([finding], source).get(finding)?.line;
  return differences(expectationIn(join(folder, name)), report, lineOf);
}

describe('templates of many teams', () => {
  it('are at least 60', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(cases)('%s: lists rules that exist, each once', (name) => {
    expect(misnamedRules(expectationIn(join(folder, name)))).toEqual([]);
  });

  it.each(cases)('%s', (name) => {
    expect(compared(name).join('\n')).toBe('');
  });
});
