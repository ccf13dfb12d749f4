import { describe, expect, it } from 'vitest';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import { type Properties, UNKNOWN, type Value } from '../../../policies/src/resources/value';
import { evaluate, template } from './evaluate';

const hubs = 'Microsoft.Devices/IotHubs';
const given = { unknown: { value: [UNKNOWN] }, some: { value: { a: null, b: ['x'] } } };
const declared: Properties = {
  parameters: { unknown: { type: 'array' }, some: { type: 'object' }, later: { type: 'string' } },
  variables: { first: "[first(parameters('unknown'))]", block: { a: null, b: ['x'] } },
};
const first = "first(parameters('unknown'))";

describe('an unknown item of a list that a deployment is given', () => {
  it.each([
    `concat('a', ${first})`,
    `resourceId('${hubs}', ${first})`,
    `reference(${first}).a`,
    `listKeys(${first}, '2024-01-01').key1`,
    `resourceInfo(${first}).name`,
    "variables('first')",
  ])('makes %s unknown', (expression) => {
    const later = { ...given, later: { value: 'x' } };
    expect(evaluate(`[${expression}]`, declared, later)).toEqual({ value: UNKNOWN, notes: [] });
  });
});

describe('a part of a block', () => {
  const missing = 'an expression: what it reads from another value is not there';

  it.each<[string, Value, readonly string[]]>([
    ["variables('block').a", null, []],
    ["variables('block').B[0]", 'x', []],
    ["variables('block').none", UNKNOWN, [missing]],
    ["variables('block').b.none", UNKNOWN, [missing]],
    ["variables('block').b[1]", UNKNOWN, [missing]],
  ])('%s', (expression, value, notes) => {
    const later = { ...given, later: { value: 'x' } };
    expect(evaluate(`[${expression}]`, declared, later)).toEqual({ value, notes });
  });

  it('that a nested template is given refers to what that part names', () => {
    const id = (name: string): string => `[resourceId('${hubs}', '${name}')]`;
    const inner = {
      parameters: { ids: { type: 'object' } },
      resources: [{ type: 'Contoso.Plant/valves', name: 'v', properties: { a: "[parameters('ids').b]" } }],
    };
    const deployment = {
      type: 'Microsoft.Resources/deployments',
      name: 'd',
      properties: {
        template: inner,
        parameters: { ids: { value: { a: id('one'), b: id('two') } } },
        expressionEvaluationOptions: { scope: 'inner' },
      },
    };
    const { resources } = unfoldTemplate({
      resources: [{ type: hubs, name: 'one' }, { type: hubs, name: 'two' }, deployment],
    });
    const valve = resources.findIndex(({ type }) => type.endsWith('valves'));
    expect(Object.fromEntries(resources[valve]?.references ?? [])).toEqual({ 'properties.a': [1] });
  });
});

describe('what is left out', () => {
  it.each<[string, Value, Properties, Value]>([
    ['the file of parameters has none', "[parameters('p')]", {}, 'preset'],
    ['a loop has no input', { copy: [{ name: 'made', count: 2 }] }, {}, { made: [null, null] }],
    ['a user function is called without its argument', '[plant.name()]', {}, UNKNOWN],
    ['a user function does not name its parameter', "[plant.same('x')]", {}, 'same'],
  ])('%s', (_title, value, more, expected) => {
    const members = {
      name: { parameters: [{ name: 'site', type: 'string' }], output: { value: "[parameters('site')]" } },
      same: { parameters: [{ type: 'string' }], output: { value: 'same' } },
    };
    const functions = [{ namespace: 'plant', members }];
    const parameters = { p: { type: 'string', defaultValue: 'preset' } };
    const file = { contentVersion: '1.0.0.0' };
    expect(evaluate(value, { functions, parameters, ...more }, file).value).toEqual(expected);
  });
});

describe('a reference', () => {
  const linked = { type: 'Microsoft.Resources/deployments', name: 'd', properties: {} };
  const opened = {
    ...linked,
    properties: { template: { resources: [], outputs: { o: { type: 'string', value: 'x' } } } },
  };

  it.each<[string, Properties, string, Value]>([
    [
      'to a deployment in full',
      opened,
      "reference('d', '2022-09-01', 'Full').properties.outputs.o.value",
      'x',
    ],
    ['to one whose template is elsewhere', linked, "reference('d').outputs.o.value", UNKNOWN],
  ])('%s', (_title, deployment, expression, expected) => {
    const asks = { type: hubs, name: 'h', properties: { it: `[${expression}]` } };
    const { resources } = unfoldTemplate({ resources: [asks, deployment] });
    expect(resources[0]?.body.properties).toEqual({ it: expected });
  });

  it('finds its resource beside one of which no name is known', () => {
    const { resources } = unfoldTemplate(
      template(
        { it: "[reference(resourceId('Contoso.Plant/valves', 'v')).a]" },
        {
          parameters: { empty: { type: 'string', defaultValue: '' } },
          resources: [
            { type: hubs, name: "[parameters('empty')]" },
            { type: 'Contoso.Plant/valves', name: 'v' },
            { type: hubs, name: 'h', properties: { it: "[resourceId('Contoso.Plant/valves', 'v')]" } },
          ],
        },
      ),
    );
    expect(Object.fromEntries(resources[2]?.references ?? [])).toEqual({ 'properties.it': [1] });
  });
});
