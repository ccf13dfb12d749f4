import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armPath, armShapeOf } from '../../policies/src/resources/arm';
import { classicShapes, shapeOf } from '../../policies/src/resources/classic';
import { normalise } from '../../policies/src/resources/normalise';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import { type Field, translate } from '../../policies/src/resources/shapes';
import { classicTokens } from '../../policies/src/resources/tokens-classic';
import { nativeTokens } from '../../policies/src/resources/tokens-table';
import { deployment, diagnosticSetting } from '../../policies/src/resources/types';
import {
  holdsUnknown,
  isList,
  isObject,
  type Properties,
  UNKNOWN,
  type Value,
} from '../../policies/src/resources/value';
import { readTemplate } from '../../policies/src/sources/files/template';
import { withValue } from '../../policies/src/testing/property-paths';
import { registered } from '../resources/registered';
import { cases, exampleStacks, json, judged, name, placesIn } from './arbitraries';

const native = new Map(nativeTokens);

/** Properties of a type with values at places where a value stands: every spelling can say these. */
const plausible = fc
  // What is on a whole subscription is told by the scope of the deployment elsewhere, which the class has no property for.
  .constantFrom(
    ...exampleStacks
      .flat()
      .filter(({ type }) => native.has(type))
      .filter(({ type, properties }) => type !== diagnosticSetting || 'resourceUri' in properties)
      .filter(({ properties: { scope } }) => typeof scope !== 'string' || scope.includes('/providers/')),
  )
  .chain(({ type, properties }) => {
    // A name becomes a part of a path elsewhere, so it is left as it is.
    const named = armShapeOf(type).names;
    const leaves = placesIn(properties).filter(
      (path) =>
        !named.includes(path) &&
        path !== 'type' &&
        !placesIn(properties).some((other) => isInside(other, path)),
    );
    const change = fc.tuple(
      fc.constantFrom('tags.line', ...leaves),
      fc.constantFrom<Value>(true, false, 'Enabled', 'Disabled', '0.0.0.0/0', UNKNOWN),
    );
    return fc.tuple(
      fc.constant(type),
      fc
        .array(change, { maxLength: 3 })
        .map((changes) => changes.reduce((all, [path, value]) => withValue(all, path, value), properties)),
    );
  });

const isInside = (path: string, around: string): boolean =>
  path.startsWith(`${around}.`) || path.startsWith(`${around}[`);

const tokenOf = (type: ArmType): string => `azure-native:${native.get(type)?.[0]}`;

/** What is not in order with a resource, as rule and outcome; rules on the whole stack compare ids, which spellings write apart. */
const verdicts = (resources: readonly Resource[]): readonly string[] =>
  judged(resources)
    .findings.filter(({ outcome, rule }) => outcome !== 'pass' && !('checkStack' in rule))
    .map(({ rule, outcome }) => `${rule.id} ${outcome}`)
    .sort();

const of = (token: string, properties: Properties) => normalise(registered(token, properties)).resources;

/** A version of every API: some rules know what the service did in older ones. */
const version = 'v20250101';

const pinned = (token: string): string => token.replace(/:([A-Za-z0-9]+)$/, `/${version}:$1`);

/** Other tokens of the class that v3 has for a type: as of now, and of one version. */
function spellings(type: ArmType): {
  readonly plain: readonly string[];
  readonly versioned: readonly string[];
} {
  const names = (native.get(type) ?? []).filter((one) => one !== 'network:InterfaceEndpoint');
  return {
    plain: names.map((one) => `azure-native:${one}`),
    versioned: names.flatMap((one) => {
      const [module = '', name = ''] = one.split(':');
      const generated = `azure-native_${module}_${version}`;
      return [
        pinned(`azure-native:${one}`),
        `${generated}:${module}:${name}`,
        `${generated}:${module}/${version}:${name}`,
      ];
    }),
  };
}

test('every token of azure-native gets the findings of the first', () => {
  fc.assert(
    fc.property(plausible, ([type, properties]) => {
      const { plain, versioned } = spellings(type);
      for (const tokens of [plain, versioned]) {
        const expected = verdicts(of(tokens[0] ?? '', properties));
        for (const token of tokens)
          expect([token, verdicts(of(token, properties))]).toEqual([token, expected]);
      }
    }),
    cases(400),
  );
});

test('the generic resource gets the findings of the class', () => {
  fc.assert(
    fc.property(plausible, ([type, properties]) => {
      // What it extends stands in its path, and not among its properties.
      fc.pre(type !== diagnosticSetting);
      const [namespace = '', ...kinds] = type.split('/');
      const names = namesOf(type, properties);
      const parents = kinds.slice(0, -1).flatMap((kind, index) => [kind, names[index] ?? 'plant']);
      const generic = of('azure-native:resources:Resource', {
        resourceProviderNamespace: namespace,
        resourceType: kinds.at(-1) ?? '',
        parentResourcePath: parents.includes(UNKNOWN) ? UNKNOWN : parents.join('/'),
        resourceName: names.at(-1) ?? 'plant',
        apiVersion: '2025-01-01',
        ...armBody(type, properties),
      });
      if (generic.length > 0)
        expect(verdicts(generic)).toEqual(verdicts(of(pinned(tokenOf(type)), properties)));
    }),
    cases(400),
  );
});

test('a template gets the findings of the class', () => {
  fc.assert(
    fc.property(plausible, ([type, properties]) => {
      fc.pre(!('scope' in properties || [diagnosticSetting, deployment].some((one) => one === type)));
      // Templates have no value that is unknown by itself, and no resource options of Pulumi.
      fc.pre(!holdsUnknown(properties));
      const template = {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources: [
          {
            type,
            apiVersion: '2025-01-01',
            name: namesOf(type, properties).join('/'),
            ...armBody(type, properties),
          },
        ],
      };
      const { resources } = readTemplate({ file: 'plant.json', text: '', json: template }, undefined);
      const own = (found: readonly string[]) => found.filter((one) => !aboutWriting.test(one));
      expect(own(verdicts(resources))).toEqual(own(verdicts(of(pinned(tokenOf(type)), properties))));
    }),
    cases(400),
  );
});

/** Rules on how something is written: resource options of Pulumi, and secrets, which templates show to everybody. */
const aboutWriting = /^pulumi-|-password-not-inline |^kv-secret-value-source /;

/** The names in the path of a resource. */
const namesOf = (type: ArmType, properties: Properties): readonly Value[] =>
  type
    .split('/')
    .slice(1)
    .map((_, index) => properties[armShapeOf(type).names[index] ?? ''] ?? 'plant');

/** The properties as an ARM body spells and nests them. */
function armBody(type: ArmType, properties: Properties): Properties {
  const named = new Set([...armShapeOf(type).names, 'resourceGroupName']);
  const body: { [key: string]: unknown } = {};
  for (const place of placesIn(properties)) {
    const value = valueAt(properties, place);
    const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
    if (isLeaf && !named.has(place)) put(body, armPath(type, place), value ?? null);
  }
  return body as Properties;
}

function put(body: { [key: string]: unknown }, path: string, value: Value): void {
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  let node = body;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    node[step] ??= /^\d+$/.test(steps[index + 1] ?? '') ? [] : {};
    node = node[step] as { [key: string]: unknown };
    // What a text of this name stands for already has no room for more.
    if (typeof node !== 'object') return;
  }
  node[steps.at(-1) ?? ''] = value;
}

function valueAt(properties: Properties, path: string): Value | undefined {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<Value | undefined>(
      (node, step) => (isList(node) ? node[Number(step)] : isObject(node) ? node[step] : undefined),
      properties,
    );
}

describe('the classic provider', () => {
  const token = new Map(classicTokens.map(([type, [first = '']]) => [type, `azure:${first}`]));

  test('gets the findings of the class where it says the same', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        plausible.filter(([type]) => classicShapes.has(type)),
        ([type, properties]) => {
          const name = token.get(type)?.slice('azure:'.length) ?? '';
          const written = toClassic(shapeOf(type, name)?.fields ?? [], properties);
          const [own] = of(token.get(type) ?? '', written).slice(-1);
          if (own === undefined || !isSame(own.properties, properties)) return;
          compared++;
          expect(verdicts([own])).toEqual(verdicts(of(tokenOf(type), properties)));
        },
      ),
      cases(400),
    );
    expect(compared).toBeGreaterThan(40);
  });
});

const isSame = (a: Value, b: Value): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: Value): Value {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** What to write in classic so that the translation gives these properties; leaves out what it has no way to say. */
function toClassic(fields: readonly Field[], properties: Properties): Properties {
  const written: { [key: string]: unknown } = {};
  for (const field of fields) {
    const value = valueAt(properties, field.to);
    const source = value === undefined ? undefined : sourceOf(field, value);
    if (source !== undefined && field.from !== '') put(written, field.from, source);
  }
  return written as Properties;
}

function sourceOf(field: Field, value: Value): Value | undefined {
  const { each, block } = field;
  if (each && isList(value)) return value.map((item) => (isObject(item) ? toClassic(each, item) : item));
  if (block && isObject(value)) return toClassic(block, value);
  const item =
    isList(value) && value.length > 0
      ? value.map((one) => (isObject(one) ? (Object.values(one)[0] ?? null) : one))
      : value;
  return [value, true, false, item].find((given) => {
    const [made] = Object.values(translate([{ ...field, from: 'x', to: 'y' }], { x: given }));
    return made !== undefined && isSame(made, value);
  });
}

test('no properties make a translation fail, whatever the token', () => {
  const tokens = [
    ...nativeTokens.flatMap(([type]) => Object.values(spellings(type)).flat()),
    ...classicTokens.flatMap(([, names]) => names.map((one) => `azure:${one}`)),
    'azure-native:resources:Resource',
    'azure-native:resources:Deployment',
    'azure:core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment',
    'pulumi:pulumi:Stack',
    'pulumi:providers:azure-native',
    'kubernetes:core/v1:Secret',
    '',
  ];
  const fieldNames = [
    ...new Set([...classicShapes.values()].flat().flatMap(({ fields }) => fields.map(({ from }) => from))),
  ];
  const properties = fc.dictionary(
    fc.oneof(fc.constantFrom(...fieldNames, 'properties', 'template'), name),
    json,
    {
      maxKeys: 5,
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...tokens), properties, (token, given) => {
      const { resources } = normalise(registered(token, given));
      expect(judged(resources).findings.filter(({ outcome }) => outcome === 'error')).toEqual([]);
    }),
    cases(2000),
  );
});
