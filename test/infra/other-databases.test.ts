import { describe, expect, it, vi } from 'vitest';
import type { PreviewResult } from '../../policies/src/sources/preview';
import { blocking, policyOf } from './judged';
import { flipped, flipsOf, isSilent, silent, typeOf, written } from './unsafe-flips';
import { previewedVariant } from './variants';

vi.setConfig({ testTimeout: 120_000 });

const databases = ['cosmos', 'postgresql', 'sql', 'data-explorer'] as const;
type Database = (typeof databases)[number];

/** Environments as different as there are, each a stack of ours or one with something more. */
const environments = {
  dev: { stack: 'dev', settings: {} },
  prod: { stack: 'prod', settings: {} },
  'prod with a second region': { stack: 'prod', settings: { secondRegion: 'westeurope' } },
  'prod-sovereign': { stack: 'prod-sovereign', settings: {} },
} as const;
type Environment = keyof typeof environments;

const done = new Map<string, Promise<PreviewResult>>();

function previewed(database: Database, environment: Environment): Promise<PreviewResult> {
  const { stack, settings } = environments[environment];
  const key = `${database} ${environment}`;
  const result =
    done.get(key) ??
    previewedVariant(stack, {
      database,
      alertEmails: ['operations@example.com'],
      ...settings,
    });
  done.set(key, result);
  return result;
}

const everywhere = databases.flatMap((database) =>
  (Object.keys(environments) as Environment[])
    // The stacks as they are, all with Cosmos DB, have tests of their own.
    .filter((environment) => database !== 'cosmos' || environment === 'prod with a second region')
    .map((environment) => [database, environment] as const),
);

describe.each(everywhere)('database %s in %s', (database, environment) => {
  it('breaks no rule of the strictest profile', async () => {
    const { resources } = await previewed(database, environment);
    expect([...blocking(resources, policyOf(environments[environment].stack, database))]).toEqual([]);
  });
});

/** Copies in the second region, by type; Data Explorer has no way to make one. */
const copies: readonly (readonly [Database, readonly string[]])[] = [
  ['cosmos', []],
  ['postgresql', ['dbforpostgresql:Server', 'keyvault:Vault', 'eventgrid:SystemTopic']],
  ['sql', ['sql:Server']],
  ['data-explorer', []],
];

describe.each(copies)('a copy of database %s', (database, types) => {
  const outside = async (environment: Environment, region: string) =>
    (await previewed(database, environment)).resources
      .filter(({ properties: { location } }) => location !== undefined && location !== region)
      .filter(({ properties: { location } }) => location !== 'global')
      .map(typeOf);

  it('lies in the second region, if there is one', async () => {
    expect(await outside('prod with a second region', 'northeurope')).toEqual(
      expect.arrayContaining([...types]),
    );
  });

  it('is made nowhere if data has to stay', async () => {
    expect(await outside('prod-sovereign', 'germanywestcentral')).toEqual([]);
  });
});

describe.each(databases.slice(1))('a planned setting of database %s', (database) => {
  it('that is flipped to its unsafe value is stopped by a rule', async () => {
    const { resources } = await previewed(database, 'prod with a second region');
    const config = policyOf('prod', database);
    const own = resources.filter((resource) => /^(dbforpostgresql|sql|kusto):/.test(typeOf(resource)));
    const flips = own.flatMap(flipsOf);
    const types = new Set(own.map(typeOf));
    const before = blocking(resources, config);
    const passing = flips.filter((flip) => {
      const after = blocking(
        resources.map((one) => (one === flip.resource ? flipped(flip) : one)),
        config,
      );
      return ![...after].some((finding) => !before.has(finding)) && !isSilent(flip);
    });
    expect(passing.map(written).sort()).toEqual([]);
    const needed = new Set(flips.map(isSilent));
    const stale = silent.filter((one) => types.has(one.type) && !needed.has(one));
    expect(stale.map(({ type, path }) => `${type} ${path}`)).toEqual([]);
  });
});
