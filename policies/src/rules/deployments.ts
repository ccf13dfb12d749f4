import type { Resource } from '../resources/resource';
import { deployment, deploymentStack } from '../resources/types';
import { holdsUnknown, isObject, isUnknown, type Properties, textOf, type Value } from '../resources/value';
import { isSet, oneOf } from '../rule/conditions';
import { holdsCredential } from '../rule/credentials';
import { isHttps, isPinned } from '../rule/pinned';
import { originsOf } from '../rule/references';
import { defineRule, type ResourceView, type StackView, type Verdict } from '../rule/rule';
import { soundsSecret } from '../rule/secret-names';
import { entriesOf, givesSecret, holdsUnknownEntry, isSecure, templateAt } from '../rule/templates';
import { supplyChain } from '../rule/topic-facts';

const templates = 'https://learn.microsoft.com/azure/azure-resource-manager/templates';
const practices = `${templates}/best-practices`;
const linked = `${templates}/linked-templates`;
const modes = `${templates}/deployment-modes`;
const vaults = `${templates}/key-vault-parameter`;
const stacks = 'https://learn.microsoft.com/azure/azure-resource-manager/bicep/deployment-stacks';
const typings = 'azure-native 3.28 typings';

const at = 'properties.template';

/** Whether the program itself declares the deployment, so that no other template stands around it. */
const isOfProgram = ({ token }: Resource): boolean => token.startsWith('azure');

/** Whether the deployment was read out of a template. */
const isOfTemplate = ({ token }: Resource): boolean => token.startsWith('arm:');

const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const template = (parts: Properties): Properties => ({
  $schema: schema,
  contentVersion: '1.0.0.0',
  resources: [],
  ...parts,
});
const deploy = (properties: Properties): Properties => ({
  deploymentName: 'historian',
  properties: { mode: 'Incremental', ...properties },
});

export const deploymentNoDebug = defineRule({
  id: 'deployment-no-debug',
  title: 'Deployments log no contents of requests and answers',
  topic: 'no-plaintext-secrets',
  class: 'data-protection',
  severity: 'medium',
  peers: { psrule: ['Azure.Template.DebugDeployment'] },
  target: deployment,
  property: 'properties.debugSetting.detailLevel',
  pass: oneOf('none'),
  whenAbsent: 'pass',
  printable: true,
  why: 'With debugging on, Azure keeps whole requests and answers in the history of the deployment, keys and passwords included, and everybody who may read the resource group can read them.',
  fix: {
    say: 'Set `properties.debugSetting.detailLevel` to `none`, or remove `debugSetting`.',
    replaces: false,
    value: 'none',
  },
  serviceDefault: { is: '`none`', source: typings },
  links: [practices],
  examples: {
    good: [
      { properties: deploy({ template: template({}) }) },
      { properties: deploy({ debugSetting: { detailLevel: 'none' } }) },
    ],
    bad: [
      { properties: deploy({ debugSetting: { detailLevel: 'requestContent, responseContent' } }) },
      { properties: deploy({ debugSetting: { detailLevel: 'RequestContent' } }) },
    ],
  },
});

/** What is wrong with how a template declares its secret parameters. */
function judgeDeclared(declared: readonly (readonly [string, Properties])[]): readonly Verdict[] {
  return declared.flatMap(([name, declaration]): readonly Verdict[] => {
    const path = `${at}.parameters.${name}`;
    if (isUnknown(declaration.type))
      return soundsSecret(name) ? [{ outcome: 'unknown', property: `${path}.type` }] : [];
    if (!isSecure(declaration)) {
      if (!soundsSecret(name) || textOf(declaration.type).toLowerCase() === 'bool') return [];
      const message = `\`${path}.type\` must be \`secureString\` or \`secureObject\`.`;
      return [{ outcome: 'fail', property: `${path}.type`, message }];
    }
    const { defaultValue = null } = declaration;
    if (!isSet.holds(defaultValue) || /^\[newGuid\(\)\]$/i.test(textOf(defaultValue))) return [];
    const message = `\`${path}.defaultValue\` must not be set: it stands in the template for everybody to read.`;
    return [{ outcome: 'fail', property: `${path}.defaultValue`, message }];
  });
}

/** What is wrong with one argument for a template. `declaration` is undefined where the template is not at hand. */
function judgeArgument(
  name: string,
  argument: Value,
  declaration: Properties | undefined,
  requireReference: boolean,
): readonly Verdict[] {
  if (isUnknown(declaration?.type)) return [];
  const declaredSecure = declaration !== undefined && isSecure(declaration);
  if (!declaredSecure && !soundsSecret(name)) return [];
  const property = `properties.parameters.${name}`;
  if (!isObject(argument)) return holdsUnknown(argument) ? [{ outcome: 'unknown', property }] : [];
  if (!isSet.holds(argument.value ?? null)) return [];
  if (isUnknown(argument.value)) return [{ outcome: 'unknown', property: `${property}.value` }];
  // Azure does not write down what is declared as secure; who else may read the value is not seen from here.
  if (declaredSecure && !requireReference) return [];
  const message = `\`${property}\` must be a \`reference\` to a secret of a Key Vault.`;
  return [{ outcome: 'fail', property: `${property}.value`, message }];
}

function checkSecretParameters(view: ResourceView, requireReference: boolean): readonly Verdict[] {
  const parameters = view.one('properties.parameters');
  const inside = templateAt(view, at);
  const declared = inside.state === 'known' ? entriesOf(inside.template, 'parameters') : [];
  const isOpen = inside.state === 'known' && holdsUnknownEntry(inside.template, 'parameters');
  const byName = new Map(declared.map(([name, declaration]) => [name.toLowerCase(), declaration]));
  const given =
    parameters.state === 'known' && isObject(parameters.value) ? Object.entries(parameters.value) : [];
  const verdicts = [
    ...judgeDeclared(declared),
    ...given.flatMap(([name, argument]) =>
      judgeArgument(name, argument, byName.get(name.toLowerCase()), requireReference),
    ),
    ...(isOpen ? [{ outcome: 'unknown', property: `${at}.parameters` } as const] : []),
    ...[parameters, inside].flatMap(({ state, path }): readonly Verdict[] =>
      state === 'unknown' ? [{ outcome: 'unknown', property: path }] : [],
    ),
  ];
  return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property: 'properties.parameters' }];
}

const keyVault = {
  reference: {
    keyVault: { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/plant' },
    secretName: 'historian-admin',
  },
};

export const deploymentNoPlainSecrets = defineRule({
  id: 'deployment-no-plain-secret-params',
  title: 'Secrets reach a deployment as secure parameters only',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_131'],
    psrule: [
      'Azure.Deployment.SecureParameter',
      'Azure.Deployment.SecretLeak',
      'Azure.Deployment.SecureValue',
    ],
    kics: ['4d2cf896'],
  },
  target: deployment,
  property: ['properties.parameters', at],
  check: (view, options) =>
    checkSecretParameters(view, options.requireReference === true && !isOfTemplate(view.resource)),
  options: {
    requireReference: {
      type: 'boolean',
      default: false,
      description:
        'Asks for a reference to a Key Vault even where the template declares the parameter as secure.',
    },
  },
  strict: { requireReference: true },
  why: 'Azure keeps the parameters of every deployment in its history in plain text, for hundreds of deployments. Whoever may read the resource group finds the password of the historian there.',
  fix: {
    say: 'Declare the parameter as `secureString` or `secureObject` without `defaultValue`, and give it as `reference` to a secret of a Key Vault.',
    replaces: false,
  },
  serviceDefault: { is: 'parameters of other types are kept in plain text', source: practices },
  links: [vaults, practices],
  examples: {
    good: [
      {
        properties: deploy({
          parameters: { adminPassword: keyVault, location: { value: 'westeurope' } },
          template: template({
            parameters: { adminPassword: { type: 'secureString' }, location: { type: 'string' } },
          }),
        }),
      },
      {
        properties: deploy({
          parameters: { adminPassword: { value: 'given-by-the-pipeline' } },
          template: template({ parameters: { adminPassword: { type: 'securestring' } } }),
        }),
      },
      { properties: deploy({ parameters: { secretName: { value: 'historian-admin' } } }) },
    ],
    bad: [
      {
        properties: deploy({
          parameters: { adminPassword: { value: 'P1ant!' } },
          template: template({ parameters: { adminPassword: { type: 'string' } } }),
        }),
        at: [
          'properties.template.parameters.adminPassword.type',
          'properties.parameters.adminPassword.value',
        ],
      },
      {
        properties: deploy({
          template: template({
            parameters: { adminPassword: { type: 'secureString', defaultValue: 'P1ant!' } },
          }),
        }),
        at: ['properties.template.parameters.adminPassword.defaultValue'],
      },
      { properties: deploy({ parameters: { storage_account_key: { value: 'bm90IGEga2V5' } } }) },
      {
        properties: deploy({
          parameters: { adminPassword: { value: 'P1ant!' } },
          template: template({ parameters: { adminPassword: { type: 'secureString' } } }),
        }),
        options: { requireReference: true },
      },
    ],
  },
});

export const deploymentNoSecretOutputs = defineRule({
  id: 'deployment-no-secret-outputs',
  title: 'Deployments return no keys and no secure parameters',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  peers: { psrule: ['Azure.Deployment.OutputSecretValue'] },
  target: deployment,
  property: at,
  check: (view) => {
    const inside = templateAt(view, at);
    if (inside.state === 'unknown') return [{ outcome: 'unknown', property: at }];
    if (inside.state !== 'known') return [];
    const secure = new Set(
      entriesOf(inside.template, 'parameters').flatMap(([name, declaration]) =>
        isSecure(declaration) ? [name.toLowerCase()] : [],
      ),
    );
    const verdicts = entriesOf(inside.template, 'outputs').flatMap(([name, output]): readonly Verdict[] => {
      const property = `${at}.outputs.${name}`;
      if (isSecure(output)) return [];
      const content = output.value ?? output.copy;
      if (!givesSecret(content, secure))
        return holdsUnknown(content) ? [{ outcome: 'unknown', property }] : [];
      const message = `\`${property}\` gives out a key or a secure parameter, which Azure keeps in plain text.`;
      return [{ outcome: 'fail', property, message }];
    });
    if (verdicts.length > 0) return verdicts;
    const isOpen = ['parameters', 'outputs'].some((block) => holdsUnknownEntry(inside.template, block));
    return [{ outcome: isOpen ? 'unknown' : 'pass', property: at }];
  },
  why: 'Outputs stay readable in the history of the deployment and in the state of the program. A key of the hub that is returned once can be used by everybody who reads either, until it is changed.',
  fix: {
    say: 'Remove the output, or put the key into a Key Vault inside the template and return the name of the secret.',
    replaces: false,
  },
  serviceDefault: { is: 'outputs are kept in plain text', source: `${templates}/outputs` },
  links: [`${templates}/outputs`, practices],
  examples: {
    good: [
      {
        properties: deploy({
          template: template({
            outputs: {
              host: { type: 'string', value: "[reference('hub').hostName]" },
              key: { type: 'secureString', value: "[listKeys('hub', '2023-06-30').value[0].primaryKey]" },
            },
          }),
        }),
      },
      { properties: deploy({ template: JSON.stringify(template({ outputs: {} })) }) },
    ],
    bad: [
      {
        properties: deploy({
          template: template({
            outputs: {
              key: { type: 'string', value: "[listKeys('hub', '2023-06-30').value[0].primaryKey]" },
            },
          }),
        }),
        at: ['properties.template.outputs.key'],
      },
      {
        properties: deploy({
          template: JSON.stringify(
            template({
              parameters: { login: { type: 'secureObject' } },
              outputs: { user: { type: 'object', value: { name: "[parameters('login').user]" } } },
            }),
          ),
        }),
        at: ['properties.template.outputs.user'],
      },
    ],
  },
});

export const deploymentInnerScope = defineRule({
  id: 'deployment-inner-scope',
  title: 'Nested templates with secrets are evaluated in their own scope',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  peers: { psrule: ['Azure.Deployment.OuterSecret'] },
  target: deployment,
  property: ['properties.expressionEvaluationOptions.scope', at],
  check: (view) => {
    // Only a deployment inside another template has two scopes to choose from.
    if (isOfProgram(view.resource)) return [];
    const scope = view.one('properties.expressionEvaluationOptions.scope');
    const property = scope.path;
    if (scope.state === 'known' && oneOf('inner').holds(scope.value)) return [{ outcome: 'pass', property }];
    const inside = templateAt(view, at);
    if (inside.state === 'unknown') return [{ outcome: 'unknown', property: at }];
    if (inside.state !== 'known') return [];
    const { parameters: _declared, ...rest } = inside.template;
    const hasSecure = entriesOf(inside.template, 'parameters').some(([, declaration]) =>
      isSecure(declaration),
    );
    if (!hasSecure && !givesSecret(rest))
      return [{ outcome: holdsUnknown(inside.template) ? 'unknown' : 'pass', property }];
    if (scope.state === 'unknown') return [{ outcome: 'unknown', property }];
    const message = `\`${property}\` must be \`inner\`: otherwise Azure writes the secrets into the nested template.`;
    return [{ outcome: 'fail', property, message }];
  },
  why: 'In the outer scope Azure fills in the values before it stores the nested template, so the password stands in the history of that deployment although every parameter was declared as secure.',
  fix: {
    say: 'Set `properties.expressionEvaluationOptions.scope` to `inner` and hand the values over as secure parameters.',
    replaces: false,
  },
  serviceDefault: { is: '`outer`', source: typings },
  links: [linked],
  examples: {
    good: [
      {
        properties: deploy({
          expressionEvaluationOptions: { scope: 'inner' },
          template: template({ parameters: { adminPassword: { type: 'secureString' } } }),
        }),
      },
      { properties: deploy({ template: template({ parameters: { location: { type: 'string' } } }) }) },
    ],
    bad: [
      {
        properties: deploy({
          template: template({ parameters: { adminPassword: { type: 'secureString' } } }),
        }),
        at: ['properties.expressionEvaluationOptions.scope'],
      },
      {
        properties: deploy({
          expressionEvaluationOptions: { scope: 'outer' },
          template: template({
            resources: [
              {
                type: 'Microsoft.Sql/servers',
                apiVersion: '2023-08-01',
                name: 'historian',
                properties: { administratorLoginPassword: "[parameters('adminPassword')]" },
              },
            ],
          }),
        }),
      },
    ],
  },
});

export const deploymentIncremental = defineRule({
  id: 'deployment-incremental-mode',
  title: 'Deployments add and change, and delete nothing',
  topic: 'gov-protect-stateful',
  class: 'data-protection',
  severity: 'medium',
  target: deployment,
  property: 'properties.mode',
  pass: oneOf('Incremental'),
  whenAbsent: 'pass',
  printable: true,
  controls: ['nist:CM-5', 'nist:CP-9', 'iec33:SR7.3'],
  why: 'In mode Complete everything in the resource group that the template does not name is deleted, also the hub and the storage that the Pulumi program next to it made.',
  fix: { say: 'Set `properties.mode` to `Incremental`.', replaces: false, value: 'Incremental' },
  serviceDefault: { is: 'Azure takes no deployment without a mode', source: modes },
  links: [modes],
  examples: {
    good: [
      { properties: deploy({ template: template({}) }) },
      { properties: { properties: { mode: 'incremental' } } },
    ],
    bad: [
      { properties: deploy({ mode: 'Complete', template: template({}) }) },
      { properties: { deploymentName: 'all', properties: { mode: 'complete' } } },
    ],
  },
});

function judgeAddress(view: ResourceView): readonly Verdict[] {
  const uri = view.one('properties.templateLink.uri');
  const property = uri.path;
  if (uri.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (uri.state === 'absent') return [];
  const text = textOf(uri.value);
  const fault = (message: string): Verdict => ({ outcome: 'fail', property, message });
  const content = view.one('properties.templateLink.contentVersion');
  const faults = [
    ...(isHttps(text) ? [] : [fault(`\`${property}\` must start with \`https://\`.`)]),
    ...(holdsCredential(text)
      ? [fault(`\`${property}\` must carry no signature, which stays in the history.`)]
      : []),
  ];
  if (isPinned(text) || (content.state === 'known' && isSet.holds(content.value))) return faults;
  if (content.state === 'unknown') return [...faults, { outcome: 'unknown', property: content.path }];
  return [
    ...faults,
    fault(`\`${property}\` must name a version or a commit, not what lies there on the day.`),
  ];
}

function judgeSpec(view: ResourceView): readonly Verdict[] {
  const id = view.one('properties.templateLink.id');
  const property = id.path;
  if (id.state === 'absent') return [];
  if (id.state === 'unknown') {
    const isVersion = originsOf(view.resource, property).some((urn) => /:TemplateSpecVersion::/.test(urn));
    return [{ outcome: isVersion ? 'pass' : 'unknown', property }];
  }
  if (/\/templateSpecs\/[^/]+\/versions\/[^/]+\/?$/i.test(textOf(id.value)))
    return [{ outcome: 'pass', property }];
  const message = `\`${property}\` must name a version of the template spec.`;
  return [{ outcome: 'fail', property, message }];
}

function judgeQuery(view: ResourceView): readonly Verdict[] {
  const query = view.one('properties.templateLink.queryString');
  const property = query.path;
  if (query.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (query.state === 'absent' || !isSet.holds(query.value)) return [];
  const message = `\`${property}\` must not be set: its signature stays in the history of the deployment.`;
  return [{ outcome: 'fail', property, message }];
}

const link = (properties: Properties): Properties => deploy({ templateLink: properties });
const raw = 'https://raw.githubusercontent.com/plant-example/templates';

export const deploymentLinkPinned = defineRule({
  id: 'deployment-template-link-pinned',
  title: 'Linked templates are fetched over HTTPS in one fixed version',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'medium',
  target: deployment,
  property: [
    'properties.templateLink.uri',
    'properties.templateLink.queryString',
    'properties.templateLink.id',
    'properties.templateLink.contentVersion',
  ],
  readsOrigins: true,
  check: (view) => {
    if (view.one('properties.templateLink').state === 'absent') return [];
    const verdicts = [judgeAddress, judgeSpec, judgeQuery].flatMap((judge) => judge(view));
    return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property: 'properties.templateLink' }];
  },
  controls: supplyChain,
  why: 'Whoever can change the file behind the link decides what is deployed next time, with the rights of the pipeline, and the change never passes a review of this program.',
  fix: {
    say: 'Set `properties.templateLink.id` to a version of a template spec, or `uri` to an `https` address with a commit or version in it and without a signature.',
    replaces: false,
  },
  serviceDefault: { is: 'Azure fetches what lies at the address', source: linked },
  links: [linked, 'https://learn.microsoft.com/azure/azure-resource-manager/templates/template-specs'],
  examples: {
    good: [
      {
        properties: link({
          id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/templateSpecs/historian/versions/1.4',
        }),
      },
      { properties: link({ uri: `${raw}/3f1c0a9be0d24c5d8a7b6e5f4d3c2b1a09f8e7d6/historian.json` }) },
      { properties: link({ uri: 'https://templates.plant.example/historian/v1.4.0/main.json' }) },
    ],
    bad: [
      { properties: link({ uri: `${raw}/main/historian.json` }), at: ['properties.templateLink.uri'] },
      { properties: link({ uri: 'http://templates.plant.example/historian/1.4.0/main.json' }) },
      {
        properties: link({
          uri: 'https://plant.blob.core.windows.net/templates/1.4.0/main.json?sv=2024-01-01&sig=example-only',
        }),
      },
      { properties: link({ uri: `${raw}/1.4.0/main.json`, queryString: '?sv=2024-01-01&sig=example-only' }) },
      {
        properties: link({
          id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/templateSpecs/historian',
        }),
      },
    ],
  },
});

/** Whether a template names a resource that is there for certain: without condition and not only referred to. */
function hasResources(inside: Properties): boolean {
  const { resources } = inside;
  const all = Array.isArray(resources) ? resources : isObject(resources) ? Object.values(resources) : [];
  return all.some(
    (one) => isObject(one) && one.existing !== true && one.condition === undefined && !('copy' in one),
  );
}

/** What was read out of a deployment carries its URN in front. */
const contentsOf = (subject: Resource, stack: StackView): readonly Resource[] =>
  stack.resources.filter(({ urn }) => urn.startsWith(`${subject.urn}/`));

function judgeEvaluated(subject: Resource, stack: StackView): Verdict {
  const view = stack.view(subject);
  const prefix = subject.type.toLowerCase() === deploymentStack.toLowerCase() ? '' : 'properties.';
  const property = `${prefix}template`;
  const fault = (message: string, path = property): Verdict => ({ outcome: 'fail', property: path, message });
  const linkPath = `${prefix}templateLink`;
  const templateLink = view.one(linkPath);
  if (templateLink.state === 'known' && isSet.holds(templateLink.value))
    return fault('The template lies behind a link, so no rule has looked at what it deploys.', linkPath);
  if (templateLink.state === 'unknown') return { outcome: 'unknown', property: linkPath };
  const inside = templateAt(view, property);
  if (inside.state === 'broken')
    return fault('The template is no JSON object, so no rule has looked at what it deploys.');
  if (inside.state !== 'known') {
    return { outcome: inside.state === 'unknown' ? 'unknown' : 'pass', property };
  }
  // What lies in a nested template was read together with the template around it.
  if (isOfTemplate(subject) || contentsOf(subject, stack).length > 0) return { outcome: 'pass', property };
  if (holdsUnknown(inside.template.resources)) return { outcome: 'unknown', property };
  const isNamed = stack.notEvaluated.some(({ resource }) => resource === subject.urn);
  return isNamed || hasResources(inside.template)
    ? fault('The template could not be taken apart, so no rule has looked at what it deploys.')
    : { outcome: 'pass', property };
}

const server = {
  type: 'Microsoft.Sql/servers',
  apiVersion: '2023-08-01',
  name: 'historian',
  location: 'westeurope',
  properties: { publicNetworkAccess: 'Disabled' },
};

export const deploymentEvaluated = defineRule({
  id: 'deployment-template-evaluated',
  title: 'What a deployment creates is looked at by the rules',
  topic: 'threat-coverage',
  class: 'supply-chain',
  severity: 'critical',
  target: [deployment, deploymentStack],
  relates: [],
  property: at,
  checkStack: (subject, stack) => [judgeEvaluated(subject, stack)],
  threats: ['T-O05', 'T-O06'],
  controls: ['mcsb:DS-6', 'nist:CM-6', 'nist:SA-11', 'iec41:SVV-3', 'isvs:1.3.5'],
  why: 'A template in the program is a second program that no policy engine sees into: an open hub or a database without encryption goes live through it while every check is green.',
  fix: {
    say: 'Declare the resources in the program, or give the template as an object in `properties.template` instead of a link.',
    replaces: false,
  },
  serviceDefault: { is: 'Azure deploys all that the template names', source: `${templates}/overview` },
  links: [`${templates}/overview`, linked],
  examples: {
    good: [
      {
        resources: [
          {
            type: deployment,
            name: 'historian',
            properties: deploy({ template: template({ resources: [server] }) }),
          },
          {
            type: 'Microsoft.Sql/servers',
            name: 'historian/Microsoft.Sql/servers/historian',
            properties: { publicNetworkAccess: 'Disabled' },
          },
        ],
      },
      {
        resources: [
          { type: deployment, name: 'outputs-only', properties: deploy({ template: template({}) }) },
        ],
      },
    ],
    bad: [
      {
        resources: [
          {
            type: deployment,
            name: 'historian',
            properties: link({ uri: 'https://templates.plant.example/historian/1.4.0/main.json' }),
          },
        ],
        at: ['properties.templateLink'],
      },
      {
        resources: [
          {
            type: deployment,
            name: 'historian',
            properties: deploy({ template: template({ resources: [server] }) }),
          },
        ],
        at: ['properties.template'],
      },
      {
        resources: [
          { type: deployment, name: 'historian', properties: deploy({ template: '{ "resources": [' }) },
          { type: deploymentStack, name: 'all', properties: { templateLink: { id: 'spec' } } },
        ],
        at: ['properties.template', 'templateLink'],
      },
    ],
  },
});

export const deploymentStackDeny = defineRule({
  id: 'deployment-stack-deny-settings',
  title: 'Deployment stacks keep others from changing what they manage',
  topic: 'gov-protect-stateful',
  class: 'data-protection',
  severity: 'low',
  target: deploymentStack,
  property: 'denySettings.mode',
  pass: oneOf('denyDelete', 'denyWriteAndDelete'),
  whenAbsent: 'fail',
  printable: true,
  controls: ['nist:CM-5', 'nist:CM-3', 'iec33:SR7.3', 'iec33:SR7.6'],
  why: 'A hub that the stack has set up can be deleted or opened by hand in the portal a minute later. With a deny assignment even an owner has to go through the stack.',
  fix: {
    say: 'Set `denySettings.mode` to `denyDelete`, or to `denyWriteAndDelete` where nobody may change anything by hand.',
    replaces: false,
  },
  serviceDefault: { is: '`none` is a valid mode, and nothing is denied then', source: stacks },
  links: [stacks],
  examples: {
    good: [
      {
        properties: {
          deploymentStackName: 'plant',
          actionOnUnmanage: { resources: 'detach' },
          denySettings: { mode: 'denyDelete', applyToChildScopes: true },
        },
      },
      { properties: { denySettings: { mode: 'denyWriteAndDelete' } } },
    ],
    bad: [
      { properties: { deploymentStackName: 'plant', denySettings: { mode: 'none' } } },
      { properties: { deploymentStackName: 'plant', actionOnUnmanage: { resources: 'delete' } } },
    ],
  },
});
