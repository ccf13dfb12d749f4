import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { normalise } from '../../policies/src/resources/normalise';
import { deployment, deploymentScript, iotHub } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import {
  deploymentEvaluated,
  deploymentInnerScope,
  deploymentLinkPinned,
  deploymentNoPlainSecrets,
  deploymentNoSecretOutputs,
} from '../../policies/src/rules/deployments';
import { deploymentScriptSource, genericResourceForbidden } from '../../policies/src/rules/escapes';
import { resource, runRule } from '../../policies/src/testing';

const program = 'azure-native:resources:Deployment';
const nested = 'arm:Microsoft.Resources/deployments';
const deploy = (properties: Value, token = program) => ({
  ...resource(deployment, 'd', { properties }),
  token,
});
const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[], options: OptionValues = {}) =>
  runRule(rule, resources, { options }).map(({ outcome, property }) => `${outcome} ${property}`);

describe('secrets among the parameters', () => {
  const run = (properties: Value, options: OptionValues = {}, token = program) =>
    found(deploymentNoPlainSecrets, [deploy(properties, token)], options);
  const value = 'properties.parameters.adminPassword.value';
  const type = 'properties.template.parameters.adminPassword.type';
  const declared = (declaration: Properties) => ({ parameters: { adminPassword: declaration } });
  const given = { adminPassword: { value: 'p' } };
  const strict = { requireReference: true };

  test.each([
    ['a plain one without a template', { parameters: given }, {}, [`fail ${value}`]],
    [
      'a plain one',
      { parameters: given, template: declared({ type: 'string' }) },
      {},
      [`fail ${type}`, `fail ${value}`],
    ],
    [
      'a secure one',
      { parameters: given, template: declared({ type: 'SecureString' }) },
      {},
      ['pass properties.parameters'],
    ],
    [
      'a secure one in JSON text',
      { parameters: given, template: JSON.stringify(declared({ type: 'securestring' })) },
      {},
      ['pass properties.parameters'],
    ],
    [
      'a secure one by another case',
      { parameters: { ADMINPASSWORD: { value: 'p' } }, template: declared({ type: 'secureString' }) },
      {},
      ['pass properties.parameters'],
    ],
    [
      'a secure one where a reference is asked for',
      { parameters: given, template: declared({ type: 'secureString' }) },
      strict,
      [`fail ${value}`],
    ],
    [
      'a reference',
      { parameters: { adminPassword: { reference: {} } } },
      strict,
      ['pass properties.parameters'],
    ],
    ['an empty text', { parameters: { adminPassword: { value: '' } } }, {}, ['pass properties.parameters']],
    [
      'one not known yet',
      { parameters: { adminPassword: UNKNOWN } },
      {},
      ['unknown properties.parameters.adminPassword'],
    ],
    [
      'a value not known yet',
      { parameters: { adminPassword: { value: UNKNOWN } } },
      {},
      [`unknown ${value}`],
    ],
    ['parameters not known yet', { parameters: UNKNOWN }, {}, ['unknown properties.parameters']],
    ['a switch', { template: declared({ type: 'bool' }) }, {}, ['pass properties.parameters']],
    [
      'a secure default',
      { template: declared({ type: 'secureString', defaultValue: 'p' }) },
      {},
      ['fail properties.template.parameters.adminPassword.defaultValue'],
    ],
    [
      'a random default',
      { template: declared({ type: 'secureString', defaultValue: '[newGuid()]' }) },
      {},
      ['pass properties.parameters'],
    ],
    ['odd values', { parameters: [1], template: { parameters: 'odd' } }, {}, ['pass properties.parameters']],
    ['nothing', {}, {}, ['pass properties.parameters']],
  ])('%s', (_what, properties, options, expected) => {
    expect(run(properties, options)).toEqual(expected);
  });

  test('may be handed on from one template to the next', () => {
    const properties = { parameters: given, template: declared({ type: 'secureString' }) };
    expect(run(properties, strict, nested)).toEqual(['pass properties.parameters']);
  });

  test('are not told in messages', () => {
    const [finding] = runRule(deploymentNoPlainSecrets, [
      deploy({ parameters: { adminPassword: { value: 'hunter2' } } }),
    ]);
    expect(finding?.message).not.toContain('hunter2');
  });
});

describe('outputs', () => {
  const run = (output: Properties, parameters: Properties = {}) =>
    found(deploymentNoSecretOutputs, [deploy({ template: { parameters, outputs: { o: output } } })]).map(
      (finding) => finding.split(' ')[0],
    );
  const keys = "[listKeys('h', '1').value]";
  test.each([
    [{ type: 'string', value: keys }, 'fail'],
    [{ type: 'array', copy: { count: 2, input: keys } }, 'fail'],
    [{ type: 'object', value: { a: [keys] } }, 'fail'],
    [{ type: 'SecureObject', value: keys }, 'pass'],
    [{ type: 'string', value: "[parameters('login')]" }, 'fail'],
    [{ type: 'string', value: "[parameters('other')]" }, 'pass'],
    [{ type: 'string', value: UNKNOWN }, 'unknown'],
    [{}, 'pass'],
  ])('%j: %s', (output, outcome) => {
    expect(run(output, { login: { type: 'securestring' }, other: { type: 'string' } })).toEqual([outcome]);
  });

  test.each([
    [{ template: UNKNOWN }, ['unknown properties.template']],
    [{ template: '{' }, []],
    [{ templateLink: {} }, []],
    [UNKNOWN, ['unknown properties.template']],
  ])('of %j: %j', (properties, expected) => {
    expect(found(deploymentNoSecretOutputs, [deploy(properties)])).toEqual(expected);
  });
});

describe('the scope of a nested template', () => {
  const secure = { parameters: { p: { type: 'secureString' } } };
  const scope = 'properties.expressionEvaluationOptions.scope';
  test.each([
    [{ template: secure }, nested, [`fail ${scope}`]],
    [{ template: secure }, program, []],
    [{ template: secure, expressionEvaluationOptions: { scope: 'Inner' } }, nested, [`pass ${scope}`]],
    [{ template: UNKNOWN, expressionEvaluationOptions: { scope: 'inner' } }, nested, [`pass ${scope}`]],
    [{ template: secure, expressionEvaluationOptions: { scope: UNKNOWN } }, nested, [`unknown ${scope}`]],
    [{ template: UNKNOWN }, nested, ['unknown properties.template']],
    [{ template: { resources: [{ key: "[listKeys('h', '1')]" }] } }, nested, [`fail ${scope}`]],
    [{ template: { resources: [{ name: "[parameters('location')]" }] } }, nested, [`pass ${scope}`]],
    [{ templateLink: { id: 'x' } }, nested, []],
  ] as const)('%j of %s: %j', (properties, token, expected) => {
    expect(found(deploymentInnerScope, [deploy(properties, token)])).toEqual(expected);
  });
});

describe('a linked template', () => {
  const run = (templateLink: Value) => found(deploymentLinkPinned, [deploy({ templateLink })]);
  const at = 'properties.templateLink';
  test.each([
    [{ uri: 'https://t.example/1.2/a.json' }, [`pass ${at}`]],
    [{ uri: 'https://t.example/a.json', contentVersion: '1.2.0.0' }, [`pass ${at}`]],
    [{ uri: 'https://t.example/a.json' }, [`fail ${at}.uri`]],
    [{ uri: 'https://t.example/a.json', contentVersion: UNKNOWN }, [`unknown ${at}.contentVersion`]],
    [{ uri: 'http://t.example/a.json' }, [`fail ${at}.uri`, `fail ${at}.uri`]],
    [{ uri: 'https://t.example/1.2/a.json', queryString: '?sig=example-only' }, [`fail ${at}.queryString`]],
    [{ uri: UNKNOWN, queryString: 'a' }, [`fail ${at}.queryString`, `unknown ${at}.uri`]],
    [{ relativePath: 'a.json' }, [`pass ${at}`]],
    [{ id: UNKNOWN }, [`unknown ${at}.id`]],
    [UNKNOWN, [`unknown ${at}`]],
    [null, []],
  ])('%j: %j', (link, expected) => expect(run(link)).toEqual(expected));

  test('may be a version of a template spec that the program makes', () => {
    const one = {
      ...deploy({ templateLink: { id: UNKNOWN } }),
      propertyDependencies: {
        properties: ['urn:pulumi:d::p::azure-native:resources:TemplateSpecVersion::v'],
      },
    };
    expect(found(deploymentLinkPinned, [one])).toEqual([`pass ${at}.id`]);
  });
});

describe('what a deployment creates', () => {
  const server: Properties = { type: 'Microsoft.Sql/servers', name: 's' };
  const inner = resource('Microsoft.Sql/servers', 'd/Microsoft.Sql/servers/s', {});
  test.each([
    ['was taken apart', [deploy({ template: { resources: [server] } }), inner], 'pass properties.template'],
    ['was not taken apart', [deploy({ template: { resources: [server] } })], 'fail properties.template'],
    [
      'by name was not taken apart',
      [deploy({ template: { resources: { s: server } } })],
      'fail properties.template',
    ],
    ['is nothing', [deploy({ template: { resources: [] } })], 'pass properties.template'],
    [
      'may be nothing',
      [deploy({ template: { resources: [{ ...server, condition: '[x]' }] } })],
      'pass properties.template',
    ],
    [
      'exists already',
      [deploy({ template: { resources: { s: { ...server, existing: true } } } })],
      'pass properties.template',
    ],
    ['is not known yet', [deploy({ template: UNKNOWN })], 'unknown properties.template'],
    ['lies behind a link', [deploy({ templateLink: { id: UNKNOWN } })], 'fail properties.templateLink'],
    [
      'lies behind a link of a nested one',
      [deploy({ templateLink: { uri: 'u' } }, nested)],
      'fail properties.templateLink',
    ],
    [
      'was taken apart with the template around it',
      [deploy({ template: { resources: [server] } }, nested)],
      'pass properties.template',
    ],
    ['is no JSON', [deploy({ template: '{' })], 'fail properties.template'],
    ['is not written', [deploy({})], 'pass properties.template'],
  ] as const)('%s', (_what, resources, expected) => {
    expect(found(deploymentEvaluated, resources)).toEqual([expected]);
  });

  test('is a fault where it was named as not evaluated', () => {
    const one = deploy({ template: { resources: [{ ...server, condition: '[x]' }] } });
    const settings = () => ({ level: 'mandatory', options: {}, exemptions: [] }) as const;
    const { findings } = evaluate([deploymentEvaluated], [one], settings, {
      now: new Date(),
      notEvaluated: [{ resource: one.urn, why: 'broken' }],
    });
    expect(findings.map((finding) => finding.outcome)).toEqual(['fail']);
  });
});

describe('a resource without a class of its own', () => {
  const registered = (resourceProviderNamespace: string, resourceType: string) => ({
    urn: 'urn:pulumi:d::p::azure-native:resources:Resource::x',
    name: 'x',
    token: 'azure-native:resources:Resource',
    custom: true,
    properties: {
      resourceProviderNamespace,
      resourceType,
      resourceName: 'x',
      parentResourcePath: '',
      properties: {},
    },
    propertyDependencies: {},
    dependencies: [],
  });
  test.each([
    ['Microsoft.Devices', 'IotHubs', {}, 'fail'],
    ['microsoft.storage', 'storageAccounts', {}, 'fail'],
    ['Microsoft.Portal', 'dashboards', {}, 'pass'],
    ['Microsoft.Portal', 'dashboards', { providers: ['microsoft.portal'] }, 'fail'],
    ['Microsoft.Devices', 'IotHubs', { providers: [] }, 'pass'],
  ] as const)('of %s/%s under %j: %s', (namespace, type, options, outcome) => {
    const { resources } = normalise(registered(namespace, type));
    expect(found(genericResourceForbidden, resources, options)).toEqual([
      `${outcome} resourceProviderNamespace`,
    ]);
  });

  test('is none that has one', () => {
    expect(found(genericResourceForbidden, [resource(iotHub, 'h', {})])).toEqual([]);
  });
});

describe('a deployment script', () => {
  const run = (properties: Properties) =>
    found(deploymentScriptSource, [resource(deploymentScript, 's', properties)]);
  const value = 'environmentVariables[0].value';
  const variable = (one: Properties) => ({ environmentVariables: [one] });
  test.each([
    [{ scriptContent: 'echo' }, ['pass identity.type']],
    [{ primaryScriptUri: 'https://s.example/1.0/a.sh' }, ['pass identity.type']],
    [{ primaryScriptUri: 'https://s.example/a.sh' }, ['fail primaryScriptUri']],
    [{ primaryScriptUri: 'http://s.example/1.0/a.sh' }, ['fail primaryScriptUri']],
    [{ primaryScriptUri: UNKNOWN }, ['unknown primaryScriptUri']],
    [{ identity: { type: 'userAssigned' } }, ['pass identity.type']],
    [{ identity: { type: 'SystemAssigned' } }, ['fail identity.type']],
    [{ identity: UNKNOWN }, ['unknown identity']],
    [variable({ name: 'API_KEY', value: 'a' }), [`fail ${value}`]],
    [variable({ name: 'API_KEY', value: UNKNOWN }), [`fail ${value}`]],
    [variable({ name: 'API_KEY', value: '' }), ['pass identity.type']],
    [variable({ name: 'API_KEY', secureValue: 'a' }), ['pass identity.type']],
    [variable({ name: 'HUB', value: UNKNOWN }), ['pass identity.type']],
    [variable({ name: UNKNOWN, value: UNKNOWN }), [`unknown ${value}`]],
    [variable({ name: UNKNOWN, value: 'a' }), [`unknown ${value}`]],
    [variable({ name: UNKNOWN, value: '' }), ['pass identity.type']],
    [variable({ value: 'a' }), ['pass identity.type']],
    [variable({ name: 'HUB', value: 'HostName=h;SharedAccessKey=example-only' }), [`fail ${value}`]],
    [{ environmentVariables: 'odd' }, ['pass identity.type']],
  ])('%j: %j', (properties, expected) => expect(run(properties)).toEqual(expected));
});
