// `import '@iiot-guard/policies/vitest'` in a test, or in `setupFiles`, adds our matchers to `expect`. Vitest can only be
// imported by an ES module, which the rest of this package is not.
import { expect } from 'vitest';
import guard from './dist/testing/matchers.js';

expect.extend(guard.matchers);
