import type { ArmType } from '../resources/resource';
import {
  webApp,
  webAppAuthSettings,
  webAppConnectionStrings,
  webAppFtp,
  webAppScm,
  webAppSettings,
  webAppSlot,
} from '../resources/types';

import { type Properties, textOf, type Value } from '../resources/value';

import { companionRule } from '../rule/companion-rules';
import { isFalse, isTrue, noneOf, oneOf } from '../rule/conditions';
import { holdsCredential } from '../rule/credentials';
import { usesManagedIdentity } from '../rule/managed-identity';
import type { Reading } from '../rule/reading';
import {
  defineRule,
  type Example,
  type ExampleResource,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { isPlainSecret } from '../rule/secret-names';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2025-05-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/app-service';
const clientCertificates = `${docs}/app-service-web-configure-tls-mutual-auth`;
const authentication = `${docs}/overview-authentication-authorization`;
const basicAuth = `${docs}/configure-basic-auth-disable`;
const identityBased = 'https://learn.microsoft.com/azure/azure-functions/functions-reference#connections';

const signInControls = ['mcsb:IM-1', 'nist:IA-2', 'nist:AC-3', 'iec33:SR1.1', 'enisa:GP-TM-23'] as const;
const passwordControls = ['mcsb:IM-1', 'mcsb:NS-8', 'nist:IA-5', 'iec33:SR1.5', 'enisa:GP-TM-29'] as const;

export const webAppClientCert = defineRule({
  id: 'webapp-client-cert',
  title: 'Web and function apps ask callers for a client certificate',
  topic: 'iothub-device-auth-x509',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_17'],
    azurePolicy: ['19dd1db6-f442-49cf-a838-b0786b4401ef', 'ab6a902f-9493-453b-928d-62c30b11b5a6'],
    kics: ['92302b47', 'a81573f9', '9bb3c639'],
    trivy: ['AZU-0001'],
  },
  target: [webApp, webAppSlot],
  property: ['clientCertEnabled', 'clientCertMode'],
  check: (view) => [
    verdictOf(view.one('clientCertEnabled'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'no certificate is asked for',
      printable: true,
    }),
    verdictOf(view.one('clientCertMode'), {
      must: oneOf('Required'),
      whenAbsent: 'pass',
      serviceDefault: 'a certificate is required',
      printable: true,
    }),
  ],
  printable: true,
  why: 'A gateway that only sends a key in the address is known by something that stands in its configuration and in every log. With certificates a copied address alone opens nothing.',
  fix: {
    say: 'Set `clientCertEnabled` to `true` and `clientCertMode` to `Required`, and let the code check the certificate: the platform only passes it on. Exempt apps that no device calls.',
    replaces: false,
  },
  serviceDefault: { is: 'no certificate is asked for', source: 'azure-native 3.28 typings' },
  links: [clientCertificates],
  examples: {
    good: [
      { properties: { kind: 'app', clientCertEnabled: true, clientCertMode: 'Required' } },
      { properties: { kind: 'app', httpsOnly: true, clientCertEnabled: true } },
    ],
    bad: [
      { properties: { kind: 'app', clientCertEnabled: true, clientCertMode: 'Optional' } },
      { properties: { kind: 'app', clientCertEnabled: false, clientCertMode: 'Required' } },
      { properties: { kind: 'functionapp', httpsOnly: true } },
    ],
  },
});

export const webAppManagedIdentity = defineRule({
  id: 'webapp-managed-identity',
  title: 'Web and function apps have a managed identity',
  topic: 'functions-hardening',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_71', 'CKV_AZURE_16'],
    psrule: ['Azure.AppService.ManagedIdentity'],
    azurePolicy: ['2b9ad585-36bc-4615-b300-fd4435808332', '0da106f2-4ca3-48e8-bc85-c638fe6aea8f'],
    kics: ['e9c133e5', 'b61cce4b', 'c87749b3'],
    trivy: ['AZU-0002'],
  },
  target: [webApp, webAppSlot],
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  printable: true,
  controls: ['mcsb:IM-3', 'nist:IA-9', 'iec33:SR1.2', 'enisa:GP-TM-40'],
  why: 'Code without an identity needs a connection string for the hub and one for the store. Both are copied into settings and pipelines, and whoever finds one speaks for the plant.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` with `identity.userAssignedIdentities`, and give the identity data roles.',
    replaces: false,
  },
  serviceDefault: {
    is: 'the app has no identity',
    source: 'https://learn.microsoft.com/azure/app-service/overview-managed-identity',
  },
  links: [`${docs}/overview-managed-identity`],
  examples: {
    good: [
      { properties: { kind: 'functionapp', identity: { type: 'SystemAssigned' } } },
      { properties: { kind: 'app', identity: { type: 'SystemAssigned, UserAssigned' } } },
    ],
    bad: [
      { properties: { kind: 'functionapp', identity: { type: 'None' } } },
      { properties: { kind: 'app', httpsOnly: true } },
    ],
  },
});

const portal: ExampleResource = {
  type: webApp,
  name: 'portal',
  properties: { name: 'portal', kind: 'app,linux' },
};

/** A resource that stands beside the app and names it. */
const beside = (type: ArmType, properties: Properties, uses = false): ExampleResource => ({
  type,
  name: 'portal-setting',
  properties: uses ? properties : { name: 'portal', ...properties },
  ...(uses ? { uses: { name: ['portal'] } } : {}),
});

const signIn = { platform: { enabled: true }, globalValidation: { requireAuthentication: true } };

export const webAppAuth = companionRule({
  id: 'webapp-auth-enabled',
  title: 'Web and function apps let in only callers who have signed in',
  topic: 'functions-hardening',
  class: 'identity',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_13', 'CKV_AZURE_56'],
    azurePolicy: ['95bccee9-a7f8-4bec-9ee9-62c3473701fc', 'c75248c1-ea1d-4a9c-8fc9-29a6aabd5da8'],
    kics: ['83130a07', 'c7fc1481', 'e65a0733'],
    trivy: ['AZU-0003'],
  },
  target: webApp,
  companions: [webAppAuthSettings],
  by: ['name'],
  must: [
    { property: 'platform.enabled', is: isTrue, whenAbsent: false },
    { property: 'globalValidation.requireAuthentication', is: isTrue, whenAbsent: false },
    {
      property: 'globalValidation.unauthenticatedClientAction',
      is: noneOf('AllowAnonymous'),
      whenAbsent: true,
    },
  ],
  property: 'authSettingsV2',
  lacks:
    'No `WebAppAuthSettingsV2` of this stack turns sign-in on for it with `globalValidation.requireAuthentication`.',
  advisory: true,
  controls: signInControls,
  why: 'When only the code checks who is calling, one forgotten check on one route shows live values or starts a command for anybody. The platform can refuse such callers before the code runs.',
  fix: {
    say: 'Add a `WebAppAuthSettingsV2` that names the app, with `platform.enabled` and `globalValidation.requireAuthentication` set to `true` and an identity provider. Exempt an app that answers no HTTP requests.',
    replaces: false,
  },
  serviceDefault: { is: 'the platform lets everybody through to the code', source: authentication },
  links: [authentication],
  examples: {
    good: [
      { resources: [portal, beside(webAppAuthSettings, signIn, true)] },
      { resources: [portal, beside(webAppAuthSettings, signIn)] },
    ],
    bad: [
      { resources: [portal] },
      { resources: [portal, beside(webAppAuthSettings, { platform: { enabled: true } })] },
      { resources: [portal, beside(webAppAuthSettings, { ...signIn, platform: { enabled: false } }, true)] },
    ],
  },
});

export const webAppNoFtpBasicAuth = companionRule({
  id: 'webapp-no-ftp-basic-auth',
  title: 'Nobody uploads files to web and function apps with a password',
  topic: 'functions-hardening',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['871b205b-57cf-4e1e-a234-492616998bf7'] },
  target: webApp,
  companions: [webAppFtp],
  by: ['name'],
  must: [{ property: 'allow', is: isFalse, whenAbsent: false }],
  property: 'basicPublishingCredentialsPolicies.ftp',
  lacks: 'No `WebAppFtpAllowed` of this stack sets `allow` to `false` for it, so its upload password works.',
  controls: passwordControls,
  why: 'Each app is born with a password for uploads that never changes by itself and knows no second factor. It lies in publish profiles that integrators mail around.',
  fix: { say: 'Add a `WebAppFtpAllowed` that names the app, with `allow` set to `false`.', replaces: false },
  serviceDefault: { is: 'the upload password works', source: basicAuth },
  links: [basicAuth],
  examples: {
    good: [
      { resources: [portal, beside(webAppFtp, { allow: false }, true)] },
      { resources: [portal, beside(webAppFtp, { allow: false })] },
    ],
    bad: [
      { resources: [portal] },
      { resources: [portal, beside(webAppFtp, { allow: true })] },
      { resources: [portal, beside(webAppScm, { allow: false })] },
    ],
  },
});

export const webAppNoScmBasicAuth = companionRule({
  id: 'webapp-no-scm-basic-auth',
  title: 'Nobody deploys to web and function apps with a password',
  topic: 'functions-hardening',
  class: 'identity',
  severity: 'medium',
  peers: { azurePolicy: ['aede300b-d67f-480a-ae26-4b3dfb1a1fdc'] },
  target: webApp,
  companions: [webAppScm],
  by: ['name'],
  must: [{ property: 'allow', is: isFalse, whenAbsent: false }],
  property: 'basicPublishingCredentialsPolicies.scm',
  lacks:
    'No `WebAppScmAllowed` of this stack sets `allow` to `false` for it, so its deployment password works.',
  controls: passwordControls,
  why: 'The deployment site replaces code and shows every setting. As long as its built-in password works, a leaver or a stolen build log is enough to change what the plant runs.',
  fix: {
    say: 'Add a `WebAppScmAllowed` that names the app, with `allow` set to `false`, and let pipelines sign in with Entra ID.',
    replaces: false,
  },
  serviceDefault: { is: 'the deployment password works', source: basicAuth },
  links: [basicAuth],
  examples: {
    good: [
      { resources: [portal, beside(webAppScm, { allow: false }, true)] },
      { resources: [portal, beside(webAppScm, { allow: 'false' })] },
    ],
    bad: [
      { resources: [portal] },
      { resources: [portal, beside(webAppScm, { allow: true }, true)] },
      { resources: [portal, { ...beside(webAppScm, {}), properties: { name: 'other', allow: false } }] },
    ],
  },
});

/** Endings of settings that only say where something is and who asks: what such a setting holds is never a key. */
const identitySetting =
  /__(?:accountName|fullyQualifiedNamespace|(?:blob|queue|table)?ServiceUri|accountEndpoint|endpoint|credential|clientId|tenantId|managedIdentityResourceId)$/i;

/** The settings of an app wherever they stand, each with a text that ends with its name. */
function settings(view: ResourceView): readonly { readonly value: Reading; readonly name: string }[] {
  const type = view.resource.type.toLowerCase();
  const named = (path: string) => view.all(path).map((value) => ({ value, name: value.path }));
  if (type === webAppSettings.toLowerCase()) return named('properties.*');
  if (type === webAppConnectionStrings.toLowerCase()) return named('properties.*.value');
  // Both lists of readings have one for each setting, so they can be read side by side.
  const names = view.all('siteConfig.appSettings[].name');
  const values = view.all('siteConfig.appSettings[].value').map((value, index) => {
    const name = names[index];
    return { value, name: name?.state === 'known' ? textOf(name.value) : '' };
  });
  return [...values, ...named('siteConfig.connectionStrings[].connectionString')];
}

/** Whether a setting is a password or key by its name alone, whatever it looks like. */
const isSecretByName = (name: string, value: Value): boolean =>
  typeof value === 'string' && isPlainSecret(name, value);

function checkSettings(view: ResourceView): readonly Verdict[] {
  return settings(view).map(({ value, name }): Verdict => {
    const property = value.path;
    if (value.state === 'unknown')
      return { outcome: identitySetting.test(name) ? 'pass' : 'unknown', property };
    const message = `\`${property}\` holds a key or a password instead of a reference to one.`;
    return value.state === 'known' && (holdsCredential(value.value) || isSecretByName(name, value.value))
      ? { outcome: 'fail', property, message }
      : { outcome: 'pass', property };
  });
}

const withSettings = (appSettings: readonly Properties[], at?: readonly string[]): Example => ({
  resources: [
    { type: webApp, name: 'ingest', properties: { kind: 'functionapp', siteConfig: { appSettings } } },
  ],
  ...(at ? { at } : {}),
});

export const webAppSettingsNoSecrets = defineRule({
  id: 'webapp-settings-no-secrets',
  title: 'Settings of web and function apps hold no keys and no passwords',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  target: [webApp, webAppSlot, webAppSettings, webAppConnectionStrings],
  property: [
    'siteConfig.appSettings[].value',
    'siteConfig.connectionStrings[].connectionString',
    'properties.*',
    'properties.*.value',
  ],
  // Whether the program marks a text as secret is not asked: a marked key still lies open on the app, for everybody who
  // may read its settings there.
  check: checkSettings,
  why: 'Settings are shown in the portal, in exports and to the code of every extension. A key of the hub or the store in them is the shortest way from a small web app to the whole fleet.',
  fix: {
    say: 'Connect with the identity of the app (`<name>__fullyQualifiedNamespace`, `<name>__accountName`), or write a reference `@Microsoft.KeyVault(SecretUri=...)` instead of the value.',
    replaces: false,
  },
  serviceDefault: { is: 'an app has no settings of its own' },
  links: [`${docs}/app-service-key-vault-references`, identityBased],
  examples: {
    good: [
      withSettings([
        { name: 'AzureWebJobsStorage__accountName', value: 'plantfunctions' },
        { name: 'Telemetry__fullyQualifiedNamespace', value: 'plant.servicebus.windows.net' },
        { name: 'FUNCTIONS_EXTENSION_VERSION', value: '~4' },
      ]),
      {
        resources: [
          {
            type: webAppSettings,
            name: 'settings',
            properties: {
              name: 'ingest',
              properties: {
                HISTORIAN: '@Microsoft.KeyVault(SecretUri=https://example.vault.azure.net/secrets/historian)',
              },
            },
          },
        ],
      },
      {
        resources: [
          {
            type: webAppConnectionStrings,
            name: 'strings',
            properties: {
              properties: {
                Plant: {
                  type: 'SQLAzure',
                  value: 'Server=tcp:plant.database.windows.net;Authentication=Active Directory Default;',
                },
              },
            },
          },
        ],
      },
    ],
    bad: [
      withSettings(
        [
          { name: 'FUNCTIONS_WORKER_RUNTIME', value: 'node' },
          {
            name: 'AzureWebJobsStorage',
            value: 'DefaultEndpointsProtocol=https;AccountName=plantfunctions;AccountKey=example-only',
          },
        ],
        ['siteConfig.appSettings[1].value'],
      ),
      {
        resources: [
          {
            type: webAppSettings,
            name: 'settings',
            properties: {
              name: 'ingest',
              properties: {
                IOTHUB:
                  'HostName=plant.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=example-only',
              },
            },
          },
        ],
        at: ['properties.IOTHUB'],
      },
      {
        resources: [
          {
            type: webAppConnectionStrings,
            name: 'strings',
            properties: {
              properties: {
                Plant: {
                  type: 'SQLAzure',
                  value: 'Server=tcp:plant.database.windows.net;User ID=app;Password=example-only',
                },
              },
            },
          },
        ],
        at: ['properties.Plant.value'],
      },
    ],
  },
});
