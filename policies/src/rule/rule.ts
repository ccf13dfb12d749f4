import type { ArmType, NotEvaluated, Resource } from '../resources/resource';
import { everyType } from '../resources/types';
import type { Properties, Value } from '../resources/value';
import type { Condition } from './conditions';
import type { Reading } from './reading';
import type { RuleSet } from './rule-sets';
import type { Topic } from './topics';

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The kinds of protection, as the rule catalogue groups them. */
export const ruleClasses = [
  'secure-transfer',
  'encryption-at-rest',
  'network',
  'identity',
  'data-protection',
  'monitoring',
  'threat-detection',
  'supply-chain',
] as const;
export type RuleClass = (typeof ruleClasses)[number];

/** A control of a framework, as `namespace:id` (`mcsb:DP-3`, `iec33:SR4.1`). */
export type Control = `${string}:${string}`;

/** An option that users may set in the rule's own policy configuration. */
export type Option = { readonly description: string } & (
  | {
      readonly type: 'integer';
      readonly default: number;
      readonly minimum?: number;
      readonly maximum?: number;
    }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'array'; readonly items: 'string'; readonly default: readonly string[] }
  | { readonly type: 'string'; readonly enum: readonly string[]; readonly default: string }
);

/** The value of each option, defaults filled in. */
export type OptionValues = { readonly [name: string]: number | boolean | string | readonly string[] };

/** How to satisfy the rule. */
export interface Fix {
  /** What to write instead, as one instruction: "Set `minimumTlsVersion` to `TLS1_2`." */
  readonly say: string;
  /** Whether Azure replaces the resource (and so its data) when the fix is applied to an existing one. */
  readonly replaces: boolean;
  /**
   * The one value to write at the property, for a rule whose fix is always that: what the level `remediate` sets. Only for
   * rules on one path without condition on others, and never where Azure replaces the resource.
   */
  readonly value?: Value;
}

/** The checks of other tools for the same thing, by their own ids. */
export interface Peers {
  readonly checkov?: readonly string[];
  readonly psrule?: readonly string[];
  /** Whole GUIDs of built-in definitions. */
  readonly azurePolicy?: readonly string[];
  readonly kics?: readonly string[];
  readonly trivy?: readonly string[];
}

/**
 * What the service does where the property is not written.
 * `source` is the page or API version that says so; without one the statement is marked as not confirmed.
 */
export interface ServiceDefault {
  readonly is: string;
  readonly source?: string;
}

/** A resource as a rule's example gives it: the properties of its target type, or whole resources for a stack rule. */
export interface Example {
  readonly properties?: Properties;
  readonly resources?: readonly ExampleResource[];
  /** The property paths at which a bad example must be reported. All reported ones are accepted when left out. */
  readonly at?: readonly string[];
  /** Options to run the example with. */
  readonly options?: OptionValues;
  /** The API version the resource is pinned to, where the rule depends on it. */
  readonly apiVersion?: string;
  /** How the program registered the resource, where the rule depends on that. */
  readonly facts?: ResourceFacts;
}

/** What a program says about a resource beside its properties, for examples and tests. */
export type ResourceFacts = Partial<
  Pick<
    Resource,
    | 'token'
    | 'protect'
    | 'retainOnDelete'
    | 'ignoreChanges'
    | 'importId'
    | 'provider'
    | 'parent'
    | 'secretTexts'
  >
>;

/** A resource of a stack example. `uses` names the resources each top-level property was computed from. */
export interface ExampleResource {
  readonly type: ArmType;
  readonly name: string;
  readonly properties: Properties;
  readonly uses?: { readonly [property: string]: readonly string[] };
  readonly apiVersion?: string;
  readonly facts?: ResourceFacts;
}

/** What every rule has, whatever way it is evaluated. */
export interface RuleFacts {
  /** Kebab case, subject then condition; never reused. Also the name of the CrossGuard policy. */
  readonly id: string;
  /** What must hold, as a sentence without full stop: "Storage accounts refuse TLS below 1.2". */
  readonly title: string;
  /** The rule kind of the crosswalk; controls, threats and STRIDE letters follow from it. */
  readonly topic: Topic;
  readonly class: RuleClass;
  readonly severity: Severity;
  readonly target: ArmType | readonly ArmType[];
  /** Why it matters to a plant or fleet, in one or two sentences. */
  readonly why: string;
  readonly fix: Fix;
  /** What the service does when nothing is written. */
  readonly serviceDefault: ServiceDefault;
  /** Pages where the service documents the property. */
  readonly links: readonly string[];
  /** What other tools check for the same; left out where none does. */
  readonly peers?: Peers;
  /** The rule set in which the rule appeared; the first one where left out. */
  readonly since?: RuleSet;
  /** Ids that the rule had before. A configuration may still use them. */
  readonly formerIds?: readonly string[];
  /** Advisory in `standard` whatever its class: the fix costs money, another SKU or a new resource. */
  readonly advisory?: true;
  /** Controls and threats that replace those of the topic. */
  readonly controls?: readonly Control[];
  readonly threats?: readonly string[];
  readonly options?: { readonly [name: string]: Option };
  /** Options that the `strict` profile sets, for rules that ask for nothing by default. */
  readonly strict?: OptionValues;
  /** False where an exemption is never accepted. */
  readonly exemptible?: false;
  /** True where findings name resource options, or paths as the program writes them: nothing is to be translated. */
  readonly namesOptions?: true;
  /** True where the value is an enum or number that can be shown: never for texts that may carry a secret. */
  readonly printable?: true;
  readonly examples: { readonly good: readonly Example[]; readonly bad: readonly Example[] };
}

/** A rule that needs nothing but one condition on one or more property paths. */
export interface PropertyRule extends RuleFacts {
  readonly property: string | readonly string[];
  readonly pass: Condition | ((options: OptionValues) => Condition);
  /** The verdict where nothing is written at the path. */
  readonly whenAbsent: 'pass' | 'fail';
  /** The verdict where the block or list around it is missing; `whenAbsent` when left out. */
  readonly whenBlockAbsent?: 'pass' | 'fail';
  /** Further conditions under which the rule applies at all: each must hold. */
  readonly when?: readonly Precondition[];
  /** A boolean option without which the rule asks for nothing. */
  readonly demandedBy?: string;
  /** What the rule accepted before it became stricter, so that a user of an earlier rule set is not blocked by the change. */
  readonly stricterSince?: { readonly set: RuleSet; readonly passed: Condition };
}

/** A condition that decides whether a rule applies. An unknown value makes the rule's outcome unknown. */
export interface Precondition {
  readonly property: string;
  readonly is: Condition;
  /** Whether it holds where nothing is written. */
  readonly whenAbsent: boolean;
}

/** A rule that needs logic. It reads through `view`, so that an unknown stays an outcome. */
export interface CheckRule extends RuleFacts {
  /** The paths it reads, for documentation and for the tests of unknown values; none for what is no property. */
  readonly property: string | readonly string[];
  readonly check: (view: ResourceView, options: OptionValues) => readonly Verdict[];
  /**
   * True where it looks at what a value was computed from (`propertyDependencies`). The engine tells a policy pack of that
   * only together with the whole stack, so the pack judges the rule then.
   */
  readonly readsOrigins?: true;
}

/** A rule that relates resources. `target` is the type that findings are reported on. */
export interface StackRule extends RuleFacts {
  /** The types it relates to the target; they count as evaluated. */
  readonly relates: readonly ArmType[];
  readonly property: string | readonly string[];
  readonly checkStack: (subject: Resource, stack: StackView, options: OptionValues) => readonly Verdict[];
}

export type Rule = PropertyRule | CheckRule | StackRule;

/** What one rule found at one property path. No verdict at all means that the rule does not apply. */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly property: string;
  /** What is wrong, in one sentence that names no property value. Made from the rule where left out. */
  readonly message?: string;
  /** The rule set in which this became a fault, where that is later than the rule: advisory under an earlier one. */
  readonly since?: RuleSet;
}

/** One resource as a rule sees it. */
export interface ResourceView {
  readonly resource: Resource;
  /** All readings at a path, as `read` gives them. */
  readonly all: (path: string) => readonly Reading[];
  /** The reading at a path without `[]` or `*`. */
  readonly one: (path: string) => Reading;
}

/** A resource that points at another one, or (where the value is unknown) may. */
export interface Referring {
  readonly resource: Resource;
  readonly answer: 'yes' | 'maybe';
}

/** The whole stack as a rule sees it. */
export interface StackView {
  /** All of them, with the fragments. */
  readonly resources: readonly Resource[];
  /** All resources of a type, in the order of their registration; without fragments. */
  readonly ofType: (type: ArmType) => readonly Resource[];
  /**
   * Whether a value points at a resource: `yes` where the property was computed from it or holds its id, `maybe` where
   * the value is unknown and nothing tells what it was computed from, otherwise `no`.
   */
  readonly refersTo: (from: Resource, path: string, to: Resource) => 'yes' | 'no' | 'maybe';
  /**
   * The resources of a type that point, or may point, at a resource from one of the paths: those for which `refersTo` is not
   * `no`. Fast however many there are, so a rule uses this to look for companions.
   */
  readonly referring: (type: ArmType, paths: readonly string[], to: Resource) => readonly Referring[];
  /** The other way round: the resources of a type that a path of one resource points at, or may point at. Fast as well. */
  readonly referred: (from: Resource, path: string, type: ArmType) => readonly Referring[];
  /** The resources of a type that were registered as children of a resource, or are a block of it. */
  readonly childrenOf: (parent: Resource, type: ArmType) => readonly Resource[];
  /** The resource with a URN, fragments left out; undefined where the stack has none. */
  readonly find: (urn: string) => Resource | undefined;
  readonly view: (resource: Resource) => ResourceView;
  readonly notEvaluated: readonly NotEvaluated[];
}

/** Gives a record its type, and nothing else. */
export function defineRule(rule: PropertyRule): PropertyRule;
export function defineRule(rule: CheckRule): CheckRule;
export function defineRule(rule: StackRule): StackRule;
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** The types a rule targets, as a list. */
export function targets(rule: RuleFacts): readonly ArmType[] {
  return typeof rule.target === 'string' ? [rule.target] : rule.target;
}

/** Whether a rule is about resources of a type, however it is spelled. A rule for every type means those in Azure. */
export function looksAt(rule: RuleFacts, type: string): boolean {
  const lower = type.toLowerCase();
  return targets(rule).some((target) =>
    target === everyType ? !lower.startsWith('pulumi/') : target.toLowerCase() === lower,
  );
}

/** The property paths a rule reads, as a list. */
export function paths(rule: Rule): readonly string[] {
  return typeof rule.property === 'string' ? [rule.property] : rule.property;
}
