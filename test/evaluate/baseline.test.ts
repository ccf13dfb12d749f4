import { describe, expect, test } from 'vitest';
import {
  accept,
  type Baseline,
  type BaselineEntry,
  entriesFor,
  refusal,
  scopeOf,
  update,
} from '../../policies/src/evaluate/baseline';
import type { Finding } from '../../policies/src/evaluate/finding';
import { resource } from '../../policies/src/testing/run-rule';
import { exemption, faultOf, need } from '../report/sample';

const rule = need('storage-min-tls');
const account = resource('Microsoft.Storage/storageAccounts', 'data', {});
const finding = faultOf(rule, account);
const unknown = finding({ outcome: 'unknown' });
const day = { accepted: '2026-01-01', by: 'ada' };
const here = (urn: string) => urn;
const entriesOf = (...findings: readonly Finding[]) => entriesFor(findings, here, day);
const baselineOf = (...entries: readonly BaselineEntry[]): Baseline => ({
  schema: 1,
  shrinkOnly: false,
  entries,
});
const short = (entries: readonly BaselineEntry[]) =>
  entries.map(({ outcome, count = 1, by }) => `${count} ${outcome} ${by}`);

test.each<[string, Partial<Finding>, string | undefined]>([
  ['a fault', {}, undefined],
  ['what is not known yet', { outcome: 'unknown' }, undefined],
  ['what passed', { outcome: 'pass' }, 'no fault'],
  ['a rule without exemptions', { rule: { ...rule, exemptible: false } }, 'accepts no exemption'],
  ['an exemption that is over', { exemption }, 'over or refused'],
  ['standard input', { resource: { ...account, urn: 'stdin#a/b/c' } }, 'no name'],
  ['an exemption itself', { resource: { ...account, type: 'iiot-guard/exemptions' } }, 'about an exemption'],
])('whether a baseline can accept %s', (_what, change, why) => {
  const refused = refusal(finding(change));
  expect(refused).toEqual(why === undefined ? undefined : expect.stringContaining(why));
  expect(entriesOf(finding(change))).toHaveLength(why === undefined ? 1 : 0);
});

describe('accept', () => {
  const [entry] = entriesOf(finding());
  const [later] = entriesOf(unknown);
  test.each<[string, readonly Finding[], readonly (BaselineEntry | undefined)[], readonly boolean[]]>([
    ['as often as an entry counts', [finding(), finding()], [entry], [true, false]],
    ['a fault that cannot be seen now', [unknown], [entry], [true]],
    ['no fault for what was not known', [finding()], [later], [false]],
    ['each by its own entry where there are both', [finding(), unknown], [later, entry], [true, true]],
  ])('takes %s', (_what, found, entries, expected) => {
    const given = baselineOf(...entries.flatMap((one) => one ?? []));
    const { findings } = accept(found, given, here);
    expect(findings.map(({ accepted }) => accepted !== undefined)).toEqual(expected);
  });

  test('knows a rule by its former name', () => {
    const renamed = { ...rule, id: 'storage-tls', formerIds: [rule.id] };
    const { findings } = accept([finding({ rule: renamed })], baselineOf(...entriesOf(finding())), here);
    expect(findings[0]?.accepted).toEqual(day);
  });
});

describe('update', () => {
  const today = (...findings: readonly Finding[]) =>
    entriesFor(findings, here, { accepted: '2026-02-02', by: 'bob' });
  const twice = [finding(), finding()];
  test.each<[string, readonly BaselineEntry[], readonly BaselineEntry[], readonly string[]]>([
    ['keeps what is there', entriesOf(finding()), today(finding()), ['1 fail ada']],
    ['counts down', entriesOf(...twice), today(finding()), ['1 fail ada']],
    ['keeps the count that is there', entriesOf(...twice), today(...twice), ['2 fail ada']],
    ['counts up, as a new acceptance', entriesOf(finding()), today(...twice), ['2 fail bob']],
    ['keeps a fault that cannot be seen now', entriesOf(finding()), today(unknown), ['1 fail ada']],
    ['takes a fault that was not known before', entriesOf(unknown), today(finding()), ['1 fail bob']],
    ['orders both outcomes', [], today(unknown, finding()), ['1 fail bob', '1 unknown bob']],
  ])('%s', (_what, old, found, expected) => {
    expect(short(update(baselineOf(...old), found, () => true, true).baseline.entries)).toEqual(expected);
  });
});

test.each([
  ['urn:pulumi:prod::plant::a:b:C::data', 'urn:pulumi:prod::plant'],
  ['main.json#Microsoft.Storage/storageAccounts/data', 'main.json'],
  ['main.json', 'main.json'],
])('%s belongs to %s', (urn, scope) => {
  expect(scopeOf(urn)).toBe(scope);
});
