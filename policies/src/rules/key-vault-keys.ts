import { vaultKey, vaultSecret } from '../resources/types';
import { typedSecret } from '../rule/admin-password';
import { atLeast, isNotSet, noneOf, notTrue, oneOf } from '../rule/conditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { verdictOf } from '../rule/verdict';

// Azure Resource Manager creates a key only once and leaves an existing one as it is, whatever a later deployment says:
// each fix below needs a new key. API version 2024-11-01, the default of azure-native 3.28.
const api = 'https://learn.microsoft.com/azure/templates/microsoft.keyvault/2024-11-01/vaults/keys';
const keyTypes = 'https://learn.microsoft.com/azure/key-vault/keys/about-keys-details';
const newKey = 'An existing key never changes: make a new one under a new name and move its users to it.';

const rsa = oneOf('RSA', 'RSA-HSM');

/** The verdicts of a rule that looks at RSA keys only. A key without a type is one of RSA. */
function ifRsa(view: ResourceView, verdicts: readonly Verdict[]): readonly Verdict[] {
  const kind = view.one('properties.kty');
  if (kind.state === 'known' && !rsa.holds(kind.value)) return [];
  if (kind.state !== 'unknown' || verdicts.every(({ outcome }) => outcome === 'pass')) return verdicts;
  return [{ outcome: 'unknown', property: kind.path }];
}

const softwareKey = 'the service makes an RSA key protected in software';

export const keyHsmBacked = defineRule({
  id: 'kv-key-hsm-backed',
  title: 'Keys in Key Vault live in hardware',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_112'],
    azurePolicy: ['587c79fe-dd04-4a5e-9d0b-f89598c7261b'],
    kics: ['fbb8e5e0'],
  },
  target: vaultKey,
  property: 'properties.kty',
  options: {
    requireHsm: {
      description: 'Ask for keys in hardware security modules. The rule does not apply otherwise.',
      type: 'boolean',
      default: false,
    },
  },
  strict: { requireHsm: true },
  check: (view, { requireHsm }) =>
    requireHsm === true
      ? [
          verdictOf(view.one('properties.kty'), {
            must: oneOf('RSA-HSM', 'EC-HSM'),
            whenAbsent: 'fail',
            serviceDefault: softwareKey,
            printable: true,
          }),
        ]
      : [],
  printable: true,
  why: 'A key in certified hardware cannot be copied out, whoever gets into the machines around it; contracts and regulators in energy and health often ask for it.',
  fix: {
    say: `Set \`properties.kty\` to \`RSA-HSM\` or \`EC-HSM\` in a vault with the tier \`premium\`. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: softwareKey },
  links: ['https://learn.microsoft.com/azure/key-vault/keys/about-keys'],
  examples: {
    good: [
      { properties: { properties: { kty: 'RSA-HSM', keySize: 3072 } }, options: { requireHsm: true } },
      { properties: { properties: { kty: 'EC-HSM' } }, options: { requireHsm: true } },
      { properties: { properties: { kty: 'RSA' } } },
    ],
    bad: [
      { properties: { properties: { kty: 'RSA', keySize: 4096 } }, options: { requireHsm: true } },
      { properties: { properties: {} }, options: { requireHsm: true }, at: ['properties.kty'] },
    ],
  },
});

export const keyTypeAllowed = defineRule({
  id: 'kv-key-type-allowed',
  title: 'Keys in Key Vault are of RSA or of an elliptic curve',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['75c4f823-d65c-4f29-a733-01d0077fdbcb'] },
  target: vaultKey,
  property: 'properties.kty',
  pass: oneOf('RSA', 'RSA-HSM', 'EC', 'EC-HSM'),
  whenAbsent: 'pass',
  printable: true,
  why: 'A vault knows no other types: the deployment breaks half-way, and the services that wait for the key stay without encryption of their own.',
  fix: {
    say: `Set \`properties.kty\` to \`RSA\`, \`RSA-HSM\`, \`EC\` or \`EC-HSM\`; symmetric keys need a Managed HSM. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'the service makes an RSA key' },
  links: [keyTypes],
  examples: {
    good: [
      { properties: { properties: { kty: 'RSA' } } },
      { properties: { properties: { kty: 'EC-HSM', curveName: 'P-384' } } },
    ],
    bad: [
      { properties: { properties: { kty: 'oct' } } },
      { properties: { properties: { kty: 'oct-HSM', keySize: 256 } } },
    ],
  },
});

const defaultSize = 2048;
const defaultSizeText = `the service makes a key of ${defaultSize} bits`;

export const keyRsaSize = defineRule({
  id: 'kv-key-rsa-size',
  title: 'RSA keys in Key Vault are long enough for the life of a plant',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: { azurePolicy: ['82067dbb-e53b-4e06-b631-546d197452d9'] },
  target: vaultKey,
  property: 'properties.keySize',
  options: {
    minimumRsaSize: {
      description: 'The least number of bits of an RSA key.',
      type: 'integer',
      default: 3072,
      minimum: 2048,
      maximum: 4096,
    },
  },
  check: (view, { minimumRsaSize }) => {
    const least = Number(minimumRsaSize);
    const verdict = verdictOf(view.one('properties.keySize'), {
      must: atLeast(least, ' bits'),
      whenAbsent: defaultSize >= least ? 'pass' : 'fail',
      serviceDefault: defaultSizeText,
      printable: true,
    });
    return ifRsa(view, [verdict]);
  },
  printable: true,
  why: 'Telemetry and firmware signed or encrypted today have to hold for the twenty years the machines run; 2048 bits are only recommended until about 2030.',
  fix: { say: `Set \`properties.keySize\` to \`3072\` or \`4096\`. ${newKey}`, replaces: true },
  serviceDefault: { is: defaultSizeText, source: api },
  links: [api, keyTypes],
  examples: {
    good: [
      { properties: { properties: { kty: 'RSA', keySize: 3072 } } },
      { properties: { properties: { kty: 'RSA-HSM', keySize: 4096 } } },
      { properties: { properties: { kty: 'EC', curveName: 'P-256' } } },
      { properties: { properties: { kty: 'RSA' } }, options: { minimumRsaSize: 2048 } },
    ],
    bad: [
      { properties: { properties: { kty: 'RSA', keySize: 2048 } } },
      { properties: { properties: { kty: 'RSA-HSM' } }, at: ['properties.keySize'] },
      { properties: { properties: { keySize: 2048 } } },
      {
        properties: { properties: { kty: 'RSA', keySize: 3072 } },
        options: { minimumRsaSize: 4096 },
      },
    ],
  },
});

export const keyCurve = defineRule({
  id: 'kv-key-curve',
  title: 'Elliptic-curve keys in Key Vault use a NIST curve',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'low',
  peers: { azurePolicy: ['ff25f3c8-b739-4538-9d07-3d6d25cfb255'] },
  target: vaultKey,
  property: 'properties.curveName',
  when: [{ property: 'properties.kty', is: noneOf('RSA', 'RSA-HSM'), whenAbsent: true }],
  pass: oneOf('P-256', 'P-384', 'P-521'),
  whenAbsent: 'pass',
  printable: true,
  why: 'The curve `P-256K` comes from crypto-currencies: security chips and TLS stacks of field devices rarely know it, so what it signs cannot be checked out there.',
  fix: {
    say: `Set \`properties.curveName\` to \`P-256\`, \`P-384\` or \`P-521\`. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'the curve is P-256', source: api },
  links: [api, keyTypes],
  examples: {
    good: [
      { properties: { properties: { kty: 'EC', curveName: 'P-384' } } },
      { properties: { properties: { kty: 'EC-HSM' } } },
    ],
    bad: [
      { properties: { properties: { kty: 'EC', curveName: 'P-256K' } } },
      { properties: { properties: { kty: 'EC-HSM', curveName: 'SECP256K1' } } },
    ],
  },
});

export const keyNotExportable = defineRule({
  id: 'kv-key-not-exportable',
  title: 'Keys leave Key Vault only under a release policy',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'medium',
  target: vaultKey,
  property: 'properties.attributes.exportable',
  when: [{ property: 'properties.releasePolicy', is: isNotSet, whenAbsent: true }],
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'A key that may be exported without conditions can be copied once and used for ever, out of sight of every log of the vault.',
  fix: {
    say: `Remove \`properties.attributes.exportable\`, or write a \`properties.releasePolicy\` that names the attested environment. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'keys cannot be exported', source: keyTypes },
  links: ['https://learn.microsoft.com/azure/confidential-computing/concept-skr-attestation'],
  examples: {
    good: [
      { properties: { properties: { kty: 'RSA', attributes: { exportable: false } } } },
      {
        properties: {
          properties: {
            kty: 'RSA-HSM',
            attributes: { exportable: true },
            releasePolicy: { contentType: 'application/json; charset=utf-8', data: 'example-only' },
          },
        },
      },
    ],
    bad: [
      { properties: { properties: { kty: 'RSA-HSM', attributes: { exportable: true } } } },
      { properties: { properties: { attributes: { exportable: true }, releasePolicy: {} } } },
    ],
  },
});

const allOperations = 'the key may be used for every operation of its type';

export const keyOperations = defineRule({
  id: 'kv-key-ops-minimal',
  title: 'Encryption keys in Key Vault may only wrap and unwrap other keys',
  topic: 'kv-hsm',
  class: 'encryption-at-rest',
  severity: 'low',
  target: vaultKey,
  property: 'properties.keyOps[]',
  // Keys of elliptic curves can only sign, so they are never keys for encryption.
  check: (view) => {
    const terms = {
      must: oneOf('wrapKey', 'unwrapKey', 'get'),
      whenAbsent: 'fail',
      serviceDefault: allOperations,
      printable: true,
    } as const;
    const operations = view.all('properties.keyOps[]');
    if (operations.length > 0) {
      return ifRsa(
        view,
        operations.map((operation) => verdictOf(operation, terms)),
      );
    }
    const path = 'properties.keyOps';
    return ifRsa(view, [verdictOf({ state: 'absent', path, missing: path }, terms)]);
  },
  printable: true,
  why: 'A key that encrypts storage and may also sign or decrypt lets a service that was taken over forge signatures, or read data it was never meant to see.',
  fix: {
    say: `Set \`properties.keyOps\` to \`wrapKey\` and \`unwrapKey\`. What a key is for cannot be seen from it: give an RSA key that signs an exemption with that reason. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: allOperations, source: keyTypes },
  links: [keyTypes],
  examples: {
    good: [
      { properties: { properties: { kty: 'RSA', keyOps: ['wrapKey', 'unwrapKey'] } } },
      { properties: { properties: { kty: 'EC', keyOps: ['sign', 'verify'] } } },
    ],
    bad: [
      {
        properties: { properties: { kty: 'RSA', keyOps: ['wrapKey', 'unwrapKey', 'sign'] } },
        at: ['properties.keyOps[2]'],
      },
      { properties: { properties: { kty: 'RSA-HSM' } } },
      { properties: { properties: { keyOps: [] } }, at: ['properties.keyOps'] },
    ],
  },
});

export const secretValueSource = defineRule({
  id: 'kv-secret-value-source',
  title: 'No secret in Key Vault holds a value that everybody knows or can read in the template',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'high',
  target: vaultSecret,
  property: 'properties.value',
  check: (view) => [typedSecret(view.one('properties.value'), view, 'nothing is stored')],
  why: 'A placeholder that was never replaced is the first thing an attacker tries, and the vault around it makes everyone believe that the password is safe.',
  fix: {
    say: 'Take the value from a Pulumi secret or from a random resource (`pulumi config set --secret`, `random.RandomPassword`), in a template from a secure parameter, or let the service behind it write the secret itself.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is stored' },
  links: [
    'https://learn.microsoft.com/azure/key-vault/secrets/about-secrets',
    'https://www.pulumi.com/docs/iac/concepts/secrets/',
  ],
  examples: {
    good: [
      {
        properties: { properties: { value: 'kT9-example-only-w4Zr-77f1', contentType: 'text/plain' } },
        facts: { secretTexts: ['kT9-example-only-w4Zr-77f1'] },
      },
      { properties: { properties: { contentType: 'text/plain' } } },
    ],
    bad: [
      { properties: { properties: { value: 'change-me' } } },
      { properties: { properties: { value: 'example-only' } } },
      { properties: { properties: { value: 'UseDevelopmentStorage=true' } } },
    ],
  },
});
