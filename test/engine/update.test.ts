import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from './cli';
import { violations } from './events';
import { runPulumi } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const packs = [join(root, 'policies')];
const rule = 'storage-https-only';

describeWithCli('An update with the policy pack', (cli) => {
  let azure: AzureProvider;
  let folder: string;
  beforeEach(async () => {
    azure = await startAzureProvider();
    folder = mkdtempSync(join(tmpdir(), 'iiot-guard-levels-'));
  });
  afterEach(() => {
    azure.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The program whose storage account learns from another resource's output that it accepts plain HTTP. */
  function lateValue(level: 'mandatory' | 'advisory') {
    const packConfig = join(folder, 'levels.json');
    writeFileSync(packConfig, JSON.stringify({ all: 'disabled', [rule]: level }));
    const directory = join(root, 'test/engine/programs/late-value');
    return { directory, stack: 'test', packs, packConfig, providers: { 'azure-native': azure.port } };
  }

  const createdNames = () => azure.created.map(({ urn }) => urn.split('::').at(-1));
  const telemetry = 'urn:pulumi:test::late-value::azure-native:storage:StorageAccount::telemetry';

  it('stops before a resource whose value, unknown in the preview, breaks a mandatory rule', async () => {
    const preview = await runPulumi(cli, 'preview', lateValue('mandatory'));
    const update = await runPulumi(cli, 'up', lateValue('mandatory'));

    expect(preview.exitCode).toBe(0);
    expect(violations(preview.events)).toMatchObject([{ rule, urn: telemetry, level: 'advisory' }]);
    expect(update.exitCode).not.toBe(0);
    expect(violations(update.events)).toMatchObject([{ rule, urn: telemetry, level: 'mandatory' }]);
    expect(createdNames()).toContain('operator');
    expect(createdNames()).not.toContain('telemetry');
  });

  it('creates the same resource where the rule is advisory', async () => {
    const update = await runPulumi(cli, 'up', lateValue('advisory'));

    expect(update.exitCode).toBe(0);
    expect(violations(update.events)).toMatchObject([{ rule, urn: telemetry, level: 'advisory' }]);
    expect(createdNames()).toContain('telemetry');
  });
});
