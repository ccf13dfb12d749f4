import { defineConfig } from 'vitest/config';

// The fast unit tests only: each mutant runs those that reach it.
export default defineConfig({
  test: {
    include: ['test/rule/**/*.test.ts', 'test/evaluate/**/*.test.ts', 'test/rules/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
