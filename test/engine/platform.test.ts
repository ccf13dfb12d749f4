import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { policyOf } from '../infra/judged';
import { stacks } from '../infra/stacks';
import { writeVariant } from '../infra/variants';
import { root } from './cli';
import { errors, violations } from './events';
import { type OpenStack, type Outcome, openStack } from './run-pulumi';
import { type AzureProvider, startAzureProvider } from './stand-ins/azure-provider';
import { describeWithCli } from './with-cli';

const blocking = ({ events }: Outcome) => violations(events).filter(({ level }) => level === 'mandatory');
const changes = ({ events }: Outcome) =>
  events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {};

/** Types whose loss is the loss of data, keys or device identities. */
const precious =
  /:(Vault|ManagedHsm|Key|StorageAccount|DatabaseAccount|IotHubResource|Namespace|EventHub|Registry|BackupVault|Workspace|BlobContainer)::/;

/** The smallest stack with another database and its copy in a second region. What is kept from deletion is no matter of theirs. */
const others = ['postgresql', 'sql', 'data-explorer'] as const;

// A hundred and more resources through engine and pack, on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 240_000 });

// The tests of a stack follow each other: what one deploys, the next one finds.
describeWithCli('Our platform in the real engine', (cli) => {
  describe.each(stacks)('stack %s', (stack) => {
    let azure: AzureProvider;
    let opened: OpenStack;
    beforeAll(async () => {
      azure = await startAzureProvider();
      opened = await openStack(cli, {
        directory: root,
        stack,
        packs: [join(root, 'policies')],
        packConfig: join(root, `stacks/${stack}.policy.json`),
        providers: { 'azure-native': azure.port },
      });
    });
    afterAll(() => {
      opened.remove();
      azure.stop();
    });

    deploys(() => ({ opened, azure }));

    it(stack === 'dev' ? 'goes away when it is destroyed' : 'does not let itself be destroyed', async () => {
      const { exitCode, events, stdout, stderr } = await opened.run('destroy');
      const lost = azure.deleted.filter((urn) => precious.test(urn));
      if (stack === 'dev') {
        expect([exitCode, errors(events)]).toEqual([0, []]);
        expect(azure.deleted).toHaveLength(azure.created.length);
      } else {
        expect(exitCode).not.toBe(0);
        expect(stdout + stderr + errors(events).join('\n')).toMatch(/is protected|protected resource/);
        expect(lost).toEqual([]);
      }
    });
  });

  describe.each(others)('stack dev with database %s and a second region', (database) => {
    let azure: AzureProvider;
    let opened: OpenStack;
    let folder: string;
    beforeAll(async () => {
      azure = await startAzureProvider();
      folder = mkdtempSync(join(tmpdir(), 'iiot-guard-database-'));
      writeVariant(folder, 'dev', {
        database,
        secondRegion: 'northeurope',
        storageRedundancy: 'Standard_GZRS',
        alertEmails: ['operations@example.com'],
      });
      const packConfig = join(folder, 'policy.json');
      writeFileSync(packConfig, JSON.stringify(policyOf('dev', database)));
      opened = await openStack(cli, {
        directory: folder,
        stack: 'dev',
        packs: [join(root, 'policies')],
        packConfig,
        providers: { 'azure-native': azure.port },
      });
    });
    afterAll(() => {
      opened.remove();
      azure.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    deploys(() => ({ opened, azure }));
  });
});

/** What holds for every stack: it can be previewed, deployed, and deployed again without a change. */
function deploys(given: () => { readonly opened: OpenStack; readonly azure: AzureProvider }): void {
  it('can be previewed without a violation beyond its exemptions', async () => {
    const { opened, azure } = given();
    const preview = await opened.run('preview');
    expect(errors(preview.events)).toEqual([]);
    expect(blocking(preview)).toEqual([]);
    expect(preview.exitCode).toBe(0);
    expect(azure.created).toEqual([]);
  });

  it('is deployed without one', async () => {
    const { opened, azure } = given();
    const update = await opened.run('up');
    expect(errors(update.events)).toEqual([]);
    expect(blocking(update)).toEqual([]);
    expect(update.exitCode).toBe(0);
    expect(azure.created.length).toBeGreaterThan(50);
  });

  it('has nothing to change when it is deployed again', async () => {
    const { opened, azure } = given();
    const before = azure.created.length;
    const update = await opened.run('up');
    expect(update.exitCode).toBe(0);
    expect(Object.keys(changes(update))).toEqual(['same']);
    expect(azure.changed).toEqual([]);
    expect(azure.created).toHaveLength(before);
  });
}
