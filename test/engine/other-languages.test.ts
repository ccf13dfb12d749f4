import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Language } from './cli';
import { root } from './cli';
import { errors, type Violation, violations } from './events';
import { asLines, expectedViolations, type OfflineRun, offlinePreview } from './offline';
import { runPulumi } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const languages: readonly Language[] = ['yaml', 'python'];
const programs = join(root, 'test/programs');

/** The violations of a plant, without the name of its project, which is all in which the programs differ. */
const told = (found: readonly Omit<Violation, 'message'>[]) =>
  asLines(found.map((one) => ({ ...one, urn: one.urn.replace(/\w+-plant/g, 'plant') })));

for (const language of languages) {
  describeWithCli(
    `The pack on a program in ${language}`,
    (cli) => {
      let azure: AzureProvider;
      let twin: OfflineRun;
      beforeAll(async () => {
        azure = await startAzureProvider();
        twin = await offlinePreview(join(programs, 'typescript-plant'), 'dev');
      });
      afterAll(() => azure.stop());

      it('finds in the real engine what the offline preview finds in the same plant in TypeScript', async () => {
        const run = await runPulumi(cli, 'preview', {
          directory: join(programs, `${language}-plant`),
          stack: 'dev',
          packs: [join(root, 'policies')],
          providers: { 'azure-native': azure.port },
        });
        expect(errors(run.events)).toEqual([]);
        const found = violations(run.events);
        expect(told(found)).toEqual(told(expectedViolations(twin.findings)));
        expect(found.map(({ rule, urn }) => `${rule} ${urn.split('::').at(-1)}`)).toEqual(
          expect.arrayContaining([
            'storage-min-tls data',
            'storage-container-private firmware',
            'iothub-public-network-access-disabled hub',
          ]),
        );
        expect(run.exitCode).not.toBe(0);
        expect(JSON.stringify(found)).not.toContain('canary');
      });
    },
    language,
  );
}
