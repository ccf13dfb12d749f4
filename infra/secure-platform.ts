import * as pulumi from '@pulumi/pulumi';
import { completeSettings, type GivenSettings } from './config';
import { checkPlatformName } from './naming';
import { buildPlatform, type PlatformOutputs } from './platform';

/** Settings of a platform; what has a default may be left out. All of them are in the README's table. */
export interface SecureIotPlatformArgs extends GivenSettings {
  /** Name of the environment, for the tag `environment` and the resource group. Default: the component's name. */
  readonly environment?: string;
}

/**
 * The whole platform of one plant or environment as one component, for programs that build more than that: several
 * platforms, or one beside other things.
 *
 *     const plant = new SecureIotPlatform('plant-7', { region: 'westeurope' });
 *     export const { hubHostName } = plant.outputs;
 *
 * The name starts the logical name of everything in it, so several can stand side by side; it has at most 12 letters,
 * digits and single hyphens, because names that Azure limits to 24 characters are built from it.
 */
export class SecureIotPlatform extends pulumi.ComponentResource {
  /** What an operator or another stack needs to know. Nothing here opens anything. */
  readonly outputs: PlatformOutputs;

  constructor(name: string, args: SecureIotPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:SecureIotPlatform', name, {}, opts);
    checkPlatformName(name);
    const { environment = name, ...given } = args;
    const settings = completeSettings(name, given);
    this.outputs = buildPlatform({ name, environment, parent: this }, settings);
    this.registerOutputs({ ...this.outputs });
  }
}
