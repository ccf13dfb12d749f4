import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from '@pulumi/policy';
import { describe, expect, test } from 'vitest';
import { watchRequests } from '../../policies/src/crossguard/applicable';
import { EngineArguments } from '../../policies/src/crossguard/arguments';
import { BesideExemptions } from '../../policies/src/crossguard/beside-exemptions';
import { crossGuardPolicies } from '../../policies/src/crossguard/policies';
import { exemptionToken } from '../../policies/src/evaluate/beside';
import { everyType, storageAccount, vault } from '../../policies/src/resources/types';
import { oneOf } from '../../policies/src/rule/conditions';
import type { CheckRule, Rule } from '../../policies/src/rule/rule';
import { ruleById } from '../../policies/src/rules/catalogue';
import { futureSet, presentSet, propertyRule, stackRule } from '../rule/made-up';

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

describe('exemptions beside resources', () => {
  const data = `urn:pulumi:dev::plant::${token}::account`;
  const said = { rule: 'test-rule', resource: data, reason: 'r', owner: 'o', expires: '2999-12-31' };
  type Validate = (args: ResourceValidationArgs, report: (one: unknown) => void) => void;
  const failing = propertyRule({ target: storageAccount, formerIds: ['old-rule'] });

  /** What the pack says of an exemption, and then of the resource that it is for. */
  const run = (exemption: object, config: object = {}) => {
    const policies = [...crossGuardPolicies([failing], 'standard')] as ResourceValidationPolicy[];
    const told: unknown[] = [];
    const ask = (index: number, given: object) =>
      (policies.at(index) as { validateResource: Validate }).validateResource(
        { ...args({}), ...given } as ResourceValidationArgs,
        (one) => told.push(typeof one === 'string' ? one.split('\n')[0] : 'noted'),
      );
    ask(-1, { type: exemptionToken, props: exemption, getConfig: () => config });
    ask(0, { props: { a: false } });
    return told;
  };

  test.each<[string, object, object, readonly unknown[]]>([
    ['count', said, {}, ['noted']],
    ['count under the former id of a rule', { ...said, rule: 'old-rule' }, {}, ['noted']],
    [
      'of a rule that is not there are told, with the one that was meant',
      { ...said, rule: 'test-rul' },
      {},
      [
        'This exemption counts for nothing: the pack has no rule `test-rul`; did you mean `test-rule`?',
        expect.stringContaining('`a`'),
      ],
    ],
    [
      'that lack something are told',
      { ...said, owner: '' },
      {},
      ['This exemption counts for nothing: `owner` is missing or empty.', expect.stringContaining('`a`')],
    ],
    [
      'of no resource are told',
      { ...said, resource: 'account' },
      {},
      ['This exemption counts for nothing: `resource` is no URN.', expect.stringContaining('`a`')],
    ],
    [
      'can be refused',
      said,
      { accept: false },
      [
        'This exemption counts for nothing: the policy configuration accepts none in programs.',
        expect.stringContaining('`a`'),
      ],
    ],
  ])('%s', (_what, exemption, config, told) => {
    expect(run(exemption, config)).toEqual(told);
  });

  test('of another rule change nothing', () => {
    const other = propertyRule({ id: 'other-rule', target: vault });
    const [, , beside] = [...crossGuardPolicies([failing, other], 'standard')] as ResourceValidationPolicy[];
    const { validateResource } = beside as { readonly validateResource: Validate };
    expect(() => validateResource(args({}), () => undefined)).toThrow();
    const exemptions = new BesideExemptions();
    exemptions.add('urn:a', { ...said, rule: 'other-rule' }, new Set(['other-rule']));
    const settings = { level: 'mandatory', options: {}, exemptions: [] } as const;
    expect(exemptions.with(settings, failing)).toBe(settings);
    expect(exemptions.with(settings, other).beside).toHaveLength(1);
  });
});

describe('a rule on the whole stack', () => {
  test('notes what is not known yet, at the deployment whose template has it', () => {
    const within = `urn:pulumi:dev::plant::azure-native:resources:Deployment::d`;
    const rule = stackRule(
      () => [
        { outcome: 'unknown', property: 'a' },
        { outcome: 'fail', property: 'b' },
      ],
      { target: storageAccount },
    );
    const [policy] = [...crossGuardPolicies([rule], 'standard')] as StackValidationPolicy[];
    const template = {
      resources: [
        {
          type: 'Microsoft.Storage/storageAccounts',
          apiVersion: '2024-01-01',
          name: 'inside',
          properties: {},
        },
      ],
    };
    const told: unknown[] = [];
    const deployed = {
      ...args({ properties: { template } }),
      ...{ type: 'azure-native:resources:Deployment', urn: within },
      ...{ propertyDependencies: {}, dependencies: [] },
    };
    const stack = { ...args({}), resources: [deployed] } as unknown as StackValidationArgs;
    const { validateStack } = policy as unknown as {
      readonly validateStack: (
        args: StackValidationArgs,
        report: (one: unknown, urn?: string) => void,
      ) => void;
    };
    validateStack(stack, (one, at) => told.push(typeof one === 'string' ? [one.split(':')[0], at] : one));
    expect(told).toEqual([
      ['In its template, Microsoft.Storage/storageAccounts inside', within],
      expect.objectContaining({ enforcementLevel: 'advisory', urn: within }),
    ]);
  });

  test('finds nothing in a stack without resources', () => {
    expect(new EngineArguments().stackOf([]).resources).toEqual([]);
  });
});

test('the engine tells the provider of a resource', () => {
  const provider = 'urn:pulumi:dev::plant::pulumi:providers:azure-native::own';
  const given = { ...args({}), provider: { urn: provider } } as unknown as ResourceValidationArgs;
  expect(new EngineArguments().ofResource(given).resources[0]?.provider).toBe(provider);
});

describe('what a pack of hundreds of rules is asked', () => {
  class Request {
    constructor(private readonly type: string) {}
    getType(): string {
      return this.type;
    }
  }
  class StackRequest {
    constructor(private readonly types: readonly string[]) {}
    getResourcesList(): readonly Request[] {
      return this.types.map((type) => new Request(type));
    }
  }
  class NotApplicable {
    reason = '';
    setReason(reason: string): this {
      this.reason = reason;
      return this;
    }
  }
  watchRequests({
    AnalyzeRequest: Request,
    AnalyzeStackRequest: StackRequest,
    PolicyNotApplicable: NotApplicable,
  });
  const rules = [
    propertyRule({ id: 'of-storage', target: storageAccount }),
    propertyRule({ id: 'of-vault', target: vault }),
  ];
  const policies = crossGuardPolicies(rules, 'standard');
  /** The policies that are asked in earnest; the others say that their type is another. */
  const asked = () =>
    [...policies]
      .filter((policy) => !('__pulumiType' in ((policy as ResourceValidationPolicy).validateResource ?? {})))
      .map(({ name }) => name);
  const everyOne = ['of-storage', 'of-vault', 'exemption-beside-resource'];

  test.each<[string, string, readonly string[]]>([
    ['a storage account', token, ['of-storage']],
    ['an exemption', exemptionToken, ['exemption-beside-resource']],
    ['a component', 'plant:index:Line', []],
    ['a deployment, which may hold anything', 'azure-native:resources:Deployment', everyOne],
    ['a stack of deployments', 'azure-native:resources:DeploymentStackAtResourceGroup', everyOne],
    ['a resource of the classic provider', 'azure:storage/account:Account', everyOne],
  ])('about %s', (_what, type, names) => {
    new Request(type).getType();
    expect(asked()).toEqual(names);
    expect(asked()).toEqual(everyOne);
  });

  test('about a stack are the policies of all its types', () => {
    new StackRequest([token, 'plant:index:Line']).getResourcesList();
    expect(asked()).toEqual(['of-storage']);
  });

  test('is answered without the sentence that each type has', () => {
    expect(new NotApplicable().setReason('Policy only applies to resources of type x').reason).toBe('');
    expect(new NotApplicable().setReason('The stack is empty').reason).toBe('The stack is empty');
  });
});
