import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../policies/src/evaluate/finding';
import type { RegisteredResource } from '../../policies/src/resources/resource';
import { blocking as blockingUnder, judged, policyOf } from './judged';
import { previewed } from './previewed';
import { type Flip, flipped, flipsOf, isSilent, silent, typeOf, written } from './unsafe-flips';

const stack = 'prod';
const config = policyOf(stack);

/** What stops a deployment of these resources. */
const blocking = (resources: readonly RegisteredResource[]) => blockingUnder(resources, config);

function findingsOf(
  resources: readonly RegisteredResource[],
  outcomes: readonly Outcome[],
): ReadonlySet<string> {
  const { findings } = judged(resources, config);
  return new Set(
    findings
      .filter(({ level, outcome }) => level === 'mandatory' && outcomes.includes(outcome))
      .map(({ rule, resource, property }) => `${rule.id} ${resource.name} ${property}`),
  );
}

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

  it('may be flipped without a word only where there is such a setting', () => {
    const flips = [...prod.values(), ...everyOption.values()].map(({ flip }) => flip);
    const types = new Set(flips.map(({ resource }) => typeOf(resource)));
    const matched = new Set(flips.map(isSilent));
    const stale = silent.filter((one) => types.has(one.type) && one.name === undefined && !matched.has(one));
    expect(stale.map(({ type, path }) => `${type} ${path}`)).toEqual([]);
  });
});

describe('a part of the platform', () => {
  // What guards another resource is itself one: without it, that other resource breaks a rule. Where ids that only a
  // deployment tells decide that, a preview can say no more than that it does not know.
  it.each([
    'monitor:DiagnosticSetting',
    'network:PrivateEndpoint',
    'security:DefenderForStorage',
    'security:AdvancedThreatProtection',
    'security:IotSecuritySolution',
    'storage:ManagementPolicy',
    'monitor:ActivityLogAlert',
    'storage:BlobServiceProperties',
    'authorization:ManagementLockByScope',
  ])('of type %s is missed when it is taken away', async (type) => {
    const { resources } = await previewed('prod');
    const told: readonly Outcome[] = ['fail', 'error', 'unknown'];
    const before = findingsOf(resources, told);
    const parts = resources.filter((resource) => typeOf(resource) === type);
    const silently = parts.filter((part) => {
      const after = findingsOf(
        resources.filter((one) => one !== part),
        told,
      );
      return ![...after].some((finding) => !before.has(finding));
    });
    expect(parts.length).toBeGreaterThan(0);
    const unexplained = silently.filter(({ name }) => !notMissed.some(([form]) => form.test(name)));
    expect(unexplained.map(({ name }) => name)).toEqual([]);
  });
});

/** Resources that no rule demands, with the reason. */
const notMissed: readonly (readonly [RegExp, string])[] = [
  [/^iiot-keep-(?!storage)/, 'a rule demands locks of storage alone'],
  [/^iiot-logs-(backup|network)$/, 'no rule demands logs of a backup vault or a network'],
  [/-(queue|table)-endpoint$/, 'the rule is content with the endpoint for blobs'],
  [/^iiot-threats-/, 'where the subscription has plans of its own, those stand in for it'],
  [/^iiot-alerts-keys$/, 'no rule demands alerts on keys that are read'],
];
