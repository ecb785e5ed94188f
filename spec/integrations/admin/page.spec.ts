import { expect } from 'chai';
import type { AdminOptions } from 'general-manager/admin';
import type { RunningServer } from 'general-manager/graphql-server';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { buildPage } from './support/build-page.js';
import { Desk, serveStudio } from './support/desk.js';
import { openStudio, type Studio } from './support/studio.js';

describe('admin page: in a browser', function () {
  this.timeout(60_000);
  let studio: Studio;
  let server: RunningServer;
  let browser: Browser | undefined;
  let desk: Desk;

  before(async function () {
    browser = await openBrowser(this);
    [studio] = await Promise.all([openStudio('admin_page'), buildPage()]);
    server = await serveStudio(studio);
    desk = await Desk.open(browser, server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await studio?.close();
  });
  afterEach(() => desk.complainsOfNothing());

  const navigation = async (): Promise<readonly string[]> =>
    desk.page.getByRole('navigation', { name: 'Managers' }).getByRole('link').allInnerTexts();
  const ask = async (query: string, as: string): Promise<string> =>
    desk.page.evaluate(
      async ([text, who]) => {
        const headers = { 'content-type': 'application/json', authorization: who ?? '' };
        return (await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: text }) })).text();
      },
      [query, as] as const,
    );

  describe('offers what one may do, and nothing else', () => {
    it('to nobody in particular: lists, no changes, no managers that are closed', async () => {
      await desk.go('');
      await desk.page.getByRole('heading', { name: 'Overview' }).waitFor();
      await desk.link('Songs').first().waitFor();
      expect(await navigation()).to.deep.equal(['Artists', 'Credits', 'Films', 'Playlists', 'Songs', 'Works']);
      await desk.check();
      await desk.go('/songs/o/1');
      await desk.page.getByRole('heading', { name: 'Blue', level: 1 }).waitFor();
      for (const name of ['Edit', 'Delete', 'Master'])
        expect((await desk.button(name).count()) + (await desk.link(name).count()), name).to.equal(0);
      await desk.go('/songs/new');
      await desk.page.getByText('You may not make a song.').waitFor();
      await desk.go('/songs/o/1/edit');
      await desk.page.getByText('You may not change this song.').waitFor();
    });

    it('to ann: her own song, without what is for the boss', async () => {
      await desk.go('/songs/o/1');
      await desk.actAs('ann');
      await desk.link('Edit').waitFor();
      expect(await desk.button('Delete').count()).to.equal(0);
      expect(await desk.button('Master').count()).to.equal(0);
      await desk.go('/songs/o/2');
      await desk.page.getByRole('heading', { name: 'Red', level: 1 }).waitFor();
      expect(await desk.link('Edit').count()).to.equal(0);
    });

    it('and the server refuses the same by hand', async () => {
      const refused = [
        'mutation { updateSong(id: 2, input: { title: "Mine" }) { song { id } } }',
        'mutation { deleteSong(id: 1) { song { id } } }',
        'mutation { masterSong(id: 1, input: { gain: 1 }) { result } }',
        'mutation { countSong { result } }',
        'mutation { updateSong(id: 1, input: { budget: "1" }) { song { id } } }',
        '{ secrets { totalCount } }',
      ];
      for (const query of refused) expect(await ask(query, 'ann'), query).to.match(/"code":"(FORBIDDEN|NOT_FOUND)"/);
      expect(await studio.query('select title, budget from work where id in (1, 2) order by id')).to.deep.equal([
        { title: 'Blue', budget: '1234567890.1230' },
        { title: 'Red', budget: null },
      ]);
    });

    it('to the boss: what is closed to others, actions, and an empty list', async () => {
      await desk.actAs('boss');
      await desk.link('Secrets').click();
      await desk.page.getByText('There is nothing here').waitFor();
      await desk.check();
      await desk.go('/songs');
      await desk.button('Count').click();
      await desk.page.getByRole('dialog').getByRole('button', { name: 'Count' }).click();
      await desk.page.getByRole('status').filter({ hasText: 'Done' }).getByText('2').waitFor();
    });
  });

  describe('lists', () => {
    it('are paged, sorted, searched and filtered, and all of it is in the URL', async () => {
      await desk.go('/artists?size=10');
      expect(await desk.rows('Artists')).to.have.length(10);
      await desk.page.getByText('12 rows.').waitFor();
      await desk.button('Next page').click();
      await desk.page.getByRole('link', { name: 'Artist 11' }).waitFor();
      expect(await desk.rows('Artists')).to.have.length(2);
      await desk.page.goBack();
      await desk.page.getByRole('link', { name: 'Artist 10' }).waitFor();
      await desk.button('Name').click();
      await desk.button('Name').click();
      await desk.page.getByRole('link', { name: 'Artist 12' }).waitFor();
      expect(await desk.page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).to.equal('descending');
      await desk.page.getByLabel('Search by name').fill('artist 0');
      await desk.page.getByText('9 rows.').waitFor();
      await desk.button('Add filter').click();
      await desk.page.getByLabel('Field').selectOption('fee');
      await desk.page.getByLabel('Condition').selectOption('gt');
      await desk.page.getByLabel('Value').fill('much');
      await desk.button('Filter').click();
      await desk.page.getByText('This is no number.').waitFor();
      await desk.check();
      await desk.page.getByLabel('Value').fill('650.5');
      await desk.button('Filter').click();
      await desk.page.getByText('3 rows.').waitFor();
      await desk.page.reload();
      expect((await desk.rows('Artists')).map(([name]) => name)).to.deep.equal(['Artist 09', 'Artist 08', 'Artist 07']);
      await desk.button('Remove the filter Fee is above 650.5').click();
      await desk.page.getByText('9 rows.').waitFor();
      await desk.page.getByLabel('Search by name').fill('nobody');
      await desk.page.getByText('Nothing matches.').waitFor();
      await desk.button('Remove all filters').click();
      await desk.page.getByText('12 rows.').waitFor();
    });

    it('filter by relations, by nulls and by members, and show chosen columns', async () => {
      await desk.go(`/works?filter=${encodeURIComponent('["lead","eq","1","Artist 01"]')}`);
      expect((await desk.rows('Works')).map(([title]) => title)).to.deep.equal(['Blue']);
      await desk.go(`/works?filter=${encodeURIComponent('["lead","isNull",""]')}`);
      expect((await desk.rows('Works')).map(([title]) => title)).to.deep.equal(['Red']);
      await desk.go(`/works?columns=title,plays&filter=${encodeURIComponent('["kind","in","FILM,SONG"]')}&filter=nonsense`);
      const all = await desk.rows('Works');
      expect(all.find(([title]) => title === 'Blue')).to.deep.equal(['Blue', '9007199254740993', 'Song']);
      await desk.go(`/works?filter=${encodeURIComponent('["title","nope","x"]')}`);
      await desk.page.getByText('It is left out.').waitFor();
    });

    it('are used by keyboard alone', async () => {
      await desk.go('/artists?size=10');
      await desk.rows('Artists');
      await desk.page.keyboard.press('Tab');
      expect(await desk.page.locator(':focus').textContent()).to.equal('Skip to the content');
      await desk.page.keyboard.press('Enter');
      await desk.page.keyboard.press('Tab');
      const seen: string[] = [];
      for (let press = 0; press < 12 && seen.at(-1) !== 'Artist 01'; press += 1) {
        seen.push((await desk.page.locator(':focus').innerText()).trim());
        await desk.page.keyboard.press('Tab');
      }
      expect(seen).to.include.members(['New artist', 'Add filter', 'Columns', 'Name']);
      await desk.button('Add filter').focus();
      await desk.page.keyboard.press('Enter');
      expect(await desk.page.getByLabel('Field').evaluate((element) => element === document.activeElement)).to.equal(true);
      await desk.page.keyboard.press('Escape');
      expect(await desk.button('Add filter').evaluate((element) => element === document.activeElement)).to.equal(true);
    });
  });

  describe('an object', () => {
    it('is shown on the page of its own type, with every digit and its relations', async () => {
      await desk.go('/works');
      await desk.link('Blue').click();
      await desk.page.getByRole('heading', { name: 'Blue', level: 1 }).waitFor();
      expect(new URL(desk.page.url()).pathname).to.equal('/admin/songs/o/1');
      expect(await desk.field('Plays')).to.equal('9007199254740993');
      expect(await desk.field('Budget')).to.equal('1234567890.1230');
      expect(await desk.field('Recorded at')).to.match(/^1 Mar 2026,? 11:00:00$/);
      expect(await desk.field('Extra')).to.include('"key": "A"');
      expect(await desk.field('Note')).to.match(/^—/);
      expect(await desk.rows('Credits')).to.have.length(10);
      const credits = desk.page.getByRole('region', { name: 'Credits' });
      await credits.getByRole('button', { name: 'Next page' }).click();
      await credits.getByRole('link', { name: 'Artist 12' }).waitFor();
      await desk.check();
      await credits.getByRole('link', { name: 'Filter credits' }).click();
      await desk.page.getByText('12 rows.').waitFor();
      await desk.button('Remove the filter Work is Blue').waitFor();
      await desk.page.goBack();
      await credits.getByRole('button', { name: 'Next page' }).click();
      await credits.getByRole('link', { name: 'Artist 12' }).click();
      await desk.page.getByRole('heading', { name: 'Blue · Artist 12' }).waitFor();
      expect(new URL(desk.page.url()).pathname).to.equal('/admin/credits/o/1,12');
      await desk.go('/songs/o/99');
      await desk.page.getByText('There is no such song').waitFor();
    });

    it('that is hidden is as good as missing, and hidden fields say so', async () => {
      await desk.go('/artists/o/1');
      await desk.page.getByText('100.00').waitFor();
      await desk.actAs('ann');
      await desk.page.getByText('Empty, or hidden from you.').waitFor();
      await desk.page.getByRole('button', { name: 'Why? read Artist: Fee' }).click();
      const drawer = desk.page.getByRole('dialog');
      await drawer.getByRole('heading', { name: 'Artist.fee' }).waitFor();
      await drawer.getByText('role(boss)').first().waitFor();
      await desk.check();
      await desk.page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await desk.go('/songs/o/2');
      await desk.page.getByRole('button', { name: 'Why? update Song' }).click();
      await drawer.getByText('value: "bob"').first().waitFor();
      await desk.page.keyboard.press('Escape');
    });
  });

  describe('a form', () => {
    it('says beside the field what is wrong, and sends only what was changed', async () => {
      await desk.go('/songs/o/1/edit');
      const title = desk.page.getByLabel('Title');
      await title.waitFor();
      expect(await desk.button('Save').isDisabled()).to.equal(true);
      expect(await desk.page.getByRole('textbox', { name: 'Budget' }).isDisabled()).to.equal(true);
      await title.fill('Red');
      await desk.page.getByLabel('Plays').fill('many');
      await desk.button('Save').click();
      await desk.page.getByText('This is no whole number.').waitFor();
      expect(await desk.page.getByLabel('Plays').evaluate((element) => element === document.activeElement)).to.equal(true);
      await desk.check();
      await desk.page.getByLabel('Plays').fill('18014398509481985');
      await desk.button('Save').click();
      await desk.page.locator('[aria-invalid=true]').and(title).waitFor();
      const described = ((await title.getAttribute('aria-describedby')) ?? '').split(' ').map((id) => `[id="${id}"]`);
      expect(await desk.page.locator(described.join(',')).allInnerTexts()).to.deep.equal(['This value is taken.']);
      await title.fill('Blue in green');
      await desk.button('Save').click();
      await desk.page.getByRole('heading', { name: 'Blue in green', level: 1 }).waitFor();
      expect(await studio.query('select title, plays, budget, extra, version from work where id = 1')).to.deep.equal([
        { title: 'Blue in green', plays: '18014398509481985', budget: '1234567890.1230', extra: { key: 'A' }, version: 2 },
      ]);
    });

    it('tells whoever comes second, and writes nothing over', async () => {
      await desk.go('/songs/o/1/edit');
      await desk.page.getByLabel('Title').fill('Blue at last');
      await studio.query(`update work set note = 'by somebody else', version = 3 where id = 1`);
      await desk.button('Save').click();
      await desk.page.getByText('Somebody else changed it meanwhile').waitFor();
      await desk.check();
      await desk.button('Begin again with what is there now').click();
      await desk.page.waitForFunction(() =>
        [...document.querySelectorAll('input, textarea')].some((each) => Reflect.get(each, 'value') === 'by somebody else'),
      );
      expect(await desk.page.getByLabel('Note').inputValue()).to.equal('by somebody else');
      await desk.page.getByLabel('Title').fill('Blue');
      await desk.button('Save').click();
      await desk.page.getByRole('heading', { name: 'Blue', level: 1, exact: true }).waitFor();
      expect(await studio.query('select title, note from work where id = 1')).to.deep.equal([{ title: 'Blue', note: 'by somebody else' }]);
    });

    it('takes every kind of value', async () => {
      await desk.go('/films');
      await desk.link('New film').click();
      await desk.page.getByLabel('Title').fill('Day');
      await desk.page.getByLabel('Owner').fill('ann');
      await desk.page.getByLabel('Gain').fill('-1.5e2');
      await desk.page.getByLabel('Live').check();
      await desk.page.getByLabel('Released on').fill('2026-02-28');
      await desk.page.getByLabel('Starts at').fill('20:15:30');
      await desk.page.getByLabel('Recorded at').fill('2026-07-01T12:30:00');
      await desk.page.getByLabel('Code').fill('0f9f3a6e-0000-4000-8000-000000000001');
      await desk.page.getByLabel('Extra').fill('{"a": [1, null]}');
      await desk.page
        .locator('input[type=file]')
        .setInputFiles({ name: 'cover.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 255, 7]) });
      await desk.page.getByRole('combobox', { name: 'Mood' }).click();
      await desk.page.getByRole('option', { name: 'Wild' }).click();
      await desk.page.getByRole('combobox', { name: 'Tags' }).fill('one');
      await desk.page.keyboard.press('Enter');
      await desk.page.getByRole('group', { name: 'Place' }).getByLabel('There is one').check();
      await desk.page.getByLabel('Street').fill('Kade 1');
      await desk.page.getByLabel('Floor').fill('3');
      await desk.button('Add take').click();
      await desk.page.getByLabel('Nr').fill('1');
      await desk.page.getByRole('combobox', { name: 'Lead' }).fill('Artist 07');
      await desk.page.getByRole('option', { name: 'Artist 07' }).click();
      await desk.check();
      await desk.button('Create').click();
      await desk.page.getByRole('heading', { name: 'Day', level: 1 }).waitFor();
      const [{ recorded_at: recordedAt, cover, ...row } = {}] = await studio.query(
        `select kind, owner, gain, live, approved, released_on::text, starts_at::text, recorded_at, code, extra, cover, mood, tags, place, takes, lead_id from work where title = 'Day'`,
      );
      expect(row).to.deep.equal({
        kind: 'film',
        owner: 'ann',
        gain: -150,
        live: true,
        approved: null,
        released_on: '2026-02-28',
        starts_at: '20:15:30',
        code: '0f9f3a6e-0000-4000-8000-000000000001',
        extra: { a: [1, null] },
        mood: 'wild',
        tags: ['one'],
        place: { street: 'Kade 1', floor: 3 },
        takes: [{ nr: 1, remark: null }],
        lead_id: 7,
      });
      expect(new Date(recordedAt as string).toISOString()).to.equal('2026-07-01T10:30:00.000Z');
      expect([...(cover as Buffer)]).to.deep.equal([0, 255, 7]);
      expect(await desk.field('Cover')).to.equal('Download (3 bytes)');
      expect(await desk.field('Lead')).to.equal('Artist 07');
    });

    it('begins with what it was opened from, and takes a key of several parts', async () => {
      await desk.actAs('boss');
      await desk.go('/films/o/3');
      await desk.page.getByRole('region', { name: 'Credits' }).getByRole('link', { name: 'New credit' }).click();
      await desk.page.getByLabel('Part').fill('drums');
      expect(await desk.page.getByRole('combobox', { name: 'Work' }).inputValue()).to.equal('Night');
      await desk.page.getByRole('combobox', { name: 'Artist' }).fill('03');
      await desk.page.getByRole('option', { name: 'Artist 03' }).click();
      await desk.button('Create').click();
      await desk.page.getByRole('heading', { name: 'Night · Artist 03' }).waitFor();
    });
  });

  describe('the life of objects', () => {
    it('runs actions, and shows what they return', async () => {
      await desk.go('/songs/o/1');
      await desk.button('Master').click();
      const dialog = desk.page.getByRole('dialog');
      await dialog.getByLabel('Gain').fill('2.5');
      await desk.check();
      await dialog.getByRole('button', { name: 'Master' }).click();
      await dialog.getByText('mastered at 2.5').waitFor();
      await desk.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await desk.field('Gain')).to.equal('2.5');
    });

    it('ends after a question, and begins again', async () => {
      await desk.go('/artists/o/12');
      await desk.button('Delete').click();
      const dialog = desk.page.getByRole('dialog');
      await dialog.getByText('It can be restored later.').waitFor();
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      await dialog.waitFor({ state: 'detached' });
      await desk.button('Delete').click();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await desk.page.getByText('11 rows.').waitFor();
      await desk.page.getByLabel('Show deleted').check();
      await desk.page.getByText('12 rows.').waitFor();
      await desk.link('Artist 12').click();
      await desk.page.getByText('Deleted', { exact: true }).waitFor();
      expect(await desk.link('Edit').count()).to.equal(0);
      await desk.button('Restore').click();
      await desk.link('Edit').waitFor();
      expect(await studio.query('select gone from artist where id = 12')).to.deep.equal([{ gone: false }]);
    });
  });

  it('asks for a token where it is told to, keeps it in the tab, and tells developers nothing', async () => {
    const access: AdminOptions['access'] = ({ actor }) => actor !== null;
    const closed = await serveStudio(studio, { signIn: { label: 'Your name', prefix: '' }, access });
    const other = await Desk.open(browser as Browser, closed.url);
    await other.go('/songs');
    await other.page.getByText('The admin page tells you nothing of the schema.').waitFor();
    await other.button('Sign in').click();
    await other.page.getByLabel('Your name').fill('ann');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await other.link('Blue').click();
    await other.link('Edit').waitFor();
    await other.page.reload();
    await other.link('Edit').waitFor();
    expect(await other.page.getByText('Why?').count()).to.equal(0);
    await other.button('Sign out').click();
    await other.page.getByText('The admin page tells you nothing of the schema.').waitFor();
    await other.page.context().close();
    await closed.close();
  });

  describe('whoever looks', () => {
    it('can read it in the dark, and on a small screen', async () => {
      const dark = await Desk.open(browser as Browser, server.url, true);
      await dark.page.setViewportSize({ width: 390, height: 800 });
      await dark.go('/songs');
      await dark.actAs('boss');
      await dark.rows('Songs');
      await dark.check();
      await dark.button('Show the managers').click();
      await dark.page.getByRole('navigation', { name: 'Managers' }).getByRole('link', { name: 'Artists' }).click();
      await dark.rows('Artists');
      await dark.go('/songs/o/1');
      await dark.page.getByRole('heading', { name: 'Blue', level: 1 }).waitFor();
      await dark.check();
      await dark.page.context().close();
    });
  });
});
