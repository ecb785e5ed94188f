// The pictures of docs/guides/admin.md, taken of the sample: `npm run screenshots:admin`. DATABASE_URL names a PostgreSQL to use in place of an embedded one.
// With FOLDER the same views are taken in the dark and on a small screen, into that folder, to be looked at.
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { startSample } from './running.js';

const { DATABASE_URL: database, FOLDER: looked } = process.env;

const browser = await launchBrowser();
if (!browser) throw new Error('There is no Chromium here: install one, or name it in CHROMIUM_PATH.');
const app = await startSample('start', database === undefined ? {} : { DATABASE_URL: database });
const admin = new URL('/admin', app.url).href;
try {
  const page = await open(browser, 1100, 640);
  await prepare(page);
  if (looked === undefined) await takeAll(page, 'docs/guides/images', '');
  else {
    await takeAll(page, looked, '');
    await takeAll(await open(browser, 1100, 640, 'dark'), looked, '-dark');
    await takeAll(await open(browser, 390, 800), looked, '-small');
  }
} finally {
  await browser.close();
  await app.stop();
}

async function open(from: Browser, width: number, height: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await from.newContext({ viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC', colorScheme });
  const page = await context.newPage();
  await page.goto(admin);
  return page;
}

/** Somebody works on an order, so that it has a history. */
async function prepare(page: Page): Promise<void> {
  await page.getByLabel('Acting as').selectOption('mia');
  for (const [priority, reason] of [
    ['4', 'the surveyor asked for it'],
    ['2', 'waits for parts'],
  ] as const) {
    await page.goto(`${admin}/workOrders/o/1/edit`);
    await page.getByLabel('Priority').fill(priority);
    if (priority === '2') await page.getByLabel('Due on').fill('2026-12-18');
    await page.getByLabel('Reason').fill(reason);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'History' }).waitFor();
  }
}

async function takeAll(page: Page, folder: string, suffix: string): Promise<void> {
  const take = async (name: string): Promise<void> => {
    // Nothing may be in motion.
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${folder}/${name}${suffix}.png`, animations: 'disabled' });
  };
  await page.getByLabel('Acting as').selectOption('mia');
  await page.goto(`${admin}/workOrders?search=r&sort=-priority&filter=${encodeURIComponent('["status","ne","Done"]')}`);
  await page.getByRole('table').waitFor();
  await take('admin-list');
  await page.getByRole('checkbox', { name: 'Choose all rows on this page' }).check();
  await page.getByRole('button', { name: 'Change a field' }).click();
  await page.getByLabel('Field').selectOption('priority');
  await page.getByLabel('New value').fill('1');
  await page.getByRole('button', { name: 'Count them' }).click();
  await page.getByText(/will be changed/).waitFor();
  await take('admin-many');
  await page.goto(`${admin}/workOrders/o/1`);
  await page.getByRole('region', { name: 'Parts' }).getByRole('table').waitFor();
  await page.getByRole('button', { name: 'Link work order' }).waitFor();
  await take('admin-detail');
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('listitem').first().waitFor();
  await take('admin-history');
  await page.goto(`${admin}/workOrders/o/2`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Priority').fill('a few');
  await page.getByLabel('Title').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is no whole number.').waitFor();
  await take('admin-edit');
  await page.getByLabel('Acting as').selectOption('lea');
  await page.goto(`${admin}/claims`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Why? read Claim: Amount' }).click();
  await page.getByRole('heading', { name: 'Claim.amount' }).waitFor();
  await take('admin-why');
}
