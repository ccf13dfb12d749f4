import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the report of the run, which is then one with coverage. */
const report = process.env.IIOT_GUARD_REPORT;

export default defineConfig({
  test: {
    ...(report === undefined ? {} : { reporters: ['default', ['json', { outputFile: report }]] }),
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    testTimeout: 60_000,
    hookTimeout: 180_000,
    coverage: {
      enabled: report !== undefined,
      provider: 'v8',
      include: ['policies/src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      // A red test must not hide what is not covered.
      reportOnFailure: true,
      thresholds: { branches: 95 },
    },
  },
});
