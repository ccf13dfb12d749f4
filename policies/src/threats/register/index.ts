import type { Threat } from '../threat';
import { cloudThreats } from './cloud';
import { deviceThreats } from './device';
import { peopleThreats } from './people';
import { transferThreats } from './transfer';

/** The threats that come with the package, in the order of the chain from the device to the people. */
export const register: readonly Threat[] = [
  ...deviceThreats,
  ...transferThreats,
  ...cloudThreats,
  ...peopleThreats,
];
