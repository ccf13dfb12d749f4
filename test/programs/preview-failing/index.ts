import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';

/** A fault of the program, one per stack. */
const config = new pulumi.Config();
const group = new resources.ResourceGroup('group');

function breakDown(reason: string): never {
  throw new Error(reason);
}

const faults: Record<string, () => unknown> = {
  throw: () => breakDown('the plant has no name'),
  reject: () => {
    Promise.reject(new TypeError('the sensor list is empty'));
  },
  never: () => {
    new resources.ResourceGroup('waiting', { location: new Promise<string>(() => {}) });
  },
  unsettled: () => new Promise(() => {}),
  'exit-zero': () => process.exit(0),
  'exit-three': () => {
    console.error('license server not reachable');
    process.exit(3);
  },
  'late-exit': () => {
    setTimeout(() => process.exit(0), 300);
  },
  timer: () => {
    setInterval(() => {}, 1_000);
    const { PREVIEW_PIDS } = process.env;
    if (!PREVIEW_PIDS) return;
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(PREVIEW_PIDS, `${process.pid} ${child.pid}`);
  },
  chatty: () => {
    for (let line = 0; line < 10_000; line++) console.log(`line ${line} ${'x'.repeat(50)}`);
  },
  secret: () => {
    const token = config.requireSecret('token');
    const shout = token.apply((text) => text.toUpperCase());
    pulumi.all([token, shout]).apply(([plain, loud]) => {
      console.log(`token is ${plain} or ${loud}`);
      throw new Error(`token ${plain} or ${loud} was refused`);
    });
    new resources.ResourceGroup('secretive', { tags: { token: shout } });
  },
  killed: () => process.kill(process.pid, 'SIGTERM'),
  transform: () => {
    pulumi.runtime.registerResourceTransform(() => breakDown('no tags for you'));
    new resources.ResourceGroup('transformed');
  },
  logged: () => {
    pulumi.log.error('a sensor is missing, the program goes on');
  },
  duplicate: () => {
    new resources.ResourceGroup('group');
  },
  leftover: () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    child.unref();
    console.log(`left ${child.pid}`);
  },
};

const outcome = faults[config.require('mode')]?.();
export const name = group.name;
export const waited = outcome instanceof Promise ? outcome : undefined;
