import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { checkPolicyConfig } from '../../policies/src/evaluate/policy-config';
import { type PolicyConfig, settingsUnder } from '../../policies/src/evaluate/settings';
import { normalise } from '../../policies/src/resources/normalise';
import type { RegisteredResource } from '../../policies/src/resources/resource';
import { catalogue } from '../../policies/src/rules/catalogue';
import { withoutValue, withValue } from '../../policies/src/testing/property-paths';
import { previewed } from './previewed';
import { type Flip, flipsOf, gone, silent, typeOf } from './unsafe-flips';

const stack = 'prod';
const policyFile = join(__dirname, '..', '..', 'stacks', `${stack}.policy.json`);
const config = checkPolicyConfig(JSON.parse(readFileSync(policyFile, 'utf8')), catalogue) as PolicyConfig;
const settings = settingsUnder('strict', config);

/** What stops a deployment of these resources. */
function blocking(resources: readonly RegisteredResource[]): ReadonlySet<string> {
  const all = resources.map(normalise);
  const { findings } = evaluate(
    catalogue,
    all.flatMap((one) => one.resources),
    settings,
    { now: new Date(), notEvaluated: all.flatMap((one) => one.notEvaluated) },
  );
  return new Set(
    findings
      .filter(({ level, outcome }) => level === 'mandatory' && (outcome === 'fail' || outcome === 'error'))
      .map(({ rule, resource, property }) => `${rule.id} ${resource.name} ${property}`),
  );
}

const flipped = ({ resource, path, value }: Flip): RegisteredResource => ({
  ...resource,
  properties:
    value === gone ? withoutValue(resource.properties, path) : withValue(resource.properties, path, value),
});

const written = ({ resource, path, value }: Flip): string =>
  `${typeOf(resource)} ${resource.name}: ${path} = ${value === gone ? 'left out' : JSON.stringify(value)}`;

/** Flips by what they change, with whether something new blocks. */
function outcomes(
  resources: readonly RegisteredResource[],
): ReadonlyMap<string, { flip: Flip; blocks: boolean }> {
  const before = blocking(resources);
  return new Map(
    resources.flatMap((resource) =>
      flipsOf(resource).map((flip) => {
        const after = blocking(resources.map((one) => (one === resource ? flipped(flip) : one)));
        const blocks = [...after].some((finding) => !before.has(finding));
        return [written(flip), { flip, blocks }] as const;
      }),
    ),
  );
}

const isSilent = ({ resource, path, value }: Flip) =>
  silent.find(
    (one) =>
      one.type === typeOf(resource) &&
      one.path.test(path) &&
      (one.value === undefined || one.value === value),
  );

describe('a planned setting of the platform', () => {
  let prod: ReturnType<typeof outcomes>;
  let everyOption: ReturnType<typeof outcomes>;
  beforeAll(async () => {
    prod = outcomes((await previewed('prod')).resources);
    // Some settings count only where the internet is let in at all.
    everyOption = outcomes((await previewed('every-option')).resources);
  });

  it('breaks no rule as it is', async () => {
    expect([...blocking((await previewed('prod')).resources)]).toEqual([]);
  });

  it('that is flipped to its unsafe value is stopped by a rule', () => {
    const all = new Map([...everyOption, ...prod]);
    const passing = [...all].filter(
      ([key, { flip }]) => !prod.get(key)?.blocks && !everyOption.get(key)?.blocks && !isSilent(flip),
    );
    expect(passing.map(([key]) => key).sort()).toEqual([]);
    expect(all.size - passing.length).toBeGreaterThan(200);
  });

  it('may be flipped without a word only where that is needed and has a reason', () => {
    const flips = [...prod, ...everyOption].filter(
      ([key]) => !prod.get(key)?.blocks && !everyOption.get(key)?.blocks,
    );
    const needed = new Set(flips.map(([, { flip }]) => isSilent(flip)));
    expect(silent.filter((one) => !needed.has(one)).map(({ type, path }) => `${type} ${path}`)).toEqual([]);
  });
});

describe('a part of the platform', () => {
  // What guards another resource is itself one: without it, that other resource breaks a rule.
  it.each([
    'monitor:DiagnosticSetting',
    'network:PrivateEndpoint',
    'security:DefenderForStorage',
    'security:AdvancedThreatProtection',
    'security:IotSecuritySolution',
    'storage:BlobContainerImmutabilityPolicy',
    'storage:ManagementPolicy',
    'monitor:ActivityLogAlert',
    'storage:BlobServiceProperties',
    'authorization:ManagementLockByScope',
  ])('of type %s is missed when it is taken away', async (type) => {
    const { resources } = await previewed('prod');
    const missed = resources
      .filter((resource) => typeOf(resource) === type)
      .map((gone) => [gone.name, blocking(resources.filter((one) => one !== gone)).size > 0] as const);
    expect(missed.length).toBeGreaterThan(0);
    expect(missed.filter(([name, isMissed]) => !isMissed && !(name in notMissed))).toEqual([]);
  });
});

/** Resources that no rule demands, with the reason. */
const notMissed: Readonly<Record<string, string>> = {
  'iiot-telemetry': 'the rule for the whole account stands in for it, and that one is exempt',
  'iiot-logs-network': 'no rule demands logs of a network',
  'iiot-logs-backup': 'no rule demands logs of a backup vault',
  ...Object.fromEntries(
    ['', 'audit-'].flatMap((account) =>
      ['blob', 'queue', 'table', 'file'].map((service) => [
        `iiot-logs-${account}${service}`,
        'with two accounts whose names only a deployment tells, a preview cannot say whose logs these are',
      ]),
    ),
  ),
  'iiot-alerts-keys': 'no rule asks for an alert on keys, since none are in use',
  'iiot-threats-storage': 'the plan of the subscription stands in for it',
  'iiot-threats-audit': 'the plan of the subscription stands in for it',
  'iiot-threats-state': 'the plan of the subscription stands in for it',
  'iiot-keep-logs': 'a rule demands locks of storage alone',
  'iiot-keep-backup': 'a rule demands locks of storage alone',
  'iiot-keep-vault': 'purge protection keeps a deleted vault; a rule demands locks of storage alone',
  'iiot-keep-state': 'a rule demands locks of storage alone',
  'iiot-keep-hub': 'a rule demands locks of storage alone',
  'iiot-keep-provisioning': 'a rule demands locks of storage alone',
};
