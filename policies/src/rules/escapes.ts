import { nativeName } from '../resources/tokens';
import { deploymentScript, everyType, iotHub, resourceGroup, storageAccount } from '../resources/types';
import { textOf } from '../resources/value';
import { isSet, oneOf } from '../rule/conditions';
import { holdsCredential } from '../rule/credentials';
import { listOption } from '../rule/option-values';
import { isHttps, isPinned } from '../rule/pinned';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { soundsSecret } from '../rule/secret-names';
import { supplyChain } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

const scripts = 'https://learn.microsoft.com/azure/azure-resource-manager/bicep/deployment-script-bicep';
const generic = 'https://www.pulumi.com/registry/packages/azure-native/api-docs/resources/resource/';

export const genericResourceForbidden = defineRule({
  id: 'generic-resource-forbidden',
  title: 'Resources of the services in scope are declared with their own classes',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'high',
  // A generic resource has been translated to its own type, so only the token still tells how it was declared.
  target: everyType,
  relates: [],
  property: 'resourceProviderNamespace',
  checkStack: (subject, _stack, options): readonly Verdict[] => {
    if (nativeName(subject.token) !== 'resources:Resource') return [];
    const namespace = subject.type.slice(0, subject.type.indexOf('/'));
    const property = 'resourceProviderNamespace';
    if (!oneOf(...listOption(options, 'providers')).holds(namespace)) return [{ outcome: 'pass', property }];
    const message = `A ${subject.type} is declared as \`resources:Resource\`, which takes any property and checks none.`;
    return [{ outcome: 'fail', property, message }];
  },
  options: {
    providers: {
      type: 'array',
      items: 'string',
      default: [
        'Microsoft.Authorization',
        'Microsoft.Cache',
        'Microsoft.Compute',
        'Microsoft.ContainerRegistry',
        'Microsoft.ContainerService',
        'Microsoft.DBforMySQL',
        'Microsoft.DBforPostgreSQL',
        'Microsoft.DeviceRegistry',
        'Microsoft.Devices',
        'Microsoft.DeviceUpdate',
        'Microsoft.DigitalTwins',
        'Microsoft.DocumentDB',
        'Microsoft.EventGrid',
        'Microsoft.EventHub',
        'Microsoft.HardwareSecurityModules',
        'Microsoft.Insights',
        'Microsoft.IoTCentral',
        'Microsoft.IoTOperations',
        'Microsoft.KeyVault',
        'Microsoft.Kusto',
        'Microsoft.ManagedIdentity',
        'Microsoft.Network',
        'Microsoft.OperationalInsights',
        'Microsoft.Resources',
        'Microsoft.Security',
        'Microsoft.ServiceBus',
        'Microsoft.Sql',
        'Microsoft.Storage',
        'Microsoft.StreamAnalytics',
        'Microsoft.Web',
      ],
      description: 'Namespaces of the services that must not be declared this way.',
    },
  },
  controls: supplyChain,
  why: 'Nobody checks the names in such a resource: `minTlsVersoin` is sent and ignored, and the hub takes old TLS while the program looks right. Packs that know classes only do not look at it at all.',
  fix: {
    say: 'Declare it with its own class, or with a package for the API version you need: `pulumi package add azure-native <module> <version>`. Keep the resource by an alias on the old type.',
    replaces: false,
  },
  serviceDefault: { is: 'the provider sends on whatever is written', source: generic },
  links: [generic],
  examples: {
    good: [
      {
        resources: [
          {
            type: iotHub,
            name: 'plant',
            facts: { token: 'azure-native:iothub:IotHubResource' },
            properties: { resourceName: 'plant', properties: { minTlsVersion: '1.2' } },
          },
        ],
      },
      {
        resources: [
          {
            type: 'Microsoft.Portal/dashboards',
            name: 'overview',
            facts: { token: 'azure-native:resources:Resource' },
            properties: { location: 'westeurope', lenses: [] },
          },
        ],
      },
    ],
    bad: [
      {
        resources: [
          {
            type: iotHub,
            name: 'plant',
            facts: { token: 'azure-native:resources:Resource' },
            properties: { resourceName: 'plant', properties: { minTlsVersoin: '1.2' } },
          },
        ],
      },
      {
        resources: [
          { type: resourceGroup, name: 'rg', properties: { location: 'westeurope' } },
          {
            type: storageAccount,
            name: 'data',
            facts: { token: 'azure-native:resources/v20240301:Resource' },
            properties: { accountName: 'plantdata' },
          },
        ],
      },
    ],
  },
});

function judgeScript(view: ResourceView): readonly Verdict[] {
  const uri = view.one('primaryScriptUri');
  const property = uri.path;
  if (uri.state === 'unknown') return [{ outcome: 'unknown', property }];
  if (uri.state === 'absent' || !isSet.holds(uri.value)) return [];
  const text = textOf(uri.value);
  const wrong = !isHttps(text)
    ? 'must start with `https://`'
    : isPinned(text)
      ? undefined
      : 'must name a version or a commit, not what lies there on the day';
  return wrong === undefined ? [] : [{ outcome: 'fail', property, message: `\`${property}\` ${wrong}.` }];
}

function judgeVariables(view: ResourceView): readonly Verdict[] {
  const names = view.all('environmentVariables[].name');
  return view.all('environmentVariables[].value').flatMap((value, index): readonly Verdict[] => {
    const name = names[index];
    const isNamed = name?.state === 'known';
    const isSecretName = isNamed && soundsSecret(textOf(name.value));
    const property = value.path;
    if (value.state === 'absent') return [];
    const isSecret = isSecretName || (value.state === 'known' && holdsCredential(value.value));
    const isWritten = value.state === 'unknown' || isSet.holds(value.value);
    // Either of the two can make a secret of it: the name, or the value itself.
    const isOpen = name?.state === 'unknown' || (value.state === 'unknown' && !isNamed);
    if (!isSecret) return isOpen && isWritten ? [{ outcome: 'unknown', property }] : [];
    if (!isWritten) return [];
    const message = `\`${property}\` must be given as \`secureValue\`: what stands in \`value\` can be read afterwards.`;
    return [{ outcome: 'fail', property, message }];
  });
}

const script = {
  kind: 'AzureCLI',
  azCliVersion: '2.61.0',
  retentionInterval: 'PT1H',
  scriptName: 'enrol-gateways',
};
const commit = '3f1c0a9be0d24c5d8a7b6e5f4d3c2b1a09f8e7d6';
const raw = 'https://raw.githubusercontent.com/plant-example/scripts';
const identity = {
  type: 'UserAssigned',
  userAssignedIdentities: [
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/enrol',
  ],
};

export const deploymentScriptSource = defineRule({
  id: 'deployment-script-source',
  title: 'Deployment scripts come from a fixed source and hold no secrets',
  topic: 'pinned-providers',
  class: 'supply-chain',
  severity: 'medium',
  target: deploymentScript,
  property: ['primaryScriptUri', 'identity.type', 'environmentVariables[].value'],
  check: (view) => [
    ...judgeScript(view),
    verdictOf(view.one('identity.type'), {
      must: oneOf('UserAssigned'),
      // Without an identity the script cannot reach Azure at all.
      whenAbsent: 'pass',
      serviceDefault: 'the script has no identity',
      printable: true,
    }),
    ...judgeVariables(view),
  ],
  controls: [...supplyChain, 'mcsb:IM-8'],
  why: 'The script runs with an identity that may enrol devices or open firewalls. Whoever changes the file behind the address runs as that identity, and what stands in plain variables can be read by all who see the resource.',
  fix: {
    say: 'Write the script into `scriptContent`, or set `primaryScriptUri` to an `https` address with a commit in it. Use `secureValue` for secrets in `environmentVariables` and an identity of `type` `UserAssigned`.',
    replaces: false,
  },
  serviceDefault: { is: 'Azure runs what lies at the address', source: scripts },
  links: [scripts],
  examples: {
    good: [
      { properties: { ...script, scriptContent: 'az iot hub list', identity } },
      {
        properties: {
          ...script,
          primaryScriptUri: `${raw}/${commit}/enrol.sh`,
          identity,
          environmentVariables: [
            { name: 'HUB', value: 'plant' },
            { name: 'ENROLMENT_KEY', secureValue: 'given' },
          ],
        },
      },
    ],
    bad: [
      {
        properties: { ...script, primaryScriptUri: `${raw}/main/enrol.sh`, identity },
        at: ['primaryScriptUri'],
      },
      {
        properties: {
          ...script,
          scriptContent: 'az login',
          identity: { type: 'SystemAssigned' },
          environmentVariables: [
            { name: 'HUB', value: 'plant' },
            { name: 'CLIENT_SECRET', value: 'abc' },
            { name: 'TARGET', value: 'HostName=plant.azure-devices.net;SharedAccessKey=example-only' },
          ],
        },
        at: ['identity.type', 'environmentVariables[1].value', 'environmentVariables[2].value'],
      },
    ],
  },
});
