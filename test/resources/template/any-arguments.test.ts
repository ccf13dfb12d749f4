import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../policies/src/resources/template/error';
import { pureFunctions } from '../../../policies/src/resources/template/functions';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import { UNKNOWN, type Value } from '../../../policies/src/resources/value';
import { template } from './evaluate';

const special = [
  ...[
    'parameters',
    'variables',
    'copyIndex',
    'if',
    'and',
    'or',
    'coalesce',
    'uniqueString',
    'guid',
    'utcNow',
    'newGuid',
  ],
  ...['lambda', 'lambdaVariables', 'map', 'filter', 'sort', 'groupBy', 'reduce', 'toObject', 'mapValues'],
  ...['resourceGroup', 'subscription', 'tenant', 'managementGroup', 'deployment', 'environment'],
  ...[
    'resourceId',
    'subscriptionResourceId',
    'tenantResourceId',
    'managementGroupResourceId',
    'extensionResourceId',
  ],
  ...['reference', 'references', 'resourceInfo', 'listKeys', 'pickZones', 'providers', 'fail', 'shout'],
];
const functions = [...pureFunctions.keys(), ...special];

const args = [
  ...["'a'", "''", "'A.B/c'", "'/'", "'2024-01-01'", '0', '-1', '2', 'true()', 'null()'],
  ...['createArray()', "createArray('a', 1, null())", "createObject('a', 1)", "json('[[]]')"],
  ...["reference('x')", "concat('a', reference('x'))", "createArray(reference('x'))", "parameters('later')"],
  ...["lambda('x', lambdaVariables('x'))", "lambda('x', 'y', less(lambdaVariables('x'), 1))", 'lambda()'],
];

/** Evaluates expressions together; each error that is none of ours is thrown on. */
function evaluateAll(expressions: readonly string[]): number {
  const parameters = { later: { type: 'string' }, a: { type: 'object', defaultValue: {} } };
  const more = { parameters, variables: { a: [1] } };
  try {
    unfoldTemplate(
      template(Object.fromEntries(expressions.map((one, index) => [`p${index}`, `[${one}]`])), more),
    );
  } catch (fault) {
    if (!(fault instanceof TemplateError)) throw fault;
    // One of them made the template invalid: then each is looked at alone.
    if (expressions.length > 1) for (const one of expressions) evaluateAll([one]);
  }
  return expressions.length;
}

describe.each(functions)('%s', (name) => {
  it('gives a value, or an error of its own, for whatever it is given', () => {
    const two = args.flatMap((a) => args.map((b) => `${name}(${a}, ${b})`));
    const three = args.flatMap((a, at) =>
      args.map((b, other) => `${name}(${a}, ${b}, ${args[(at * 7 + other * 3) % args.length]})`),
    );
    expect(evaluateAll([`${name}()`, ...args.map((a) => `${name}(${a})`), ...two, ...three])).toBeGreaterThan(
      800,
    );
  });
});

interface FastCheck {
  readonly jsonValue: () => unknown;
  readonly array: (of: unknown, options: object) => unknown;
  readonly property: (...of: readonly unknown[]) => unknown;
  readonly assert: (property: unknown, options: object) => void;
}

function fastCheck(): FastCheck | undefined {
  try {
    return createRequire(__filename)('fast-check') as FastCheck;
  } catch {
    return undefined;
  }
}

const fc = fastCheck();

describe.skipIf(fc === undefined)('with random JSON', () => {
  it.each(functions)('%s', (name) => {
    if (fc === undefined) return;
    const property = fc.property(fc.array(fc.jsonValue(), { maxLength: 4 }), (values: readonly Value[]) => {
      const declared = values.map((value, index) => [`p${index}`, { type: 'object', defaultValue: value }]);
      const call = `[${name}(${values.map((_, index) => `parameters('p${index}')`).join()})]`;
      try {
        unfoldTemplate(template({ it: call, that: UNKNOWN }, { parameters: Object.fromEntries(declared) }));
      } catch (fault) {
        expect(fault).toBeInstanceOf(TemplateError);
      }
    });
    // An object whose `toString` is no function was read as a text once.
    fc.assert(property, { numRuns: 50, examples: [[[{ toString: {} }]], [[['a'], { toString: {} }]]] });
  });
});
