import type { CheckRule, RuleFacts, Verdict } from './rule';

/** What a rule on customer-managed keys says beyond what a hub and a provisioning service share. */
export type PreviewEncryptionFacts = Omit<
  RuleFacts,
  'topic' | 'class' | 'severity' | 'controls' | 'examples'
> & {
  /** The API versions that offer `properties.encryption`; with any other one the rule does not apply. */
  readonly apiVersions: readonly string[];
};

const keys = 'properties.encryption.keyVaultProperties';

/**
 * A rule that asks for a customer-managed key where the API version that the resource is pinned to offers one at all.
 * On other versions there would be nothing the author could write.
 */
export function previewEncryptionRule({ apiVersions, ...facts }: PreviewEncryptionFacts): CheckRule {
  const [apiVersion = ''] = apiVersions;
  return {
    ...facts,
    topic: 'storage-encryption',
    class: 'encryption-at-rest',
    severity: 'low',
    controls: [
      'mcsb:DP-5',
      'nist:SC-12',
      'nist:SC-28',
      'iec33:SR4.1',
      'isvs:2.3.1',
      'enisa:GP-TM-34',
      'gdpr:32.1.a',
    ],
    property: `${keys}[].keyIdentifier`,
    check: (view) => {
      if (!apiVersions.includes(view.resource.apiVersion ?? '')) return [];
      const readings = view.all(`${keys}[].keyIdentifier`);
      if (readings.length === 0) return [missing(keys)];
      return readings.map((reading): Verdict => {
        const property = reading.path;
        if (reading.state === 'unknown') return { outcome: 'unknown', property };
        const isSet = reading.state === 'known' && reading.value !== '';
        return isSet ? { outcome: 'pass', property } : missing(property);
      });
    },
    examples: {
      good: [
        {
          apiVersion,
          properties: {
            properties: {
              encryption: {
                keySource: 'Microsoft.KeyVault',
                keyVaultProperties: [{ keyIdentifier: 'https://example.vault.azure.net/keys/plant' }],
              },
            },
          },
        },
        { properties: { properties: {} } },
      ],
      bad: [
        { apiVersion, properties: { properties: {} } },
        { apiVersion, properties: { properties: { encryption: { keyVaultProperties: [] } } } },
      ],
    },
  };
}

const missing = (property: string): Verdict => ({
  outcome: 'fail',
  property,
  message: `\`${property}\` names no key of yours, so the service encrypts with a key of its own.`,
});
