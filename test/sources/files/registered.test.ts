import { describe, expect, test } from 'vitest';
import { UNKNOWN, type Value } from '../../../policies/src/resources/value';
import { isEventLog, readEvents } from '../../../policies/src/sources/files/events';
import { isPreviewJson, readPreviewJson } from '../../../policies/src/sources/files/preview-json';
import { resourceOf } from '../../../policies/src/sources/files/registered';

const token = 'azure-native:storage:StorageAccount';
const urn = `urn:pulumi:prod::plant::${token}::data`;
const secret = (plaintext: Value) => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  plaintext: JSON.stringify(plaintext),
});
const nested = (depth: number): Value => (depth === 0 ? 'deep' : { a: nested(depth - 1) });

describe('a resource as the engine writes it down', () => {
  test.each<[string, { readonly [key: string]: Value }, object]>([
    [
      'a parent and a provider',
      { parent: 'urn:p', provider: 'urn:q::id' },
      { parent: 'urn:p', provider: 'urn:q::id' },
    ],
    ['inputs that are none', { inputs: 'x' }, { properties: {} }],
    ['changes that are ignored', { ignoreChanges: ['a', 7] }, { ignoreChanges: ['a'] }],
    ['an import', { importID: '/subscriptions/x' }, { importId: '/subscriptions/x' }],
    [
      'a place in the program',
      { sourcePosition: 'project:///infra/index.ts#12,7' },
      { declaredAt: { file: 'infra/index.ts', line: 12 } },
    ],
    [
      'secrets of any kind',
      { inputs: { a: secret({ b: ['x', true, null], c: 7 }) } },
      { properties: { a: { b: ['x', true, null], c: 7 } }, secretTexts: ['x', '7'] },
    ],
    [
      'a secret that is broken',
      { inputs: { a: { ...secret(1), plaintext: '{' }, b: 1 } },
      { properties: { a: UNKNOWN, b: 1 } },
    ],
  ])('has %s', (_what, entry, expected) => {
    expect(resourceOf(entry, urn, token)).toMatchObject(expected);
  });

  test('has no empty parent, provider or import', () => {
    const made = resourceOf({ parent: '', provider: '', importID: '', sourcePosition: 'x' }, urn, token);
    expect(Object.keys(made)).not.toEqual(expect.arrayContaining(['parent']));
    expect('provider' in made || 'importId' in made || 'declaredAt' in made).toBe(false);
  });

  test('is not followed without end', () => {
    expect(JSON.stringify(resourceOf({ inputs: { a: nested(300) } }, urn, token))).not.toContain('deep');
    const { secretTexts } = resourceOf({ inputs: { a: secret(nested(300)) } }, urn, token);
    expect(secretTexts).toBeUndefined();
  });
});

describe('an event log', () => {
  const event = (more: object) => JSON.stringify({ timestamp: 1, ...more });
  const step = (metadata: Value) => event({ resourcePreEvent: { metadata } });
  const made = (more: object) => step({ op: 'create', urn, new: { inputs: {} }, type: token, ...more });
  const end = event({ summaryEvent: {} });
  const read = (...lines: readonly string[]) => readEvents(`${lines.join('\n')}\n`, 'log.json');

  test.each<[string, string, readonly string[]]>([
    ['a resource, whose type may stand beside it', made({}), [token]],
    ['a resource with its own type', made({ new: { type: 'a:b:C' } }), ['a:b:C']],
    ['a step without a resource', step('x'), []],
    ['a step without a URN', made({ urn: 7 }), []],
    ['a step without an operation', made({ op: 7 }), []],
    ['a resource that is removed', made({ op: 'delete' }), []],
    ['a blank line', '', []],
  ])('has %s', (_what, line, tokens) => {
    expect(read(made({ op: 'delete' }), line, end).registered.map((one) => one.token)).toEqual(tokens);
  });

  test('is cut where its last line is', () => {
    const why = [{ resource: 'log.json', why: 'the log ends before the run did' }];
    expect(read(end, '{"timest').notEvaluated).toEqual(why);
    expect(read(end, '7').notEvaluated).toEqual(why);
    expect(() => read('7', end)).toThrow('log.json:1: is not an event');
  });

  test('may leave out what policies say', () => {
    const log = read(
      event({ policyAnalyzeSummaryEvent: { policyPackName: 'p' } }),
      event({ policyAnalyzeSummaryEvent: { policyPackName: 'p', passed: ['r', 7] } }),
      end,
    );
    expect(log.policyPasses).toEqual([
      { pack: 'p', urn: '', rule: 'r' },
      { pack: 'p', urn: '', rule: '' },
    ]);
  });

  test.each([
    ['{"timestamp":1,"preludeEvent":{}}', true],
    ['{"timestamp":1}\n', false],
    ['{"timestamp', false],
    ['7', false],
  ])('is told by its first line: %j', (text, expected) => {
    expect(isEventLog(text)).toBe(expected);
  });
});

describe('a plain preview', () => {
  const preview = (more: object) => ({ steps: [], changeSummary: {}, duration: 1, ...more });
  const told = (more: object) => readPreviewJson(preview(more), 'p.json').notEvaluated.map(({ why }) => why);

  test.each<[string, object, readonly string[]]>([
    ['nothing', {}, []],
    [
      'one that is not shown',
      { changeSummary: { same: 1 } },
      ['1 unchanged resource is not in the preview: run it with --show-sames'],
    ],
    [
      'more',
      { changeSummary: { same: 2 } },
      ['2 unchanged resources are not in the preview: run it with --show-sames'],
    ],
    ['no summary', { changeSummary: 'x' }, []],
    ['a summary that counts no text', { changeSummary: { same: 'x' } }, []],
    ['a warning', { diagnostics: [{ severity: 'warning', message: 'x' }, 'x'] }, []],
    ['the last word of the engine', { diagnostics: [{ severity: 'error', message: 'preview failed' }] }, []],
    [
      'a fault',
      { diagnostics: [{ severity: 'error', message: 'no such module' }] },
      ['the run failed; what it did not reach is not in the preview'],
    ],
  ])('that counts or says %s', (_what, more, why) => {
    expect(told(more)).toEqual(why);
  });

  test.each<[Value, boolean]>([
    [7, false],
    [{ steps: [7] }, false],
    [{ changeSummary: {}, duration: 1 }, true],
    [{ $schema: 'x', steps: [] }, false],
  ])('is told by its shape: %j', (json, expected) => {
    expect(isPreviewJson(json)).toBe(expected);
  });
});
