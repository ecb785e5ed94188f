import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian, and others, put Chromium. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium that specs may use; undefined where there is none. */
const executable = (): string | undefined =>
  [process.env['CHROMIUM_PATH'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));

const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a browser without a window; undefined where the machine has no Chromium. */
export async function launchBrowser(): Promise<Browser | undefined> {
  const executablePath = executable();
  return executablePath === undefined ? undefined : chromium.launch({ executablePath, args: [...ARGUMENTS] });
}

/** Opens a browser without a window; skips the specs where the machine has no Chromium. */
export async function openBrowser(context: Context): Promise<Browser> {
  const browser = await launchBrowser();
  if (browser) return browser;
  process.stdout.write('      (no Chromium here: install one, or name it in CHROMIUM_PATH)\n');
  context.skip();
}

/** Everything that a page complains of in its console, or throws; grows while the page is open. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
