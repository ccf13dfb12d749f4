import { join } from 'node:path';
import { type Cli, root } from '../engine/cli';
import { openStack } from '../engine/run-pulumi';
import { startAzureProvider } from '../engine/stand-ins/azure-provider';
import { request, stackRequest, startAnalyzer, type Told } from './analyzer';
import { type Command, inTurn, median, peakMemory, seconds } from './measure';
import { commandLine, packageSize, packed } from './packed';
import { hub, mixed } from './resources';

/** One line of the result. */
export interface Row {
  readonly measure: string;
  readonly figures: string;
  readonly value: number;
  readonly target: number;
  readonly unit: '×' | '%' | ' ms' | ' s' | ' kB' | ' MiB';
}

const compiler = require.resolve('typescript/bin/tsc');
const withMocks = join(root, 'test/bench/with-mocks.js');
const emptyPack = join(root, 'test/bench/programs/empty-pack');
const storageAccounts = join(root, 'test/bench/programs/storage-accounts');

export const inSeconds = (value: number) => `${value.toFixed(2)} s`;

/** A figure against another one that it may be at most a certain part of. */
export function ratio(
  what: string,
  [figure, other]: readonly [number, number],
  target: number,
  show: (value: number) => string,
): Row {
  const figures = `${show(figure)}, ${show(other)}`;
  return { measure: what, figures, value: figure / other, target, unit: '×' };
}

/** What the command line costs before it does anything. */
export async function startUp(runs: number): Promise<readonly Row[]> {
  const node =
    (...args: string[]) =>
    () =>
      seconds({ file: process.execPath, args });
  const { nothing, version, rules } = await inTurn(runs * 5, {
    nothing: node('-e', '0'),
    version: node(commandLine, '--version'),
    rules: node(commandLine, 'rules'),
  });
  const milliseconds = (value: number) => `${(value * 1000).toFixed(0)} ms`;
  return [
    ratio('iiot-guard --version against node -e 0', [version, nothing], 3, milliseconds),
    ratio('iiot-guard rules against node -e 0', [rules, nothing], 5, milliseconds),
  ];
}

/** A thousand hubs, and a thousand resources of many kinds, against every rule, through the SDK's own analyzer. */
export async function thousandResources(runs: number): Promise<readonly Row[]> {
  const token = 'azure-native:iothub:IotHubResource';
  const hubs = Array.from({ length: 1000 }, (_, index) => ({
    token,
    name: `hub${index}`,
    properties: hub(index),
  }));
  const plants = mixed(1000);
  const times = await inTurn(runs, {
    hubs: () => each(packed, hubs),
    hubsWithout: () => each(emptyPack, hubs),
    plants: () => each(packed, plants),
    plantsWithout: () => each(emptyPack, plants),
    stack: () => stack(packed, plants),
    stackWithout: () => stack(emptyPack, plants),
  });
  const loading = [await loadingTime(packed), await loadingTime(emptyPack)] as const;
  const row = (measure: string, value: number, without: number): Row => {
    const figures = `of which ${without.toFixed(2)} ms with an empty pack`;
    return { measure, figures, value, target: 2, unit: ' ms' };
  };
  return [
    row('an IoT hub against all rules, of 1,000', times.hubs, times.hubsWithout),
    row('a resource against all rules, of 1,000 mixed', times.plants, times.plantsWithout),
    row('a resource of a stack of 1,000 mixed, rules on relations', times.stack, times.stackWithout),
    {
      measure: 'loading the pack, beyond an empty one',
      figures: loading.map(inSeconds).join(', '),
      value: (loading[0] - loading[1]) * 1000,
      target: 400,
      unit: ' ms',
    },
  ];
}

/** Milliseconds for each resource, asked for one by one. */
async function each(folder: string, resources: readonly Told[]): Promise<number> {
  const requests = resources.map(request);
  const analyzer = await startAnalyzer(folder);
  const start = process.hrtime.bigint();
  // Two under way at a time, so that the analyzer never waits for us: its time counts, not that of asking.
  const waiting = requests.values();
  const ask = async () => {
    for (const one of waiting) await analyzer.analyze(one);
  };
  await Promise.all([ask(), ask()]);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  analyzer.stop();
  return milliseconds / requests.length;
}

/** Milliseconds for each resource, asked for as a stack. */
async function stack(folder: string, resources: readonly Told[]): Promise<number> {
  const analyzer = await startAnalyzer(folder);
  const whole = stackRequest(resources);
  const start = process.hrtime.bigint();
  await analyzer.analyzeStack(whole);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  analyzer.stop();
  return milliseconds / resources.length;
}

/** What npm downloads and puts on the disk, without other packages. */
export function packageSizes(): readonly Row[] {
  const { archive, unpacked } = packageSize();
  return [
    { measure: 'npm pack', figures: `${archive} bytes`, value: archive / 1000, target: 400, unit: ' kB' },
    { measure: 'installed', figures: `${unpacked} bytes`, value: unpacked / 1000, target: 2000, unit: ' kB' },
  ];
}

type Figure = (command: Command) => Promise<number>;

const offline = (figure: Figure, directory: string, stack: string) => () =>
  figure({
    file: process.execPath,
    args: [commandLine, 'preview', directory, '--stack', stack, '--quiet'],
    cwd: root,
    // Findings are not the point here.
    accepts: [0, 1],
  });

function real(figure: Figure, cli: Cli, directory: string, stack: string, packFolder: string) {
  return async () => {
    const azure = await startAzureProvider();
    const providers = { 'azure-native': azure.port };
    const project = { directory, stack, packs: [packFolder], providers };
    const opened = await openStack(cli, project);
    try {
      const args = opened.args('preview');
      return await figure({ file: cli.binary, args, env: opened.env, accepts: [0, 1, 255] });
    } finally {
      opened.remove();
      azure.stop();
    }
  };
}

/** Our platform: offline against the SDK's own run of the program, with mocks in the place of engine and cloud. */
export async function ourProgram(runs: number): Promise<readonly Row[]> {
  const { ours, mocks } = await inTurn(runs, {
    ours: offline(seconds, root, 'prod'),
    mocks: () => seconds({ file: process.execPath, args: [withMocks, 'prod'], cwd: root }),
  });
  const what = "our platform, offline against the program's run with mocks, time";
  return [ratio(what, [ours, mocks], 1.5, inSeconds)];
}

/** What an editor and CI wait for: the type check of the platform alone, with nothing kept from before. */
export async function typeCheck(runs: number): Promise<readonly Row[]> {
  const command: Command = {
    file: process.execPath,
    args: [compiler, '--noEmit', '--noCheck', 'false', '--incremental', 'false', '-p', join(root, 'infra')],
    cwd: root,
  };
  const { time } = await inTurn(runs, { time: () => seconds(command) });
  const memory = await peakMemory(command);
  const measure = 'type check of the platform';
  return [
    { measure: `${measure}, time`, figures: inSeconds(time), value: time, target: 20, unit: ' s' },
    {
      measure: `${measure}, peak memory`,
      figures: `${memory.toFixed(0)} MiB`,
      value: memory,
      target: 1024,
      unit: ' MiB',
    },
  ];
}

/** Our platform: offline against the real preview. */
export async function ourPlatform(cli: Cli, runs: number): Promise<readonly Row[]> {
  const { ours, theirs } = await inTurn(runs, {
    ours: offline(seconds, root, 'dev'),
    theirs: real(seconds, cli, root, 'dev', packed),
  });
  return [ratio('our platform, offline against pulumi preview, time', [ours, theirs], 0.5, inSeconds)];
}

/** Five hundred storage accounts: offline against the real preview, and what the pack adds to the latter. */
export async function manyAccounts(cli: Cli, runs: number): Promise<readonly Row[]> {
  const { ours, theirs, empty } = await inTurn(runs, {
    ours: offline(seconds, storageAccounts, 'bench'),
    theirs: real(seconds, cli, storageAccounts, 'bench', packed),
    empty: real(seconds, cli, storageAccounts, 'bench', emptyPack),
  });
  const memory = await inTurn(1, {
    ours: offline(peakMemory, storageAccounts, 'bench'),
    theirs: real(peakMemory, cli, storageAccounts, 'bench', packed),
  });
  const loading = (await loadingTime(packed)) - (await loadingTime(emptyPack));
  const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;
  const accounts = '500 storage accounts, offline against pulumi preview';
  return [
    ratio(`${accounts}, time`, [ours, theirs], 0.35, inSeconds),
    ratio(`${accounts}, peak memory`, [memory.ours, memory.theirs], 0.5, mebibytes),
    {
      measure: "the pack's share of that pulumi preview, without loading it",
      figures: `${inSeconds(theirs)}, empty pack ${inSeconds(empty)}, loading ${inSeconds(loading)}`,
      value: ((theirs - empty - loading) / theirs) * 100,
      target: 5,
      unit: '%',
    },
  ];
}

async function loadingTime(folder: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const analyzer = await startAnalyzer(folder);
    times.push(analyzer.loading);
    analyzer.stop();
  }
  return median(times);
}
