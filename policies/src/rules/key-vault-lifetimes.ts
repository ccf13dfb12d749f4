import { vaultKey, vaultSecret } from '../resources/types';
import { textOf, type Value } from '../resources/value';
import { type Condition, isSet } from '../rule/conditions';
import { defineRule, type OptionValues, type ResourceView, type Verdict } from '../rule/rule';

// Azure Resource Manager creates a key only once and leaves an existing one as it is: each fix on a key needs a new one.
const newKey = 'An existing key never changes: make a new one under a new name and move its users to it.';
const keys = 'https://learn.microsoft.com/azure/key-vault/keys/about-keys-details';
const secrets = 'https://learn.microsoft.com/azure/key-vault/secrets/about-secrets';
const rotation = 'https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation';

const expiry = 'properties.attributes.expires';
const start = 'properties.attributes.notBefore';

/** The seconds since 1970 that a value stands for; not a number where it stands for none. */
function seconds(value: Value): number {
  if (typeof value === 'string' && value.trim() === '') return Number.NaN;
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

const isDate: Condition = {
  expected: 'be a date in seconds since 1970',
  holds: (value) => seconds(value) > 0,
};

/** How long the item may be used: from its first day, or from today where it has none, to its last. */
function checkValidity(view: ResourceView, { maximumDays }: OptionValues): readonly Verdict[] {
  const last = view.one(expiry);
  const first = view.one(start);
  const property = last.path;
  if (last.state === 'unknown') return [{ outcome: 'unknown', property }];
  // That it expires at all is the matter of another rule.
  if (last.state === 'absent' || !isDate.holds(last.value)) return [{ outcome: 'pass', property }];
  if (first.state === 'unknown') return [{ outcome: 'unknown', property: first.path }];
  const from =
    first.state === 'known' && isDate.holds(first.value) ? seconds(first.value) : Date.now() / 1000;
  const days = (seconds(last.value) - from) / 86_400;
  if (days <= Number(maximumDays)) return [{ outcome: 'pass', property }];
  const message = `\`${property}\` must be at most ${maximumDays} days after \`notBefore\`, or after today where that is not set.`;
  return [{ outcome: 'fail', property, message }];
}

const maximumDays = (what: string, days: number) =>
  ({
    description: `How many days a ${what} may be valid.`,
    type: 'integer',
    default: days,
    minimum: 1,
    maximum: 3650,
  }) as const;

// 1 June of the years 2026, 2027 and 2030.
const june2026 = 1_780_272_000;
const june2027 = 1_811_808_000;
const june2030 = 1_906_502_400;

const key = (attributes?: Value) => ({
  properties: {
    vaultName: 'plant',
    keyName: 'telemetry',
    properties: { kty: 'RSA', keySize: 3072, ...(attributes === undefined ? {} : { attributes }) },
  },
});
const secret = (attributes?: Value, more: { readonly [name: string]: Value } = {}) => ({
  properties: {
    vaultName: 'plant',
    secretName: 'historian',
    properties: { contentType: 'text/plain', ...(attributes === undefined ? {} : { attributes }), ...more },
  },
});

export const keyExpiration = defineRule({
  id: 'kv-key-expiration',
  title: 'Keys in Key Vault have a last day',
  topic: 'kv-expiry-rotation',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_40'],
    azurePolicy: ['152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0'],
    kics: ['4d080822'],
    trivy: ['AZU-0014'],
  },
  target: vaultKey,
  property: expiry,
  pass: isDate,
  whenAbsent: 'fail',
  printable: true,
  why: 'A key without an end is used for the life of the plant, by more people and services each year. If it leaks once, everything ever encrypted with it is open, and nothing forces a change.',
  fix: {
    say: `Set \`${expiry}\` to a date in seconds since 1970, together with a \`properties.rotationPolicy\`. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'the key never expires', source: keys },
  links: [keys],
  examples: {
    good: [key({ enabled: true, expires: june2027 }), key({ expires: String(june2027) })],
    bad: [key({ enabled: true }), key(), { ...key({ expires: 0 }), at: [expiry] }],
  },
});

export const keyValidity = defineRule({
  id: 'kv-key-validity-period',
  title: 'Keys in Key Vault are not valid for too long',
  topic: 'kv-expiry-rotation',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['49a22571-d204-4c91-a7b6-09b1a586fbc9', 'c26e4b24-cf98-4c67-b48b-5a25c4c69eb9'] },
  target: vaultKey,
  property: [expiry, start],
  options: { maximumDays: maximumDays('key', 730) },
  check: checkValidity,
  why: 'An end in twenty years is no end: the key outlives the people who know what depends on it, and the first rotation of the plant happens in an emergency.',
  fix: {
    say: `Set \`${expiry}\` to at most two years after \`notBefore\` (option \`maximumDays\`), and let a rotation policy make new versions. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'the key never expires', source: keys },
  links: [keys],
  examples: {
    good: [key({ notBefore: june2026, expires: june2027 }), key({ enabled: true })],
    bad: [
      { ...key({ notBefore: june2026, expires: june2030 }), at: [expiry] },
      key({ expires: 4_102_444_800 }),
      { ...key({ notBefore: june2026, expires: june2027 }), options: { maximumDays: 180 } },
    ],
  },
});

const actions = 'properties.rotationPolicy.lifetimeActions';

function checkRotation(view: ResourceView): readonly Verdict[] {
  const types = view.all(`${actions}[].action.type`);
  const rotates = types.find(
    (reading) => reading.state === 'known' && textOf(reading.value).toLowerCase() === 'rotate',
  );
  if (rotates) return [{ outcome: 'pass', property: rotates.path }];
  const unknown = types.find((reading) => reading.state === 'unknown');
  if (unknown) return [{ outcome: 'unknown', property: unknown.path }];
  const message = `\`${actions}\` has no action \`rotate\`, so the key stays the same until somebody changes it by hand.`;
  return [{ outcome: 'fail', property: actions, message }];
}

const act = (type: string, trigger: Value) => ({ action: { type }, trigger });
const rotating = (...lifetimeActions: readonly Value[]) => ({
  properties: {
    vaultName: 'plant',
    properties: {
      kty: 'RSA',
      keySize: 3072,
      rotationPolicy: { attributes: { expiryTime: 'P1Y' }, lifetimeActions },
    },
  },
});

export const keyRotation = defineRule({
  id: 'kv-key-rotation-policy',
  title: 'Key Vault rotates its keys by itself',
  topic: 'kv-expiry-rotation',
  class: 'identity',
  severity: 'medium',
  peers: {
    psrule: ['Azure.KeyVault.AutoRotationPolicy'],
    azurePolicy: ['d8cf8476-a2ec-4916-896e-992351803c44'],
    kics: ['ca1ffce5'],
  },
  target: vaultKey,
  property: `${actions}[].action.type`,
  check: checkRotation,
  why: 'Keys that people must rotate are rotated once, if ever. The one that is forgotten ends on a Sunday, and the historian stops writing until someone with the right is found.',
  fix: {
    say: `Add an action \`rotate\` to \`${actions}\`, with a trigger such as \`timeBeforeExpiry: P30D\`. ${newKey}`,
    replaces: true,
  },
  serviceDefault: { is: 'nothing rotates the key', source: rotation },
  links: [rotation],
  examples: {
    good: [
      rotating(act('notify', { timeBeforeExpiry: 'P60D' }), act('rotate', { timeBeforeExpiry: 'P30D' })),
      rotating(act('Rotate', { timeAfterCreate: 'P300D' })),
    ],
    bad: [
      { ...rotating(act('notify', { timeBeforeExpiry: 'P30D' })), at: [actions] },
      { ...rotating(), at: [actions] },
      { ...key({ expires: june2027 }), at: [actions] },
    ],
  },
});

export const secretExpiration = defineRule({
  id: 'kv-secret-expiration',
  title: 'Secrets in Key Vault have a last day',
  topic: 'kv-expiry-rotation',
  class: 'identity',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_41'],
    azurePolicy: ['98728c90-32c7-4049-8429-847dc0f4fe37'],
    kics: ['cff9c3f7', 'dfa20ffa'],
    trivy: ['AZU-0017'],
  },
  target: vaultSecret,
  property: expiry,
  pass: isDate,
  whenAbsent: 'fail',
  printable: true,
  why: 'The password of a gateway copied by an installer works until it is changed. Without a last day nobody is reminded to change it, and the installer keeps his way in.',
  fix: { say: `Set \`${expiry}\` to a date in seconds since 1970.`, replaces: false },
  serviceDefault: { is: 'the secret never expires', source: secrets },
  links: [secrets],
  examples: {
    good: [secret({ enabled: true, expires: june2027 }), secret({ expires: String(june2027) })],
    bad: [secret({ enabled: true }), secret(), { ...secret({ expires: 'soon' }), at: [expiry] }],
  },
});

export const secretValidity = defineRule({
  id: 'kv-secret-validity-period',
  title: 'Secrets in Key Vault are not valid for too long',
  topic: 'kv-expiry-rotation',
  class: 'identity',
  severity: 'low',
  peers: { azurePolicy: ['342e8053-e12e-4c44-be01-c3c2f318400f', 'e8d99835-8a06-45ae-a8e0-87a91941ccfe'] },
  target: vaultSecret,
  property: [expiry, start],
  options: { maximumDays: maximumDays('secret', 365) },
  check: checkValidity,
  why: 'Secrets leak slowly: into a ticket, a script, a laptop. One that is good for ten years is still good when the laptop is sold, one that ends within the year is not.',
  fix: {
    say: `Set \`${expiry}\` to at most one year after \`notBefore\` (option \`maximumDays\`), and let what uses the secret read it again at each start.`,
    replaces: false,
  },
  serviceDefault: { is: 'the secret never expires', source: secrets },
  links: [secrets],
  examples: {
    good: [secret({ notBefore: june2026, expires: june2027 }), secret()],
    bad: [
      { ...secret({ notBefore: june2026, expires: june2030 }), at: [expiry] },
      secret({ expires: 4_102_444_800 }),
      { ...secret({ notBefore: june2026, expires: june2027 }), options: { maximumDays: 90 } },
    ],
  },
});

export const secretContentType = defineRule({
  id: 'kv-secret-content-type',
  title: 'Secrets in Key Vault say what they are',
  topic: 'kv-expiry-rotation',
  class: 'data-protection',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_114'],
    azurePolicy: ['75262d3e-ba4a-4f43-85f8-9f72c090e5e3'],
    kics: ['f8e08a38'],
    trivy: ['AZU-0015'],
  },
  target: vaultSecret,
  property: 'properties.contentType',
  pass: isSet,
  whenAbsent: 'fail',
  advisory: true,
  controls: ['mcsb:DP-8', 'nist:SC-12', 'enisa:GP-TM-35'],
  why: 'When the vault has to be cleared out after a break-in, nobody knows from names like `key2` what is a password, what a certificate, and what may be changed without stopping a line.',
  fix: {
    say: 'Set `properties.contentType`, such as `text/plain` or `password of the historian`.',
    replaces: false,
  },
  serviceDefault: { is: 'nothing is noted', source: secrets },
  links: [secrets],
  examples: {
    good: [secret({ expires: june2027 }), secret(undefined, { contentType: 'application/x-pkcs12' })],
    bad: [
      { properties: { vaultName: 'plant', properties: { attributes: { expires: june2027 } } } },
      secret(undefined, { contentType: '' }),
    ],
  },
});
