// Reads vitest's JSON report. Without an option it prints `N passed, N failed`; with `--skipped` it names every test that
// did not run and fails when there is one.
const { readFileSync } = require('node:fs');

const [file, onlySkipped] = process.argv.slice(2).sort((a) => (a === '--skipped' ? 1 : -1));

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The run broke off before it could report.
    return { testResults: [] };
  }
}

const files = read().testResults;
const tests = files.flatMap((result) => result.assertionResults);
const count = (status) => tests.filter((test) => test.status === status).length;

if (onlySkipped) {
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
  for (const test of skipped) console.log(`Skipped: ${test.fullName}`);
  process.exitCode = skipped.length > 0 || tests.length === 0 ? 1 : 0;
} else {
  // A file that cannot even be loaded has no tests to count, and must not go unnoticed.
  const unloaded = files.filter(
    (result) =>
      result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  );
  console.log(`${count('passed')} passed, ${count('failed') + unloaded.length} failed`);
}
