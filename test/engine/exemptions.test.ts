import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './cli';
import { errors, violations } from './events';
import { asLines, expectedViolations, offlinePreview } from './offline';
import { runPulumi } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const program = { directory: join(root, 'test/programs/exemptions'), stack: 'test' };
const rule = 'storage-min-tls';

describeWithCli('Exemptions beside resources in the real engine', (cli) => {
  let azure: AzureProvider;
  beforeAll(async () => {
    azure = await startAzureProvider();
  });
  afterAll(() => azure.stop());

  it.each([
    [
      'count as in the offline preview',
      undefined,
      ['elsewhere', 'expired', 'fault', 'first', 'twin', 'typo'],
      'no rule `storage-min-tsl`; did you mean `storage-min-tls`?',
    ],
    [
      'give way to central ones, which may be over',
      'test/engine/exemptions-central.json',
      ['elsewhere', 'exempt', 'expired', 'first', 'twin', 'typo'],
      'no rule `storage-min-tsl`',
    ],
    [
      'count for nothing where the configuration accepts none',
      'test/engine/exemptions-none.json',
      ['elsewhere', 'exempt', 'expired', 'fault', 'first', 'late', 'property', 'twin', 'twin', 'typo'],
      'accepts none in programs',
    ],
  ])('%s', async (_what, config, blocked, named) => {
    const policyConfig = config === undefined ? {} : { policyConfig: join(root, config) };
    const offline = await offlinePreview(program.directory, program.stack, policyConfig);
    const real = await runPulumi(cli, 'preview', {
      ...program,
      packs: [join(root, 'policies')],
      ...(config === undefined ? {} : { packConfig: join(root, config) }),
      providers: { 'azure-native': azure.port },
    });
    expect(errors(real.events)).toEqual([]);
    const all = violations(real.events);
    const told = all.filter((one) => one.rule === rule);
    const name = ({ urn }: { readonly urn: string }) => urn.replace(/^.*::/, '');
    expect(
      told
        .filter(({ level }) => level === 'mandatory')
        .map(name)
        .sort(),
    ).toEqual(blocked);
    const ours = expectedViolations(offline.findings.filter((one) => one.rule === rule));
    expect(asLines(told)).toEqual(asLines(ours));
    const wrong = all.filter((one) => one.rule === 'exemption-beside-resource');
    expect(wrong.some(({ message }) => message.includes(named))).toBe(true);
  });
});
