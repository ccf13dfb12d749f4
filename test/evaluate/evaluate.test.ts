import { describe, expect, test } from 'vitest';
import { evaluate, type RuleSettings } from '../../policies/src/evaluate/evaluate';
import type { Exemption } from '../../policies/src/evaluate/exemption';
import { needsStack } from '../../policies/src/evaluate/judge';
import { everyType, storageAccount, vault } from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { isTrue, oneOf } from '../../policies/src/rule/conditions';
import { looksAt, type Rule, type Verdict } from '../../policies/src/rule/rule';
import { resource } from '../../policies/src/testing';
import { checkRule, futureSet, presentSet, propertyRule, stackRule } from '../rule/made-up';

const settings = (more: Partial<RuleSettings> = {}): RuleSettings => ({
  level: 'mandatory',
  options: {},
  exemptions: [],
  ...more,
});
const now = new Date('2026-11-24T12:00:00Z');
const run = (
  rules: readonly Rule[],
  resources: readonly ReturnType<typeof resource>[],
  more: Partial<RuleSettings> = {},
  passes = false,
) => evaluate(rules, resources, () => settings(more), { now, passes });
const aVault = (properties = {}, name = 'v') => resource(vault, name, properties);
const exemption = (more: Partial<Exemption> = {}): Exemption => ({
  resource: 'v',
  reason: 'old pumps',
  owner: 'ot@example.com',
  expires: '2026-11-24',
  ...more,
});

describe('findings', () => {
  const [first, second] = [propertyRule({ id: 'first-rule' }), propertyRule({ id: 'second-rule' })];

  test('come in the order of the resources, then of the rules', () => {
    const { findings } = run([first, second], [aVault({}, 'b'), aVault({}, 'a')]);
    expect(findings.map(({ rule, resource: { name } }) => `${name} ${rule.id}`)).toEqual([
      'b first-rule',
      'b second-rule',
      'a first-rule',
      'a second-rule',
    ]);
  });

  test('are given for what is not a pass, and for passes where asked', () => {
    const resources = [aVault({ a: true }), aVault({ a: false }), aVault({ a: UNKNOWN })];
    const outcomes = (passes: boolean) =>
      run([first], resources, {}, passes).findings.map(({ outcome }) => outcome);
    expect(outcomes(false)).toEqual(['fail', 'unknown']);
    expect(outcomes(true)).toEqual(['pass', 'fail', 'unknown']);
  });

  test.each([false, true])('count each pass of a rule on a resource once, listed or not (%s)', (passes) => {
    const several = propertyRule({ id: 'several-paths', property: ['a', 'b'] });
    const { passed } = run([first, several], [aVault({ a: true, b: true }), aVault({ a: true })], {}, passes);
    expect(passed).toBe(3);
  });

  test.each([false, true])('come with the rules that found something to look at (%s)', (passes) => {
    const rules = [
      propertyRule({ id: 'passes' }),
      propertyRule({ id: 'fails', pass: oneOf('no') }),
      propertyRule({ id: 'not-demanded', demandedBy: 'want' }),
      propertyRule({ id: 'not-applicable', when: [{ property: 'kind', is: isTrue, whenAbsent: false }] }),
      propertyRule({ id: 'of-empty-list', property: 'list[]' }),
      propertyRule({ id: 'of-another-type', target: storageAccount }),
      checkRule(() => [], { id: 'silent-check' }),
      checkRule(() => [{ outcome: 'pass', property: 'a' }], { id: 'passing-check' }),
    ];
    const { applied, passed } = run(rules, [aVault({ a: true, list: [] })], {}, passes);
    expect([...applied].map(({ id }) => id)).toEqual(['passes', 'fails', 'passing-check']);
    expect(passed).toBe(2);
  });

  test.each([undefined, false])('are no passes without asking for them (%s)', (passes) => {
    const check = checkRule(() => [{ outcome: 'pass', property: 'a' }]);
    const context = passes === undefined ? { now } : { now, passes };
    expect(evaluate([check, first], [aVault({ a: true })], () => settings(), context)).toMatchObject({
      findings: [],
      passed: 2,
    });
  });

  test('of disabled rules are none', () => {
    const { findings, applied, unusedExemptions } = run([first], [aVault()], {
      level: 'disabled',
      exemptions: [exemption()],
    });
    expect([findings, [...applied], unusedExemptions]).toEqual([[], [], []]);
  });

  test('of stack rules see every resource', () => {
    const seen = stackRule((subject, stack) => [
      { outcome: stack.resources.length === 2 ? 'pass' : 'fail', property: subject.name },
    ]);
    const { findings } = run([seen], [aVault(), resource(storageAccount, 's', {})], {}, true);
    expect(findings.map(({ outcome, property }) => `${outcome} ${property}`)).toEqual(['pass v']);
  });

  test('of stack rules know what was not evaluated', () => {
    const told = stackRule((_, stack) => [
      { outcome: 'fail', property: stack.notEvaluated[0]?.resource ?? '' },
    ]);
    const { findings } = evaluate([told], [aVault()], () => settings(), {
      now,
      notEvaluated: [{ resource: 'x', why: 'y' }],
    });
    expect(findings[0]?.property).toBe('x');
    expect(run([told], [aVault()]).findings[0]?.property).toBe('');
  });
});

describe('a condition', () => {
  test.each<[string, Partial<Parameters<typeof propertyRule>[0] & object>]>([
    [
      'that throws',
      {
        pass: {
          expected: '',
          holds: () => {
            throw new TypeError('x');
          },
        },
      },
    ],
    [
      'that cannot be made',
      {
        pass: () => {
          throw new TypeError('x');
        },
      },
    ],
  ])('%s becomes an error of its rule alone', (_what, more) => {
    for (const passes of [false, true]) {
      const { findings, passed } = run(
        [propertyRule(more), propertyRule({ id: 'sound-rule' })],
        [aVault({ a: true })],
        {},
        passes,
      );
      expect(
        findings
          .filter(({ outcome }) => outcome !== 'pass')
          .map(({ rule, outcome }) => `${rule.id} ${outcome}`),
      ).toEqual(['test-rule error']);
      expect(passed).toBe(1);
    }
  });

  test.each([
    [{ want: true }, 'fail'],
    [{ want: false }, undefined],
    [{}, undefined],
  ])('that an option must demand is asked under %j: %s', (options, outcome) => {
    expect(run([propertyRule({ demandedBy: 'want' })], [aVault({})], { options }).findings[0]?.outcome).toBe(
      outcome,
    );
  });

  test.each([
    [{ want: false }, 0],
    [{ want: 'true' }, 0],
    [{ want: true }, 1],
  ])('that an option must demand passes only then: under %j', (options, passed) => {
    expect(run([propertyRule({ demandedBy: 'want' })], [aVault({ a: true })], { options }).passed).toBe(
      passed,
    );
  });

  test('is made once for all resources that plainly pass, and the rest is judged in full', () => {
    let made = 0;
    const pass = () => {
      made++;
      return isTrue;
    };
    const three = ['a', 'b', 'c'].map((name) => aVault({ a: true }, name));
    run([propertyRule({ pass, demandedBy: 'want' })], three, { options: { want: true } });
    expect(made).toBe(1);
    run([propertyRule({ pass })], three);
    expect(made).toBe(2);
    run([propertyRule({ pass })], three, {}, true);
    expect(made).toBe(6);
  });

  test('is made from the options of the settings', () => {
    const rule = propertyRule({ pass: ({ wanted }) => oneOf(String(wanted)) });
    expect(run([rule], [aVault({ a: 'x' })], { options: { wanted: 'x' } })).toMatchObject({
      findings: [],
      passed: 1,
    });
    expect(run([rule], [aVault({ a: 'x' })], { options: { wanted: 'y' } }).findings).toHaveLength(1);
  });
});

describe('a rule looks at', () => {
  test.each([
    [vault, vault, true],
    [vault, 'microsoft.keyvault/VAULTS', true],
    [vault, 'Microsoft.KeyVault/vaults/keys', false],
    [everyType, storageAccount, true],
    [everyType, 'Pulumi/stacks', false],
    [[storageAccount, vault], vault, true],
    [[storageAccount], vault, false],
  ] as const)('%j: %s is %s', (target, type, expected) => {
    expect(looksAt(propertyRule({ target }), type)).toBe(expected);
  });
});

describe('an exemption', () => {
  const rule = propertyRule();
  const one = (given: readonly Exemption[], more: Partial<Rule> = {}) =>
    run([{ ...rule, ...more } as Rule], [aVault({ a: false })], { exemptions: given });

  test('turns a fault, and what is unknown, into an exempt finding until its last day', () => {
    const [finding] = one([exemption()]).findings;
    expect(finding).toMatchObject({ outcome: 'exempt', exemption: { owner: 'ot@example.com' } });
    const open = run([rule], [aVault({ a: UNKNOWN })], { exemptions: [exemption()] });
    expect(open.findings.map(({ outcome }) => outcome)).toEqual(['exempt']);
  });

  test('that is over leaves the fault and says whose it was', () => {
    const [finding] = one([exemption({ expires: '2026-11-23' })]).findings;
    expect(finding).toMatchObject({ outcome: 'fail', exemption: { expires: '2026-11-23' } });
    expect(finding?.message).toContain('Its exemption expired on 2026-11-23 (ot@example.com).');
  });

  test('that holds is taken before one that is over', () => {
    const [finding] = one([exemption({ expires: '2020-01-01' }), exemption({ ticket: 'OT-7' })]).findings;
    expect(finding).toMatchObject({ outcome: 'exempt', exemption: { ticket: 'OT-7' } });
  });

  test('is refused, and says so, by a rule that accepts none', () => {
    const [finding] = one([exemption()], { exemptible: false }).findings;
    expect(finding).toMatchObject({ outcome: 'fail' });
    expect(finding?.message).toContain('The exemption is refused: this rule accepts none.');
  });

  test('of another resource or property is unused', () => {
    const given = [exemption({ resource: 'w' }), exemption({ property: 'b' }), exemption({ property: 'a' })];
    const { unusedExemptions } = one(given);
    expect(unusedExemptions.map((unused) => unused.exemption)).toEqual(given.slice(0, 2));
    expect(unusedExemptions[0]?.rule.id).toBe('test-rule');
  });

  test('covers neither a pass nor a rule that fails itself', () => {
    const broken = checkRule(() => {
      throw new Error('x');
    });
    const { findings } = run([broken], [aVault()], { exemptions: [exemption()] });
    expect(findings.map(({ outcome, exemption: held }) => [outcome, held])).toEqual([['error', undefined]]);
    const [pass] = run([rule], [aVault({ a: true })], { exemptions: [exemption()] }, true).findings;
    expect(pass).not.toHaveProperty('exemption');
  });

  test.each(['a', 'written.a'])('names the property as the rule or as the author does: %s', (property) => {
    const translated = { ...aVault({ a: false }), originalPath: (path: string) => `written.${path}` };
    const { findings } = run([rule], [translated], { exemptions: [exemption({ property })] });
    expect(findings.map(({ outcome, property: told }) => [outcome, told])).toEqual([['exempt', 'written.a']]);
  });
});

describe('a message', () => {
  const messageOf = (verdict: Verdict, more = {}) => {
    const subject = { ...aVault({ a: false }), ...more };
    return run([checkRule(() => [verdict])], [subject], {}, true).findings[0]?.message;
  };

  test.each<[Verdict, string]>([
    [{ outcome: 'fail', property: 'a', message: 'It is wrong.' }, 'It is wrong.'],
    [{ outcome: 'fail', property: 'a' }, 'Something holds: this does not hold at `a`.'],
    [{ outcome: 'pass', property: 'a' }, 'Something holds'],
    [
      { outcome: 'unknown', property: 'a' },
      '`a` is known only after deployment, so this could not be decided yet.',
    ],
  ])('of %j', (verdict, message) => {
    expect(messageOf(verdict)).toBe(message);
  });

  test('hides what the program marks as secret', () => {
    const verdict = {
      outcome: 'fail',
      property: 'a',
      message: 'It is `x1`, and `x1` is wrong; x1 stays.',
    } as const;
    expect(messageOf(verdict, { secretTexts: ['x1', 'y'] })).toBe(
      'It is [secret], and [secret] is wrong; x1 stays.',
    );
    expect(messageOf(verdict)).toContain('`x1`');
  });
});

describe('the place of a finding', () => {
  const translated = { ...aVault({ a: false }), originalPath: () => 'written' };

  test('is told as the author wrote it, but for relations, which have no place inside', () => {
    expect(run([propertyRule()], [translated]).findings[0]?.property).toBe('written');
    const relation = stackRule(() => [{ outcome: 'fail', property: 'privateEndpoint' }]);
    expect(run([relation], [translated]).findings[0]?.property).toBe('privateEndpoint');
  });
});

describe('what became a fault in a later rule set than the pinned one', () => {
  const stricter = propertyRule({
    pass: oneOf('new'),
    stricterSince: { set: futureSet, passed: oneOf('old') },
  });

  test.each([
    ['old', 'advisory', true],
    ['neither', 'mandatory', undefined],
  ])('is advice only: %s is %s', (a, level, adviceOnly) => {
    const [finding] = run([stricter], [aVault({ a })]).findings;
    expect([finding?.level, finding?.adviceOnly]).toEqual([level, adviceOnly]);
  });

  test('is a fault like any other under that set', () => {
    const [finding] = run([stricter], [aVault({ a: 'old' })], { ruleSet: futureSet }).findings;
    expect([finding?.level, finding?.adviceOnly]).toEqual(['mandatory', undefined]);
  });

  test('is told by the verdict of a rule with logic likewise', () => {
    const rule = checkRule(() => [{ outcome: 'fail', property: 'a', since: futureSet }]);
    expect(run([rule], [aVault()]).findings[0]).toMatchObject({ level: 'advisory', adviceOnly: true });
    const old = checkRule(() => [{ outcome: 'fail', property: 'a', since: presentSet }]);
    expect(run([old], [aVault()]).findings[0]).not.toHaveProperty('adviceOnly');
  });

  test('says nothing of what is missing: that was a fault before', () => {
    expect(run([stricter], [aVault()]).findings[0]).not.toHaveProperty('adviceOnly');
  });
});

describe('a part of a resource that is declared elsewhere', () => {
  const apart = propertyRule({ whenAbsent: 'pass', property: ['a', 'b'] });
  const told = (rule: Rule, properties: object, more: object) =>
    run([rule], [{ ...aVault(properties), ...more }], {}, true).findings.map(
      ({ outcome, property }) => `${outcome} ${property}`,
    );

  test.each<[string, object, object, readonly string[]]>([
    ['speaks of what it sets', { a: false, b: false }, { only: ['a'] }, ['fail a']],
    ['passes by what it sets', { a: true, b: false }, { only: ['a'] }, ['pass a']],
    ['says nothing of the rest', { b: false }, { only: ['c'] }, []],
    ['leaves what another sets', { a: false, b: false }, { elsewhere: ['a'] }, ['fail b']],
    ['leaves all that others set', { a: false }, { elsewhere: ['a', 'b'] }, []],
  ])('%s', (_what, properties, more, expected) => {
    expect(told(apart, properties, more)).toEqual(expected);
  });

  test.each([{ only: ['c'] }, { elsewhere: ['a', 'b'] }])(
    'does not count as a pass without saying so: %j',
    (more) => {
      const { passed, applied } = run([apart], [{ ...aVault({ a: true }), ...more }]);
      expect([passed, applied.size]).toEqual([0, 0]);
    },
  );

  test('is undecided where a rule with logic needs the rest', () => {
    const both = checkRule((view) => [{ outcome: 'unknown', property: view.one('b').path }], {
      property: ['a', 'b'],
    });
    expect(told(both, {}, { only: ['a'] })).toEqual(['unknown a']);
    expect(told(both, {}, { elsewhere: ['b'] })).toEqual([]);
    const fails = checkRule(() => [{ outcome: 'fail', property: 'b' }], { property: ['a', 'b'] });
    expect(told(fails, {}, { only: ['a'] })).toEqual([]);
  });

  test('has no relations', () => {
    const relation = stackRule(() => [{ outcome: 'fail', property: 'x' }]);
    expect(told(relation, {}, { only: ['a'] })).toEqual([]);
    expect(told(relation, {}, { elsewhere: ['a'] })).toEqual(['fail x']);
  });
});

test.each<[Rule, boolean]>([
  [propertyRule(), false],
  [checkRule(() => []), false],
  [checkRule(() => [], { readsOrigins: true }), true],
  [stackRule(() => []), true],
])('the engine hands the stack to a rule that needs it (%#)', (rule, expected) => {
  expect(needsStack(rule)).toBe(expected);
});

test.each(['mandatory', 'advisory'] as const)('a finding has the level of its rule: %s', (level) => {
  expect(run([propertyRule()], [aVault()], { level }).findings[0]?.level).toBe(level);
});
