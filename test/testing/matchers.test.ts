import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/index';
import { matchers } from '../../policies/src/testing/matchers';
import { resource } from '../../policies/src/testing/run-rule';
// The types; what runs here is the matcher of the sources.
import '@iiot-guard/policies/vitest';

expect.extend(matchers);

const only = ['storage-https-only', 'storage-min-tls'];

describe('toHaveNoBlockingFindings', () => {
  const secret = 'hunter2-secret';
  const messageOf = (assert: () => void): string => {
    try {
      assert();
    } catch (fault) {
      return (fault as Error).message;
    }
    return '';
  };

  test('tells rule, resource and fix, and no value of a property', async () => {
    const hostile = resource(
      'Microsoft.Storage/storageAccounts',
      'na\u001b[31mme\n::error::x',
      { minimumTlsVersion: secret },
      { secret: ['minimumTlsVersion'] },
    );
    const result = await evaluate([hostile], { only });
    const message = messageOf(() => expect(result).toHaveNoBlockingFindings());
    expect(message).toContain('storage-min-tls: na [31mme ::error::x');
    expect(message).toContain('but 1 does');
    expect(message).not.toContain(secret);
    expect(message).not.toContain('\u001b[31mme');
    expect(message).not.toContain('\n::error');
  });

  test('counts what it does not list', async () => {
    const many = Array.from({ length: 25 }, (_, n) =>
      resource('Microsoft.Storage/storageAccounts', `a${n}`, {}),
    );
    const result = await evaluate(many, { only });
    expect(messageOf(() => expect(result).toHaveNoBlockingFindings())).toContain('and 5 more');
  });

  test('names the line of the resource, and all that were looked at where none may block', async () => {
    const declaredAt = { file: 'plant.ts', line: 7 };
    const made = resource('Microsoft.Storage/storageAccounts', 'data', {});
    const result = await evaluate([{ ...made, declaredAt }], { only });
    expect(messageOf(() => expect(result).toHaveNoBlockingFindings())).toContain('data (plant.ts:7)');
    const none = await evaluate([made], { only: ['storage-https-only'] });
    expect(messageOf(() => expect(none).not.toHaveNoBlockingFindings())).toContain('none of 1 resources');
  });

  test.each([
    ['a promise', () => Promise.resolve({}), 'write `await`'],
    ['something else', () => ({ findings: [] }), 'takes the result of'],
    ['nothing', () => undefined, 'takes the result of'],
  ])('refuses %s, also when negated', (_what, given, words) => {
    expect(() => expect(given()).toHaveNoBlockingFindings()).toThrow(words);
    expect(() => expect(given()).not.toHaveNoBlockingFindings()).toThrow(words);
  });
});
