import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../../policies/src/resources/value';
import { decodeProperties } from '../../../policies/src/sources/preview/decode';
import { resultNames } from '../../../policies/src/sources/preview/function-results';
import { Redactor } from '../../../policies/src/sources/preview/redact';
import { Transcript } from '../../../policies/src/sources/preview/transcript';
import { dependenciesOf, downgrade, toWire, upgrade } from '../../../policies/src/sources/preview/wire';
import { program, project } from './programs';

const SIG = '4dabf18193072939515e22adb298388d';
const secret = (value: unknown) => ({ [SIG]: '1b47061264138c4ac30d75fd1eb44270', value });
const output = (fields: object) => ({ [SIG]: 'd0e6a833031e9bbcd3f4e8bde6ca49a4', ...fields });
const reference = (fields: object) => ({
  [SIG]: '5cf8f73096256a8f31e491e813e4eb8e',
  urn: 'urn:x',
  ...fields,
});

function decode(value: unknown): { value: unknown; secrets: string[] } {
  const secrets: string[] = [];
  const struct = Struct.fromJavaScript({ value } as Parameters<typeof Struct.fromJavaScript>[0]);
  return { value: decodeProperties(struct, (text) => secrets.push(text)).value, secrets };
}

describe('properties on the wire', () => {
  it.each([
    ['plain values', { a: [1, 'x', true, null, { b: [] }] }, { a: [1, 'x', true, null, { b: [] }] }],
    ['an unknown', UNKNOWN, UNKNOWN],
    ['an output', output({ value: { a: 1 } }), { a: 1 }],
    ['an output without a value', output({}), UNKNOWN],
    ['an unknown secret output', output({ secret: true }), UNKNOWN],
    ['a reference to a resource with an id', reference({ id: 'i' }), 'i'],
    ['a reference to a resource without an id yet', reference({ id: '' }), UNKNOWN],
    ['a reference to a resource with an unknown id', reference({ id: UNKNOWN }), UNKNOWN],
    ['a reference to a component', reference({}), 'urn:x'],
    ['a reference to nothing that is named', { [SIG]: reference({})[SIG] }, UNKNOWN],
    ['a secret without a value', { [SIG]: secret(0)[SIG] }, null],
    ['a secret that is no text', secret([true, null]), [true, null]],
    [
      'an asset',
      { [SIG]: 'c44067f5952c0a294b673a41bacd8c17', text: 't' },
      { [SIG]: 'c44067f5952c0a294b673a41bacd8c17', text: 't' },
    ],
  ])('decode %s', (_, wire, value) => {
    expect(decode(wire)).toEqual({ value, secrets: [] });
  });

  it('unwrap secrets and take note of them', () => {
    const wire = {
      a: secret({ b: ['hush', 12345], c: UNKNOWN }),
      d: output({ value: 'quiet', secret: true }),
    };
    expect(decode(wire)).toEqual({
      value: { a: { b: ['hush', 12345], c: UNKNOWN }, d: 'quiet' },
      secrets: ['hush', '12345', 'quiet'],
    });
  });

  it('leave out what is internal to the SDK', () => {
    const struct = Struct.fromJavaScript({ __provider: 'code', kept: { __inner: 1 } });
    expect(decodeProperties(struct, () => {})).toEqual({ kept: { __inner: 1 } });
    expect(decodeProperties(undefined, () => {})).toEqual({});
  });
});

describe('values for transforms', () => {
  it('are outputs with their dependencies', () => {
    const object = {
      a: secret('s'),
      b: UNKNOWN,
      c: [UNKNOWN],
      d: 1,
      e: output({ value: 2, dependencies: ['urn:y'] }),
      f: output({ value: 3, dependencies: ['urn:y'] }),
      g: { [SIG]: secret(0)[SIG] },
    };
    const dependencies = new Map([
      ['b', ['urn:x']],
      ['d', ['urn:x']],
      ['e', ['urn:y']],
      ['f', ['urn:x', 'urn:y']],
    ]);
    expect(upgrade(object as never, dependencies)).toEqual({
      a: output({ secret: true, value: 's' }),
      b: output({ dependencies: ['urn:x'] }),
      c: [output({})],
      d: output({ value: 1, dependencies: ['urn:x'] }),
      e: output({ value: 2, dependencies: ['urn:y'] }),
      f: output({ value: 3, dependencies: ['urn:y', 'urn:x'] }),
      g: output({ secret: true, value: null }),
    });
  });

  it('come back as secrets, unknowns and plain values', () => {
    const object = {
      a: output({ secret: true, value: 's' }),
      b: [output({})],
      c: output({ value: { d: output({ value: 1 }) } }),
      e: output({ value: null }),
    };
    expect(downgrade(object as never)).toEqual({ a: secret('s'), b: [UNKNOWN], c: { d: 1 }, e: null });
  });

  it('name the resources they come from', () => {
    const object = {
      a: [output({ value: output({ dependencies: ['urn:x'] }), dependencies: ['urn:y'] })],
      b: reference({ id: output({ dependencies: ['urn:z'] }) }),
      c: reference({}),
    };
    expect([...dependenciesOf(object as never)].sort()).toEqual(['urn:x', 'urn:y', 'urn:z']);
  });
});

it('no properties on the wire are none', () => {
  expect(toWire(undefined)).toEqual({});
});

describe('secrets in text', () => {
  function redact(secrets: string[], text: string): string {
    const redactor = new Redactor();
    for (const secret of secrets) redactor.add(secret);
    return redactor.redact(text);
  }

  it.each([
    ['a plain one', ['hush-hush'], 'x hush-hush y hush-hush', 'x [secret] y [secret]'],
    ['one inside another', ['hush', 'hush-hush'], 'hush-hush', '[secret]'],
    ['one in JSON', ['say "hush"\n'], '{"a":"say \\"hush\\"\\n"}', '{"a":"[secret]"}'],
    ['one in quotes of Node.js', ["it's\nhush"], "'it\\'s\\nhush'", "'[secret]'"],
    ['the lines of a long one', ['-- begin --\nMIIEvQIBADAN\n-- end --'], '  MIIEvQIBADAN', '  [secret]'],
    ['none that is too short to be one', ['abc'], 'abc', 'abc'],
  ])('are taken out: %s', (_, secrets, text, redacted) => {
    expect(redact(secrets, text)).toBe(redacted);
  });
});

describe('a transcript', () => {
  it('keeps what is written, in order', () => {
    const transcript = new Transcript();
    for (const text of ['a', 'b', 'c']) transcript.write(text);
    expect(transcript.text).toBe('abc');
  });

  it('keeps start and end of what is too long, and says how much is missing', () => {
    const transcript = new Transcript();
    transcript.write(`start${'x'.repeat(6_000_000)}`);
    for (let i = 0; i < 10; i++) transcript.write('y'.repeat(1_000_000));
    transcript.write('end');
    const [, missing] = /\n\[(\d+) characters left out\]\n/.exec(transcript.text) ?? [];
    expect(transcript.text.startsWith('startx')).toBe(true);
    expect(transcript.text.endsWith('yend')).toBe(true);
    expect(transcript.text.replace(/\n.*\n/, '').length + Number(missing)).toBe(16_000_008);
    expect(transcript.text.length).toBeLessThan(6_100_000);
  });
});

describe('the results of provider functions', () => {
  it.each([
    ['azure-native:authorization:getClientConfig', ['clientId', 'objectId', 'subscriptionId', 'tenantId']],
    ['azure-native:storage:listStorageAccountKeys', ['keys']],
    ['azure-native:nowhere:getNothing', ['result']],
    ['other:index/getThing:getThing', ['result']],
  ])('%s are named as its package declares them', (token, names) => {
    expect(resultNames(token, program('preview-lookups'))).toEqual(names);
  });

  it.each([
    ['plant:index:getLine', ['name', 'size']],
    ['plant:index/getLine:getLine', ['name', 'size']],
    ['plant:cells/getCell:getCell', ['id']],
    ['plant:index:stopAll', ['result']],
  ])(
    "%s of a package of the program's own are found in its root, its modules and its bin",
    (token, names) => {
      const declared = (fields: string) => `export interface AnyResult {\n${fields}}\n`;
      const directory = project(
        {
          'node_modules/@pulumi/plant/package.json': '{}',
          'node_modules/@pulumi/plant/getLine.d.ts': declared(
            '    readonly name: string;\n    size?: number;\n',
          ),
          'node_modules/@pulumi/plant/bin/cells/getCell.d.ts': declared('    readonly id: string;\n'),
          'node_modules/@pulumi/plant/stopAll.d.ts': 'export declare function stopAll(): Promise<void>;\n',
        },
        { installed: false },
      );
      expect(resultNames(token, directory)).toEqual(names);
    },
  );
});
