import { expect, test } from 'vitest';
import { describeOnce } from '../../policies/src/crossguard/describe-once';

function counted() {
  const asked: unknown[] = [];
  const values = {
    fromJavaScript(value: unknown) {
      asked.push(value);
      return { made: value };
    },
  };
  return { asked, values };
}

test('the part that policies share becomes a message once', () => {
  const { asked, values } = counted();
  const shared = { type: 'array' };
  describeOnce(values, shared);
  expect(values.fromJavaScript(shared)).toBe(values.fromJavaScript(shared));
  expect(asked).toEqual([shared]);
});

test('anything else is asked for each time, also where it looks the same', () => {
  const { asked, values } = counted();
  describeOnce(values, { type: 'array' });
  expect(values.fromJavaScript({ type: 'array' })).toEqual({ made: { type: 'array' } });
  values.fromJavaScript({ type: 'array' });
  expect(asked).toHaveLength(2);
});
