import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { admin, type AdminOptions } from 'general-manager/admin';
import { serve, type RunningServer } from 'general-manager/graphql-server';
import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf } from '../../../support/browser.js';
import type { Studio } from './studio.js';

const USERS = ['ann', 'bob', 'boss'];

/** Serves the studio with its admin page, where one can act as ann, bob and the boss unless options say otherwise. */
export async function serveStudio({ gm }: Pick<Studio, 'gm'>, options?: AdminOptions): Promise<RunningServer> {
  const actors = USERS.map((name) => ({ name, headers: { authorization: name } }));
  return serve(gm, {
    port: 0,
    context: (request) => {
      const name = request.headers.get('authorization');
      return { actor: name === null ? null : { id: name, roles: name === 'boss' ? ['boss'] : [] } };
    },
    pages: [admin(gm, options ?? { title: 'Studio', explain: true, actors })],
  });
}

/** A page of the admin in a browser: how it is used, and what it may not do. */
export class Desk {
  readonly page: Page;
  readonly #admin: string;
  readonly #complaints: readonly string[];
  readonly #elsewhere: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.#admin = new URL('/admin', url).href;
    this.#complaints = complaintsOf(page);
    page.setDefaultTimeout(5000);
    page.on('request', (request) => {
      if (!/^data:|^blob:/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin)
        this.#elsewhere.push(request.url());
    });
  }

  static async open(browser: Browser, url: string, dark = false): Promise<Desk> {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    return new Desk(await context.newPage(), url);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#admin + path);
  }

  async actAs(name: string): Promise<void> {
    await this.page.getByLabel('Acting as').selectOption(name);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  /** The texts of a table, row by row, without its head and what rows are chosen by. */
  async rows(name: string): Promise<readonly (readonly string[])[]> {
    const rows = this.page.getByRole('table', { name, exact: true }).locator('tbody tr');
    await rows.first().waitFor();
    return Promise.all((await rows.all()).map(async (row) => row.locator('td:not(.choice)').allInnerTexts()));
  }

  /** What stands beside the name of a field. */
  async field(name: string): Promise<string> {
    return (
      await this.page
        .locator('dt', { hasText: new RegExp(`^${name}$`) })
        .locator('+ dd')
        .innerText()
    ).trim();
  }

  /** Nobody is kept out by what is seen, and nothing has gone wrong or elsewhere. */
  async check(): Promise<void> {
    await this.page.evaluate(readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
    const violations = await this.page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))',
    );
    expect(violations).to.deep.equal([]);
    this.complainsOfNothing();
  }

  complainsOfNothing(): void {
    expect(this.#complaints).to.deep.equal([]);
    expect(this.#elsewhere).to.deep.equal([]);
  }
}
