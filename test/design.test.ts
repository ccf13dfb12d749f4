import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../policies/src/rule/rule';
import { topics } from '../policies/src/rule/topics';
import { catalogue } from '../policies/src/rules/catalogue';

const root = resolve(__dirname, '..');
const source = join(root, 'policies/src');

/** What each part may depend on, beside itself. Parts that are not named may depend on all. */
const allowed: { readonly [part: string]: readonly string[] } = {
  resources: [],
  rule: ['resources'],
  rules: ['resources', 'rule'],
  evaluate: ['resources', 'rule'],
  sources: ['resources', 'package-root'],
  report: ['resources', 'rule', 'evaluate', 'version'],
  testing: ['resources', 'rule', 'evaluate'],
  // The file of an earlier report may be at fault, which is told like that of any other file.
  threats: ['resources', 'rule', 'evaluate', 'report', 'sources', 'version'],
  crossguard: ['resources', 'rule', 'evaluate', 'report'],
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }));

const imports = (text: string) => [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)'/gms)];

describe('the parts of the package', () => {
  test.each(Object.entries(allowed))('%s depends only on %j', (part, others) => {
    const strays = files
      .filter(({ name }) => name.startsWith(`${part}/`))
      .flatMap(({ name, text }) =>
        imports(text)
          .map(([, , from]) => from ?? '')
          .filter((from) => from.startsWith('.'))
          .map((from) => relative(source, resolve(dirname(join(source, name)), from)).split('/')[0] ?? '')
          .filter((target) => target !== part && !others.includes(target))
          .map((target) => `${name} -> ${target}`),
      );
    expect(strays).toEqual([]);
  });

  test('take nothing from azure-native, which would make the package a hundred times larger', () => {
    const taking = files.filter(({ text }) =>
      imports(text).some(([, , from]) => from?.startsWith('@pulumi/azure')),
    );
    expect(taking.map(({ name }) => name)).toEqual([]);
  });

  test('load the policy SDK in the pack alone, so that nothing else starts an analyzer', () => {
    const loading = files.filter(({ text }) =>
      imports(text).some(([, type, from]) => !type && from?.startsWith('@pulumi/policy')),
    );
    // The guard of unknown values that tests use is a module of its own, which starts nothing.
    expect(loading.map(({ name }) => name).sort()).toEqual(['pack.ts', 'testing/run-rule.ts']);
  });
});

describe('the catalogue', () => {
  test('names every rule once, in kebab case', () => {
    const ids = catalogue.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  test.each(catalogue.map((rule) => [rule.id, rule] as const))(
    '%s can be understood without its code',
    (_id, rule) => {
      expect(rule.title).not.toMatch(/[.!]$/);
      expect(rule.why.length).toBeGreaterThan(40);
      expect(rule.why).toMatch(/\.$/);
      expect(rule.fix.say).toMatch(/\.$/);
      expect(rule.serviceDefault.is).not.toMatch(/\.$/);
      expect(rule.links.length).toBeGreaterThan(0);
      expect(targets(rule).length).toBeGreaterThan(0);
      expect(rule.examples.good.length * rule.examples.bad.length).toBeGreaterThan(0);
      expect(topics[rule.topic].threats.length).toBeGreaterThan(0);
    },
  );
});
