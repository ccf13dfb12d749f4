import type { Policies } from '@pulumi/policy';
import { exemptionToken } from '../evaluate/beside';
import { needsStack } from '../evaluate/judge';
import type { ArmType } from '../resources/resource';
import { armTypeOf, classicTypeOf } from '../resources/tokens';
import { deployment, deploymentStack } from '../resources/types';
import { looksAt, type Rule, targets } from '../rule/rule';

/** The messages of the SDK whose contents say which rules can apply. */
interface Messages {
  readonly AnalyzeRequest: { readonly prototype: { getType(): string } };
  readonly AnalyzeStackRequest: {
    readonly prototype: { getResourcesList(): readonly { getType(): string }[] };
  };
  readonly PolicyNotApplicable: { readonly prototype: { setReason(reason: string): unknown } };
}

/** The tokens of the request that the SDK has just opened, until its policies are asked for. */
let opened: readonly string[] | undefined;

/**
 * Notes the type of each request when the SDK reads it, which is the last thing it does before it goes through the policies.
 * Without this, or where a later SDK reads by other means, every policy is asked as before: slower, and the same answers.
 */
export function watchRequests({ AnalyzeRequest, AnalyzeStackRequest, PolicyNotApplicable }: Messages): void {
  const one = AnalyzeRequest.prototype;
  const { getType } = one;
  one.getType = function () {
    const token = getType.call(this);
    opened = [token];
    return token;
  };
  const all = AnalyzeStackRequest.prototype;
  const { getResourcesList } = all;
  all.getResourcesList = function () {
    const resources = getResourcesList.call(this);
    opened = [...new Set(resources.map((resource) => resource.getType()))];
    return resources;
  };
  // That a rule is for another type is said by its name alone: the sentence, hundreds of times for each resource, would be
  // most of the answer.
  const answer = PolicyNotApplicable.prototype;
  const { setReason } = answer;
  answer.setReason = function (reason) {
    return reason.startsWith(otherType) ? this : setReason.call(this, reason);
  };
}

/** How the SDK begins the reason where the type of a policy is not that of the resource (`server.ts`, 1.21). */
const otherType = 'Policy only applies to resources of type';

/**
 * The policies as a list that, gone through for one request, gives a stand-in for each that cannot apply to it. The SDK then
 * says itself that it does not apply, without the work of preparing a call: with hundreds of rules that is most of the time.
 */
export function applicableOnly(policies: Policies, rules: readonly Rule[]): Policies {
  const entries = policies.map((policy, index) => {
    const rule = rules[index];
    return { policy, rule, never: standIn(policy, rule) };
  });
  const answers = new Map<string, ReadonlySet<Rule> | 'any'>();
  const about = (token: string) => {
    let answer = answers.get(token);
    if (!answer) {
      answer = rulesAbout(token, rules);
      answers.set(token, answer);
    }
    return answer;
  };
  const list = [...policies];
  const chosen = () => {
    const tokens = opened;
    opened = undefined;
    if (!tokens) return policies;
    const sets = tokens.map(about);
    if (sets.includes('any')) return policies;
    return entries.map(({ policy, rule, never }) => {
      // What is no rule's policy takes in exemptions.
      const applies = rule
        ? sets.some((set) => set === 'any' || set.has(rule))
        : tokens.includes(exemptionToken);
      return applies ? policy : never;
    });
  };
  Object.defineProperty(list, Symbol.iterator, { value: () => chosen().values(), enumerable: false });
  return list;
}

/** A policy with the same name and level, of a type that no request has. */
function standIn(policy: Policies[number], rule: Rule | undefined): Policies[number] {
  const type = rule ? targets(rule).join(', ') : 'another type';
  const never = Object.assign(() => {}, { __pulumiType: type });
  if (rule && needsStack(rule)) return { ...policy, validateStack: never } as Policies[number];
  return { ...policy, validateResource: never, remediateResource: never } as Policies[number];
}

/** The rules that can apply to resources of a token; `any` where that depends on more than the token. */
function rulesAbout(token: string, rules: readonly Rule[]): ReadonlySet<Rule> | 'any' {
  const types = typesOf(token);
  if (types === 'any') return 'any';
  return new Set(rules.filter((rule) => types.some((type) => looksAt(rule, type))));
}

function typesOf(token: string): readonly ArmType[] | 'any' {
  const named = armTypeOf(token);
  if (named) return named.type === deployment || named.type === deploymentStack ? 'any' : [named.type];
  // What is made of such a resource depends on its properties, or is more than one.
  if (classicTypeOf(token) || /^(?:azure|pulumi)/.test(token)) return 'any';
  return [];
}
