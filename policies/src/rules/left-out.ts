/** Rows of the rule catalogue that are no rule of their own here, and why. Shown in `docs/left-out.md`. */
export interface LeftOut {
  readonly ids: readonly string[];
  readonly why: string;
}

/** One entry a line, so that entries can be added side by side. */
export const leftOut: readonly LeftOut[] = [
  // (entries)
  {
    ids: ['defender-iot-all-hubs'],
    why: 'same as `iothub-defender-for-iot`, which reports each hub that no solution lists',
  },
];
