import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { describe } from 'vitest';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** What to do where there is no browser, in one line. */
export const howToInstall = 'needs Chromium: run `.ci/install-chromium` once';

/** The browser of the system. Never downloads one. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts the browser of the system. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  // Chromium refuses to isolate pages when root starts it, as build servers do.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

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
