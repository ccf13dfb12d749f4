import { expect, test } from 'vitest';
import { account, file, template } from './documents';
import { runHere } from './run-cli';

const path = file('against.json', template([account({ minimumTlsVersion: 'TLS1_0' })]));
const finding = {
  rule: 'storage-min-tls',
  outcome: 'fail',
  fingerprint: '0123456789abcdef',
  resource: { name: 'gone' },
};
const against = (before: unknown) =>
  runHere([
    ...['check', path, '--only', 'storage-min-tls', '--format', 'json'],
    ...['--against', file('against-before.json', before)],
  ]);

test('a report of before may leave the property out, where a finding is about the whole resource', async () => {
  const { stdout } = await against({ schema: 1, findings: [finding] });
  expect(JSON.parse(stdout).change).toMatchObject({ fixed: [{ resource: 'gone', property: '' }] });
});

test.each<[string, unknown, string]>([
  ['of another schema', { schema: 2, findings: [] }, 'is a report of schema 2; 1 is understood'],
  ['of a schema that is no number', { schema: 'x', findings: [] }, 'is a report of schema unknown'],
  ['without its list', { schema: 1, findings: {} }, 'finding 1 lacks'],
  ['with something else in its list', { schema: 1, findings: [finding, 7] }, 'finding 2 lacks'],
  ['without a resource', { schema: 1, findings: [{ ...finding, resource: 'a' }] }, 'finding 1 lacks'],
  ['without a rule', { schema: 1, findings: [{ ...finding, rule: 7 }] }, 'finding 1 lacks'],
  ['without an outcome', { schema: 1, findings: [{ ...finding, outcome: 7 }] }, 'finding 1 lacks'],
  ['without a fingerprint', { schema: 1, findings: [{ ...finding, fingerprint: 7 }] }, 'finding 1 lacks'],
  ['without a name', { schema: 1, findings: [{ ...finding, resource: { name: 7 } }] }, 'finding 1 lacks'],
])('a report of before %s is told, and nothing is compared', async (_what, before, message) => {
  const { code, stdout, stderr } = await against(before);
  expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
});
