import { describe, expect, test } from 'vitest';
import { stackView, viewOf } from '../../policies/src/evaluate/view';
import type { Resource } from '../../policies/src/resources/resource';
import { everyType, storageAccount, vault, vaultKey } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { type Answer, allOf, anyOf } from '../../policies/src/rule/answers';
import { companionRule } from '../../policies/src/rule/companion-rules';
import { isTrue, oneOf } from '../../policies/src/rule/conditions';
import { guardedPaths, overlap } from '../../policies/src/rule/guarded-paths';
import { holds, pendingPreconditions } from '../../policies/src/rule/preconditions';
import { settingRule } from '../../policies/src/rule/setting-rules';
import { resource, runRule } from '../../policies/src/testing';
import { facts, propertyRule, stackRule } from './made-up';

describe('answers', () => {
  test.each<[readonly Answer[], Answer, Answer]>([
    [[], 'no', 'yes'],
    [['yes'], 'yes', 'yes'],
    [['no'], 'no', 'no'],
    [['maybe'], 'maybe', 'maybe'],
    [['no', 'yes'], 'yes', 'no'],
    [['maybe', 'yes'], 'yes', 'maybe'],
    [['maybe', 'no'], 'maybe', 'no'],
  ])('%j: one is enough gives %s, all must hold gives %s', (answers, any, all) => {
    expect([anyOf(answers), allOf(answers)]).toEqual([any, all]);
  });
});

const kindIsX = { property: 'kind', is: oneOf('x'), whenAbsent: false };
const view = (properties: Properties) => viewOf(resource(vault, 'v', properties));

describe('a precondition', () => {
  test.each<[Properties, Partial<typeof kindIsX>, Answer]>([
    [{ kind: 'X' }, {}, 'yes'],
    [{ kind: 'y' }, {}, 'no'],
    [{}, {}, 'no'],
    [{}, { whenAbsent: true }, 'yes'],
    [{ kind: UNKNOWN }, {}, 'maybe'],
    [{ l: [{ k: 'y' }, { k: 'x' }] }, { property: 'l[].k' }, 'yes'],
    [{ l: [{ k: 'y' }, { k: UNKNOWN }] }, { property: 'l[].k' }, 'maybe'],
    [{ l: [{ k: 'x' }, UNKNOWN] }, { property: 'l[].k' }, 'yes'],
    [{ l: [] }, { property: 'l[].k', whenAbsent: true }, 'no'],
  ])('on %j with %j holds: %s', (properties, more, answer) => {
    expect(holds({ ...kindIsX, ...more }, view(properties))).toBe(answer);
  });

  const isOn = { property: 'on', is: isTrue, whenAbsent: false };

  test.each<[Properties, readonly string[] | undefined]>([
    [{ kind: 'x', on: true }, []],
    [{ kind: 'x', on: UNKNOWN }, ['on']],
    [{ kind: UNKNOWN, on: UNKNOWN }, ['kind', 'on']],
    [{ kind: UNKNOWN, on: false }, undefined],
    [{}, undefined],
  ])('of several: on %j, still open is %j', (properties, open) => {
    const pending = pendingPreconditions([kindIsX, isOn], view(properties));
    expect(pending?.map(({ outcome, property }) => `${outcome} ${property}`)).toEqual(
      open?.map((path) => `unknown ${path}`),
    );
  });
});

describe('a rule on a companion', () => {
  const rule = companionRule({
    ...facts,
    target: vault,
    companions: [vaultKey],
    by: ['vaultName'],
    must: [isOnPrecondition()],
    when: [kindIsX],
    property: 'keys',
    lacks: 'No key lies in it.',
  });
  const subject = (properties: Properties = { vaultName: 'v', kind: 'x' }) =>
    resource(vault, 'v', properties);
  const companion = (properties: Properties) => resource(vaultKey, 'k', properties);
  const outcomes = (...resources: readonly Resource[]) =>
    runRule(rule, resources).map(({ outcome, property, message }) =>
      [outcome, property, message].join(' | '),
    );

  function isOnPrecondition() {
    return { property: 'on', is: isTrue, whenAbsent: false };
  }

  test.each<[string, Properties, string]>([
    ['passes with one that says what it must', { vaultName: 'v', on: true }, 'pass'],
    ['fails with one that says otherwise', { vaultName: 'v', on: false }, 'fail'],
    ['fails with one of another vault', { vaultName: 'w', on: true }, 'fail'],
    ['is undecided while what it says is unknown', { vaultName: 'v', on: UNKNOWN }, 'unknown'],
    ['is undecided while it is unknown whose it is', { vaultName: UNKNOWN, on: true }, 'unknown'],
    ['fails with one that says otherwise, whosever it is', { vaultName: UNKNOWN, on: false }, 'fail'],
  ])('%s', (_what, properties, outcome) => {
    expect(outcomes(subject(), companion(properties))[0]).toMatch(new RegExp(`^${outcome} \\| keys \\|`));
  });

  test('tells what is missing where there is none', () => {
    expect(outcomes(subject())).toEqual(['fail | keys | No key lies in it.']);
    expect(rule.relates).toEqual([vaultKey]);
  });

  test('does not apply where its precondition does not hold, and is undecided while that is unknown', () => {
    expect(outcomes(subject({ vaultName: 'v', kind: 'y' }))).toEqual([]);
    expect(outcomes(subject({ vaultName: 'v', kind: UNKNOWN }))[0]).toMatch(/^unknown \| kind/);
    expect(
      outcomes(subject({ vaultName: 'v', kind: UNKNOWN }), companion({ vaultName: 'v', on: true }))[0],
    ).toMatch(/^pass/);
  });

  test('is content with any companion where nothing more is asked', () => {
    const plain = companionRule({
      ...facts,
      target: vault,
      companions: [vaultKey],
      by: ['vaultName'],
      property: 'keys',
      lacks: 'None.',
    });
    expect(runRule(plain, [subject(), companion({ vaultName: 'v' })])[0]?.outcome).toBe('pass');
  });
});

describe('a rule on a setting beside a resource', () => {
  const judged = settingRule({
    ...facts,
    owner: vault,
    holders: [vaultKey],
    by: 'vaultName',
    judge: (one) => [{ outcome: one.one('on').state === 'known' ? 'pass' : 'fail', property: 'on' }],
    ownerSays: (one) => (one.one('own').state === 'known' ? 'yes' : 'no'),
    property: 'keys',
    lacks: 'No key lies in it.',
  });
  const found = (...resources: readonly Resource[]) =>
    runRule(judged, resources).map(
      ({ outcome, resource: { name }, property }) => `${outcome} ${name} ${property}`,
    );
  const owner = (properties: Properties = { vaultName: 'v' }) => resource(vault, 'v', properties);

  test.each<[string, readonly Resource[], readonly string[]]>([
    ['an owner without it', [owner()], ['fail v keys']],
    ['an owner that says it itself', [owner({ own: 1 })], ['pass v keys']],
    [
      'an owner with a holder that says the wrong thing, where it is written',
      [owner(), resource(vaultKey, 'k', { vaultName: 'v' })],
      ['pass v keys', 'fail k on'],
    ],
    [
      'a holder whose owner is elsewhere',
      [resource(vaultKey, 'k', { vaultName: 'x', on: 1 })],
      ['pass k on'],
    ],
    [
      'an owner, undecided while it is unknown whose the holder is',
      [owner(), resource(vaultKey, 'k', { vaultName: UNKNOWN, on: 1 })],
      ['unknown v keys', 'pass k on'],
    ],
  ])('reports %s', (_what, resources, expected) => {
    expect(found(...resources)).toEqual(expected);
  });

  test('looks at owners alone where a holder has nothing to say', () => {
    const { judge, ...rest } = {
      ...facts,
      judge: undefined,
      owner: vault,
      holders: [vaultKey],
      by: 'vaultName',
      property: 'keys',
      lacks: 'None.',
    };
    expect(judge).toBeUndefined();
    expect(settingRule(rest).target).toBe(vault);
    expect(judged.target).toEqual([vault, vaultKey]);
  });
});

describe('guarded paths', () => {
  const guarded = guardedPaths([
    propertyRule({ property: ['a', 'b.c'] }),
    propertyRule({ property: 'a', target: [vault, storageAccount] }),
    stackRule(() => [], { property: 'relation' }),
    propertyRule({ property: 'd', target: everyType }),
  ]);

  test.each([
    [vault, ['a', 'b.c']],
    ['microsoft.storage/STORAGEACCOUNTS' as const, ['a']],
    [vaultKey, []],
  ])('of %s are %j', (type, expected) => {
    expect(guarded(resource(type, 'it', {}))).toEqual(expected);
  });

  test.each([
    ['a', 'a', true],
    ['a', 'a.b', true],
    ['a.b', 'a', true],
    ['a', 'ab', false],
    ['a.b', 'a.c', false],
    ['tags["site"]', 'tags.site', true],
    ['tags["site"]', 'tags.other', false],
    ['tags["site"].x', 'tags', true],
    ['rules[0].value', 'rules[].value', true],
    ['rules[*].value', 'rules[].value', true],
    ['rules[0]', 'rules[].value', true],
    ['rules[0].name', 'rules[].value', false],
    ['rules', 'rules[].value', true],
    ['*', 'anything.at.all', true],
    ['a.b', '*.b', true],
    ['a.b', '*.c', false],
    ['', 'a', false],
    ['anything', '*', true],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });
});

describe('a reference', () => {
  const account = (name: string, properties: Properties) => resource(storageAccount, name, properties);
  const id = (name: string) =>
    `/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`;
  const child = (name: string, accountName: string | undefined, uses: readonly string[] = []) =>
    resource(
      'Microsoft.Storage/storageAccounts/blobServices',
      name,
      accountName === undefined ? {} : { accountName },
      {
        uses: uses.length === 0 ? {} : { accountName: uses },
      },
    );

  const named = account('first', { accountName: 'Data01' });
  const unnamed = account('second', {});

  test.each<[string, Resource, Resource, 'yes' | 'no' | 'maybe']>([
    ['by a bare name, whatever its case', child('c', 'DATA01'), named, 'yes'],
    ['by another name', child('c', 'other'), named, 'no'],
    ['by the last part of a name', child('c', 'x/data01'), named, 'no'],
    ['by a name, to what has none yet', child('c', 'data01'), unnamed, 'maybe'],
    ['by an id', child('c', id('data01')), named, 'yes'],
    ['by the id of another', child('c', id('data02')), named, 'no'],
    ['by what it was computed from', child('c', UNKNOWN, ['first']), named, 'yes'],
    ['by what it was computed from, to another of the type', child('c', UNKNOWN, ['first']), unnamed, 'no'],
    ['by an unknown of unknown origin', child('c', UNKNOWN), named, 'maybe'],
    ['by nothing', child('c', undefined), named, 'no'],
  ])('%s', (_what, from, to, answer) => {
    const stack = stackView([named, unnamed, from]);
    expect(stack.refersTo(from, 'accountName', to)).toBe(answer);
    // The index finds just those that may point there.
    const found = stack.referring(from.type, ['accountName'], to).map(({ answer: found }) => found);
    expect(found).toEqual(answer === 'no' ? [] : [answer]);
  });

  test('is found once for a resource that points by several of the paths, and by the surest', () => {
    const both = resource(vaultKey, 'k', { a: UNKNOWN, b: id('data01') });
    const stack = stackView([named, both]);
    expect(stack.referring(vaultKey, ['a', 'b'], named)).toEqual([{ resource: both, answer: 'yes' }]);
  });

  test('leads from a child of a child to the owner', () => {
    const inner = child('blobs', undefined, ['first']);
    const setting = resource(vaultKey, 'k', { target: UNKNOWN }, { uses: { target: ['blobs'] } });
    const stack = stackView([named, unnamed, inner, setting]);
    expect(stack.referring(vaultKey, ['target'], named).map(({ answer }) => answer)).toEqual(['yes']);
    expect(stack.referring(vaultKey, ['target'], unnamed).map(({ answer }) => answer)).toEqual(['maybe']);
  });

  test('leads from a child to its owner by its parent as well', () => {
    const inner = { ...child('blobs', undefined), parent: named.urn };
    const setting = resource(vaultKey, 'k', { target: UNKNOWN }, { uses: { target: ['blobs'] } });
    const stack = stackView([named, inner, setting]);
    expect(stack.referring(vaultKey, ['target'], named).map(({ answer }) => answer)).toEqual(['yes']);
  });

  test('to a resource is none of a type of which the stack has nothing', () => {
    expect(stackView([named]).referring(vaultKey, ['a'], named)).toEqual([]);
  });
});
