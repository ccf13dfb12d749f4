import { describe } from 'vitest';
import { findBrowser, howToInstall } from './browser';

/** Tests that need a browser: skipped with one line where there is none, refused where no test may be skipped. */
export function describeWithBrowser(title: string, tests: (executable: string) => void): void {
  const executable = findBrowser();
  if (executable !== undefined) {
    describe(title, () => tests(executable));
  } else if (process.env.IIOT_GUARD_NO_SKIP === '1') {
    throw new Error(`${title}: ${howToInstall}`);
  } else {
    describe.skip(`${title} (${howToInstall})`, () => tests(''));
  }
}
