import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from '@pulumi/policy';
import { describe, expect, test } from 'vitest';
import { EngineArguments } from '../../policies/src/crossguard/arguments';
import { crossGuardPolicies } from '../../policies/src/crossguard/policies';
import { everyType, storageAccount, vault } from '../../policies/src/resources/types';
import { oneOf } from '../../policies/src/rule/conditions';
import type { CheckRule, Rule } from '../../policies/src/rule/rule';
import { ruleById } from '../../policies/src/rules/catalogue';
import { futureSet, presentSet, propertyRule } from '../rule/made-up';

const token = 'azure-native:storage:StorageAccount';
const urn = `urn:pulumi:dev::plant::${token}::account`;
const basis = ruleById('storage-https-only');
if (!basis) throw new Error('the rule is gone');
const rule: CheckRule = {
  id: 'test-rule',
  title: 'Something holds',
  topic: basis.topic,
  class: basis.class,
  severity: 'high',
  target: storageAccount,
  why: basis.why,
  fix: basis.fix,
  serviceDefault: basis.serviceDefault,
  links: [],
  controls: ['nist:SC-8'],
  examples: { good: [], bad: [] },
  property: 'a.b',
  check: (view) => [{ outcome: view.one('a.b').state === 'absent' ? 'unknown' : 'pass', property: 'a.b.c' }],
};

/** What the SDK hands to a resource policy, as far as it is read. */
const args = (props: object, opts: object = {}) =>
  ({
    type: token,
    name: 'account',
    urn,
    props,
    opts,
    getConfig: () => ({}),
    notApplicable: (reason?: string) => {
      throw new Error(reason);
    },
  }) as unknown as ResourceValidationArgs;

describe('a policy', () => {
  const [policy] = crossGuardPolicies([rule], 'standard') as [ResourceValidationPolicy];

  test('names neither a page nor a benchmark where its rule has none', () => {
    expect(policy).not.toHaveProperty('url');
    expect(policy).not.toHaveProperty('framework');
    expect(policy.tags).toContain('nist:SC-8');
  });

  test.each([{}, { a: 'text' }, { a: null }])(
    'notes what is undecided at a place that %j does not have',
    (props) => {
      const told: unknown[] = [];
      const validate = policy.validateResource as (
        args: ResourceValidationArgs,
        report: (one: unknown) => void,
      ) => void;
      validate(args(props), (one) => told.push(one));
      expect(told).toEqual([
        { message: expect.stringContaining('`a.b.c`'), urn, enforcementLevel: 'advisory', severity: 'high' },
      ]);
    },
  );
});

describe('the target of a rule', () => {
  test.each([
    ['every type', everyType, 1],
    ['its own type', storageAccount, 1],
    ['another type', vault, 0],
  ] as const)('that is %s is heeded', (_what, target, count) => {
    const [policy] = crossGuardPolicies([{ ...rule, target }], 'standard') as [ResourceValidationPolicy];
    const told: unknown[] = [];
    const validate = policy.validateResource as (
      args: ResourceValidationArgs,
      report: (one: unknown) => void,
    ) => void;
    const run = () => validate(args({}), (one) => told.push(one));
    if (count === 0) expect(run).toThrow();
    else run();
    expect(told).toHaveLength(count);
  });
});

describe('the arguments of the engine', () => {
  const parent = 'urn:pulumi:dev::plant::plant:index:Line::line';
  const inStack = (props: object, more: object = {}) =>
    ({ ...args(props), propertyDependencies: {}, dependencies: [], ...more }) as unknown as PolicyResource;

  test.each([
    ['a resource', () => new EngineArguments().ofResource(args({}, { parent }))],
    [
      'a resource of the stack',
      () => new EngineArguments().ofStack(inStack({}, { parent: { urn: parent } })),
    ],
  ])('keep the parent of %s', (_what, normalised) => {
    expect(normalised().resources.map((resource) => resource.parent)).toEqual([parent]);
  });

  test('say of no parent where there is none', () => {
    expect(new EngineArguments().ofResource(args({})).resources[0]).not.toHaveProperty('parent');
  });

  test('are translated once for each request', () => {
    const engine = new EngineArguments();
    const [request, same] = [{ a: 1 }, { a: 1 }];
    expect(engine.ofResource(args(request))).toBe(engine.ofResource(args(request)));
    expect(engine.ofResource(args(request))).not.toBe(engine.ofResource(args(same)));
  });

  test('give the stack what was written, and its outputs where a resource was not seen before', () => {
    const engine = new EngineArguments();
    engine.ofResource(args({ a: 'written' }));
    const other = `${urn}2`;
    const of = (resource: PolicyResource) => engine.ofStack(resource).resources[0]?.properties.a;
    expect(of(inStack({ a: 'computed' }))).toBe('written');
    expect(of(inStack({ a: 'computed' }, { urn: other }))).toBe('computed');
  });
});

describe('a rule set that is pinned', () => {
  const levelsTold = (rule: Rule, properties: object, config: object = {}) => {
    const [policy] = crossGuardPolicies([rule], 'standard', presentSet) as [ResourceValidationPolicy];
    const told: unknown[] = [];
    const validate = policy.validateResource as (
      args: ResourceValidationArgs,
      report: (one: unknown) => void,
    ) => void;
    validate({ ...args(properties), getConfig: () => config } as ResourceValidationArgs, (one) =>
      told.push(one),
    );
    const levels = told.map((one) =>
      typeof one === 'string' ? 'as the policy' : (one as { enforcementLevel: string }).enforcementLevel,
    );
    return [policy.enforcementLevel, levels];
  };
  const strict = propertyRule({
    target: storageAccount,
    pass: oneOf('new'),
    stricterSince: { set: futureSet, passed: oneOf('old') },
  });

  test('makes a later rule advice', () => {
    expect(levelsTold({ ...strict, since: futureSet }, { a: 'no' })).toEqual(['advisory', ['as the policy']]);
    expect(levelsTold(strict, { a: 'no' })).toEqual(['mandatory', ['as the policy']]);
  });

  test('makes a note of what became a fault later, whatever the level of its rule', () => {
    expect(levelsTold(strict, { a: 'old' })).toEqual(['mandatory', ['advisory']]);
    expect(levelsTold(strict, { a: 'old' }, { enforcementLevel: 'mandatory' })[1]).toEqual(['advisory']);
  });
});

describe('a part of a resource that is declared elsewhere', () => {
  const classic = 'azure:storage/accountNetworkRules:AccountNetworkRules';
  const policyOf = (id: string) => {
    const found = ruleById(id);
    if (!found) throw new Error(`the rule ${id} is gone`);
    return crossGuardPolicies([found], 'strict')[0] as ResourceValidationPolicy & StackValidationPolicy;
  };

  test.each([
    ['storage-network-default-deny', ['defaultAction']],
    ['storage-min-tls', []],
  ])('is told by %s at %j', (id, places) => {
    const told: string[] = [];
    const fragment = { ...args({ defaultAction: 'Allow' }), type: classic } as ResourceValidationArgs;
    const validate = policyOf(id).validateResource as (
      args: ResourceValidationArgs,
      report: (message: string) => void,
    ) => void;
    const run = () => validate(fragment, (message) => told.push(message));
    if (places.length > 0) run();
    else expect(run).toThrow('asks nothing of this resource');
    expect(told).toEqual(places.map((place) => expect.stringContaining(`\`${place}\``)));
  });

  test('is nothing that a rule on the whole stack looks at', () => {
    const fragment = { ...args({}), type: classic, propertyDependencies: {}, dependencies: [] };
    const stack = { ...args({}), resources: [fragment] } as unknown as StackValidationArgs;
    expect(() => policyOf('storage-private-endpoint').validateStack(stack, () => undefined)).toThrow(
      'no resource for the rule',
    );
  });
});
