import 'vitest';

interface GuardMatchers {
  /** Holds where nothing in the result of `preview`, `check` or `evaluate` stops a deployment. */
  toHaveNoBlockingFindings(): void;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that this one joins has the same default
  interface Assertion<T = any> extends GuardMatchers {}
  interface AsymmetricMatchersContaining extends GuardMatchers {}
}
