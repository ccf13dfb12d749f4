#!/usr/bin/env node
// Stand-in for `pulumi-language-nodejs`, and by that name for `pulumi-language-python`, which a released Pulumi CLI brings
// along and a CLI built from its published Go module does not. The engine starts it with its own address and talks gRPC to the port printed on standard output.
// It does the two things these tests need: run a program, and run a policy pack. Plain JavaScript, so that it starts as
// fast as the real one and the benchmark stays fair.
const { spawn } = require('node:child_process');
const { createRequire } = require('node:module');
const path = require('node:path');

// Messages are only accepted when they are made by the very copy of google-protobuf that @pulumi/pulumi itself loads.
const sdk = createRequire(require.resolve('@pulumi/pulumi/package.json'));
const grpc = sdk('@grpc/grpc-js');
const { Empty } = sdk('google-protobuf/google/protobuf/empty_pb.js');
const language = sdk('./proto/language_pb.js');
const { LanguageRuntimeService } = sdk('./proto/language_grpc_pb.js');
const { PluginInfo } = sdk('./proto/plugin_pb.js');

const engine = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
const children = new Set();

/** Finds an entry point of the copy of @pulumi/pulumi that belongs to a folder: a program's or a pack's. */
const entryPoint = (folder, name) =>
  createRequire(path.join(folder, 'x')).resolve(`@pulumi/pulumi/cmd/${name}`);

function start([command, ...args], options) {
  const child = spawn(command, args, options);
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

/** The settings of the runtime that Pulumi.yaml may hold and that change how Node.js is started. */
function runtimeOptions(info) {
  const options = info.getOptions()?.toJavaScript() ?? {};
  const nodeargs = String(options.nodeargs ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return { nodeargs, typescript: options.typescript !== false };
}

/** What this stands in for is told by the name it is started under. */
const isPython = path.basename(process.argv[1]).startsWith('pulumi-language-python');

/** Command and arguments for a Python program: with the interpreter of its own environment, as Pulumi.yaml names it. */
function pythonCommand(request, info) {
  const root = info.getRootDirectory();
  const environment = path.resolve(root, String(info.getOptions()?.toJavaScript()?.virtualenv ?? 'venv'));
  return [
    path.join(environment, 'bin/python'),
    path.join(__dirname, 'run-python.py'),
    ...[request.getMonitorAddress(), engine, request.getProject(), request.getStack()],
    ...[request.getOrganization(), root, String(Math.max(request.getParallel(), 1))],
    ...[String(request.getDryrun()), info.getProgramDirectory()],
  ];
}

function nodeCommand(request, info) {
  const { nodeargs } = runtimeOptions(info);
  return [
    process.execPath,
    ...nodeargs,
    entryPoint(info.getProgramDirectory(), 'run'),
    ...['--monitor', request.getMonitorAddress(), '--engine', engine],
    ...['--project', request.getProject(), '--stack', request.getStack()],
    ...['--organization', request.getOrganization(), '--root-directory', info.getRootDirectory()],
    ...['--pwd', request.getPwd(), '--parallel', String(request.getParallel())],
    ...(request.getDryrun() ? ['--dry-run', 'true'] : []),
    info.getEntryPoint() || '.',
    ...request.getArgsList(),
  ];
}

/** Runs the program to its end. Exit code 32 means that the program has reported its error itself. */
function run(call, answer) {
  const request = call.request;
  const info = request.getInfo();
  const { typescript } = runtimeOptions(info);
  const command = isPython ? pythonCommand(request, info) : nodeCommand(request, info);
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(typescript),
  };
  // Our own standard output is not read after the port, so what the program prints goes to standard error.
  const child = start(command, { env, cwd: info.getRootDirectory(), stdio: ['ignore', 2, 2] });
  child.on('close', (code, signal) => {
    const response = new language.RunResponse();
    if (code === 32) response.setBail(true);
    else if (code !== 0) response.setError(`program ended with ${signal ?? `exit code ${code}`}`);
    answer(null, response);
  });
}

/** Runs a policy pack (an analyzer) or another plugin and streams what it prints: its first line is its port. */
function runPlugin(call) {
  const request = call.request;
  const folder = request.getInfo().getProgramDirectory();
  const env = { ...process.env, PULUMI_NODEJS_TYPESCRIPT: 'true' };
  for (const pair of request.getEnvList())
    env[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1);
  const isPack = request.getKind() === 'analyzer';
  const args = isPack
    ? [process.execPath, entryPoint(folder, 'run-policy-pack'), ...request.getArgsList(), folder]
    : [process.execPath, entryPoint(folder, 'run-plugin'), folder, ...request.getArgsList()];
  const child = start(args, {
    env,
    cwd: isPack ? folder : request.getPwd(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const send = (set) => {
    const response = new language.RunPluginResponse();
    set(response);
    call.write(response);
  };
  child.stdout.on('data', (data) => send((response) => response.setStdout(data)));
  child.stderr.on('data', (data) => send((response) => response.setStderr(data)));
  child.on('close', (code) => {
    send((response) => response.setExitcode(code ?? 1));
    call.end();
  });
  call.on('cancelled', () => child.kill());
}

/** The engine asks many things that have no answer here: which plugins a program needs, which packages it installs. */
const nothing = (Response) => (_call, answer) => answer(null, new Response());

const service = {
  run,
  runPlugin,
  handshake: nothing(language.LanguageHandshakeResponse),
  getRequiredPlugins: nothing(language.GetRequiredPluginsResponse),
  getRequiredPackages: nothing(language.GetRequiredPackagesResponse),
  getProgramDependencies: nothing(language.GetProgramDependenciesResponse),
  about: nothing(language.AboutResponse),
  cancel: nothing(Empty),
  getPluginInfo: (_call, answer) => {
    const response = new PluginInfo();
    response.setVersion('0.0.1');
    answer(null, response);
  },
};

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill();
    process.exit(0);
  });
}

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
server.addService(LanguageRuntimeService, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
