// The pictures of docs/guides/admin.md, taken of the sample: `npm run screenshots:admin`. DATABASE_URL names a PostgreSQL to use in place of an embedded one.
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { startSample } from './running.js';

const FOLDER = 'docs/guides/images';

const browser = await launchBrowser();
if (!browser) throw new Error('There is no Chromium here: install one, or name it in CHROMIUM_PATH.');
const { DATABASE_URL: database } = process.env;
const app = await startSample('start', database === undefined ? {} : { DATABASE_URL: database });
try {
  const context = await browser.newContext({ viewport: { width: 1100, height: 640 }, locale: 'en-GB', timezoneId: 'UTC' });
  await takeAll(await context.newPage(), new URL('/admin', app.url).href);
} finally {
  await browser.close();
  await app.stop();
}

async function takeAll(page: Page, admin: string): Promise<void> {
  await page.goto(admin);
  await page.getByLabel('Acting as').selectOption('mia');
  await page.goto(`${admin}/workOrders?search=r&sort=-priority&filter=${encodeURIComponent('["status","ne","Done"]')}`);
  await page.getByRole('table').waitFor();
  await take(page, 'admin-list');
  await page.goto(`${admin}/workOrders/o/1`);
  await page.getByRole('region', { name: 'Parts' }).getByRole('table').waitFor();
  await take(page, 'admin-detail');
  await page.goto(`${admin}/workOrders/o/2`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Priority').fill('a few');
  await page.getByLabel('Title').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is no whole number.').waitFor();
  await take(page, 'admin-edit');
  await page.getByLabel('Acting as').selectOption('lea');
  await page.goto(`${admin}/claims`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Why? read Claim: Amount' }).click();
  await page.getByRole('heading', { name: 'Claim.amount' }).waitFor();
  await take(page, 'admin-why');
}

async function take(page: Page, name: string): Promise<void> {
  // Nothing may be in motion.
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
}
