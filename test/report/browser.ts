import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { isExecutable } from '../engine/cli';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** What to do where there is no browser, in one line. */
export const howToInstall = 'needs Chromium: run `.ci/install-chromium` once';

/** The browser of the system. Never downloads one. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Starts the browser of the system. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  // Chromium refuses to isolate pages when root starts it, as build servers do.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
