import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neverPrinted } from '../programs/legacy-plant/expected';
import { root } from './cli';
import { violations } from './events';
import { asLines, expectedViolations, guard } from './offline';
import { analyzeState, deployedState } from './run-pulumi';
import { startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const pack = join(root, 'policies');

describeWithCli('pulumi policy analyze and iiot-guard check, on the state of the legacy plant,', (cli) => {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-state-'));
  const file = join(folder, 'state.json');
  beforeAll(async () => {
    const azure = await startAzureProvider();
    const state = await deployedState(cli, {
      directory: join(root, 'test/programs/legacy-plant'),
      stack: 'dev',
      providers: { 'azure-native': azure.port, azure: azure.port },
    });
    azure.stop();
    writeFileSync(file, state);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['as they are', undefined],
    ['under a policy configuration', join(root, 'test/engine/legacy-plant-levels.json')],
  ])('give the same findings, %s', async (_how, policyConfig) => {
    const engine = await analyzeState(cli, file, pack, policyConfig);
    const ours = await guard(['check', file], policyConfig ? { policyConfig } : {});
    expect(asLines(violations(engine.events))).toEqual(asLines(expectedViolations(ours.findings)));
    expect(engine.exitCode === 0).toBe(ours.exitCode === 0);
    for (const secret of neverPrinted) expect(engine.stdout + ours.everything).not.toContain(secret);
  });
});
