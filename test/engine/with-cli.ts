import { describe, it } from 'vitest';
import { type Cli, findCli, howToInstall, type Language, missingFor } from './cli';

/**
 * A group of tests that need the Pulumi CLI. Without it they are skipped and one line says what to install, or they fail
 * where skipping is forbidden, as it is in continuous integration.
 */
export function describeWithCli(title: string, tests: (cli: Cli) => void, language?: Language): void {
  const cli = findCli();
  const missing = cli ? language && missingFor(cli, language) : howToInstall;
  if (cli && missing === undefined) {
    describe(title, () => tests(cli));
  } else if (process.env.IIOT_GUARD_NO_SKIP === '1') {
    it(title, () => {
      throw new Error(missing);
    });
  } else {
    process.stderr.write(`Skipped: ${title} ${missing}\n`);
    it.skip(`${title} (${missing})`);
  }
}
