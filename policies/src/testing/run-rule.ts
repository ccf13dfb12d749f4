import * as proxy from '@pulumi/policy/proxy';
import { evaluate } from '../evaluate/evaluate';
import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { ArmType, Resource } from '../resources/resource';
import { everyType, storageAccount } from '../resources/types';
import { isUnknown, type Properties, UNKNOWN, type Value } from '../resources/value';
import { type Example, type OptionValues, type ResourceFacts, type Rule, targets } from '../rule/rule';
import { levelIn, optionsIn } from '../rule/settings';
import { withValue } from './property-paths';

/** What can be said about a resource beside its properties. */
export interface ResourceOptions {
  /** The names of the resources that each top-level property was computed from. */
  readonly uses?: { readonly [property: string]: readonly string[] };
  /** The API version its token pins. */
  readonly apiVersion?: string | undefined;
  /** Property paths whose values exist only after deployment. */
  readonly unknown?: readonly string[];
  /** Property paths that the program marks as secret: rules see their values, reports must not show them. */
  readonly secret?: readonly string[];
  /** How the program registered it: token, protection, ignored changes. */
  readonly facts?: ResourceFacts | undefined;
}

/** What a rule is run with beside its resources. */
export interface RunSettings {
  readonly options?: OptionValues;
  readonly exemptions?: readonly Exemption[];
  /** The day of the run; decides whether an exemption has expired. */
  readonly now?: Date;
}

/** The SDK's module that guards unknown values, whose typings it keeps to itself (`@pulumi/policy` 1.21). */
const { unknownCheckingProxy } = proxy as unknown as {
  readonly unknownCheckingProxy: (properties: Properties) => { readonly __getSpecialProxyTarget: Properties };
};

/**
 * Builds one resource as the engine hands it to a rule in a preview: behind the SDK's own guard of unknown values, of
 * which the rules are given what is behind it, so that each value is read on its own.
 */
export function resource(
  type: ArmType,
  name: string,
  properties: Properties,
  options: ResourceOptions = {},
): Resource {
  const { uses = {}, apiVersion, unknown = [], secret = [], facts = {} } = options;
  const propertyDependencies = Object.fromEntries(
    Object.entries(uses).map(([property, names]) => [property, names.map(urnOf)]),
  );
  const given = unknown.reduce((all, path) => withValue(all, path, UNKNOWN), properties);
  return {
    urn: urnOf(name),
    name,
    token: `example:${type}`,
    type,
    custom: true,
    properties: unknownCheckingProxy(given).__getSpecialProxyTarget,
    propertyDependencies,
    dependencies: Object.values(propertyDependencies).flat(),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...facts,
    ...(secret.length === 0 ? {} : { secretTexts: secret.flatMap((path) => textsAt(given, path)) }),
  };
}

/** The resource as it is in the update that follows the preview: with a value for each path that was unknown. */
export function deployed(previewed: Resource, values: { readonly [path: string]: Value }): Resource {
  const properties = Object.entries(values).reduce(
    (all, [path, value]) => withValue(all, path, value),
    previewed.properties,
  );
  return { ...previewed, properties };
}

const urnOf = (name: string) => `urn:pulumi:example::example::example::${name}`;

function textsAt(properties: Properties, path: string): readonly string[] {
  let value: Value | undefined = properties;
  for (const step of path.split('.')) value = (value as Properties | undefined)?.[step];
  return typeof value === 'string' && !isUnknown(value) ? [value] : [];
}

/** The resources of a rule's example. */
export function resourcesOf(rule: Rule, example: Example): readonly Resource[] {
  const { apiVersion, facts, properties = {}, resources } = example;
  if (resources)
    return resources.map(({ type, name, uses = {}, ...one }) =>
      resource(type, name, one.properties, { uses, apiVersion: one.apiVersion, facts: one.facts }),
    );
  return targets(rule).map((type) =>
    resource(type === everyType ? anyType : type, 'example', properties, { apiVersion, facts }),
  );
}

/** What an example of a rule for any type is of, where it does not say. */
const anyType = storageAccount;

/**
 * Runs one rule as the engine would, at its level of the `standard` profile, and gives its findings, passes included.
 *
 * @example
 * const before = resource(storageAccount, 'data', {}, { unknown: ['minimumTlsVersion'] });
 * runRule(storageMinTls, [before]);                                              // unknown, in the preview
 * runRule(storageMinTls, [deployed(before, { minimumTlsVersion: 'TLS1_0' })]);   // fail, in the update
 */
export function runRule(
  rule: Rule,
  resources: readonly Resource[],
  settings: RunSettings = {},
): readonly Finding[] {
  const { options, exemptions = [], now = new Date() } = settings;
  const level = levelIn('standard', rule);
  return evaluate(
    [rule],
    resources,
    () => ({ level, options: optionsIn('standard', rule, options), exemptions }),
    { now, passes: true },
  ).findings;
}

/** Runs a rule on one of its own examples. */
export function runExample(rule: Rule, example: Example, settings: RunSettings = {}): readonly Finding[] {
  return runRule(rule, resourcesOf(rule, example), {
    ...(example.options ? { options: example.options } : {}),
    ...settings,
  });
}
