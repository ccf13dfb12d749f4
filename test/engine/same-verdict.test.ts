import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neverPrinted } from '../programs/legacy-plant/expected';
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

  async function bothPreviews(directory: string, stack: string, packConfig?: string) {
    const offline = await offlinePreview(directory, stack, packConfig ? { policyConfig: packConfig } : {});
    const real = await runPulumi(cli, 'preview', {
      directory,
      stack,
      packs,
      ...(packConfig ? { packConfig } : {}),
      providers: { 'azure-native': azure.port, azure: azure.port },
    });
    expect(errors(real.events)).toEqual([]);
    for (const secret of neverPrinted) {
      expect(violations(real.events).filter(({ message }) => message.includes(secret))).toEqual([]);
    }
    return { offline, real };
  }

  it.each([
    { program: 'our platform', directory: root, stack: 'dev', levels: 'stacks/dev.policy.json' },
    { program: 'our platform', directory: root, stack: 'prod', levels: 'stacks/prod.policy.json' },
    {
      program: 'our platform',
      directory: root,
      stack: 'prod-sovereign',
      levels: 'stacks/prod-sovereign.policy.json',
    },
    { program: 'the legacy plant', directory: legacyPlant, stack: 'dev', levels: '' },
    {
      program: 'the legacy plant with a level, a disabled rule and an exemption of its own',
      directory: legacyPlant,
      stack: 'dev',
      levels: 'test/engine/legacy-plant-levels.json',
    },
  ])('report the same violations for $program, stack $stack', async ({ directory, stack, levels }) => {
    const config = join(root, levels);
    const hasLevels = levels !== '' && existsSync(config);
    const { offline, real } = await bothPreviews(directory, stack, hasLevels ? config : undefined);

    // The key of an encrypted setting is known to the engine alone: offline a placeholder stands for it.
    const told = violations(real.events).filter(
      ({ rule, urn }) => !(rule === 'pulumi-no-plain-secrets' && urn.endsWith('::plant-hub')),
    );
    expect(asLines(told)).toEqual(asLines(expectedViolations(offline.findings)));
    expect(real.exitCode === 0).toBe(offline.exitCode === 0);
  });

  // A provider's function is answered by the cloud. The real engine asks it, the offline preview has nobody to ask.
  it('differ only where a login is needed, and there offline says unknown instead of passing', async () => {
    const program = join(root, 'test/engine/programs/login-needed');
    const { offline, real } = await bothPreviews(program, 'test');
    const place = ({ rule, urn }: { readonly rule: string; readonly urn: string }) => `${rule} ${urn}`;

    const engine = violations(real.events);
    const ours = expectedViolations(offline.findings);
    const blocking = asLines(engine.filter(({ level }) => level === 'mandatory'));
    expect(ours.map(place)).toEqual(expect.arrayContaining(engine.map(place)));
    expect(blocking).toEqual(
      expect.arrayContaining([...asLines(ours.filter(({ level }) => level === 'mandatory'))]),
    );
    expect(engine.map(place)).toContainEqual(expect.stringMatching(/^kv-purge-protection .*::vault$/));
  });
});
