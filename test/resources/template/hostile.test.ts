import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../policies/src/resources/template/error';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import { type Properties, UNKNOWN, type Value } from '../../../policies/src/resources/value';
import { evaluate, template } from './evaluate';

/** The error of a template, as its message and place; it must come soon. */
function errorOf(run: () => unknown): string {
  const start = performance.now();
  try {
    run();
  } catch (fault) {
    if (!(fault instanceof TemplateError)) throw fault;
    expect(performance.now() - start).toBeLessThan(15_000);
    return `${fault.message} @ ${fault.path.slice(0, 6).join('.')}`;
  }
  throw new Error('no error came of it');
}

const hub = { type: 'Microsoft.Devices/IotHubs', name: 'h' };
const repeated = (count: number, make: (index: number) => readonly [string, Value]): Properties =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

describe('a template that Azure would refuse', () => {
  it.each<[string, Properties, Value | undefined, string]>([
    [
      'resources of another kind',
      { resources: 5 },
      undefined,
      '`resources` is neither an array nor an object @ resources',
    ],
    ['a resource of another kind', { resources: [7] }, undefined, 'a resource is no object @ resources.0'],
    ['no type', { resources: [{ name: 'a' }] }, undefined, 'a resource has no type @ resources.0'],
    ['no name', { resources: [{ type: 'A.B/c' }] }, undefined, 'a resource has no name @ resources.0'],
    [
      'a broken expression',
      {
        resources: [
          { ...hub, properties: { a: "[concat('x'" } },
          { ...hub, properties: { b: "[concat('x']" } },
        ],
      },
      undefined,
      'the expression cannot be read from character 12 on @ resources.1.properties.b',
    ],
    [
      'an unknown parameter',
      template({ it: "[parameters('no')]" }),
      undefined,
      "the template declares no parameter 'no' @ resources.0.properties.it",
    ],
    [
      'an unknown variable',
      template({ it: "[variables('no')]" }),
      undefined,
      "the template declares no variable 'no' @ resources.0.properties.it",
    ],
    [
      'a parameter without value',
      template({}, { parameters: { p: { type: 'string' } } }),
      {},
      "the parameter 'p' has no default and is given no value @ parameters.p",
    ],
    [
      'a parameter that is no object',
      template({}, { parameters: { p: 1 } }),
      undefined,
      "the parameter 'p' is not declared as an object @ parameters.p",
    ],
    [
      'variables in a circle',
      template({ it: "[variables('a')]" }, { variables: { a: "[variables('b')]", b: ["[variables('a')]"] } }),
      undefined,
      "these refer to each other in a circle: variable 'a' -> variable 'b' -> variable 'a' @ variables.a",
    ],
    [
      'a parameter in a circle',
      template(
        { it: "[parameters('a')]" },
        { parameters: { a: { type: 'int', defaultValue: "[parameters('A')]" } } },
      ),
      undefined,
      "these refer to each other in a circle: parameter 'a' -> parameter 'a' @ parameters.a",
    ],
    [
      'a negative count',
      { resources: [{ ...hub, copy: { name: 'l', count: -1 } }] },
      undefined,
      'the count of a loop is no whole number from 0 on @ resources.0.copy',
    ],
    [
      'a count of a billion',
      { resources: [{ ...hub, copy: { name: 'l', count: 1e9 } }] },
      undefined,
      'a loop runs more than 10000 times @ resources.0.copy',
    ],
    [
      'a count of a billion for a property',
      template({ copy: [{ name: 'l', count: 1e9, input: 1 }] }),
      undefined,
      'a loop runs more than 10000 times @ resources.0.properties.copy.0',
    ],
    [
      'a count of a billion for a variable',
      template({ it: "[variables('l')]" }, { variables: { copy: [{ name: 'l', count: 1e9, input: 1 }] } }),
      undefined,
      'a loop runs more than 10000 times @ variables.copy.0',
    ],
  ])('%s', (_title, given, parameters, message) => {
    expect(errorOf(() => unfoldTemplate(given, parameters))).toContain(message);
  });

  it.each<[Value, string]>([
    [null, 'the template is no JSON object'],
    [[], 'the template is no JSON object'],
    ['{}', 'the template is no JSON object'],
    [{}, 'the template has no `resources`'],
  ])('%j', (given, message) => {
    expect(errorOf(() => unfoldTemplate(given))).toContain(message);
  });

  it('tells the place inside a nested template', () => {
    const nested = { resources: [{ ...hub, properties: { it: "[variables('no')]" } }] };
    const resources = [
      { type: 'Microsoft.Resources/deployments', name: 'd', properties: { template: nested } },
    ];
    try {
      unfoldTemplate({ resources });
      expect.unreachable();
    } catch (fault) {
      expect(fault).toBeInstanceOf(TemplateError);
      expect((fault as TemplateError).path).toEqual([
        'resources',
        0,
        'properties',
        'template',
        'resources',
        0,
        'properties',
        'it',
      ]);
    }
  });
});

describe('a template that asks for too much', () => {
  const deep = (levels: number): Value => {
    let value: Value = 'x';
    for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { a: value } : [value];
    return value;
  };
  const nested = (levels: number): Properties => {
    let inner: Properties = { resources: [hub] };
    for (let level = 0; level < levels; level += 1)
      inner = {
        resources: [{ type: 'Microsoft.Resources/deployments', name: 'd', properties: { template: inner } }],
      };
    return inner;
  };

  it.each<[string, () => unknown, string]>([
    [
      '10000 levels of JSON',
      () => unfoldTemplate(template({ it: deep(10_000) })),
      'nested deeper than 256 levels',
    ],
    [
      '10000 levels of parameters',
      () => unfoldTemplate(template({}), { p: { value: deep(10_000) } }),
      'nested deeper',
    ],
    ['10000 nested deployments', () => unfoldTemplate(nested(10_000)), 'nested deeper than 256 levels'],
    ['50 nested deployments', () => unfoldTemplate(nested(50)), 'deployments are nested too deep'],
    [
      'a template inside itself',
      () =>
        unfoldTemplate(nested(1), undefined).resources.length &&
        unfoldTemplate({
          parameters: {
            t: {
              type: 'string',
              defaultValue:
                '{"resources":[{"type":"Microsoft.Resources/deployments","name":"d","properties":{"template":"[json(parameters(\'t\'))]"}}]}',
            },
          },
          resources: [
            {
              type: 'Microsoft.Resources/deployments',
              name: 'd',
              properties: { template: "[json(parameters('t'))]" },
            },
          ],
        }),
      'deployments are nested too deep',
    ],
    [
      '10000 variables in a row',
      () =>
        evaluate("[variables('v9999')]", {
          variables: repeated(10_000, (n) => [`v${n}`, n === 0 ? 1 : `[variables('v${n - 1}')]`]),
        }),
      'refer to each other too deep',
    ],
    [
      '10000 steps in a row',
      () => evaluate(`[reference('x')${'.a'.repeat(10_000)}]`),
      'refer to each other too deep',
    ],
    [
      'a text that doubles',
      () =>
        evaluate("[variables('v60')]", {
          variables: repeated(61, (n) => [
            `v${n}`,
            n === 0 ? 'xxxxxxxx' : `[concat(variables('v${n - 1}'), variables('v${n - 1}'))]`,
          ]),
        }),
      'nothing',
    ],
    [
      'lists inside lists',
      () => evaluate("[length(map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', 1)))))]"),
      'makes too much work',
    ],
    [
      'loops inside loops',
      () =>
        evaluate({
          copy: [
            {
              name: 'a',
              count: 10_000,
              input: { copy: [{ name: 'b', count: 10_000, input: "[copyIndex('a')]" }] },
            },
          ],
        }),
      'makes too much work',
    ],
    [
      'a million resources',
      () =>
        unfoldTemplate({
          resources: Array.from({ length: 100 }, () => ({ ...hub, copy: { name: 'l', count: 10_000 } })),
        }),
      'comes to more than 100000 resources',
    ],
  ])('%s', (_title, run, message) => {
    if (message === 'nothing') expect(run()).toMatchObject({ value: UNKNOWN });
    else expect(errorOf(run)).toContain(message);
  });

  it.each([
    "reduce(range(0, 3000), createArray(), lambda('a', 'b', createArray(lambdaVariables('a'))))",
    `json('${'['.repeat(5000)}${']'.repeat(5000)}')`,
    `contains(createArray(json('${'['.repeat(5000)}${']'.repeat(5000)}')), createArray())`,
    `concat(json('${'['.repeat(5000)}${']'.repeat(5000)}'), 'a')`,
    `union(json('${'['.repeat(5000)}${']'.repeat(5000)}'), createArray(1))`,
    `padLeft('a', 1000000000)`,
    "replace(padLeft('', 100000, 'a'), 'a', padLeft('', 100000, 'b'))",
  ])('%# is no more than an error or an unknown', (expression) => {
    try {
      evaluate(`[${expression}]`);
    } catch (fault) {
      expect(fault).toBeInstanceOf(TemplateError);
    }
  });
});

describe('names that JavaScript keeps for itself', () => {
  const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];

  it.each(odd)('%s is data like any other', (name) => {
    const text = JSON.stringify({
      parameters: { NAME: { type: 'string', defaultValue: 'p' } },
      variables: { NAME: { NAME: 'v' } },
      outputs: { NAME: { type: 'string', value: 'o' } },
      functions: [{ namespace: 'n', members: { NAME: { parameters: [], output: { value: 'f' } } } }],
      resources: [
        {
          ...hub,
          tags: { NAME: "[parameters('NAME')]" },
          NAME: { polluted: "[variables('NAME').NAME]" },
          properties: {
            NAME: '[n.NAME()]',
            made: "[createObject('NAME', 1)]",
            copy: [{ name: 'NAME', count: 1, input: 1 }],
          },
        },
      ],
    }).replaceAll('NAME', name);
    const { resources, outputs } = unfoldTemplate(
      JSON.parse(text),
      JSON.parse(`{"${name}": {"value": "given"}}`),
    );
    const body: Properties = resources[0]?.body ?? {};
    expect(Object.getOwnPropertyDescriptor(body.tags as Properties, name)?.value).toBe('given');
    expect(Object.getOwnPropertyDescriptor(body, name)?.value).toEqual({ polluted: 'v' });
    expect(outputs[0]?.name).toBe(name);
    const properties = body.properties as Properties;
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
    expect(Object.keys(properties.made as Properties)).toEqual([name]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(odd)('%s is no variable, parameter or property unless it is declared', (name) => {
    expect(errorOf(() => evaluate(`[variables('${name}')]`, { variables: {} }))).toContain(
      'declares no variable',
    );
    expect(errorOf(() => evaluate(`[parameters('${name}')]`, { parameters: {} }))).toContain(
      'declares no parameter',
    );
    expect(evaluate(`[createObject('a', 1).${name}]`).value).toBe(UNKNOWN);
    expect(evaluate(`[${name}()]`).value).toBe(UNKNOWN);
    expect(evaluate(`[contains(createObject(), '${name}')]`).value).toBe(false);
  });

  it('keeps the characters that stand for unknowns where a text has them', () => {
    const text = '\uFDD0parameter p of 1\uFDD1';
    expect(evaluate(text).value).toBe(text);
    expect(
      evaluate("[concat('a', parameters('p'))]", {
        parameters: { p: { type: 'string', defaultValue: text } },
      }).value,
    ).toBe(UNKNOWN);
  });
});

describe('whatever stands in a template', () => {
  const values: readonly Value[] = [
    null,
    true,
    0,
    -1,
    '',
    'text',
    '[',
    '[]',
    '[f()]',
    UNKNOWN,
    [],
    [null],
    {},
    { a: null },
  ];
  const places: readonly ((value: Value) => Value)[] = [
    (value) => ({ resources: value }),
    (value) => ({ resources: [value] }),
    (value) => ({ resources: { a: value } }),
    ...[
      'type',
      'name',
      'apiVersion',
      'condition',
      'copy',
      'dependsOn',
      'resources',
      'scope',
      'existing',
      'properties',
      'identity',
    ].map((name) => (value: Value) => ({ resources: [{ ...hub, [name]: value }] })),
    ...['template', 'parameters', 'templateLink', 'parametersLink', 'expressionEvaluationOptions'].map(
      (name) => (value: Value) => ({
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            name: 'd',
            properties: {
              template: { resources: [hub] },
              expressionEvaluationOptions: { scope: 'inner' },
              [name]: value,
            },
          },
        ],
      }),
    ),
    ...['parameters', 'variables', 'functions', 'outputs', 'definitions', '$schema'].map(
      (name) => (value: Value) => ({
        resources: [hub],
        [name]: value,
      }),
    ),
    (value) => ({ resources: [hub], variables: { copy: value } }),
    (value) => ({ resources: [hub], variables: { copy: [value] } }),
    (value) => ({ resources: [hub], outputs: { o: value } }),
    (value) => ({ resources: [hub], outputs: { o: { copy: value, value: 1 } } }),
    (value) => ({ resources: [hub], functions: [{ namespace: 'n', members: value }] }),
    (value) =>
      template({ it: "[parameters('p')]" }, { parameters: { p: { type: value, defaultValue: value } } }),
    (value) => ({ resources: [{ ...hub, copy: { name: 'l', count: value } }] }),
    (value) => template({ copy: [{ name: value, count: 1, input: value }] }),
  ];

  it('gives a result or an error of its own', () => {
    for (const place of places) {
      for (const value of values) {
        for (const parameters of [undefined, value, { p: value }, { p: { value } }]) {
          try {
            unfoldTemplate(place(value), parameters);
          } catch (fault) {
            expect(fault, JSON.stringify(place(value))).toBeInstanceOf(TemplateError);
          }
        }
      }
    }
  });
});
