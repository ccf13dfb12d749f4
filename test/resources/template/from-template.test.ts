import { describe, expect, it } from 'vitest';
import { stackView } from '../../../policies/src/evaluate/view';
import { fromTemplate } from '../../../policies/src/resources/template/from-template';
import { pathInTemplate } from '../../../policies/src/resources/template/locate';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import * as t from '../../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../../policies/src/resources/value';

const read = (resources: Value, more: Properties = {}) =>
  fromTemplate(unfoldTemplate({ ...more, resources }), {
    name: 'main.json',
    prefix: 'main.json/',
    isDocument: true,
  });

const group = '/subscriptions/<subscription>/resourceGroups/<resource-group>';

describe('a resource of a template', () => {
  it('has the azure-native shape, its names and its place', () => {
    const { resources, notEvaluated } = read([
      {
        type: 'Microsoft.Storage/storageAccounts',
        apiVersion: '2018-07-01',
        name: 'plant',
        location: 'westeurope',
        properties: { supportsHttpsTrafficOnly: false, networkAcls: { defaultAction: 'Deny' } },
      },
    ]);
    expect(notEvaluated).toEqual([]);
    expect(resources).toEqual([
      {
        urn: 'main.json/Microsoft.Storage/storageAccounts/plant',
        name: 'plant',
        token: 'arm:Microsoft.Storage/storageAccounts',
        type: t.storageAccount,
        apiVersion: '2018-07-01',
        custom: true,
        properties: {
          accountName: 'plant',
          location: 'westeurope',
          enableHttpsTrafficOnly: false,
          networkRuleSet: { defaultAction: 'Deny' },
          allowBlobPublicAccess: true,
          allowCrossTenantReplication: true,
        },
        propertyDependencies: {},
        dependencies: [],
        document: { path: ['resources', 0] },
        originalPath: expect.any(Function),
      },
    ]);
    const { originalPath } = resources[0] ?? {};
    expect(originalPath?.('enableHttpsTrafficOnly')).toBe('properties.supportsHttpsTrafficOnly');
    expect(originalPath?.('accountName')).toBe('name');
  });

  it.each<[string, Value, readonly string[]]>([
    [
      'known names',
      [{ type: 'Microsoft.Devices/IotHubs/certificates', name: 'h/c' }],
      ['x/Microsoft.Devices/IotHubs/h/certificates/c c'],
    ],
    [
      'unknown names',
      [
        { type: 'Microsoft.Devices/IotHubs', name: "[uniqueString('a')]" },
        { type: 'Microsoft.Devices/IotHubs', name: "[uniqueString('b')]" },
      ],
      ['x/Microsoft.Devices/IotHubs/#0 #0', 'x/Microsoft.Devices/IotHubs/#1 #1'],
    ],
    [
      'symbolic names',
      { hub: { type: 'Microsoft.Devices/IotHubs', name: "[uniqueString('a')]" } },
      ['x/Microsoft.Devices/IotHubs/hub hub'],
    ],
    [
      'one name twice',
      [
        { type: 'Microsoft.Devices/IotHubs', name: 'h', condition: "[parameters('a')]" },
        { type: 'Microsoft.Devices/IotHubs', name: 'h', condition: "[not(parameters('a'))]" },
      ],
      ['x/Microsoft.Devices/IotHubs/h h', 'x/Microsoft.Devices/IotHubs/h#1 h'],
    ],
    [
      'a type of its own by its name',
      [{ type: 'Microsoft.Web/sites/config', name: 'app/appsettings' }],
      ['x/Microsoft.Web/sites/app/config/appsettings app'],
    ],
  ])('has a URN from %s', (_title, resources, expected) => {
    const unfolded = unfoldTemplate({ parameters: { a: { type: 'bool' } }, resources });
    const found = fromTemplate(unfolded, { name: 'x', prefix: 'x/', isDocument: false }).resources;
    expect(found.map(({ urn, name }) => `${urn} ${name}`)).toEqual(expected);
    expect(found.some((resource) => 'document' in resource)).toBe(false);
  });

  it.each<[string, Properties, string, Value]>([
    [
      'diagnostic setting',
      { type: 'Microsoft.Devices/IotHubs/providers/diagnosticSettings', name: 'h/Microsoft.Insights/d' },
      'resourceUri',
      `${group}/providers/Microsoft.Devices/IotHubs/h`,
    ],
    [
      'lock',
      {
        type: 'Microsoft.Authorization/locks',
        name: 'l',
        scope: "[resourceId('Microsoft.Devices/IotHubs', 'h')]",
      },
      'scope',
      `${group}/providers/Microsoft.Devices/IotHubs/h`,
    ],
    [
      'role assignment',
      { type: 'Microsoft.Authorization/roleAssignments', name: "[guid('a')]" },
      'scope',
      group,
    ],
    [
      'role assignment on something unknown',
      { type: 'Microsoft.Authorization/roleAssignments', name: 'r', scope: "[parameters('id')]" },
      'scope',
      UNKNOWN,
    ],
    [
      'Defender for Storage',
      {
        type: 'Microsoft.Security/defenderForStorageSettings',
        name: 'current',
        scope: '/a/providers/b.c/d/e',
      },
      'resourceId',
      '/a/providers/b.c/d/e',
    ],
  ])('says what it extends: %s', (_title, resource, property, value) => {
    const { resources } = read([resource], { parameters: { id: { type: 'string' } } });
    expect(resources[0]?.properties[property]).toBe(value);
    expect(resources[0]?.originalPath?.(property)).toBe('scope');
  });

  it('names what is not evaluated', () => {
    const { resources, notEvaluated } = read([
      { type: 'Microsoft.Storage/storageAccounts', name: 'a', properties: "[json(reference('x').y)]" },
      { type: 'Microsoft.Resources/deployments', name: 'd', properties: { templateLink: {} } },
      { type: 'Microsoft.Devices/IotHubs', name: 'h', properties: { a: '[shout()]' } },
    ]);
    expect(resources.map(({ type }) => type)).toEqual([t.deployment, t.iotHub]);
    expect(notEvaluated).toEqual([
      {
        resource: 'main.json',
        why: 'Microsoft.Resources/deployments d at resources[1].properties: the template behind its link is not read',
      },
      {
        resource: 'main.json',
        why: 'function shout at resources[2].properties.a: this function is not supported',
      },
      {
        resource: 'main.json/Microsoft.Storage/storageAccounts/a',
        why: 'its properties are known only after deployment',
      },
    ]);
  });
});

describe('what refers to what', () => {
  const name = "[concat('st', uniqueString(resourceGroup().id))]";
  const id = "[resourceId('Microsoft.Storage/storageAccounts', variables('name'))]";
  const { resources } = read(
    [
      {
        type: 'Microsoft.Storage/storageAccounts',
        name: "[variables('name')]",
        resources: [{ type: 'blobServices', name: 'default', dependsOn: [id] }],
      },
      { type: 'Microsoft.Storage/storageAccounts', name: 'other' },
      {
        type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
        name: "[concat(variables('name'), '/default/raw')]",
      },
      {
        type: 'Microsoft.Insights/diagnosticSettings',
        name: 'd',
        scope: "[concat(variables('id'), '/blobServices/default')]",
        properties: { workspaceId: "[resourceId('Microsoft.OperationalInsights/workspaces', 'w')]" },
      },
      {
        type: 'Microsoft.Network/privateEndpoints',
        name: 'pe',
        properties: {
          privateLinkServiceConnections: [
            { name: 'c', properties: { privateLinkServiceId: "[variables('id')]", groupIds: ['blob'] } },
          ],
        },
      },
      { type: 'Microsoft.OperationalInsights/workspaces', name: 'w' },
    ],
    { variables: { name, id } },
  );
  const stack = stackView(resources);
  const [account, , other] = resources;
  const of = (type: string) => {
    const found = resources.find((resource) => resource.type === type);
    if (!found || !account || !other) throw new Error('nothing came of it');
    return found;
  };

  it.each<[string, string, string, string]>([
    [t.privateEndpoint, 'privateLinkServiceConnections[].privateLinkServiceId', 'yes', 'no'],
    [t.diagnosticSetting, 'resourceUri', 'yes', 'no'],
    [t.blobContainer, 'accountName', 'yes', 'no'],
    [t.blobService, 'accountName', 'yes', 'no'],
  ])('%s %s', (type, path, first, second) => {
    if (!account || !other) throw new Error('nothing came of it');
    expect(stack.refersTo(of(type), path, account)).toBe(first);
    expect(stack.refersTo(of(type), path, other)).toBe(second);
  });

  it('is found where the name tells the type', () => {
    const name = "uniqueString('lock')";
    const { resources } = read([
      { type: 'Microsoft.Web/sites', name: `[${name}]` },
      {
        type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
        name: `[concat(${name}, '/ftp')]`,
        properties: { allow: false },
      },
    ]);
    const [app, ftp] = resources;
    if (!app || !ftp) throw new Error('nothing came of it');
    expect(stackView(resources).refersTo(ftp, 'name', app)).toBe('yes');
  });

  it('is that of its own scope where its properties name a scope as well', () => {
    const idOf = (name: string) => `[resourceId('Microsoft.Devices/IotHubs', '${name}')]`;
    const { resources } = read([
      { type: 'Microsoft.Devices/IotHubs', name: 'a' },
      { type: 'Microsoft.Devices/IotHubs', name: 'b' },
      {
        type: 'Microsoft.Authorization/roleAssignments',
        name: 'r',
        scope: idOf('a'),
        properties: { scope: idOf('b') },
      },
    ]);
    expect(resources[2]?.propertyDependencies).toEqual({ scope: [resources[0]?.urn] });
  });

  it('is found in written ids as well', () => {
    expect(stack.refersTo(of(t.diagnosticSetting), 'workspaceId', of(t.workspace))).toBe('yes');
  });

  it('tells parents and dependencies', () => {
    expect(of(t.blobService)).toMatchObject({ parent: account?.urn, dependencies: [account?.urn] });
    expect(of(t.blobContainer).parent).toBe(of(t.blobService).urn);
    expect(of(t.blobContainer).propertyDependencies).toEqual({ accountName: [account?.urn] });
  });
});

describe('the place of a property in the document', () => {
  const document: Properties = {
    resources: [
      {
        type: 'A.B/c',
        properties: {
          Rules: [{ a: 1 }],
          copy: [{ name: 'made', count: 2, input: { x: { y: 1 } } }],
          whole: "[variables('v')]",
          unset: null,
        },
      },
    ],
    named: { hub: { tags: {} } },
  };
  const own = ['resources', 0];
  it.each<[readonly (string | number)[], string, readonly (string | number)[]]>([
    [own, 'properties.rules[0].a', [...own, 'properties', 'Rules', 0, 'a']],
    [own, 'properties.rules[0].b', [...own, 'properties', 'Rules', 0]],
    [own, 'properties.rules[7].b', [...own, 'properties', 'Rules']],
    [own, 'properties.missing.b', [...own, 'properties']],
    [own, 'properties.made[1].x.y', [...own, 'properties', 'copy', 0, 'input', 'x', 'y']],
    [own, 'properties.made', [...own, 'properties', 'copy', 0, 'input']],
    [own, 'properties.whole.deeper', [...own, 'properties', 'whole']],
    [own, 'properties.unset', [...own, 'properties', 'unset']],
    [own, 'sku.name', own],
    [own, 'constructor', own],
    [own, '', own],
    [['named', 'hub'], 'tags', ['named', 'hub', 'tags']],
    [['resources', 5], 'tags', ['resources']],
    [['constructor'], 'tags', []],
  ])('%j %s', (resource, property, expected) => {
    expect(pathInTemplate(document, resource, property)).toEqual(expected);
  });
});
