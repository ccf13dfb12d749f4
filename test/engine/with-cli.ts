import { describe, it } from 'vitest';
import { type Cli, findCli, howToInstall } from './cli';

/**
 * A group of tests that need the Pulumi CLI. Without it they are skipped and one line says what to install, or they fail
 * where skipping is forbidden, as it is in continuous integration.
 */
export function describeWithCli(title: string, tests: (cli: Cli) => void): void {
  const cli = findCli();
  if (cli) {
    describe(title, () => tests(cli));
  } else if (process.env.IIOT_GUARD_NO_SKIP === '1') {
    it(title, () => {
      throw new Error(howToInstall);
    });
  } else {
    process.stderr.write(`Skipped: ${title} ${howToInstall}\n`);
    it.skip(`${title} (${howToInstall})`);
  }
}
