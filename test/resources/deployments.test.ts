import { describe, expect, it } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import { registered } from './registered';

const template: Properties = {
  parameters: { name: { type: 'string' }, key: { type: 'securestring', defaultValue: 'hidden' } },
  resources: [
    {
      type: 'Microsoft.Devices/IotHubs',
      name: "[parameters('name')]",
      properties: { minTlsVersion: '1.0', group: '[resourceGroup().name]' },
    },
  ],
};
const parameters: Properties = { name: { value: 'plant' } };

describe('a deployment and what it deploys', () => {
  it.each<[string, Properties]>([
    [
      'azure-native:resources:Deployment',
      { resourceGroupName: 'rg', properties: { mode: 'Incremental', template, parameters } },
    ],
    [
      'azure-native:resources/v20220901:DeploymentAtScope',
      { resourceGroupName: 'rg', properties: { template: JSON.stringify(template), parameters } },
    ],
    [
      'azure-native_resources_v20240301:resources:DeploymentStackAtResourceGroup',
      { resourceGroupName: 'rg', template, parameters },
    ],
    [
      'azure-native:resources:Resource',
      {
        resourceProviderNamespace: 'Microsoft.Resources',
        resourceType: 'deployments',
        resourceName: 'd',
        resourceGroupName: 'rg',
        properties: { template, parameters },
      },
    ],
    [
      'azure:core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment',
      {
        resourceGroupName: 'rg',
        deploymentMode: 'Incremental',
        templateContent: JSON.stringify(template),
        parametersContent: JSON.stringify(parameters),
      },
    ],
    [
      'azure:core/templateDeployment:TemplateDeployment',
      { resourceGroupName: 'rg', templateBody: JSON.stringify(template), parameters: { name: 'plant' } },
    ],
  ])('%s', (token, properties) => {
    const deployment = registered(token, properties, {
      declaredAt: { file: 'a.ts', line: 3 },
      secretTexts: ['x'],
    });
    const { resources, notEvaluated } = normalise(deployment);
    expect(notEvaluated).toEqual([]);
    expect(resources).toHaveLength(2);
    expect(resources[0]).toMatchObject({ urn: deployment.urn, token });
    expect(resources[1]).toMatchObject({
      urn: `${deployment.urn}/Microsoft.Devices/IotHubs/plant`,
      name: 'plant',
      type: t.iotHub,
      properties: { resourceName: 'plant', properties: { minTlsVersion: '1.0', group: 'rg' } },
      declaredAt: { file: 'a.ts', line: 3 },
      secretTexts: ['x'],
    });
    expect(resources[1]).not.toHaveProperty('document');
  });

  it('is in the azure-native shape where the classic provider has it', () => {
    const [deployment] = normalise(
      registered(
        'azure:core/subscriptionTemplateDeployment:SubscriptionTemplateDeployment',
        { name: 'd', templateContent: '{"resources":[]}', debugLevel: 'requestContent' },
        { propertyDependencies: { parametersContent: ['urn:a'] } },
      ),
    ).resources;
    expect(deployment).toMatchObject({
      type: t.deployment,
      properties: {
        deploymentName: 'd',
        properties: { template: { resources: [] }, debugSetting: { detailLevel: 'requestContent' } },
      },
      propertyDependencies: { properties: ['urn:a'] },
    });
    expect(deployment?.originalPath?.('properties.debugSetting.detailLevel')).toBe('debugLevel');
    expect(deployment?.originalPath?.('tags')).toBe('tags');
  });

  it('tells of a template spec that its template is behind a link', () => {
    const spec = registered('azure:core/subscriptionTemplateDeployment:SubscriptionTemplateDeployment', {
      name: 'd',
      templateSpecVersionId: '/spec',
    });
    expect(normalise(spec).notEvaluated).toEqual([
      { resource: spec.urn, why: 'the template behind its link is not read' },
    ]);
  });

  it('keeps secure parameters out of sight', () => {
    const used = { ...template, outputs: { o: { type: 'string', value: "[parameters('key')]" } } };
    const { resources } = normalise(
      registered('azure-native:resources:Deployment', { properties: { template: used, parameters } }),
    );
    expect(resources[1]?.secretTexts).toEqual(['hidden']);
  });

  it.each<[string, Value, string]>([
    ['nothing', {}, 'it has no template'],
    ['no properties', UNKNOWN, 'its template is known only after deployment'],
    ['an unknown template', { template: UNKNOWN }, 'its template is known only after deployment'],
    ['a link', { templateLink: { uri: 'https://a' } }, 'the template behind its link is not read'],
    [
      'a text that is no JSON',
      { template: 'x' },
      'its template is not valid: the template is no JSON object',
    ],
    [
      'a broken template',
      { template: { resources: [{ name: 'secret' }] } },
      'its template is not valid: a resource has no type (at resources[0])',
    ],
    [
      'a missing parameter',
      { template, parameters: {} },
      "its template is not valid: the parameter 'name' has no default and is given no value (at parameters.name)",
    ],
  ])('is still there with %s', (_title, properties, why) => {
    const deployment = registered('azure-native:resources:Deployment', { properties });
    const { resources, notEvaluated } = normalise(deployment);
    expect(resources.map(({ type }) => type)).toEqual([t.deployment]);
    expect(notEvaluated).toEqual([{ resource: deployment.urn, why }]);
  });

  it('hands on how the deployment is managed, and where it goes', () => {
    const named = {
      resources: [
        {
          type: 'Microsoft.Devices/IotHubs',
          name: '[concat(deployment().name, subscription().subscriptionId)]',
        },
      ],
    };
    const { resources } = normalise(
      registered(
        'azure-native:resources:Deployment',
        { deploymentName: 'd', subscriptionId: 's', properties: { template: named } },
        { provider: 'urn:p::id', protect: true },
      ),
    );
    expect(resources[1]).toMatchObject({ name: 'ds', provider: 'urn:p::id', protect: true });
  });

  it('trusts no default where parameters are behind a link', () => {
    const preset = {
      parameters: { name: { type: 'string', defaultValue: 'preset' } },
      resources: [{ type: 'Microsoft.Devices/IotHubs', name: "[parameters('name')]" }],
    };
    const properties = { template: preset, parametersLink: { uri: 'https://a' } };
    const { resources } = normalise(registered('azure-native:resources:Deployment', { properties }));
    expect(resources[1]?.properties.resourceName).toBe(UNKNOWN);
  });
});
