import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pulumiPreview } from '../../../policies/src/sources/pulumi/pulumi-preview';

const stack = { urn: 'urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev', type: 'pulumi:pulumi:Stack' };
const hub = { urn: 'urn:pulumi:dev::p::azure-native:iothub:IotHub::hub', type: 'azure-native:iothub:IotHub' };
const step = (one: { urn: string }, inputs: object) => ({
  op: 'create',
  urn: one.urn,
  newState: { ...one, custom: one === hub, inputs },
});

test('takes what the stack gives out from the events, and all else from the report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-fake-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const outputs = { ...stack, custom: false, inputs: {}, outputs: { endpoint: 'https://plant' } };
  const events = [
    { resOutputsEvent: { metadata: { op: 'create', ...stack, new: outputs } } },
    { summaryEvent: { result: 'succeeded' } },
  ];
  const steps = [step(stack, {}), step(hub, { location: 'westeurope' })];
  const log = events.map((event) => JSON.stringify({ sequence: 1, timestamp: 1, ...event })).join('\n');
  writeFileSync(
    join(folder, 'pulumi'),
    `#!${process.execPath}
const args = process.argv.slice(2);
require('fs').writeFileSync(args[args.indexOf('--event-log') + 1], ${JSON.stringify(log)});
process.stdout.write(${JSON.stringify(JSON.stringify({ steps, duration: 1, changeSummary: { create: 2 } }))});
`,
  );
  chmodSync(join(folder, 'pulumi'), 0o755);
  vi.stubEnv('PATH', [folder, process.env.PATH].join(delimiter));
  const where = { directory: folder, stack: 'dev', pack: folder, packEnvironment: {}, packConfig: {} };
  const { resources } = await pulumiPreview(where);
  expect(resources.map(({ urn, properties }) => [urn, properties])).toEqual([
    [stack.urn, { endpoint: 'https://plant' }],
    [hub.urn, { location: 'westeurope' }],
  ]);
});
