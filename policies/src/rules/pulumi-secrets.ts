import type { Resource } from '../resources/resource';
import { everyType, pulumiStack } from '../resources/types';
import { credentialIn } from '../rule/credentials';
import { type GuardedPaths, overlap } from '../rule/guarded-paths';
import { type Text, visitTexts } from '../rule/property-texts';
import { type CheckRule, defineRule, type Verdict } from '../rule/rule';
import { isPlainSecret } from '../rule/secret-names';

const secretsPage = 'https://www.pulumi.com/docs/iac/concepts/secrets/';
const identities = 'https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview';

/** Keys as they look in connection strings and PEM blocks, for the examples; none opens anything. */
const key = 'ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGUtZXhhbXBsZS1leGFtcGxlMTIzNA==';
const storageString = `DefaultEndpointsProtocol=https;AccountName=plant;AccountKey=${key}`;

/** The faults of every text that is a credential, but for those that are told to be `allowed`. */
function credentials(
  resource: Resource,
  allowed: (text: Text) => boolean,
  allChosen = false,
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const judge = (found: Text): void => {
    const { name, text, chosenName } = found;
    const isNamedSo = chosenName && isPlainSecret(name, text);
    const kind = credentialIn(text) ?? (isNamedSo ? 'a credential by its name' : undefined);
    if (kind === undefined || allowed(found)) return;
    const { path } = found;
    verdicts.push({ outcome: 'fail', property: path, message: `\`${path}\` holds ${kind} as plain text.` });
  };
  visitTexts(resource.properties, judge, allChosen);
  return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property: 'properties' }];
}

/** The rule on credentials in properties; paths that other rules judge are left to them. */
export function plainSecretsRule(guarded: GuardedPaths): CheckRule {
  return defineRule({
    id: 'pulumi-no-plain-secrets',
    title: 'No property, tag or app setting holds a credential as plain text',
    topic: 'no-plaintext-secrets',
    class: 'identity',
    severity: 'high',
    target: everyType,
    property: [],
    check: ({ resource }) =>
      credentials(resource, ({ path }) => guarded(resource).some((judged) => overlap(judged, path))),
    why: 'Tags, settings and most properties are shown to everybody who may read the resource, and stay in deployment histories for years. A key of the plant that stands there is a key for all of them.',
    fix: {
      say: 'Let the service log in with a managed identity, or give it a reference to Key Vault (`@Microsoft.KeyVault(SecretUri=…)`). Marking the value as a Pulumi secret hides it in the state only, not in Azure.',
      replaces: false,
    },
    serviceDefault: { is: 'Azure stores and shows such properties as they are written' },
    links: [secretsPage, identities],
    examples: {
      good: [
        {
          properties: {
            siteConfig: {
              appSettings: [
                { name: 'Archive__blobServiceUri', value: 'https://plant.blob.core.windows.net' },
              ],
            },
          },
        },
        {
          properties: {
            siteConfig: {
              appSettings: [
                {
                  name: 'DB_PASSWORD',
                  value: '@Microsoft.KeyVault(SecretUri=https://plant.vault.azure.net/secrets/db)',
                },
              ],
            },
          },
        },
        {
          properties: {
            tags: { checksum: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
          },
        },
      ],
      bad: [
        {
          properties: {
            siteConfig: { appSettings: [{ name: 'AzureWebJobsStorage', value: storageString }] },
          },
          at: ['siteConfig.appSettings[0].value'],
        },
        {
          properties: { tags: { owner: 'plant-7', adminPassword: 'Sommer2024!' } },
          at: ['tags.adminPassword'],
        },
        {
          properties: {
            description:
              'https://plant.blob.core.windows.net/raw?sv=2022-11-02&se=2030-01-01&sig=ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGU%3D',
          },
          at: ['description'],
        },
      ],
    },
  });
}

export const stackOutputs = defineRule({
  id: 'pulumi-no-plain-secret-outputs',
  title: 'No output of the stack gives out a credential as plain text',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  target: pulumiStack,
  property: [],
  // What the program marks as secret is hidden in all that Pulumi prints. Every name in the outputs is the author's own.
  check: ({ resource }) =>
    credentials(resource, ({ text }) => resource.secretTexts?.includes(text) ?? false, true),
  why: 'Outputs are printed at the end of every run and read by other stacks. A key among them ends up in the log of the build server, where half the company can read it.',
  fix: {
    say: 'Do not give the credential out: let consumers use a managed identity. Where it has to be an output, wrap it in `pulumi.secret(…)`.',
    replaces: false,
  },
  serviceDefault: { is: 'Pulumi prints outputs that are not marked as secret', source: secretsPage },
  links: [secretsPage],
  examples: {
    good: [
      {
        properties: {
          hubHostName: 'plant.azure-devices.net',
          archive: 'https://plant.blob.core.windows.net',
        },
      },
      { properties: { storageConnection: storageString }, facts: { secretTexts: [storageString] } },
    ],
    bad: [
      { properties: { storageConnection: storageString }, at: ['storageConnection'] },
      {
        properties: {
          hub: {
            connection: `HostName=plant.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=${key}`,
          },
        },
        at: ['hub.connection'],
      },
    ],
  },
});

/** The rule on ignored changes: it needs to know what all other rules read. */
export function ignoredChangesRule(guarded: GuardedPaths): CheckRule {
  return defineRule({
    id: 'pulumi-ignore-changes-guarded',
    title: 'No property that a rule judges is under `ignoreChanges`',
    topic: 'drift-evidence',
    class: 'supply-chain',
    severity: 'medium',
    target: everyType,
    property: [],
    namesOptions: true,
    check: ({ resource }) => {
      const { ignoreChanges = [], originalPath = (path: string) => path } = resource;
      if (ignoreChanges.length === 0) return [{ outcome: 'pass', property: 'ignoreChanges' }];
      const paths = guarded(resource).map(originalPath);
      const faults = ignoreChanges
        .filter((ignored) => paths.some((path) => overlap(ignored, path)))
        .map((ignored): Verdict => {
          const message = `\`${ignored}\` is under \`ignoreChanges\`: what the program says there need not be what Azure has.`;
          return { outcome: 'fail', property: ignored, message };
        });
      return faults.length > 0 ? faults : [{ outcome: 'pass', property: 'ignoreChanges' }];
    },
    why: 'Under this option Pulumi keeps whatever stands in Azure, also what somebody changed by hand last night. The rules read the program and would say that all is well.',
    fix: {
      say: 'Take the path out of `ignoreChanges` and write the wanted value. Where another team owns it, exempt the resource with that team as owner.',
      replaces: false,
    },
    serviceDefault: {
      is: 'Pulumi brings Azure to what the program says',
      source: 'https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/',
    },
    links: ['https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/'],
    examples: {
      good: [
        { properties: { kind: 'StorageV2' }, facts: { ignoreChanges: ['tags'] } },
        { properties: { kind: 'StorageV2' } },
      ],
      bad: [
        {
          properties: { minimumTlsVersion: 'TLS1_2' },
          facts: { ignoreChanges: ['minimumTlsVersion'] },
          at: ['minimumTlsVersion'],
        },
        {
          properties: {},
          facts: { ignoreChanges: ['tags["site"]', 'networkRuleSet'] },
          at: ['networkRuleSet'],
        },
      ],
    },
  });
}
