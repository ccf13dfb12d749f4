import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stacks } from '../infra/stacks';
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

    it('can be previewed without a violation beyond its exemptions', async () => {
      const preview = await opened.run('preview');
      expect(errors(preview.events)).toEqual([]);
      expect(blocking(preview)).toEqual([]);
      expect(preview.exitCode).toBe(0);
      expect(azure.created).toEqual([]);
    });

    it('is deployed without one', async () => {
      const update = await opened.run('up');
      expect(errors(update.events)).toEqual([]);
      expect(blocking(update)).toEqual([]);
      expect(update.exitCode).toBe(0);
      expect(azure.created.length).toBeGreaterThan(50);
    });

    it('has nothing to change when it is deployed again', async () => {
      const before = azure.created.length;
      const update = await opened.run('up');
      expect(update.exitCode).toBe(0);
      expect(Object.keys(changes(update))).toEqual(['same']);
      expect(azure.changed).toEqual([]);
      expect(azure.created).toHaveLength(before);
    });

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
});
