import type { Threat } from '../threat';
import { deviceThreats } from './device';

/** The threats that come with the package, in the order of the chain from the device to the people. */
export const register: readonly Threat[] = [...deviceThreats];
