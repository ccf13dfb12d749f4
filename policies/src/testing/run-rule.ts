import { evaluate } from '../evaluate/evaluate';
import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { ArmType, Resource } from '../resources/resource';
import type { Properties } from '../resources/value';
import { type Example, type OptionValues, type Rule, targets } from '../rule/rule';
import { levelIn, optionsIn } from '../rule/settings';

/** What a rule is run with beside its resources. */
export interface RunSettings {
  readonly options?: OptionValues;
  readonly exemptions?: readonly Exemption[];
  /** The day of the run; decides whether an exemption has expired. */
  readonly now?: Date;
}

/** Builds one resource as a preview would have it. `uses` gives the names of the resources a property came from. */
export function resource(
  type: ArmType,
  name: string,
  properties: Properties,
  uses: { readonly [property: string]: readonly string[] } = {},
  apiVersion?: string,
): Resource {
  const propertyDependencies = Object.fromEntries(
    Object.entries(uses).map(([property, names]) => [property, names.map(urnOf)]),
  );
  return {
    urn: urnOf(name),
    name,
    token: `example:${type}`,
    type,
    custom: true,
    properties,
    propertyDependencies,
    dependencies: Object.values(propertyDependencies).flat(),
    ...(apiVersion === undefined ? {} : { apiVersion }),
  };
}

const urnOf = (name: string) => `urn:pulumi:example::example::example::${name}`;

/** The resources of a rule's example. */
export function resourcesOf(rule: Rule, example: Example): readonly Resource[] {
  if (example.resources) {
    return example.resources.map(({ type, name, properties, uses, token }) => ({
      ...resource(type, name, properties, uses),
      ...(token === undefined ? {} : { token }),
    }));
  }
  return targets(rule).map((type) =>
    resource(type, 'example', example.properties ?? {}, {}, example.apiVersion),
  );
}

/**
 * Runs one rule as the engine would, at its level of the `standard` profile, and gives its findings, passes included.
 *
 * @example
 * const findings = runRule(storageMinTls, [resource(storageAccount, 'data', { minimumTlsVersion: 'TLS1_0' })]);
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
    now,
  ).findings;
}

/** Runs a rule on one of its own examples. */
export function runExample(rule: Rule, example: Example, settings: RunSettings = {}): readonly Finding[] {
  return runRule(rule, resourcesOf(rule, example), {
    ...(example.options ? { options: example.options } : {}),
    ...settings,
  });
}
