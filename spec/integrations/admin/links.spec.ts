import { expect } from 'chai';
import type { RunningServer } from 'general-manager/graphql-server';
import type { Browser, Locator } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { buildPage } from './support/build-page.js';
import { Desk, serveStudio } from './support/desk.js';
import { HOSTILE, fillPlaylists } from './support/playlists.js';
import { openStudio, type Studio } from './support/studio.js';

describe('admin page: links, many objects and histories', function () {
  this.timeout(60_000);
  let studio: Studio;
  let server: RunningServer;
  let browser: Browser | undefined;
  let desk: Desk;

  before(async function () {
    browser = await openBrowser(this);
    [studio] = await Promise.all([openStudio('admin_links'), buildPage()]);
    await fillPlaylists(studio);
    server = await serveStudio(studio);
    desk = await Desk.open(browser, server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await studio?.close();
  });
  afterEach(() => desk.complainsOfNothing());

  const region = (name: string): Locator => desk.page.getByRole('region', { name, exact: true });
  const dialog = (): Locator => desk.page.getByRole('dialog');
  const heading = async (name: string): Promise<void> => desk.page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
  const links = async (): Promise<unknown> =>
    studio.query('select playlist_code as list, work_id::text as song from playlist_songs order by playlist_code, work_id');

  describe('links', () => {
    it('are not offered to whom they are not open, on either end', async () => {
      await desk.go('/playlists/o/morning');
      await heading('Morning');
      await desk.actAs('bob');
      await region('Songs').getByRole('link', { name: 'Blue' }).waitFor();
      expect(await desk.page.getByRole('button', { name: /^(Link|Unlink)/ }).allInnerTexts()).to.deep.equal([]);
      await desk.go('/songs/o/1');
      const unlinks = region('Playlists').getByRole('button', { name: /^Unlink/ });
      await region('Playlists').getByRole('button', { name: 'Unlink Evening' }).waitFor();
      expect(await unlinks.count()).to.equal(1);
      // Those of others stay as they are.
      await desk.actAs('ann');
      await region('Playlists').getByRole('button', { name: 'Unlink Morning' }).waitFor();
      expect(await unlinks.count()).to.equal(1);
    });

    it('are made and taken away from the end that keeps them, by keyboard, with its version', async () => {
      await desk.go('/playlists/o/morning');
      await region('Songs').getByRole('button', { name: 'Link song' }).press('Enter');
      await dialog().getByRole('combobox', { name: 'Song' }).fill('red');
      await desk.page.getByRole('option', { name: 'Red' }).waitFor();
      await desk.page.keyboard.press('ArrowDown');
      await desk.page.keyboard.press('Enter');
      await desk.check();
      await dialog().getByLabel('Reason').fill('fits');
      await desk.page.keyboard.press('Enter');
      await region('Songs').getByRole('link', { name: 'Red' }).waitFor();
      await dialog().waitFor({ state: 'detached' });
      expect(await links()).to.deep.include({ list: 'morning', song: '2' });
      await region('Songs').getByRole('button', { name: 'Unlink Red' }).press('Enter');
      await dialog().getByText('stay; what links them goes.').waitFor();
      await desk.page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      await region('Songs').getByRole('button', { name: 'Unlink Red' }).click();
      // Somebody else was faster.
      await studio.query(`update playlist set version = version + 1 where code = 'morning'`);
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await dialog().getByText('GM_WRITE_CONFLICT').waitFor();
      await desk.check();
      expect(await links()).to.deep.include({ list: 'morning', song: '2' });
      // By now the page has what is there.
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await dialog().waitFor({ state: 'detached' });
      expect(await links()).to.not.deep.include({ list: 'morning', song: '2' });
    });

    it('are made and taken away from the other end, of what one may change alone', async () => {
      await desk.go('/songs/o/2');
      await heading('Red');
      await region('Playlists').getByRole('button', { name: 'Link playlist' }).click();
      await dialog().getByRole('combobox', { name: 'Playlist' }).click();
      await desk.page.getByRole('option', { name: 'Morning' }).waitFor();
      expect(await desk.page.getByRole('listbox').getByRole('option').allInnerTexts()).to.deep.equal([HOSTILE.title, 'Morning']);
      await desk.page.getByRole('option', { name: HOSTILE.title }).click();
      await dialog().getByRole('button', { name: 'Link', exact: true }).click();
      await region('Playlists').getByRole('link', { name: HOSTILE.title }).waitFor();
      expect(await links()).to.deep.include({ list: HOSTILE.code, song: '2' });
      await region('Playlists').getByRole('link', { name: HOSTILE.title }).click();
      await heading(HOSTILE.title);
      await region('Songs').getByRole('button', { name: 'Unlink Red' }).click();
      await desk.check();
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await dialog().waitFor({ state: 'detached' });
      expect(await links()).to.not.deep.include({ list: HOSTILE.code, song: '2' });
    });

    it('of lists whose objects keep them are written there', async () => {
      const [{ version } = {}] = await studio.query('select version from work where id = 1');
      await desk.go('/artists/o/5');
      await heading('Artist 05');
      await region('Leads').getByRole('button', { name: 'Link work' }).click();
      await dialog().getByRole('combobox', { name: 'Work' }).click();
      await desk.page.getByRole('option', { name: 'Blue' }).click();
      await dialog().getByRole('button', { name: 'Link', exact: true }).click();
      await region('Leads').getByRole('button', { name: 'Unlink Blue' }).click();
      expect(await studio.query('select lead_id, version from work where id = 1')).to.deep.equal([
        { lead_id: 5, version: Number(version) + 1 },
      ]);
      await dialog().getByRole('button', { name: 'Unlink' }).click();
      await region('Leads').getByText('None, or none that you may see.').waitFor();
      expect(await studio.query('select lead_id, version from work where id = 1')).to.deep.equal([
        { lead_id: null, version: Number(version) + 2 },
      ]);
    });
  });

  describe('many objects', () => {
    it('are chosen only by whom something may be done with them', async () => {
      await desk.go('/playlists');
      await desk.actAs('bob');
      await desk.page.getByRole('checkbox', { name: 'Choose Evening' }).waitFor();
      const rows = desk.page.getByRole('table', { name: 'Playlists' }).locator('tbody');
      expect(await rows.getByRole('checkbox').count()).to.equal(12);
      expect(await rows.getByRole('checkbox', { name: 'Choose Morning' }).count()).to.equal(0);
      await desk.go('/artists');
      await desk.rows('Artists');
      expect(await desk.page.getByRole('table').getByRole('checkbox').count()).to.equal(0);
    });

    it('are changed by one field when their number has been confirmed', async () => {
      await desk.actAs('ann');
      await desk.go('/playlists?sort=title');
      await desk.page.getByRole('checkbox', { name: 'Choose all rows on this page' }).press('Space');
      await desk.page.getByText('2 objects chosen.').waitFor();
      await desk.check();
      await desk.button('Change a field').click();
      const fields = await dialog().getByLabel('Field').locator('option').allInnerTexts();
      expect(fields).to.include.members(['Title', 'Stars']).and.not.include('Cost');
      await dialog().getByLabel('Field').selectOption('stars');
      await dialog().getByLabel('New value').fill('few');
      await dialog().getByRole('button', { name: 'Count them' }).click();
      await dialog().getByText('This is no whole number.').waitFor();
      await dialog().getByLabel('New value').fill('1');
      await dialog().getByRole('button', { name: 'Count them' }).click();
      await dialog().getByText('2 objects will be changed: all of them, or none.').waitFor();
      await desk.check();
      expect(await studio.query('select max(stars) as stars from playlist where stars < 9')).to.deep.equal([{ stars: 0 }]);
      // What was counted was counted for this value.
      await dialog().getByLabel('New value').fill('2');
      await dialog().getByRole('button', { name: 'Count them' }).click();
      await dialog().getByRole('button', { name: 'Change 2 objects' }).click();
      await desk.page.getByText('2 objects changed.').waitFor();
      expect(await studio.query('select code, stars from playlist where stars between 1 and 8 order by stars, code')).to.deep.equal([
        { code: HOSTILE.code, stars: 2 },
        { code: 'morning', stars: 2 },
      ]);
    });

    it('that match and are more than a page are chosen together, and refused as a whole', async () => {
      await desk.go(`/playlists?size=10&sort=-title&filter=${encodeURIComponent('["stars","lte","2"]')}`);
      await desk.page.getByRole('checkbox', { name: 'Choose Morning' }).check();
      await desk.button('Choose all 14 that match').click();
      await desk.page.getByText('All 14 that match chosen.').waitFor();
      await desk.button('Delete chosen').click();
      await dialog().getByText('12 of 14 objects may not be deleted by you.').waitFor();
      expect(
        await dialog()
          .getByRole('button', { name: /^Delete/ })
          .count(),
      ).to.equal(0);
      await desk.check();
      await dialog().getByRole('button', { name: 'Close' }).last().click();
      // A filter that is left out would mean more than was asked for.
      await desk.go(`/playlists?size=10&sort=-title&filter=${encodeURIComponent('["nope","eq","2"]')}`);
      await desk.page.getByRole('checkbox', { name: 'Choose Morning' }).check();
      await desk.page.getByText('1 object chosen.').waitFor();
      expect(await desk.page.getByText('that match').count()).to.equal(0);
    });

    it('are deleted, as many as were confirmed and no more', async () => {
      await desk.actAs('boss');
      await desk.go(`/playlists?size=10&search=filler`);
      await desk.page.getByRole('checkbox', { name: 'Choose Filler 01' }).check();
      await desk.button('Choose all 11 that match').click();
      await desk.button('Delete chosen').click();
      await dialog().getByText('11 objects will be deleted: all of them, or none.').waitFor();
      await studio.query(`insert into playlist (code, title, owner, version) values ('late', 'Filler, late', 'bob', 1)`);
      await dialog().getByRole('button', { name: 'Delete 11 objects' }).click();
      await dialog().getByRole('alert').waitFor();
      expect(await studio.query(`select count(*)::int as count from playlist where title like 'Filler%'`)).to.deep.equal([{ count: 12 }]);
      await dialog().getByRole('button', { name: 'Try again' }).click();
      await dialog().getByText('12 objects will be deleted: all of them, or none.').waitFor();
      await dialog().getByLabel('Reason').fill('tidied');
      await dialog().getByRole('button', { name: 'Delete 12 objects' }).click();
      await desk.page.getByText('12 objects deleted.').waitFor();
      expect(await studio.query(`select count(*)::int as count from playlist where title like 'Filler%'`)).to.deep.equal([{ count: 0 }]);
    });
  });

  describe('a history', () => {
    const change = (name: RegExp): Locator => desk.page.getByRole('listitem', { name });

    it('tells who, when, why and what, and shows the object as it was', async () => {
      await desk.go('/playlists/o/told');
      await heading('Told again');
      await desk.link('History').click();
      await heading('History of Told again');
      await change(/^Created/)
        .getByText('by the application itself')
        .waitFor();
      const changed = change(/^Changed/);
      expect(await changed.getByRole('row').allInnerTexts()).to.deep.equal([
        'Field\tBefore\tAfter',
        'Title\tTold\tTold again',
        'Cost\t5\t7',
      ]);
      await changed.getByText('by boss').waitFor();
      await changed.getByText(`“${HOSTILE.title}”`).waitFor();
      await desk.check();
      await change(/^Created/)
        .getByRole('button', { name: /^As it was/ })
        .press('Enter');
      expect(await desk.field('Title')).to.equal('Told');
      expect(await desk.field('Cost')).to.equal('5');
      expect(await desk.field('Based on')).to.equal('Morning');
      await dialog().getByText('Not shown, since no history is kept of what they lead to: curator.').waitFor();
      await desk.check();
      await desk.page.keyboard.press('Escape');
    });

    it('keeps hidden what is hidden, then and now', async () => {
      await desk.actAs('ann');
      await desk.go('/playlists/o/told/history');
      await heading('History of Told again');
      const changed = change(/^Changed/);
      await changed.waitFor();
      expect(await changed.getByRole('row').allInnerTexts()).to.deep.equal(['Field\tBefore\tAfter', 'Title\tTold\tTold again']);
      expect(await desk.page.getByText(/^by /).count()).to.equal(0);
      await changed.getByRole('button', { name: /^As it was/ }).click();
      expect(await desk.field('Cost')).to.equal('—\nnothing\nEmpty, or hidden from you.');
      await desk.page.keyboard.press('Escape');
      // What was hidden when it was written is not told of, and what is hidden has no history.
      await desk.go('/playlists/o/veiled/history');
      await heading('History of Veiled');
      await desk.page.getByText('What it was before is hidden from you.').waitFor();
      expect(await desk.page.getByRole('listitem').count()).to.equal(1);
      await desk.go('/playlists/o/hidden/history');
      await heading('There is no such playlist');
      await desk.go('/songs/o/1');
      await heading('Blue');
      expect(await desk.link('History').count()).to.equal(0);
    });
  });

  describe('for developers', () => {
    it('tells why an action is denied, by its own rules', async () => {
      await desk.go('/playlists/o/morning');
      await heading('Morning');
      expect(await desk.button('Praise').count()).to.equal(0);
      await desk.page.getByRole('button', { name: 'Why? praise Playlist' }).click();
      await dialog().getByText('before({"stars":{"gte":2}})').first().waitFor();
      await dialog().getByText('value: 2', { exact: true }).waitFor();
      await dialog().getByText('This is of the object as it is').waitFor();
      await desk.check();
      await desk.page.keyboard.press('Escape');
      await desk.go('/playlists');
      await desk.page.getByRole('button', { name: 'Why? tidy Playlist' }).click();
      await dialog().getByText('role(boss)').first().waitFor();
      await desk.page.keyboard.press('Escape');
      await desk.page.getByRole('button', { name: 'Why? create Playlist' }).click();
      await dialog().getByText('What can be said without an object is below.').waitFor();
      await desk.page.keyboard.press('Escape');
    });
  });
});
