/** Checks that are no rule of their own here, and why. */
export interface LeftOut {
  readonly ids: readonly string[];
  readonly why: string;
}
