import { describe, expect, it } from 'vitest';
import {
  eachAs,
  enabledOrDisabled,
  type Field,
  joined,
  nameInId,
  opposite,
  sourcePath,
  translate,
} from '../../policies/src/resources/shapes';
import { UNKNOWN } from '../../policies/src/resources/value';

const fields: readonly Field[] = [
  { to: 'rules', from: 'acls', each: [{ to: 'range', from: 'cidr' }] },
  { to: 'closed', from: 'locked', or: 'isLocked' },
  { to: 'name', from: 'label', as: (value) => value },
];

describe('the path in the source', () => {
  it.each([
    ['rules', {}, 'acls'],
    ['rules[2]', {}, 'acls[2]'],
    ['rules[2].range', {}, 'acls[2].cidr'],
    ['rules[2].other', {}, 'acls[2].other'],
    ['rules[2][0]', {}, 'acls'],
    ['name.first', {}, 'label'],
    ['elsewhere', {}, 'elsewhere'],
    ['closed', {}, 'locked'],
    ['closed', { locked: true }, 'locked'],
    ['closed', { isLocked: true }, 'isLocked'],
    ['closed', { locked: true, isLocked: true }, 'locked'],
    ['closed', { locked: null, isLocked: true }, 'isLocked'],
  ])('behind %s of %j', (path, source, expected) => {
    expect(sourcePath(fields, path, source)).toBe(expected);
  });
});

describe('a translation', () => {
  it.each([
    ['takes the older name where the newer one is not written', { isLocked: true }, { closed: true }],
    ['takes it for the newer one where that is null', { locked: null, isLocked: true }, { closed: true }],
    ['makes a list of a single block', { acls: { cidr: 'a' } }, { rules: [{ range: 'a' }] }],
  ])('%s', (_what, source, expected) => {
    expect(translate(fields, source)).toEqual(expected);
  });

  it('keeps a block unknown as a whole, whatever else is known of it', () => {
    const overlapping: readonly Field[] = [
      { to: 'block', from: 'all' },
      { to: 'block.part', from: 'part' },
    ];
    expect(translate(overlapping, { all: UNKNOWN, part: 1 })).toEqual({ block: UNKNOWN });
    expect(translate(overlapping, { part: 1 })).toEqual({ block: { part: 1 } });
  });
});

describe('a value', () => {
  it.each([
    ['opposite', opposite, true, false],
    ['opposite', opposite, 'false', true],
    ['opposite', opposite, 'perhaps', 'perhaps'],
    ['enabledOrDisabled', enabledOrDisabled, 'true', 'Enabled'],
    ['enabledOrDisabled', enabledOrDisabled, false, 'Disabled'],
    ['enabledOrDisabled', enabledOrDisabled, 'perhaps', 'perhaps'],
    ['joined', joined(','), ['a', 1], 'a,1'],
    ['joined', joined(','), 'a', 'a'],
    ['eachAs', eachAs('value'), ['a'], [{ value: 'a' }]],
    ['eachAs', eachAs('value'), 'a', 'a'],
    ['nameInId', nameInId, '/x/y/z', 'z'],
    ['nameInId', nameInId, 7, 7],
  ])('through %s (%#): what does not fit stays as it is', (_name, change, value, expected) => {
    expect(change(value)).toEqual(expected);
  });
});
