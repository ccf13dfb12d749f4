import { expect, test } from 'vitest';
import { decodeOnce } from '../../policies/src/crossguard/decode-once';

function deserializer() {
  const module = {
    deserializeProperties: (struct: object, proxySecrets: boolean): object => ({ struct, proxySecrets }),
  };
  decodeOnce(module);
  return module;
}

test('validation gets one copy of the properties of each request', () => {
  const { deserializeProperties } = deserializer();
  const [one, other] = [{}, {}];
  const decoded = deserializeProperties(one, false);
  expect(decoded).toEqual({ struct: one, proxySecrets: false });
  expect(deserializeProperties(one, false)).toBe(decoded);
  expect(deserializeProperties(other, false)).not.toBe(decoded);
});

test('remediation, which may write, gets a copy of its own each time', () => {
  const { deserializeProperties } = deserializer();
  const struct = {};
  const validated = deserializeProperties(struct, false);
  const copy = deserializeProperties(struct, true);
  expect(copy).toEqual({ struct, proxySecrets: true });
  expect(copy).not.toBe(deserializeProperties(struct, true));
  expect(deserializeProperties(struct, false)).toBe(validated);
});
