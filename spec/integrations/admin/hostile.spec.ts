import { expect } from 'chai';
import type { RunningServer } from 'general-manager/graphql-server';
import type { Browser, Locator, Route } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { buildPage } from './support/build-page.js';
import { openDepot, type Depot } from './support/depot.js';
import { Desk, serveStudio } from './support/desk.js';

const SCRIPT = `<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>`;

describe('admin page: what others do, and what servers answer', function () {
  this.timeout(60_000);
  let depot: Depot;
  let server: RunningServer;
  let browser: Browser | undefined;
  let desk: Desk;

  before(async function () {
    browser = await openBrowser(this);
    [depot] = await Promise.all([openDepot(), buildPage()]);
    server = await serveStudio(depot);
    desk = await Desk.open(browser, server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await depot?.close();
  });

  const dialog = (): Locator => desk.page.getByRole('dialog');
  const boxes = (): Locator => desk.page.getByRole('region', { name: 'Boxes', exact: true });
  const shelfOf = async (id: number): Promise<unknown> =>
    (await depot.query(`select shelf_id from box where id = ${id}`)).map(({ shelf_id: shelf }) => shelf)[0];

  describe('links of what has no version', () => {
    afterEach(() => desk.complainsOfNothing());

    it('are not taken away where somebody else has moved it meanwhile', async () => {
      await desk.go('/shelves/o/1');
      await boxes().getByRole('button', { name: 'Unlink Box 250' }).click();
      await depot.query('update box set shelf_id = 2 where id = 250');
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await dialog().getByText('It is no longer linked here').waitFor();
      expect(await shelfOf(250)).to.equal(2);
      await depot.query('update box set shelf_id = 1 where id = 250');
      await desk.go('/shelves/o/1');
      await boxes().getByRole('button', { name: 'Unlink Box 250' }).click();
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await dialog().waitFor({ state: 'detached' });
      expect(await shelfOf(250)).to.equal(null);
    });

    it('are offered from the other end, also to what comes after very many that one may not change', async () => {
      await desk.go('/shelves/o/2');
      await boxes().getByRole('button', { name: 'Link box' }).click();
      await dialog().getByRole('combobox', { name: 'Box' }).click();
      await desk.page.getByRole('option', { name: 'Box 241' }).waitFor();
      expect(await desk.page.getByRole('listbox').getByRole('option').count()).to.equal(10);
      await desk.page.getByRole('option', { name: 'Box 245' }).click();
      await dialog().getByRole('button', { name: 'Link', exact: true }).click();
      await boxes().getByRole('link', { name: 'Box 245' }).waitFor();
      expect(await shelfOf(245)).to.equal(2);
    });
  });

  describe('computed members', () => {
    it('are shown with the other fields, also where one fails or is hidden', async () => {
      await desk.go('/boxes/o/249');
      await desk.page.getByRole('heading', { name: 'Box 249', level: 1 }).waitFor();
      expect([await desk.field('Loud'), await desk.field('Weight')]).to.deep.equal(['BOX 249', '7']);
      expect(await desk.field('Inside')).to.include('Empty, or hidden from you.');
      await desk.go('/boxes/o/250');
      await desk.page.getByRole('heading', { name: 'Box 250', level: 1 }).waitFor();
      expect([await desk.field('Loud'), await desk.field('Weight')]).to.deep.equal(['BOX 250', 'This could not be computed.']);
      await desk.check();
    });
  });

  describe('answers of a server that lies', () => {
    const pages: string[] = [];
    before(() => desk.page.on('pageerror', (error) => pages.push(error.message)));
    afterEach(async () => {
      await desk.page.unroute('**/graphql');
      // Nothing ran, and the page still works.
      expect(await desk.page.evaluate('window.hit')).to.equal(undefined);
      await desk.go('/shelves');
      expect(await desk.rows('Shelves')).to.have.length(2);
      expect(pages).to.deep.equal([]);
    });

    /** Answers the API's questions in the place of the server. */
    const answering = async (answer: (route: Route) => Promise<unknown>): Promise<void> => {
      await desk.page.route('**/graphql', async (route) => void (await answer(route)));
    };
    const listing = (nodes: readonly unknown[]): object => ({
      list: {
        nodes,
        totalCount: nodes.length,
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    });

    it('are texts, whatever is in them', async () => {
      await answering(async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"Left"', JSON.stringify(SCRIPT)) });
      });
      await desk.go('/shelves');
      await desk.page.getByRole('link', { name: SCRIPT }).waitFor();
      await desk.page.getByRole('link', { name: SCRIPT }).click();
      await desk.page.getByRole('heading', { name: SCRIPT, level: 1 }).waitFor();
    });

    it('are errors where they are HTML, or no JSON', async () => {
      for (const [status, told] of [
        [502, 'The server answered 502.'],
        [200, 'The server answered something that is no JSON.'],
      ] as const) {
        await answering(async (route) => route.fulfill({ status, contentType: 'text/html', body: `<html>${SCRIPT}</html>` }));
        await desk.go('/shelves');
        await desk.page.getByText(told).first().waitFor();
        await desk.page.unroute('**/graphql');
      }
    });

    it('are errors with messages as texts', async () => {
      await answering(async (route) =>
        route.fulfill({ json: { errors: [{ message: SCRIPT, extensions: { fix: SCRIPT, code: SCRIPT } }] } }),
      );
      await desk.go('/shelves');
      await desk.page.getByText(SCRIPT).first().waitFor();
    });

    it('are told as failures where they have another shape', async () => {
      const shapes = [null, 7, 'text', [], {}, { data: null }, { data: { list: null } }, { data: { list: { nodes: 7 } } }, { errors: 'x' }];
      for (const json of [...shapes, { data: listing([null, 7, { id: {}, name: [] }]) }]) {
        await answering(async (route) => route.fulfill({ json }));
        await desk.go('/shelves');
        await desk.page
          .getByText('That did not work')
          .first()
          .waitFor()
          .catch((error: unknown) => {
            throw new Error(JSON.stringify(json), { cause: error });
          });
        await desk.page.unroute('**/graphql');
      }
    });

    it('are shown where they are far more than was asked for', async () => {
      const many = Array.from({ length: 5000 }, (_each, index) => ({
        __typename: 'Shelf',
        id: index,
        name: `${'x'.repeat(2000)}${index}`,
      }));
      await answering(async (route) => {
        const { query } = route.request().postDataJSON() as { query: string };
        if (query.includes('list:')) await route.fulfill({ json: { data: listing(many) } });
        else await route.continue();
      });
      await desk.go('/shelves');
      await desk.page.getByRole('table', { name: 'Shelves' }).waitFor({ timeout: 20_000 });
    });
  });
});
