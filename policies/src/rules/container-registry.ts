import type { Resource } from '../resources/resource';
import {
  containerRegistry,
  defenderPricing,
  privateEndpoint,
  registryToken,
  registryWebhook,
  roleAssignment,
} from '../resources/types';
import { type Properties, textOf, UNKNOWN } from '../resources/value';
import { type Answer, allOf, anyOf } from '../rule/answers';
import { type Condition, isTrue, matches, noneOf, notTrue, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import { defineRule, type ExampleResource, type StackView, type Verdict } from '../rule/rule';
import { isOf } from '../rule/setting-rules';
import { privateEndpointRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictFor, verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2023-01-01-preview, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/container-registry';
const sdk = 'azure-native 3.28, default of the SDK';
const privateLink = `${docs}/container-registry-private-link`;
const signing = `${docs}/container-registry-content-trust`;
const rolesPage = `${docs}/container-registry-rbac-built-in-roles-overview`;

const networkControls = ['mcsb:NS-2', 'nist:SC-7', 'nist:AC-4', 'iec33:SR5.2', 'enisa:GP-TM-50'] as const;
const signInControls = ['mcsb:IM-1', 'mcsb:DS-6', 'nist:IA-2', 'nist:AC-3', 'iec33:SR1.1'] as const;
const roleControls = controlsBesideCis('rbac-narrow');
const imageThreats = ['T-D04', 'T-D05', 'T-O05'] as const;

export const acrNoAdminUser = defineRule({
  id: 'acr-no-admin-user',
  title: 'Container registries have no admin user',
  topic: 'registry-trusted-images',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_137'],
    psrule: ['Azure.ACR.AdminUser'],
    azurePolicy: ['dc921057-6b28-4fbe-9b83-f7bec05db6c2'],
    kics: ['b897dfbf'],
  },
  target: containerRegistry,
  property: 'adminUserEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: signInControls,
  why: 'The admin user is one password that may push and pull everything, shared by all who ever needed it. Whoever has it can put code of their own on every edge device that updates itself.',
  fix: {
    say: 'Set `adminUserEnabled` to `false`, and let clusters and pipelines sign in with managed identities.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'there is no admin user', source: sdk },
  links: [`${docs}/container-registry-authentication`],
  examples: {
    good: [
      { properties: { sku: { name: 'Premium' }, adminUserEnabled: false } },
      { properties: { registryName: 'plantimages', sku: { name: 'Basic' } } },
    ],
    bad: [
      { properties: { registryName: 'plantimages', sku: { name: 'Basic' }, adminUserEnabled: true } },
      { properties: { sku: { name: 'Premium' }, adminUserEnabled: 'true' } },
    ],
  },
});

export const acrNoAnonymousPull = defineRule({
  id: 'acr-no-anonymous-pull',
  title: 'Nobody pulls from container registries without signing in',
  topic: 'registry-trusted-images',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_138'],
    psrule: ['Azure.ACR.AnonymousAccess'],
    azurePolicy: ['9f2dea28-e834-476c-99c5-3507b4728395'],
  },
  target: containerRegistry,
  property: 'anonymousPullEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: signInControls,
  threats: ['T-C03', 'T-O04'],
  why: 'Images of edge modules hold the logic of the plant, names of its systems and now and then a forgotten key. With anonymous pull anybody who knows the address can take them apart at home.',
  fix: { say: 'Set `anonymousPullEnabled` to `false`.', replaces: false, value: false },
  serviceDefault: { is: 'pulling needs a sign-in', source: sdk },
  links: [`${docs}/anonymous-pull-access`],
  examples: {
    good: [
      { properties: { sku: { name: 'Standard' }, anonymousPullEnabled: false } },
      { properties: { registryName: 'plantimages', sku: { name: 'Standard' } } },
    ],
    bad: [
      { properties: { sku: { name: 'Standard' }, anonymousPullEnabled: true } },
      { properties: { sku: { name: 'Premium' }, anonymousPullEnabled: 'True' } },
    ],
  },
});

export const acrPublicNetwork = defineRule({
  id: 'acr-public-network-access-disabled',
  title: 'Container registries cannot be reached from the public internet',
  topic: 'registry-trusted-images',
  class: 'network',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_139'], azurePolicy: ['0fdf0491-d080-4575-b627-ad0e843cba0f'] },
  target: containerRegistry,
  property: 'publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: networkControls,
  threats: [...imageThreats, 'T-C01'],
  why: 'From a public registry a stolen token pulls every image, or pushes a changed one, from anywhere in the world; the network of the plant never sees it happen.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled` and add a private endpoint. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'the registry can be reached from the internet', source: sdk },
  links: [privateLink],
  examples: {
    good: [{ properties: { sku: { name: 'Premium' }, publicNetworkAccess: 'Disabled' } }],
    bad: [
      { properties: { sku: { name: 'Premium' }, publicNetworkAccess: 'Enabled' } },
      { properties: { registryName: 'plantimages', sku: { name: 'Basic' } } },
    ],
  },
});

export const acrDefaultDeny = defineRule({
  id: 'acr-network-default-deny',
  title: 'The firewall of container registries turns away whoever is not listed',
  topic: 'registry-trusted-images',
  class: 'network',
  severity: 'medium',
  peers: { psrule: ['Azure.ACR.Firewall'], azurePolicy: ['d0793b48-0edc-4296-a390-4c75d1bdfd71'] },
  target: containerRegistry,
  property: 'networkRuleSet.defaultAction',
  pass: oneOf('Deny'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: networkControls,
  threats: [...imageThreats, 'T-C01'],
  why: 'A list of addresses changes nothing while the default lets in the rest. It also decides what happens on the day somebody opens public access again for an hour.',
  fix: {
    say: 'Set `networkRuleSet.defaultAction` to `Deny` and list your sites in `networkRuleSet.ipRules`. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'every address may connect', source: sdk },
  links: [`${docs}/container-registry-access-selected-networks`],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium' },
          networkRuleSet: {
            defaultAction: 'Deny',
            ipRules: [{ action: 'Allow', iPAddressOrRange: '203.0.113.0/24' }],
          },
        },
      },
    ],
    bad: [
      { properties: { sku: { name: 'Premium' }, networkRuleSet: { defaultAction: 'Allow' } } },
      {
        properties: {
          sku: { name: 'Premium' },
          networkRuleSet: { ipRules: [{ action: 'Allow', iPAddressOrRange: '203.0.113.0/24' }] },
        },
      },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
  },
});

export const acrExportDisabled = defineRule({
  id: 'acr-export-disabled',
  title: 'Images cannot be exported from container registries',
  topic: 'iothub-egress',
  class: 'data-protection',
  severity: 'low',
  peers: { psrule: ['Azure.ACR.ExportPolicy'], azurePolicy: ['524b0254-c285-4903-bee6-bb8126cde579'] },
  target: containerRegistry,
  property: 'policies.exportPolicy.status',
  pass: oneOf('disabled'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  why: 'With export an account that may manage the registry copies all images of the fleet into a registry of its own in one call, past every private endpoint.',
  fix: {
    say: 'Set `policies.exportPolicy.status` to `disabled`, together with `publicNetworkAccess` `Disabled`. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'images may be exported', source: sdk },
  links: [`${docs}/data-loss-prevention`],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium' },
          publicNetworkAccess: 'Disabled',
          policies: { exportPolicy: { status: 'disabled' } },
        },
      },
    ],
    bad: [
      { properties: { sku: { name: 'Premium' }, policies: { exportPolicy: { status: 'enabled' } } } },
      { properties: { sku: { name: 'Premium' }, policies: { quarantinePolicy: { status: 'enabled' } } } },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
  },
});

export const acrArmToken = defineRule({
  id: 'acr-arm-token-disabled',
  title: 'Container registries accept only tokens that were made for a registry',
  topic: 'registry-trusted-images',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['42781ec6-6127-4c30-bdfa-fb423a0047d3'] },
  target: containerRegistry,
  property: 'policies.azureADAuthenticationAsArmPolicy.status',
  pass: oneOf('disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: signInControls,
  why: 'A token for managing Azure is handed to many tools and written to many logs. While the registry takes it as well, each of these places is also a way to its images.',
  fix: {
    say: 'Set `policies.azureADAuthenticationAsArmPolicy.status` to `disabled`, after what pulls images asks for tokens of the registry.',
    replaces: false,
  },
  serviceDefault: { is: 'tokens for Azure Resource Manager are accepted', source: sdk },
  links: [`${docs}/container-registry-disable-authentication-as-arm`],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium' },
          policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
        },
      },
    ],
    bad: [
      { properties: { policies: { azureADAuthenticationAsArmPolicy: { status: 'enabled' } } } },
      { properties: { policies: { azureADAuthenticationAsArmPolicy: {} } } },
      { properties: { registryName: 'plantimages', sku: { name: 'Basic' } } },
    ],
  },
});

export const acrQuarantine = defineRule({
  id: 'acr-quarantine',
  title: 'Container registries hold back new images until they have been checked',
  topic: 'registry-trusted-images',
  class: 'supply-chain',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_166'], psrule: ['Azure.ACR.Quarantine'] },
  target: containerRegistry,
  property: 'policies.quarantinePolicy.status',
  pass: oneOf('enabled'),
  whenAbsent: 'fail',
  printable: true,
  why: 'Edge devices pull a new image minutes after it was pushed. Without quarantine, what a pipeline brought in by mistake or by malice runs on the line before any scanner has looked at it.',
  fix: {
    say: 'Set `policies.quarantinePolicy.status` to `enabled`, after a scanner is there that releases images: nothing can be pulled before.',
    replaces: false,
  },
  serviceDefault: {
    is: 'an image can be pulled as soon as it was pushed',
    source: 'https://learn.microsoft.com/azure/container-registry/container-registry-faq',
  },
  links: [`${docs}/container-registry-faq`],
  examples: {
    good: [
      { properties: { sku: { name: 'Premium' }, policies: { quarantinePolicy: { status: 'enabled' } } } },
    ],
    bad: [
      { properties: { sku: { name: 'Premium' }, policies: { quarantinePolicy: { status: 'disabled' } } } },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
  },
});

export const acrContentTrust = defineRule({
  id: 'acr-content-trust',
  title: 'Container registries keep the signatures of images',
  topic: 'registry-trusted-images',
  class: 'supply-chain',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_164'], psrule: ['Azure.ACR.ContentTrust'] },
  target: containerRegistry,
  property: 'policies.trustPolicy.status',
  pass: oneOf('enabled'),
  whenAbsent: 'fail',
  // Not switched on by the strict profile either: Azure refuses it on new registries, and beside a key of your own.
  demandedBy: 'requireContentTrust',
  options: {
    requireContentTrust: {
      type: 'boolean',
      default: false,
      description:
        'Ask for Docker content trust on registries that still have it. It ends on 2028-03-31; signatures of the Notary Project need no setting.',
    },
  },
  printable: true,
  advisory: true,
  why: 'Where devices still check Docker signatures, switching the policy off leaves them with images that nobody vouches for, or with none at all.',
  fix: {
    say: 'Set `policies.trustPolicy.status` to `enabled` and `policies.trustPolicy.type` to `Notary`, and plan the change to Notary Project signatures. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'signatures are not kept',
    source: 'https://learn.microsoft.com/azure/container-registry/container-registry-content-trust',
  },
  links: [signing],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium' },
          policies: { trustPolicy: { status: 'enabled', type: 'Notary' } },
        },
        options: { requireContentTrust: true },
      },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
    bad: [
      {
        properties: { sku: { name: 'Premium' }, policies: { trustPolicy: { status: 'disabled' } } },
        options: { requireContentTrust: true },
      },
      {
        properties: { registryName: 'plantimages', sku: { name: 'Premium' } },
        options: { requireContentTrust: true },
      },
    ],
  },
});

export const acrCustomerKey = defineRule({
  id: 'acr-cmk',
  title: 'Container registries are encrypted with a key of your own',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580'] },
  target: containerRegistry,
  property: 'encryption.status',
  pass: oneOf('enabled'),
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'Images of control software are worth as much as the machines they run. Only with a key of your own can you close all copies at once when a subscription changes hands.',
  fix: {
    say: 'Set `encryption.status` to `enabled` with `encryption.keyVaultProperties`, when the registry is created. It needs the tier `Premium` and a user-assigned identity.',
    replaces: true,
  },
  serviceDefault: {
    is: 'images are encrypted with keys of Microsoft',
    source: 'https://learn.microsoft.com/azure/container-registry/tutorial-customer-managed-keys',
  },
  links: [`${docs}/tutorial-customer-managed-keys`],
  examples: {
    good: [
      {
        properties: {
          sku: { name: 'Premium' },
          encryption: {
            status: 'enabled',
            keyVaultProperties: { keyIdentifier: 'https://example.vault.azure.net/keys/images' },
          },
        },
      },
    ],
    bad: [
      { properties: { sku: { name: 'Premium' }, encryption: { status: 'disabled' } } },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
  },
});

const registry = (properties: Properties = {}) => ({
  type: containerRegistry,
  name: 'images',
  properties: { registryName: 'plantimages', sku: { name: 'Premium' }, ...properties },
});
const registryId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/plantimages';

const plan = (pricingName: string, pricingTier: string) => ({
  type: defenderPricing,
  name: 'defender',
  properties: { pricingName, pricingTier, scopeId: '/subscriptions/s' },
});

// The second one is the plan for registries alone, from before the two were joined.
const registryPlan = oneOf('Containers', 'ContainerRegistry');

function scannedBy(pricing: Resource, stack: StackView): Answer {
  const view = stack.view(pricing);
  return allOf([
    holds({ property: 'pricingName', is: registryPlan, whenAbsent: false }, view),
    holds({ property: 'pricingTier', is: oneOf('Standard'), whenAbsent: false }, view),
  ]);
}

export const acrVulnerabilityScan = defineRule({
  id: 'acr-vulnerability-scan',
  title: 'Images in container registries are searched for known vulnerabilities',
  topic: 'iothub-defender',
  class: 'threat-detection',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_163'],
    psrule: ['Azure.ACR.ContainerScan'],
    azurePolicy: ['1c988dd6-ade4-430f-a608-2a3e5b0a6d38'],
  },
  target: containerRegistry,
  relates: [defenderPricing],
  property: 'pricings',
  checkStack: (_registry, stack): readonly Verdict[] => {
    const property = 'pricings';
    const answers = stack.ofType(defenderPricing).map((pricing) => scannedBy(pricing, stack));
    const lacks = 'No `Pricing` of this stack sets the Defender plan `Containers` to `Standard`.';
    return [verdictFor(anyOf(answers), property, lacks)];
  },
  advisory: true,
  controls: ['mcsb:DS-6', 'mcsb:PV-5', 'mcsb:LT-1', 'nist:RA-5', 'nist:SI-2', 'iec33:SR3.2', 'isvs:3.2.4'],
  threats: imageThreats,
  why: 'An image that was clean when it was built is not clean for ever. Without a scan nobody hears that a library inside an edge module became a way in, while it runs at every site.',
  fix: {
    say: 'Add a `Pricing` with `pricingName` `Containers` and `pricingTier` `Standard` for the subscription. It costs money; where another stack sets the plan, exempt the registry.',
    replaces: false,
  },
  serviceDefault: { is: 'images are not scanned' },
  links: ['https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction'],
  examples: {
    good: [
      { resources: [registry(), plan('Containers', 'Standard')] },
      { resources: [registry(), plan('KeyVaults', 'Free'), plan('containers', 'standard')] },
    ],
    bad: [
      { resources: [registry()] },
      { resources: [registry(), plan('Containers', 'Free')] },
      { resources: [registry(), plan('StorageAccounts', 'Standard')] },
    ],
  },
});

export const acrPrivateEndpoint = privateEndpointRule({
  id: 'acr-private-endpoint',
  title: 'Container registries have a private endpoint',
  topic: 'registry-trusted-images',
  severity: 'medium',
  peers: { azurePolicy: ['e8eef0a8-67cf-4eb4-9386-14b0e78733d4'], kics: ['dda11a20'] },
  target: containerRegistry,
  groupIds: ['registry'],
  controls: [...networkControls, 'enisa:GP-TM-47'],
  threats: [...imageThreats, 'T-C01'],
  why: 'Clusters and gateways without a private way pull over the internet, so the registry has to stay public, and a plant whose line to the internet is cut cannot restart a module.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the registry and the group id `registry`, with the DNS zone `privatelink.azurecr.io`. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      {
        resources: [
          registry(),
          {
            type: privateEndpoint,
            name: 'images-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['registry'] }] },
            uses: { privateLinkServiceConnections: ['images'] },
          },
        ],
      },
      {
        resources: [
          registry(),
          {
            type: privateEndpoint,
            name: 'images-endpoint',
            properties: {
              privateLinkServiceConnections: [{ privateLinkServiceId: registryId, groupIds: ['registry'] }],
            },
          },
        ],
      },
    ],
    bad: [
      { resources: [registry()] },
      {
        resources: [
          registry({ registryName: 'otherimages' }),
          {
            type: privateEndpoint,
            name: 'images-endpoint',
            properties: {
              privateLinkServiceConnections: [{ privateLinkServiceId: registryId, groupIds: ['registry'] }],
            },
          },
        ],
      },
    ],
  },
});

export const acrNoRepoTokens = defineRule({
  id: 'acr-no-repo-tokens',
  title: 'No token with a password of its own opens repositories of a container registry',
  topic: 'registry-trusted-images',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['ff05e24e-195c-447e-b322-5e90c9f9f366'] },
  target: registryToken,
  property: 'status',
  pass: noneOf('enabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: signInControls,
  why: 'Such a token is a user name and a password that nobody is tied to. It ends up in the configuration of gateways, and works from anywhere until somebody remembers to delete it.',
  fix: {
    say: 'Set `status` to `disabled` and let clusters pull with a managed identity. For edge devices that know nothing else, exempt a token that may only pull and that expires.',
    replaces: false,
    value: 'disabled',
  },
  serviceDefault: {
    is: 'a new token works at once',
    source:
      'https://learn.microsoft.com/azure/container-registry/container-registry-repository-scoped-permissions',
  },
  links: [`${docs}/container-registry-token-based-repository-permissions`],
  examples: {
    good: [{ properties: { registryName: 'plantimages', tokenName: 'gateway', status: 'disabled' } }],
    bad: [
      { properties: { registryName: 'plantimages', tokenName: 'gateway', status: 'enabled' } },
      { properties: { registryName: 'plantimages', tokenName: 'gateway' } },
    ],
  },
});

export const acrDataEndpoint = defineRule({
  id: 'acr-data-endpoint',
  title: 'Container registries serve image layers from an address of their own',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'low',
  peers: { checkov: ['CKV_AZURE_237'] },
  target: containerRegistry,
  property: 'dataEndpointEnabled',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: ['mcsb:NS-1', 'mcsb:NS-2', 'nist:AC-4', 'nist:SC-7', 'iec33:SR5.2', 'enisa:GP-TM-47'],
  threats: ['T-C12', 'T-C14'],
  why: 'Without it layers come from any storage account of the region, so the firewall of a plant has to allow `*.blob.core.windows.net`, through which anything can be carried out.',
  fix: {
    say: 'Set `dataEndpointEnabled` to `true` and allow `<registry>.<region>.data.azurecr.io` in the firewall before. It needs the tier `Premium`.',
    replaces: false,
  },
  serviceDefault: {
    is: 'layers come from storage accounts of Microsoft',
    source: `${docs}/container-registry-dedicated-data-endpoints`,
  },
  links: [`${docs}/container-registry-dedicated-data-endpoints`],
  examples: {
    good: [{ properties: { sku: { name: 'Premium' }, dataEndpointEnabled: true } }],
    bad: [
      { properties: { sku: { name: 'Premium' }, dataEndpointEnabled: false } },
      { properties: { registryName: 'plantimages', sku: { name: 'Premium' } } },
    ],
  },
});

export const acrWebhookHttps = defineRule({
  id: 'acr-webhook-https',
  title: 'Webhooks of container registries are called over HTTPS',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { checkov: ['CKV2_AZURE_30'] },
  target: registryWebhook,
  property: 'serviceUri',
  pass: matches(/^https:\/\//i, 'start with `https://`'),
  whenAbsent: 'fail',
  controls: controlsBesideCis('functions-hardening'),
  threats: ['T-X01', 'T-O05'],
  why: 'The call tells which image was just pushed and often carries a token in its headers. Read or changed on the way, it starts a rollout to the fleet that nobody ordered.',
  fix: { say: 'Set `serviceUri` to an address that starts with `https://`.', replaces: false },
  serviceDefault: { is: 'the request is refused without an address', source: 'azure-native 3.28 typings' },
  links: [`${docs}/container-registry-webhook`],
  examples: {
    good: [
      {
        properties: {
          registryName: 'plantimages',
          actions: ['push'],
          serviceUri: 'https://rollout.example/hooks/images',
        },
      },
    ],
    bad: [
      {
        properties: {
          registryName: 'plantimages',
          actions: ['push'],
          serviceUri: 'http://rollout.example/hooks/images',
        },
      },
      { properties: { registryName: 'plantimages', actions: ['push'], serviceUri: 'rollout.example' } },
    ],
  },
});

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

const narrowRole: Condition = {
  expected: 'be a role for pulling or pushing, neither owner nor contributor',
  holds: (value) => ![owner, contributor].includes(textOf(value).toLowerCase().split('/').at(-1) ?? ''),
};

const registryScope = /\/providers\/microsoft\.containerregistry\/registries\/[^/]+\/?$/i;

/** Whether an assignment is made on a registry: by its written scope, else by what the scope is computed from. */
function isOnRegistry(assignment: Resource, stack: StackView): Answer {
  const scope = stack.view(assignment).one('scope');
  if (scope.state === 'absent') return 'no';
  if (scope.state === 'known') return registryScope.test(textOf(scope.value)) ? 'yes' : 'no';
  const origins = assignment.propertyDependencies.scope ?? [];
  if (origins.flatMap((urn) => stack.find(urn) ?? []).some((one) => isOf(one, [containerRegistry])))
    return 'yes';
  return origins.length > 0 ? 'no' : 'maybe';
}

const assignment = (role: string, scope: string): ExampleResource => ({
  type: roleAssignment,
  name: 'cluster-on-images',
  properties: {
    roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId: '00000000-0000-0000-0000-000000000003',
    principalType: 'ServicePrincipal',
    scope,
  },
});

export const acrBroadRole = defineRule({
  id: 'acr-broad-role',
  title: 'Nobody is owner or contributor of a container registry',
  topic: 'rbac-narrow',
  class: 'identity',
  severity: 'low',
  peers: { kics: ['77deea6a'] },
  target: roleAssignment,
  relates: [containerRegistry],
  property: ['roleDefinitionId', 'scope'],
  checkStack: (subject, stack): readonly Verdict[] => {
    const onRegistry = isOnRegistry(subject, stack);
    if (onRegistry === 'no') return [];
    const role = stack.view(subject).one('roleDefinitionId');
    const verdict = verdictOf(role, {
      must: narrowRole,
      whenAbsent: 'pass',
      serviceDefault: 'no role is given',
    });
    if (verdict.outcome !== 'fail' || onRegistry === 'yes') return [verdict];
    return [{ outcome: 'unknown', property: 'scope' }];
  },
  controls: roleControls,
  threats: [...imageThreats, 'T-O07'],
  why: 'A cluster only has to pull and a pipeline only has to push. As contributor either can also switch on the admin user, open the firewall or delete every image the plant would need to restart.',
  fix: {
    say: 'Set `roleDefinitionId` to `AcrPull` or `AcrPush`, or to a repository role, and give owners their rights further up with a time limit.',
    replaces: true,
  },
  serviceDefault: {
    is: 'nobody has a role until it is assigned',
    source: 'https://learn.microsoft.com/azure/role-based-access-control/overview',
  },
  links: [rolesPage],
  examples: {
    good: [
      // AcrPull.
      { resources: [registry(), assignment('7f951dda-4ed3-4680-a7ca-43fe172d538d', registryId)] },
      { resources: [registry(), assignment(contributor, '/subscriptions/s/resourceGroups/g')] },
    ],
    bad: [
      { resources: [registry(), assignment(contributor, registryId)] },
      {
        resources: [
          registry(),
          {
            ...assignment(owner, ''),
            properties: { roleDefinitionId: owner, scope: UNKNOWN },
            uses: { scope: ['images'] },
          },
        ],
        at: ['roleDefinitionId'],
      },
    ],
  },
});
