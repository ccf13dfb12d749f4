import { describe, expect, test } from 'vitest';
import { viewOf } from '../../policies/src/evaluate/view';
import { workspace } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import { isGiven, mustBeGiven, originsOf } from '../../policies/src/rule/references';
import { resource } from '../../policies/src/testing';

const view = (properties: Properties, uses = {}) => viewOf(resource(workspace, 'w', properties, { uses }));

describe('an id of another resource', () => {
  test.each([
    ['yes', { id: '/subscriptions/s' }, {}],
    ['no', { id: '' }, {}],
    ['no', { id: null }, {}],
    ['no', {}, { id: ['other'] }],
    ['yes', { id: UNKNOWN }, { id: ['other'] }],
    ['maybe', { id: UNKNOWN }, {}],
    ['maybe', { id: UNKNOWN }, { other: ['other'] }],
  ] as const)('is given: %s for %j computed from %j', (answer, properties, uses) => {
    expect(isGiven(view(properties, uses), 'id')).toBe(answer);
  });

  test('inside a block is computed from what the block was computed from', () => {
    const inside = view({ block: { id: UNKNOWN } }, { block: ['other'] });
    expect(isGiven(inside, 'block.id')).toBe('yes');
    expect(originsOf(inside.resource, 'block[0].id')).toHaveLength(1);
  });

  test('that is missing is a fault in the words of the rule', () => {
    expect(mustBeGiven(view({}), 'id', 'It has none.')).toEqual({
      outcome: 'fail',
      property: 'id',
      message: 'It has none.',
    });
    expect(mustBeGiven(view({ id: UNKNOWN }), 'id', 'It has none.').outcome).toBe('unknown');
  });
});
