import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { Desk } from '../integrations/admin/support/desk.js';
import { openBrowser } from '../support/browser.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { ask, startSample, type Running } from './running.js';

describe('sample: the admin page', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let app: Running;
  let browser: Browser | undefined;
  let desk: Desk;

  before(async function () {
    browser = await openBrowser(this);
    database = await freshDatabase('admin_sample');
    app = await startSample('start', { DATABASE_URL: database.url });
    desk = await Desk.open(browser, app.url);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
    await database?.drop();
  });
  afterEach(() => desk.complainsOfNothing());

  it('shows what everybody may see, and more to those who may see more', async () => {
    await desk.go('');
    await desk.link('Ships').first().waitFor();
    expect(await desk.page.getByRole('navigation', { name: 'Managers' }).getByText('Claims').count()).to.equal(0);
    await desk.actAs('piet');
    await desk.page.getByRole('navigation', { name: 'Managers' }).getByText('Claims').waitFor();
    await desk.check();
  });

  it('lets the yard make a work order, find it, change it and finish it, and nobody change it from then on', async () => {
    await desk.actAs('mia');
    await desk.go('/ships/o/2');
    await desk.page.getByRole('region', { name: 'Work orders' }).getByRole('link', { name: 'New work order' }).click();
    await desk.page.getByLabel('Title').fill('Oil the hinges');
    await desk.page.getByRole('combobox', { name: 'Status' }).click();
    await desk.page.getByRole('option', { name: 'Open', exact: true }).click();
    await desk.page.getByLabel('Priority').fill('4');
    await desk.page.getByLabel('Opened at').fill('2026-11-02T08:00');
    await desk.button('Create').click();
    await desk.page.getByRole('heading', { name: 'Oil the hinges', level: 1 }).waitFor();
    expect(await desk.field('Ship')).to.equal('Noordzee');
    await desk.go('/workOrders?search=hinges');
    await desk.link('Oil the hinges').click();
    await desk.link('Edit').click();
    expect(await desk.page.getByRole('textbox', { name: 'Cost' }).isDisabled()).to.equal(true);
    await desk.page.getByLabel('Priority').fill('40000');
    await desk.button('Save').click();
    await desk.page.getByText('This number has to be between -32768 and 32767.').waitFor();
    await desk.page.getByLabel('Priority').fill('5');
    await desk.button('Save').click();
    await desk.button('Finish').click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('Cost').fill('12.50');
    await dialog.getByRole('button', { name: 'Finish' }).click();
    await dialog.waitFor({ state: 'detached' });
    await desk.page.locator('dd', { hasText: 'Done' }).waitFor();
    expect([await desk.field('Cost'), await desk.field('Priority')]).to.deep.equal(['12.50', '5']);
    expect([await desk.link('Edit').count(), await desk.button('Finish').count()]).to.deep.equal([0, 0]);
    const id = new URL(desk.page.url()).pathname.split('/').at(-1) ?? '';
    const { errors } = await ask(app.url, `mutation { updateWorkOrder(id: ${id}, input: { title: "x" }) { workOrder { id } } }`, 'mia');
    expect(errors?.[0]?.extensions.code).to.equal('FORBIDDEN');
  });

  it('tells an agent why an amount is hidden, and where claims are from', async () => {
    await desk.actAs('lea');
    await desk.go('/claims');
    await desk.page.getByRole('table').getByRole('link', { name: 'Two pallets short' }).first().click();
    await desk.page.getByRole('button', { name: 'Why? read Claim: Amount' }).click();
    await desk.page.getByRole('dialog').getByText('role(dispatcher, admin)').first().waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows what is behind HTTP, and makes an offer there', async () => {
    await desk.actAs('piet');
    await desk.go('/quotes');
    await desk.rows('Quotes');
    await desk.link('New quote').click();
    await desk.page.getByLabel('Sku').fill('RIC-05');
    await desk.page.getByLabel('Vendor code').fill('NOBODY');
    await desk.page.getByLabel('Price').fill('1.70');
    await desk.page.getByLabel('Valid until').fill('2026-12-31');
    await desk.button('Create').click();
    await desk.page.locator('[aria-invalid=true]').and(desk.page.getByLabel('Vendor code')).waitFor();
    await desk.page.getByLabel('Vendor code').fill('OILCO');
    await desk.button('Create').click();
    await desk.page.getByRole('heading', { name: 'RIC-05 · OILCO', level: 1 }).waitFor();
    expect(await desk.field('Vendor')).to.equal('Oil & Co');
  });
});
