import type { LeftOut } from '../rule/left-out';

/** Rows of the rule catalogue that are no rule of their own here, and why. Shown in `docs/left-out.md`. */
export const leftOut: readonly LeftOut[] = [
  // (entries)
  {
    ids: ['defender-iot-all-hubs'],
    why: 'same as `iothub-defender-for-iot`, which reports each hub that no solution lists',
  },
];
