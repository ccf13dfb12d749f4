import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { namingRules } from '../../infra/naming-rules';
import { normalise } from '../../policies/src/resources/normalise';
import type { RegisteredResource } from '../../policies/src/resources/resource';
import { type PreviewResult, preview } from '../../policies/src/sources/preview';
import { offlinePreview } from '../engine/offline';

const root = join(__dirname, '..', '..');
const program = (name: string) => join(root, 'test/programs', name);

const tagged = ({ properties }: RegisteredResource) =>
  typeof properties.tags === 'object' && properties.tags !== null && 'costCentre' in properties.tags;
const ofAzure = ({ token, custom }: RegisteredResource) => custom && token.startsWith('azure-native:');

describe('two platforms in one program', () => {
  let found: PreviewResult;
  let under: (name: string) => readonly RegisteredResource[];
  beforeAll(async () => {
    found = await preview({ directory: program('reuse-platform'), stack: 'dev' });
    const parents = new Map(found.resources.map((resource) => [resource.urn, resource.parent]));
    const isUnder = (urn: string | undefined, name: string): boolean =>
      urn !== undefined && (urn.endsWith(`SecureIotPlatform::${name}`) || isUnder(parents.get(urn), name));
    under = (name) => found.resources.filter(({ urn }) => isUnder(urn, name));
  });

  it('share no name and leave nothing outside of themselves', () => {
    const urns = found.resources.map(({ urn }) => urn);
    expect(new Set(urns).size).toBe(urns.length);
    const inAzure = found.resources.filter(ofAzure);
    expect(under('plant-7').filter(ofAzure).length + under('plant-8').filter(ofAzure).length).toBe(
      inAzure.length,
    );
    for (const { name } of under('plant-7')) expect(name).toMatch(/^plant-?7/);
    for (const { name } of under('plant-8')) expect(name).toMatch(/^plant-?8/);
  });

  it('use the provider that is passed, each its own', () => {
    expect(
      new Set(
        under('plant-8')
          .filter(ofAzure)
          .map(({ provider }) => provider?.includes('::plants-south::')),
      ),
    ).toEqual(new Set([true]));
    expect(under('plant-7').filter(({ provider }) => provider?.includes('::plants-south::'))).toEqual([]);
  });

  it('accept a transformation, which reaches everything in one and nothing in the other', () => {
    const taggable = under('plant-8').filter(({ properties }) => properties.tags !== undefined);
    expect(taggable.length).toBeGreaterThan(30);
    expect(taggable.filter((resource) => !tagged(resource))).toEqual([]);
    expect(under('plant-7').filter(tagged)).toEqual([]);
  });

  it('have the names and the environment that they are given', () => {
    const group = (plant: string) => under(plant).find(({ token }) => token.endsWith(':ResourceGroup'));
    expect(group('plant-7')?.properties.tags).toMatchObject({
      environment: 'plant-7',
      owner: 'plant-7-operations',
    });
    expect(group('plant-8')?.properties).toMatchObject({
      resourceGroupName: 'contosoplant8-rg',
      tags: { environment: 'production' },
    });
    for (const { token, name, properties } of under('plant-7')) {
      const rule = namingRules[token];
      if (rule) expect(String(properties[rule.input] ?? `${name}0123abcd`)).toMatch(rule.form);
    }
  });

  it('break no rule beyond the exemptions of the program', async () => {
    const directory = program('reuse-platform');
    const policyConfig = join(directory, 'policy.json');
    const { findings, exitCode } = await offlinePreview(directory, 'dev', { policyConfig });
    expect(findings.filter(({ blocking }) => blocking).map(({ rule }) => rule)).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

describe('each component alone', () => {
  let resources: readonly RegisteredResource[];
  beforeAll(async () => {
    ({ resources } = await preview({ directory: program('reuse-components'), stack: 'dev' }));
  });

  it('uses the provider and the transformation that are passed', () => {
    const inAzure = resources.filter(ofAzure);
    expect(inAzure.length).toBeGreaterThan(30);
    expect(
      inAzure.filter(({ provider }) => !provider?.includes('::plants::')).map(({ name }) => name),
    ).toEqual([]);
    const taggable = inAzure.filter(({ properties }) => properties.tags !== undefined);
    expect(taggable.filter((resource) => !tagged(resource)).map(({ name }) => name)).toEqual([]);
  });

  it('is the parent of all that it makes, and passes protection on', () => {
    for (const { parent, token, protect, urn } of resources.filter(ofAzure)) {
      expect(parent).toContain('iiot-guard:infra:');
      if (/:(Vault|Key|StorageAccount|DatabaseAccount|IotHubResource|Workspace)::/.test(`${token}::`)) {
        expect([urn, protect]).toEqual([urn, true]);
      }
    }
  });

  it('can be judged', () => {
    expect(resources.filter(ofAzure).flatMap((resource) => normalise(resource).notEvaluated)).toEqual([]);
  });

  it('is tried here or in a test of its own', () => {
    const files = (folder: string) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8'));
    const components = files('infra').flatMap((text) =>
      [...text.matchAll(/export class (\w+)(?:<.*>)? extends pulumi\.ComponentResource/g)].map(
        ([, name = '']) => name,
      ),
    );
    const uses = [...files('test/infra'), ...files('test/programs/reuse-components')].join('\n');
    expect(components.length).toBeGreaterThan(15);
    expect(components.filter((name) => !uses.includes(`new ${name}(`))).toEqual([]);
  });

  it('registers its outputs', () => {
    for (const name of readdirSync(join(root, 'infra'))) {
      const text = name.endsWith('.ts') ? readFileSync(join(root, 'infra', name), 'utf8') : '';
      const classes = text.match(/extends pulumi\.ComponentResource/g)?.length ?? 0;
      const registering = text.match(/this\.registerOutputs\(/g)?.length ?? 0;
      expect([name, registering]).toEqual([name, classes]);
    }
  });
});
