import { describe, expect, test } from 'vitest';
import type { Step } from '../../policies/src/evaluate/explain';
import { type Explained, explainPage, plain } from '../../policies/src/report/explain-page';
import type { Value } from '../../policies/src/resources/value';
import { resource } from '../../policies/src/testing/run-rule';
import { propertyRule } from '../rule/made-up';
import { exemption, faultOf, need } from './sample';

const tls = need('storage-min-tls');
const account = resource(
  'Microsoft.Storage/storageAccounts',
  'data',
  {},
  { uses: { minimumTlsVersion: ['vault'] } },
);
const other = resource('Microsoft.Storage/storageAccounts', 'other', {});
const rule = propertyRule({ property: 'minimumTlsVersion' });
const finding = faultOf(rule, account);
const page = (change: Partial<Explained> & { readonly steps?: readonly Step[] } = {}, trace = false) =>
  explainPage(
    {
      rule,
      resource: account,
      explanation: { steps: change.steps ?? [], judgements: [] },
      findings: [finding()],
      settings: ['level mandatory: the profile standard'],
      placeOf: () => undefined,
      ...change,
    },
    trace,
  );
const reading = (value: Value, path = 'a', of = account): Step => ({
  kind: 'reading',
  resource: of,
  path,
  reading: { state: 'known', path, value },
});
const absent = (path: string, missing: string): Step => ({
  kind: 'reading',
  resource: account,
  path,
  reading: { state: 'absent', path, missing },
});

describe('what was read', () => {
  test.each<[string, Step, string]>([
    ['a text', reading('secret'), '`a`: a text, not shown'],
    ['a number', reading(7), '`a`: a number, not shown'],
    ['a truth', reading(true), '`a`: a boolean, not shown'],
    ['a list', reading([1, 2]), '`a`: a list of 2'],
    ['a block', reading({ b: 1 }), '`a`: a block'],
    ['of another resource', reading(7, 'a', other), '`a` of other: a number, not shown'],
    [
      'what it was computed from',
      reading('x', 'minimumTlsVersion'),
      'a text, not shown, computed from vault',
    ],
    ['nothing', absent('a', 'a'), '`a`: not written'],
    ['a block that is missing', absent('a.b', 'a'), '`a.b`: not written; `a` is missing already'],
    [
      'what is not known yet',
      { kind: 'reading', resource: account, path: 'a', reading: { state: 'unknown', path: 'a' } },
      '`a`: known only after deployment',
    ],
    ['no entries', { kind: 'empty', resource: account, path: 'a[]' }, 'the list or map has no entries'],
    ['no entries of another', { kind: 'empty', resource: other, path: 'a[]' }, '` of other: the list or map'],
    ['a relation', { kind: 'relation', what: '`a` of data: none' }, '- `a` of data: none'],
  ])('tells of %s', (_what, step, text) => {
    expect(page({ steps: [step] })).toContain(text);
  });

  test('shows a value where the rule lets it be seen, unless it is a secret', () => {
    const steps = [reading('TLS1_0', 'minimumTlsVersion')];
    expect(page({ rule: tls, steps })).toContain('`minimumTlsVersion`: `TLS1_0`');
    const secret = { ...account, secretTexts: ['TLS1_0'] };
    const hidden = [reading('TLS1_0', 'minimumTlsVersion', secret)];
    expect(page({ rule: tls, resource: secret, steps: hidden })).not.toContain('TLS1_0');
  });

  test('is counted where it is long, and listed in full in a trace', () => {
    const steps = Array.from({ length: 30 }, (_, n) => reading(n, `p${n}`));
    expect(page({ steps })).toContain('and 5 more; --trace lists them');
    expect(page({ steps }, true)).toContain('30. `p29`: a number, not shown');
  });

  test('is nothing where a rule reads no property', () => {
    expect(page({}, true)).toMatch(/- no property: the rule looks at[\s\S]*None: the rule reads no property/);
  });
});

describe('a condition of a trace', () => {
  test.each([
    [{ expected: '', result: 'holds' }, 'condition: it must fit the rule: holds'],
    [{ expected: 'be true', result: 'unknown', path: 'a' }, '`a` must be true: not known yet'],
    [
      { expected: 'be true', result: 'does not hold', path: 'a', because: 'off by default' },
      '`a` must be true: does not hold (off by default)',
    ],
  ] as const)('%j', (applied, text) => {
    expect(page({ steps: [{ kind: 'condition', applied }] }, true)).toContain(text);
  });
});

describe('the head', () => {
  test.each<[string, Partial<Explained>, string]>([
    ['each outcome once', { findings: [finding(), finding()] }, '# FAIL: test-rule on data'],
    ['that it does not apply', { findings: [] }, '# DOES NOT APPLY: '],
    ['the API version', { resource: { ...account, apiVersion: '2024-01-01' } }, 'API version 2024-01-01'],
    ['the line', { resource: { ...account, declaredAt: { file: 'a.ts', line: 7 } } }, 'declared at a.ts:7'],
    ['the deployment', { resource: { ...account, within: 'urn:d' } }, 'inside the deployment urn:d'],
    [
      'that it was translated',
      { resource: { ...account, originalPath: (path: string) => path } },
      'translated into the shape of azure-native',
    ],
  ])('tells %s', (_what, change, text) => {
    expect(page(change)).toContain(text);
  });

  test('has no name without end, and none that breaks out', () => {
    expect(plain('x'.repeat(400))).toHaveLength(301);
    expect(plain('a\n\u001b[2J`<b>')).toBe('a \\[2J\\`\\<b\\>');
  });
});

describe('why this verdict', () => {
  const place = { file: 'main.json', line: 9 };
  test.each<[string, Partial<Explained> & { readonly steps?: readonly Step[] }, string]>([
    ['names the place', { findings: [finding({ place })] }, 'fail: It is too old. (main.json:9) Fingerprint'],
    ['counts many findings', { findings: Array.from({ length: 27 }, () => finding()) }, 'and 2 more'],
    [
      'names the source of a default',
      { rule: { ...rule, serviceDefault: { is: 'off', source: 'the docs' } } },
      'When nothing is written: off (the docs).',
    ],
    ['says that it does not apply', { findings: [] }, 'The rule does not apply to this resource.'],
    [
      'says which condition is not met',
      {
        findings: [],
        steps: [{ kind: 'condition', applied: { expected: 'HNS', result: 'does not hold', path: 'kind' } }],
      },
      '- condition: `kind` must HNS: does not hold',
    ],
  ])('%s', (_what, change, text) => {
    expect(page(change)).toContain(text);
  });
});

describe('what would make it pass', () => {
  const arm = { ...account, token: 'arm:Microsoft.Storage/storageAccounts' };
  test.each<[string, Partial<Explained>, string]>([
    ['nothing, where all passed', { findings: [finding({ outcome: 'pass' })] }, 'Nothing needs to change.'],
    ['a report to us', { findings: [finding({ outcome: 'error' })] }, 'the rule itself failed'],
    [
      'the deployment',
      { findings: [finding({ outcome: 'unknown' })] },
      'is decided there, where the pack runs',
    ],
    [
      'its exemption',
      { findings: [finding({ outcome: 'exempt', exemption })] },
      'It is exempt until 2999-01-01 (ot@example.com): leaves in May',
    ],
    ['no exemption', { rule: { ...rule, exemptible: false } }, 'This rule accepts no exemption.'],
    ['code', { rule: tls }, '```typescript'],
    ['code in the language of the source', { rule: tls, resource: arm }, '```json'],
  ])('%s', (_what, change, text) => {
    expect(page(change)).toContain(text);
  });

  test('has no example where there is none to copy', () => {
    const foreign = { ...rule, target: 'Example.Own/things' } as const;
    expect(page({ rule: foreign })).not.toContain('For example');
  });
});
