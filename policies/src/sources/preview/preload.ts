/**
 * Runs inside the program's process before anything else. It ends the process when the previewing process is gone, tells
 * that process what the program marks as secret, and spares the SDK work that only serves its own diagnostics: most of the
 * time a large program takes (measured: 500 storage accounts, 17 s without, 4 s with it). Whatever it does not find in an
 * SDK it leaves alone.
 */
import Module from 'node:module';
import { Socket } from 'node:net';
import { reportSecrets, tellThrough } from './secret-marks';
import { spareDiagnostics } from './spare-diagnostics';
import { spareWork } from './spare-work';

const descriptor = process.env.IIOT_GUARD_LIFELINE;
// Processes that the program starts must not take the descriptor for theirs.
delete process.env.IIOT_GUARD_LIFELINE;
if (descriptor) watchLifeline(Number(descriptor));
hookLoader(descriptor ? tellThrough(Number(descriptor)) : () => {});

function watchLifeline(descriptor: number): void {
  const pipe = new Socket({ fd: descriptor });
  pipe.on('error', () => {});
  pipe.on('close', () => process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'));
  pipe.resume();
  pipe.unref();
}

function hookLoader(tell: (secret: string) => void): void {
  // Someone who looks for leaked promises wants the stacks that are spared here.
  const spares = !process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  const loaders = (Module as unknown as { _extensions?: Record<string, Loader> })._extensions;
  const load = loaders?.['.js'];
  if (!loaders || !load) return;
  loaders['.js'] = (module, filename) => {
    const file = /[\\/]@pulumi[\\/]pulumi[\\/](.+\.js)$/.exec(filename)?.[1]?.replaceAll('\\', '/');
    if (!file) return load(module, filename);
    const compile = module._compile;
    module._compile = (source, name) => {
      const reporting = reportSecrets(file, source, tell);
      return compile.call(module, spares ? spareWork(file, reporting) : reporting, name);
    };
    load(module, filename);
    if (spares) spareDiagnostics(file, module.exports);
  };
}

/** The loader of a kind of file, and what it uses of a module. Node.js documents neither, and ts-node relies on both. */
type Loader = (module: LoadedModule, filename: string) => void;

interface LoadedModule {
  exports: Record<string, unknown>;
  _compile(source: string, filename: string): unknown;
}
