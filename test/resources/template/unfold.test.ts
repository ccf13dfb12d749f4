import { describe, expect, it } from 'vitest';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import { type Properties, UNKNOWN, type Value } from '../../../policies/src/resources/value';
import { evaluate, template } from './evaluate';

/** Type and names of everything that a template deploys. */
const ids = (resources: Value, more: Properties = {}, parameters?: Value) =>
  unfoldTemplate({ ...more, resources }, parameters).resources.map(({ type, names }) =>
    [type, ...names.map((name) => (name === UNKNOWN ? '?' : String(name)))].join(' '),
  );

const hub = (name: string, more: Properties = {}): Properties => ({
  type: 'Microsoft.Devices/IotHubs',
  apiVersion: '2023-06-30',
  name,
  ...more,
});

describe('parameters', () => {
  const declared = {
    parameters: {
      plain: { type: 'string', defaultValue: 'preset' },
      computed: { type: 'string', defaultValue: "[concat(parameters('plain'), '!')]" },
      must: { type: 'int' },
      none: { type: 'string', nullable: true },
      later: { type: 'string', defaultValue: '[newGuid()]' },
    },
  };
  const file = (parameters: Properties) => ({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
    contentVersion: '1.0.0.0',
    parameters,
  });

  it.each<[string, Value | undefined, Value]>([
    ["parameters('plain')", undefined, 'preset'],
    ["parameters('PLAIN')", undefined, 'preset'],
    ["parameters('computed')", undefined, 'preset!'],
    ["parameters('must')", undefined, UNKNOWN],
    ["parameters('none')", undefined, null],
    ["parameters('later')", undefined, UNKNOWN],
    ["parameters('must')", { must: { value: 5 } }, 5],
    ["parameters('must')", { must: 5 }, 5],
    ["parameters('must')", file({ must: { value: 5 } }), 5],
    ["parameters('must')", file({ MUST: { value: 5 } }), 5],
    ["parameters('must')", { must: { value: { value: 1 } } }, { value: 1 }],
    ["parameters('must')", { must: { reference: { keyVault: { id: '/v' }, secretName: 's' } } }, UNKNOWN],
    ["parameters('computed')", { must: 1, plain: { value: 'given' } }, 'given!'],
    ["parameters('plain')", { must: 1, plain: { value: '[not evaluated]' } }, '[not evaluated]'],
    ["parameters('plain')", { must: 1, plain: { value: UNKNOWN } }, UNKNOWN],
    ["concat('a', parameters('plain'))", { must: 1, plain: { value: UNKNOWN } }, UNKNOWN],
    ["parameters('plain')", UNKNOWN, UNKNOWN],
  ])('%s, given %j', (expression, given, expected) => {
    expect(evaluate(`[${expression}]`, declared, given).value).toEqual(expected);
  });

  it('knows parts of what a deployment is given and of what is preset', () => {
    const declared = {
      p: { type: 'object', defaultValue: { a: { b: "[concat('x', 'y')]" }, c: [1, '[newGuid()]'] } },
    };
    const read = (expression: string, given?: Value) =>
      evaluate(`[${expression}]`, { parameters: declared }, given).value;
    expect(read("parameters('p').a.b")).toBe('xy');
    expect(read("parameters('p').C[1]")).toBe(UNKNOWN);
    expect(read("parameters('p').c[2]")).toBe(UNKNOWN);
    expect(read("parameters('p').a[0]")).toBe(UNKNOWN);
    expect(read("parameters('p').a.b", { p: { value: { a: { b: 'given' } } } })).toBe('given');
    expect(read("parameters('p').a.b", { p: { reference: {} } })).toBe(UNKNOWN);
    expect(read("parameters('p').a.b", UNKNOWN)).toBe(UNKNOWN);
    const marked = { variables: { v: { a: UNKNOWN }, w: { "[concat('a')]": 1 } } };
    expect(evaluate("[variables('v').a]", marked).value).toBe(UNKNOWN);
    expect(evaluate("[concat(variables('v').a, 'x')]", marked).value).toBe(UNKNOWN);
    expect(evaluate("[variables('w').a]", marked).value).toBe(1);
  });

  it('keeps secure ones, and what is computed from them, out of sight', () => {
    const { resources, outputs } = unfoldTemplate(
      template(
        {
          plain: "[parameters('open')]",
          joined: "[concat('Pwd=', parameters('word'))]",
          from: "[variables('v')]",
        },
        {
          parameters: {
            open: { type: 'string', defaultValue: 'shown' },
            word: { type: 'SecureString' },
            block: { $ref: '#/definitions/hidden', defaultValue: { key: 'inner', n: 12345 } },
          },
          definitions: { hidden: { type: 'secureObject' } },
          variables: { v: "[concat(parameters('block').key, '-x')]" },
          outputs: { o: { type: 'securestring', value: 'told' } },
        },
      ),
      { word: { value: 's3cret' } },
    );
    expect(resources[0]?.secretTexts.toSorted()).toEqual(
      ['s3cret', 'Pwd=s3cret', 'inner', '12345', 'inner-x', 'told'].toSorted(),
    );
    expect(outputs).toMatchObject([{ name: 'o', secure: true, type: 'securestring', value: 'told' }]);
  });
});

describe('variables, user functions and loops of values', () => {
  const more = {
    parameters: { names: { type: 'array', defaultValue: ['a', 'b'] } },
    variables: {
      copy: [
        { name: 'looped', count: 2, input: "[copyIndex('looped', 1)]" },
        { name: 'unknown', count: "[reference('x').n]", input: 1 },
      ],
      block: { copy: [{ name: 'inner', count: 2, input: { n: "[copyIndex('inner')]" } }], other: 1 },
      text: "[concat('v', variables('looped')[1])]",
    },
    functions: [
      {
        namespace: 'plant',
        members: {
          name: {
            parameters: [{ name: 'site', type: 'string' }],
            output: { type: 'string', value: "[concat('hub-', parameters('site'))]" },
          },
        },
      },
    ],
  };

  it.each<[Value, Value]>([
    ["[variables('looped')]", [1, 2]],
    ["[variables('UNKNOWN')]", UNKNOWN],
    ["[variables('block')]", { inner: [{ n: 0 }, { n: 1 }], other: 1 }],
    ["[variables('text')]", 'v2'],
    ["[plant.name('one')]", 'hub-one'],
    ["[Plant.Name(reference('x').y)]", UNKNOWN],
    [
      {
        copy: [
          {
            name: 'made',
            count: "[length(parameters('names'))]",
            input: "[parameters('names')[copyIndex('made')]]",
          },
        ],
      },
      { made: ['a', 'b'] },
    ],
    [
      { copy: [{ name: 'made', count: 0, input: 1 }], kept: true },
      { made: [], kept: true },
    ],
    [{ copy: [{ name: 'made', count: "[reference('x').n]", input: 1 }] }, { made: UNKNOWN }],
    [
      {
        copy: [
          {
            name: 'o',
            count: 2,
            input: { copy: [{ name: 'i', count: 1, input: "[concat(copyIndex('o'), copyIndex('i'))]" }] },
          },
        ],
      },
      { o: [{ i: ['00'] }, { i: ['10'] }] },
    ],
    [{ copy: 'no loop' }, { copy: 'no loop' }],
    [
      { "[concat('k', 1)]": 'v', "[concat('k', reference('x').y)]": 1 },
      { k1: 'v', "[concat('k', reference('x').y)]": 1 },
    ],
  ])('%j', (value, expected) => {
    expect(evaluate(value, more).value).toEqual(expected);
  });
});

describe('loops of resources', () => {
  it.each<[string, Value, readonly string[]]>([
    ['counted', { name: 'l', count: 3 }, ['hub0', 'hub1', 'hub2']],
    ['of a parameter', { name: 'l', count: "[parameters('n')]" }, ['hub0', 'hub1']],
    ['none', { name: 'l', count: 0 }, []],
    ['unknown', { name: 'l', count: "[reference('x').n]" }, ['?']],
  ])('%s', (_title, copy, names) => {
    const more = { parameters: { n: { type: 'int', defaultValue: 2 } } };
    const found = ids([hub("[concat('hub', copyIndex())]", { copy })], more);
    expect(found).toEqual(names.map((name) => `Microsoft.Devices/IotHubs ${name}`));
  });

  it('keeps the index of the resource inside loops of properties', () => {
    const { resources } = unfoldTemplate({
      resources: [
        hub("[concat('hub', copyIndex('l', 1))]", {
          copy: { name: 'l', count: 2 },
          properties: {
            copy: [{ name: 'rules', count: 2, input: "[concat(copyIndex(), copyIndex('rules'))]" }],
          },
        }),
      ],
    });
    expect(resources.map(({ body }) => body.properties)).toEqual([
      { rules: ['00', '01'] },
      { rules: ['10', '11'] },
    ]);
  });
});

describe('conditions', () => {
  it.each<[Value, number]>([
    [true, 1],
    [false, 0],
    ["[equals('a', 'b')]", 0],
    ["[equals(reference('x').y, 'b')]", 1],
  ])('%j', (condition, count) => {
    expect(ids([hub('a', { condition })])).toHaveLength(count);
  });

  it('of a parent say nothing of its children', () => {
    const resources = [hub('a', { condition: false, resources: [{ type: 'certificates', name: 'c' }] })];
    expect(ids(resources)).toEqual(['Microsoft.Devices/IotHubs/certificates a c']);
  });
});

describe('children and extensions', () => {
  const scopeOf = (resource: Properties) => unfoldTemplate({ resources: [resource] }).resources.at(-1)?.scope;
  const group = '/subscriptions/<subscription>/resourceGroups/<resource-group>';

  it.each<[string, Value, readonly string[]]>([
    [
      'nested',
      [hub('h', { resources: [{ type: 'certificates', name: 'c' }] })],
      ['Microsoft.Devices/IotHubs h', 'Microsoft.Devices/IotHubs/certificates h c'],
    ],
    [
      'nested with their whole type and name',
      [hub('h', { resources: [{ type: 'Microsoft.Devices/IotHubs/certificates', name: 'h/c' }] })],
      ['Microsoft.Devices/IotHubs h', 'Microsoft.Devices/IotHubs/certificates h c'],
    ],
    [
      'nested with their whole type only',
      [hub('h', { resources: [{ type: 'Microsoft.Devices/IotHubs/certificates', name: 'c' }] })],
      ['Microsoft.Devices/IotHubs h', 'Microsoft.Devices/IotHubs/certificates h c'],
    ],
    [
      'siblings',
      [{ type: 'microsoft.devices/iothubs/CERTIFICATES', name: "[format('{0}/{1}', 'h', 'c')]" }],
      ['Microsoft.Devices/IotHubs/certificates h c'],
    ],
    [
      'of a parent whose name is unknown',
      [
        {
          type: 'Microsoft.Storage/storageAccounts/blobServices',
          name: "[concat(uniqueString('a'), '/default')]",
        },
      ],
      ['Microsoft.Storage/storageAccounts/blobServices ? default'],
    ],
    ['whose name is empty by default', [hub("[parameters('empty')]")], ['Microsoft.Devices/IotHubs ?']],
    [
      'whose whole name is unknown',
      [{ type: 'Microsoft.Storage/storageAccounts/blobServices', name: "[parameters('n')]" }],
      ['Microsoft.Storage/storageAccounts/blobServices ? ?'],
    ],
    [
      'three levels',
      [
        {
          type: 'Microsoft.Storage/storageAccounts',
          name: 's',
          resources: [
            { type: 'blobServices', name: 'default', resources: [{ type: 'containers', name: 'raw' }] },
          ],
        },
      ],
      [
        'Microsoft.Storage/storageAccounts s',
        'Microsoft.Storage/storageAccounts/blobServices s default',
        'Microsoft.Storage/storageAccounts/blobServices/containers s default raw',
      ],
    ],
    [
      'extension as a child type',
      [{ type: 'Microsoft.Devices/IotHubs/providers/diagnosticSettings', name: 'h/Microsoft.Insights/d' }],
      ['Microsoft.Insights/diagnosticSettings d'],
    ],
    [
      'extension inside its resource',
      [hub('h', { resources: [{ type: 'providers/locks', name: 'Microsoft.Authorization/l' }] })],
      ['Microsoft.Devices/IotHubs h', 'Microsoft.Authorization/locks l'],
    ],
    [
      'what a web app has by name',
      [
        { type: 'Microsoft.Web/sites/config', name: 'app/AppSettings' },
        { type: 'Microsoft.Web/sites/config', name: 'app/web' },
        { type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies', name: 'app/ftp' },
      ],
      [
        'Microsoft.Web/sites/config/appsettings app',
        'Microsoft.Web/sites/config app web',
        'Microsoft.Web/sites/basicPublishingCredentialsPolicies/ftp app',
      ],
    ],
  ])('%s', (_title, resources, expected) => {
    expect(
      ids(resources, { parameters: { n: { type: 'string' }, empty: { type: 'string', defaultValue: '' } } }),
    ).toEqual(expected);
  });

  it.each<[string, Properties, Value]>([
    [
      'an id',
      { scope: "[resourceId('Microsoft.Devices/IotHubs', 'h')]" },
      `${group}/providers/Microsoft.Devices/IotHubs/h`,
    ],
    [
      'a type with a name',
      { scope: "[format('Microsoft.Devices/IotHubs/{0}', 'h')]" },
      `${group}/providers/Microsoft.Devices/IotHubs/h`,
    ],
    ['unknown', { scope: "[parameters('n')]" }, UNKNOWN],
    ['the tenant', { scope: '/' }, ''],
    ['the place of the template', {}, group],
  ])('scope: %s', (_title, more, expected) => {
    const { resources } = unfoldTemplate({
      parameters: { n: { type: 'string' } },
      resources: [{ type: 'Microsoft.Insights/diagnosticSettings', name: 'd', ...more }],
    });
    expect(resources[0]?.scope).toBe(expected);
  });

  it('tells what an extension extends by its type', () => {
    const id = `${group}/providers/Microsoft.Devices/IotHubs/h`;
    const name = 'h/Microsoft.Insights/d';
    expect(scopeOf({ type: 'Microsoft.Devices/IotHubs/providers/diagnosticSettings', name })).toBe(id);
    const inside = { type: 'providers/locks', name: 'Microsoft.Authorization/l' };
    expect(scopeOf(hub('h', { resources: [inside] }))).toBe(id);
  });

  it.each([
    ['subscriptionDeploymentTemplate', '/subscriptions/<subscription>'],
    ['tenantDeploymentTemplate', ''],
    ['managementGroupDeploymentTemplate', UNKNOWN],
  ])('%s is deployed to %j', (schema, scope) => {
    const $schema = `https://schema.management.azure.com/schemas/2018-05-01/${schema}.json#`;
    expect(unfoldTemplate({ $schema, resources: [hub('h')] }).resources[0]?.scope).toBe(scope);
  });
});

describe('symbolic names', () => {
  const unfolded = unfoldTemplate({
    languageVersion: '2.0',
    parameters: { n: { type: 'string' } },
    resources: {
      old: { existing: true, type: 'Microsoft.KeyVault/vaults', apiVersion: '2023-07-01', name: 'v' },
      hub: hub("[parameters('n')]"),
      many: hub("[concat('m', copyIndex())]", { copy: { name: 'many', count: 2 }, dependsOn: ['hub'] }),
      asks: hub('asks', {
        properties: {
          uses: "[reference('hub').host]",
          id: "[resourceInfo('many[1]').id]",
          vault: "[resourceInfo('old').name]",
        },
        dependsOn: ['many', 'old'],
      }),
    },
  });

  it('deploys what does not exist yet', () => {
    expect(unfolded.resources.map(({ symbol }) => symbol)).toEqual(['hub', 'many[0]', 'many[1]', 'asks']);
    expect(unfolded.notEvaluated).toEqual([]);
  });

  it('knows what depends on what', () => {
    expect(unfolded.resources.map(({ dependsOn }) => dependsOn.toSorted())).toEqual([
      [],
      [0],
      [0],
      [0, 1, 2],
    ]);
    expect(Object.fromEntries(unfolded.resources[3]?.references ?? [])).toEqual({
      'properties.uses': [0],
      'properties.id': [2],
    });
  });

  it('tells what the template says of a resource', () => {
    expect(unfolded.resources[3]?.body.properties).toEqual({
      uses: UNKNOWN,
      id: '/subscriptions/<subscription>/resourceGroups/<resource-group>/providers/Microsoft.Devices/IotHubs/m1',
      vault: 'v',
    });
  });
});

describe('references', () => {
  const name = "[concat('st', uniqueString(resourceGroup().id))]";
  const id = "resourceId('Microsoft.Storage/storageAccounts', variables('name'))";
  const { resources } = unfoldTemplate({
    variables: { name, id: `[${id}]` },
    resources: [
      { type: 'Microsoft.Storage/storageAccounts', name: "[variables('name')]" },
      { type: 'Microsoft.Storage/storageAccounts', name: "[concat('other', uniqueString('a'))]" },
      {
        type: 'Microsoft.Storage/storageAccounts/blobServices',
        name: "[concat(variables('name'), '/default')]",
      },
      {
        type: 'Microsoft.Insights/diagnosticSettings',
        name: 'd',
        scope: "[format('Microsoft.Storage/storageAccounts/{0}', variables('name'))]",
        identity: { userAssignedIdentities: { "[concat('a', variables('id'))]": {} } },
        properties: {
          a: "[variables('id')]",
          b: `[listKeys(${id}, '2023-01-01').keys[0].value]`,
          c: "[reference(variables('name')).primaryEndpoints.blob]",
          d: "[extensionResourceId(variables('id'), 'Microsoft.Authorization/locks', 'l')]",
          e: `[concat(${id}, '/fileServices/default')]`,
          f: "[resourceId('Microsoft.Storage/storageAccounts/tableServices', variables('name'), 'default')]",
          g: 'nothing',
          copy: [{ name: 'h', count: 1, input: `[${id}]` }],
        },
      },
    ],
  });

  it('are found where the name is unknown', () => {
    const expected = ['a', 'b', 'c', 'd', 'e', 'f', 'h'].map((property) => [`properties.${property}`, [0]]);
    expect(Object.fromEntries(resources[3]?.references ?? [])).toEqual(
      Object.fromEntries([['identity', [0]], ...expected, ['scope', [0]]]),
    );
  });

  it('count for the part of a block that is read', () => {
    const id = (kind: string) => `[resourceId('Microsoft.Devices/${kind}', 'a')]`;
    const both = { first: id('IotHubs'), others: [{ second: id('provisioningServices') }] };
    const { resources } = unfoldTemplate({
      parameters: { both: { type: 'object', defaultValue: both } },
      variables: { both },
      resources: [
        { type: 'Microsoft.Devices/IotHubs', name: 'a' },
        { type: 'Microsoft.Devices/provisioningServices', name: 'a' },
        {
          type: 'Contoso.Plant/valves',
          name: 'v',
          properties: {
            a: "[variables('both').first]",
            b: "[variables('both').OTHERS[0].second]",
            c: "[parameters('both')['first']]",
            d: "[variables('both')]",
            e: "[variables('both')[concat('fir', 'st')]]",
          },
        },
      ],
    });
    expect(Object.fromEntries(resources[2]?.references ?? [])).toEqual({
      'properties.a': [0],
      'properties.b': [1],
      'properties.c': [0],
      'properties.d': [0, 1],
      'properties.e': [0, 1],
    });
  });

  it('make a child of a sibling', () => {
    expect(resources.map(({ parent }) => parent)).toEqual([undefined, undefined, 0, undefined]);
  });
});

describe('nested deployments', () => {
  const deployment = (name: string, properties: Properties, more: Properties = {}): Properties => ({
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2022-09-01',
    name,
    properties: { mode: 'Incremental', ...properties },
    ...more,
  });
  const inner = { scope: 'inner' };
  const nested = (value: string, more: Properties = {}): Properties => ({
    resources: [hub('h', { properties: { value } })],
    ...more,
  });
  const valueIn = (resource: Properties, more: Properties = {}) => {
    const { resources } = unfoldTemplate({ resources: [resource], ...more });
    return (resources.find(({ type }) => type.endsWith('IotHubs'))?.body.properties as Properties | undefined)
      ?.value;
  };

  it('evaluates its expressions outside unless it says otherwise', () => {
    const more = { variables: { v: 'outer' } };
    const template = nested("[variables('v')]", { variables: { v: 'inner' } });
    expect(valueIn(deployment('d', { template }), more)).toBe('outer');
    expect(valueIn(deployment('d', { template, expressionEvaluationOptions: inner }), more)).toBe('inner');
    expect(
      valueIn(deployment('d', { template, expressionEvaluationOptions: { scope: 'Outer' } }), more),
    ).toBe('outer');
  });

  it('gives its own parameters what is evaluated outside', () => {
    const template = nested("[parameters('p')]", { parameters: { p: { type: 'string' } } });
    const parameters = { p: { value: "[variables('v')]" } };
    const properties = { template, parameters, expressionEvaluationOptions: inner };
    expect(valueIn(deployment('d', properties), { variables: { v: 'given' } })).toBe('given');
  });

  it('is a resource itself, with its template as it is written', () => {
    const template = nested("[variables('v')]");
    const { resources } = unfoldTemplate({ variables: { v: 1 }, resources: [deployment('d', { template })] });
    expect(resources.map(({ type, path }) => [type, path])).toEqual([
      ['Microsoft.Resources/deployments', ['resources', 0]],
      ['Microsoft.Devices/IotHubs', ['resources', 0, 'properties', 'template', 'resources', 0]],
    ]);
    expect(resources[0]?.body.properties).toEqual({ mode: 'Incremental', template });
  });

  it('gives back outputs, also to what is written before it', () => {
    const module = deployment("[concat(deployment().name, '-hub')]", {
      expressionEvaluationOptions: inner,
      template: {
        resources: [hub('made')],
        outputs: {
          id: { type: 'string', value: "[resourceId('Microsoft.Devices/IotHubs', 'made')]" },
          list: { type: 'array', copy: { count: 2, input: '[copyIndex()]' } },
          gone: { condition: false, type: 'string', value: 'x' },
        },
      },
    });
    const outputs =
      "reference(resourceId('Microsoft.Resources/deployments', concat(deployment().name, '-hub'))).outputs";
    const { resources } = unfoldTemplate({
      resources: [
        hub('asks', { properties: { id: `[${outputs}.id.value]`, list: `[${outputs}.list.value]` } }),
        module,
      ],
    });
    expect(resources.map(({ names }) => names[0])).toEqual(['asks', UNKNOWN, 'made']);
    expect(resources[0]?.body.properties).toEqual({
      id: '/subscriptions/<subscription>/resourceGroups/<resource-group>/providers/Microsoft.Devices/IotHubs/made',
      list: [0, 1],
    });
    expect(Object.fromEntries(resources[0]?.references ?? [])).toEqual({
      'properties.id': [1, 2],
      'properties.list': [1],
    });
  });

  it('knows the place it is deployed to', () => {
    const template = nested('[resourceGroup().name]');
    const more = { resourceGroup: 'there', subscriptionId: 's' };
    const properties = { template, expressionEvaluationOptions: inner };
    expect(valueIn(deployment('d', properties, more))).toBe('there');
    expect(valueIn(deployment('d', { template }, more))).toBe(UNKNOWN);
    const { resources } = unfoldTemplate({ resources: [deployment('d', { template }, more)] });
    expect(resources[1]?.scope).toBe('/subscriptions/s/resourceGroups/there');
  });

  it.each<[string, Properties, Value]>([
    ['a subscription', { subscriptionId: 's' }, '/subscriptions/s'],
    [
      'an unknown group',
      { resourceGroup: "[uniqueString('a')]" },
      '/subscriptions/<subscription>/resourceGroups/<resource-group>',
    ],
    [
      'a management group',
      { scope: 'Microsoft.Management/managementGroups/mg' },
      '/providers/Microsoft.Management/managementGroups/mg',
    ],
    ['the tenant', { scope: '/' }, ''],
  ])('is deployed to %s', (_title, more, scope) => {
    const $schema =
      'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#';
    const resources = [deployment('d', { template: nested('x') }, more)];
    expect(unfoldTemplate({ $schema, resources }).resources[1]?.scope).toBe(scope);
  });

  it('evaluates parameters and properties that are one expression', () => {
    const template = nested("[parameters('p')]", { parameters: { p: { type: 'string' } } });
    const properties = {
      template,
      parameters: "[variables('all')]",
      expressionEvaluationOptions: { scope: 'inner' },
    };
    expect(valueIn(deployment('d', properties), { variables: { all: { p: { value: 'given' } } } })).toBe(
      'given',
    );
    const whole = { type: 'Microsoft.Resources/deployments', name: 'd', properties: "[variables('whole')]" };
    const block = { template: { resources: [hub('h', { properties: { value: 1 } })] } };
    expect(valueIn(whole, { variables: { whole: block } })).toBe(1);
    const gone = { ...whole, properties: "[json(reference('x').y)]" };
    expect(unfoldTemplate({ resources: [gone] }).notEvaluated.map(({ why }) => why)).toEqual([
      'its template is known only after deployment',
    ]);
  });

  it('opens the template of a deployment stack', () => {
    const template = {
      parameters: { p: { type: 'string', defaultValue: 'own' } },
      ...nested("[parameters('p')]"),
    };
    const stack = { type: 'Microsoft.Resources/deploymentStacks', name: 's', properties: { template } };
    expect(valueIn(stack)).toBe('own');
  });

  it('names a linked template by what is known of it', () => {
    const link = { templateLink: { uri: 'https://a' } };
    const resources = {
      own: deployment("[uniqueString('a')]", link),
      'a b': { ...deployment("[uniqueString('b')]", link), dependsOn: ['own'] },
    };
    expect(unfoldTemplate({ resources }).notEvaluated.map(({ what }) => what)).toEqual([
      'Microsoft.Resources/deployments own',
      'Microsoft.Resources/deployments a b',
    ]);
    const [nameless] = unfoldTemplate({ resources: [resources.own] }).notEvaluated;
    expect(nameless?.what).toBe('Microsoft.Resources/deployments');
  });

  it('goes to any depth, through loops', () => {
    const deepest = deployment('c', { template: { resources: [hub("[concat('h', copyIndex())]")] } });
    const middle = deployment('b', { template: { resources: [deepest] } });
    const resources = [
      deployment(
        "[concat('a', copyIndex())]",
        { template: { resources: [middle] } },
        { copy: { name: 'l', count: 2 } },
      ),
    ];
    expect(ids(resources).filter((id) => id.includes('IotHubs'))).toEqual([
      'Microsoft.Devices/IotHubs h0',
      'Microsoft.Devices/IotHubs h1',
    ]);
  });

  it.each<[string, Properties, string]>([
    ['a link', { templateLink: { uri: 'https://a' } }, 'the template behind its link is not read'],
    [
      'an unknown template',
      { template: "[json(reference('x').y)]" },
      'its template is known only after deployment',
    ],
    ['nothing', {}, 'it has no template'],
    [
      'linked parameters',
      {
        template: { resources: [] },
        parametersLink: { uri: 'https://a' },
        expressionEvaluationOptions: inner,
      },
      'the parameters behind its link are not read',
    ],
  ])('names what is not read: %s', (_title, properties, why) => {
    const { resources, notEvaluated } = unfoldTemplate({ resources: [deployment('d', properties)] });
    expect(resources).toHaveLength(1);
    expect(notEvaluated).toEqual([
      { what: 'Microsoft.Resources/deployments d', why, path: ['resources', 0, 'properties'] },
    ]);
  });

  it('trusts no default where parameters are behind a link', () => {
    const template = nested("[parameters('p')]", {
      parameters: { p: { type: 'string', defaultValue: 'd' } },
    });
    const properties = { template, parametersLink: { uri: 'https://a' }, expressionEvaluationOptions: inner };
    expect(valueIn(deployment('d', properties))).toBe(UNKNOWN);
  });
});

describe('what is no resource of Azure, or not yet one', () => {
  it.each<[string, Properties, string]>([
    [
      'of an extension',
      { type: 'core/Service@v1', import: 'k8s', properties: {} },
      'it is of an extension, not of Azure',
    ],
    [
      'of an unknown type',
      { type: "[parameters('t')]", name: 'a' },
      'its type is known only after deployment',
    ],
    ['of an unknown namespace', { type: 'a', name: 'a' }, 'its type is known only after deployment'],
    [
      'of an extension whose namespace is unknown',
      { type: 'Microsoft.Devices/IotHubs/providers/locks', name: "[concat('h/', parameters('t'), '/l')]" },
      'its type is known only after deployment',
    ],
  ])('%s', (_title, resource, why) => {
    const given = { parameters: { t: { type: 'string' } }, resources: [resource] };
    const { resources, notEvaluated } = unfoldTemplate(given);
    expect(resources).toEqual([]);
    expect(notEvaluated).toEqual([{ what: 'a resource', why, path: ['resources', 0] }]);
  });

  it('tells of a name that does not fit the type', () => {
    const { resources, notEvaluated } = unfoldTemplate({ resources: [hub('a/b')] });
    expect(resources[0]?.names).toEqual(['b']);
    expect(notEvaluated.map(({ why }) => why)).toEqual([
      'its name has another number of parts than its type',
    ]);
  });
});
