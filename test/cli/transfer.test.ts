import { describe, expect, test } from 'vitest';
import { checkFile, type FileResult } from '../../policies/src/cli/check-files';
import { judgeWith } from '../../policies/src/cli/judging';
import { Queue } from '../../policies/src/cli/queue';
import { pack, unpack } from '../../policies/src/cli/transfer';
import { guardRules } from '../../policies/src/evaluate/guard-rules';
import type { PolicyConfig } from '../../policies/src/evaluate/settings';
import { catalogue } from '../../policies/src/rules/catalogue';
import { usualOptions } from '../corpus/compare';
import { account, entry, file, state, template } from './documents';

const exemption = { resource: 'plant', reason: 'old pumps', owner: 'ot', expires: '2999-12-31' };
const exemptions = [{ ...exemption, resource: 'nobody' }, exemption];
const config: PolicyConfig = { 'storage-https-only': 'advisory', 'storage-min-tls': { exemptions } };
describe('results of another thread', () => {
  const path = file('transfer.json', template([account({ minimumTlsVersion: 'TLS1_0' })]));
  const result = checkFile({ file: path, isFound: false }, judgeWith(catalogue, config, usualOptions));
  const results = new Map<number, FileResult>([
    [3, result],
    [1, undefined],
    [4, { fault: 'x.json: is empty.' }],
    [7, { resource: 'main.bicep', why: 'a Bicep file' }],
  ]);
  const tables = { rules: catalogue, exemptions };
  const received = new Map(unpack(pack(results, tables), tables));

  test('arrive as they were, under the number of their file', () => {
    // What is code in a resource stays behind.
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(plain([...received])).toEqual(plain([...results]));
  });

  test('bring along what no configuration and no catalogue has: what a program says itself', () => {
    const data = entry({ minimumTlsVersion: 'TLS1_0' });
    const said = { rule: 'storage-min-tls', reason: 'r', owner: 'o', expires: '2999-12-31' };
    const marker = (name: string, more: object) => ({
      urn: `urn:pulumi:prod::plant::iiot-guard:index:Exemption::${name}`,
      type: 'iiot-guard:index:Exemption',
      custom: false,
      inputs: { ...said, resource: data.urn, ...more },
    });
    const beside = file(
      'transfer-state.json',
      state(marker('a', {}), marker('b', { property: 'unused' }), marker('c', { rule: 'storage-tls' }), data),
    );
    const rules = [...catalogue, ...guardRules];
    const judge = judgeWith(rules, {}, usualOptions, new Set(rules.map(({ id }) => id)));
    const given = checkFile({ file: beside, isFound: false }, judge);
    const [[, got]] = unpack(pack(new Map([[0, given]]), { rules, exemptions: [] }), {
      rules,
      exemptions: [],
    }) as [[number, FileResult]];
    expect(JSON.parse(JSON.stringify(got))).toEqual(JSON.parse(JSON.stringify(given)));
    if (!got || !('findings' in got)) throw new Error('no report');
    expect(got.exemptions?.map(({ rule, state: how }) => `${how} ${rule.id}`)).toEqual([
      'used storage-min-tls',
      'unused storage-min-tls',
      'refused storage-tls',
    ]);
  });

  test('have the very rules and exemptions of this thread, which reports are joined by', () => {
    const report = received.get(3);
    if (!report || !('findings' in report)) throw new Error('no report');
    expect(report.findings.length).toBeGreaterThan(10);
    for (const { rule } of report.findings) expect(catalogue).toContain(rule);
    const exempt = report.findings.find(({ outcome }) => outcome === 'exempt');
    expect(exempt?.exemption).toBe(exemption);
    expect(report.unusedExemptions.map((one) => one.exemption.resource)).toEqual(['nobody']);
    expect(report.resources).toContain(report.findings[0]?.resource);
    expect([...report.applied].every((rule) => catalogue.includes(rule))).toBe(true);
  });
});

test('a queue gives each number once, whoever asks', () => {
  const one = new Queue(5);
  const other = new Queue(5, one.memory);
  const taken: number[] = [];
  for (const number of one) {
    taken.push(number);
    const [next] = other;
    if (next !== undefined) taken.push(next);
  }
  expect(taken).toEqual([0, 1, 2, 3, 4]);
  expect([...other]).toEqual([]);
});
