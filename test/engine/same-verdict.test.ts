import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './cli';
import { errors, violations } from './events';
import { asLines, expectedViolations, offlinePreview } from './offline';
import { runPulumi } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const packs = [join(root, 'policies')];
const legacyPlant = join(root, 'test/programs/legacy-plant');

describeWithCli('The offline preview and the real engine', (cli) => {
  let azure: AzureProvider;
  beforeAll(async () => {
    azure = await startAzureProvider();
  });
  afterAll(() => azure.stop());

  it.each([
    { program: 'our platform', directory: root, stack: 'dev' },
    { program: 'our platform', directory: root, stack: 'prod' },
    { program: 'the legacy plant', directory: legacyPlant, stack: 'dev' },
    {
      program: 'the legacy plant with levels and exemptions of its own',
      directory: legacyPlant,
      stack: 'dev',
      packConfig: join(legacyPlant, 'dev.policy.json'),
    },
  ])('report the same for $program, stack $stack', async ({ directory, stack, packConfig }) => {
    const offline = await offlinePreview(directory, stack, packConfig);

    const real = await runPulumi(cli, 'preview', {
      directory,
      stack,
      packs,
      ...(packConfig ? { packConfig } : {}),
      providers: { 'azure-native': azure.port, azure: azure.port },
    });

    expect(errors(real.events)).toEqual([]);
    expect(asLines(violations(real.events))).toEqual(asLines(expectedViolations(offline.findings)));
    expect(real.exitCode === 0).toBe(offline.exitCode === 0);
  });
});
