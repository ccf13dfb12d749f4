import { describe, expect, test } from 'vitest';
import type { Changes } from '../../../policies/src/threats/report/changes';
import { documentOf } from '../../../policies/src/threats/report/document';
import { type Edition, threatText } from '../../../policies/src/threats/report/formats';
import { pullRequestLines } from '../../../policies/src/threats/report/pull-request';
import { unnamedRule } from '../../../policies/src/threats/report/sum-up';
import type { AssessedThreat, Reason, ThreatReport } from '../../../policies/src/threats/threat-report';
import { plantReport } from './plant';

const base = plantReport();
const [first] = base.threats as readonly [AssessedThreat, ...AssessedThreat[]];
const quiet: AssessedThreat = { ...first, status: 'open', reasons: [] };

/** The plant with another first threat, or without it. */
const withFirst = (threat: Partial<AssessedThreat> | undefined): ThreatReport => ({
  ...base,
  threats: [...(threat ? [{ ...quiet, ...threat }] : []), ...base.threats.slice(1)],
});
const changesOf = (
  before: Partial<AssessedThreat> | undefined,
  now: Partial<AssessedThreat> | undefined,
  edition: Edition = 'restricted',
): Changes =>
  documentOf(withFirst(now), edition, JSON.parse(JSON.stringify(withFirst(before)))).changes as Changes;

const rule = (state: 'passed' | 'failed' | 'not-used', more: Partial<Reason> = {}): Reason =>
  ({
    kind: 'rule',
    rule: 'one-rule',
    title: 'One rule',
    severity: 'high',
    required: true,
    state,
    counts: { passed: 0, failed: 0, unknown: 0, waived: 0, error: 0 },
    resources: [],
    fix: 'Do it.',
    ...more,
  }) as Reason;
const unnamed = (title: string) => rule('failed', { rule: unnamedRule, title });
const drill = (state: 'valid' | 'stale'): Reason => ({ kind: 'evidence', evidence: 'restore-drill', state });
const person: Reason = { kind: 'person', text: 'We saw it.' };
const risk = (inherent: number, residual: number): Pick<AssessedThreat, 'risk'> => ({
  risk: {
    ...quiet.risk,
    inherent: { ...quiet.risk.inherent, score: inherent },
    residual: { ...quiet.risk.residual, score: residual },
  },
});

describe('what changed since an earlier report', () => {
  test.each<
    [string, Partial<AssessedThreat> | undefined, Partial<AssessedThreat> | undefined, string, string]
  >([
    ['a threat that the register did not have', undefined, {}, 'new', 'It is new in the register.'],
    ['one that it has no longer', {}, undefined, 'gone', 'It is no longer in the register.'],
    [
      'one that concerns nothing any more',
      {},
      { status: 'not-applicable' },
      'better',
      'It no longer concerns this environment.',
    ],
    ['more risk', risk(20, 10), risk(20, 12), 'worse', 'Other measures count than before.'],
    [
      'less risk',
      risk(20, 12),
      risk(15, 10),
      'better',
      'Its risk before any measure is set to 15 instead of 20.',
    ],
    [
      'another status of the same facts',
      {},
      { status: 'partial' },
      'better',
      'Its checks and records are otherwise put together: open became partly verified.',
    ],
    [
      'a check that is gone',
      { reasons: [rule('failed')] },
      { status: 'claimed' },
      'better',
      'One rule (one-rule): is not checked any more.',
    ],
    [
      'a check that is there now',
      {},
      { status: 'violated', reasons: [rule('failed')] },
      'worse',
      'One rule (one-rule): does not hold, not checked before.',
    ],
    [
      'a record that was made',
      {},
      { status: 'claimed', reasons: [drill('valid')] },
      'better',
      'Record of the kind "Restore drill": is valid, before: is missing.',
    ],
    [
      'a record that got old',
      { status: 'claimed', reasons: [drill('valid')] },
      { status: 'stale', reasons: [drill('stale')] },
      'worse',
      'Record of the kind "Restore drill": is too old, before: is valid.',
    ],
    [
      'a person who judged',
      {},
      { status: 'violated', reasons: [person] },
      'worse',
      'A person changed it: We saw it.',
    ],
    [
      'a person who judges no more',
      { status: 'violated', reasons: [person] },
      {},
      'better',
      'A person had judged it worse, and does not any more.',
    ],
    [
      'unnamed checks, one without its number',
      { reasons: [unnamed('3 required checks that do not hold'), unnamed('x')] },
      { status: 'violated', reasons: [rule('failed')] },
      'worse',
      '1 check does not hold, before: 4.',
    ],
  ])('%s', (_what, before, now, kind, because) => {
    expect(changesOf(before, now).threats).toEqual([
      expect.objectContaining({ threat: first.id, kind, because: [because] }),
    ]);
  });

  test('a check that has nothing to look at is no change, and an old person is no news', () => {
    const [told] = changesOf(
      { reasons: [rule('not-used'), person] },
      { status: 'partial', reasons: [person, rule('not-used', { rule: 'other-rule' })] },
    ).threats;
    expect(told?.because).toEqual([
      expect.stringMatching(/^Its checks and records are otherwise put together/),
    ]);
  });

  test('the edition for the organisation does not quote the person', () => {
    expect(
      changesOf({}, { status: 'violated', reasons: [person] }, 'organisation').threats[0]?.because,
    ).toEqual(['A person judged it worse than the checks do.']);
  });
});

describe('is written in words', () => {
  const previous = (threat: Partial<AssessedThreat> | undefined, created = base.created) =>
    JSON.parse(JSON.stringify({ ...withFirst(threat), created }));

  test.each<[string, Partial<AssessedThreat> | undefined, Partial<AssessedThreat> | undefined, RegExp]>([
    [
      'a worse one, with both statuses',
      {},
      { status: 'violated' },
      /<strong>Worse:<\/strong> <a [^>]*>[^<]+<\/a> \(open → violated\)\. /,
    ],
    [
      'a new one, without an earlier status',
      undefined,
      {},
      /<strong>New:<\/strong> <a [^>]*>[^<]+<\/a>\. It is new/,
    ],
    [
      'one with another risk, without statuses',
      risk(20, 10),
      risk(20, 12),
      /<strong>Worse:<\/strong> <a [^>]*>[^<]+<\/a>\. Other measures/,
    ],
    [
      'one that is gone, without a link',
      {},
      undefined,
      /<strong>No longer in the register:<\/strong> [^<]+\. It is no longer/,
    ],
    ['nothing', {}, {}, /Nothing since 24 November 2026/],
  ])('on the page: %s', async (_what, before, now, text) => {
    expect(
      await threatText(withFirst(now), 'html', { edition: 'restricted', previous: previous(before) }),
    ).toMatch(text);
  });

  test('on a terminal, also where the earlier report bears no date', async () => {
    const options = { edition: 'restricted', previous: previous({}, 'yesterday') } as const;
    expect(await threatText(withFirst({ status: 'violated' }), 'console', options)).toMatch(
      /Since yesterday\nworse {3}/,
    );
    expect(await threatText(withFirst({}), 'html', options)).toContain('Nothing since yesterday');
  });

  test('behind the report of a preview; without an earlier report nothing is said of worse and better', async () => {
    const part = (options: object) =>
      threatText(withFirst({ status: 'violated' }), 'pull-request', { edition: 'organisation', ...options });
    expect((await part({ previous: previous({}) })).split('\n')).toEqual([
      '',
      '### Threats',
      '',
      expect.stringMatching(/^- \*\*Threats that got worse: 1\*\* – /),
      '- **Threats that got better:** none',
      expect.stringMatching(/^- \*\*Threats whose records are too old/),
      '',
    ]);
    expect(await part({})).not.toMatch(/worse|better/);
  });

  test('in the lines for a pull request, at most five by name', () => {
    const all = plantReport({ status: Object.fromEntries(base.threats.map(({ id }) => [id, 'violated'])) });
    const { changes, threats } = documentOf(
      all,
      'restricted',
      JSON.parse(JSON.stringify({ ...base, threats: [] })),
    );
    const [worse, better, stale] = pullRequestLines(changes as Changes, threats);
    expect(worse).toMatch(
      /^- \*\*Threats that got worse: 40\*\* – .*\(violated\): It is new in the register\..*; and 35 more$/,
    );
    expect([better, stale]).toEqual([
      '- **Threats that got better:** none',
      '- **Threats whose records are too old:** none',
    ]);
    const [other] = pullRequestLines(changesOf(risk(20, 10), risk(20, 12)), []);
    expect(other).toContain('(open, other risk): Other measures count than before.');
  });
});
