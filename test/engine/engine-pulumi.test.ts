import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './cli';
import { guard, offlinePreview } from './offline';
import { initialised } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

describeWithCli('iiot-guard preview --engine pulumi', (cli) => {
  const scratch = mkdtempSync(join(tmpdir(), 'iiot-guard-user-'));
  const directory = join(scratch, 'plant');
  let azure: AzureProvider;
  beforeAll(async () => {
    azure = await startAzureProvider();
    mkdirSync(directory);
    cpSync(join(root, 'test/programs/typescript-plant'), directory, { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction');
  });
  afterAll(() => {
    azure.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('finds with the real engine what the offline preview finds', async () => {
    const env = await initialised(
      cli,
      { directory, stack: 'dev', providers: { 'azure-native': azure.port } },
      scratch,
    );
    const path = [dirname(cli.binary), env.PATH].join(':');
    const real = await guard(
      ['preview', directory, '--stack', 'dev', '--engine', 'pulumi'],
      {},
      { ...env, PATH: path },
    );
    const offline = await offlinePreview(directory, 'dev');
    const lines = ({ findings }: typeof real) =>
      findings
        .filter(({ outcome }) => outcome !== 'pass')
        .map(
          ({ rule, outcome, level, property, resource }) =>
            `${rule} ${outcome} ${level} ${resource.name} ${property}`,
        )
        .sort();
    expect(lines(real)).toEqual(lines(offline));
    expect([real.exitCode, offline.exitCode]).toEqual([1, 1]);
    expect(real.everything).not.toContain('canary');
  });
});
