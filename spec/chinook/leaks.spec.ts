import { expect } from 'chai';
import { actor, everyone, where, type PermissionOptions } from 'general-manager/decorators';
import { expectNoLeaks } from 'general-manager/testing';
import { swapPolicies } from '../permission/support/swap-policies.js';
import { CHINOOK, hasChinook, openMusicShop, type MusicShop } from './support/database.js';

/** Employees see their own customers and what these bought; what things cost shows for some only. */
const PERMISSIONS: Readonly<Record<string, PermissionOptions>> = {
  Customer: {
    read: where({ supportRep: actor('id') }),
    fields: { phone: { read: where({ country: { in: actor('countries') } }) } },
  },
  Invoice: { read: where({ customer: { supportRep: actor('id') } }) },
  InvoiceLine: { read: where({ invoice: { customer: { supportRep: actor('id') } } }) },
  Playlist: { read: where({ name: { startsWith: 'M' } }) },
  Track: { read: everyone(), fields: { composer: { read: where({ milliseconds: { lt: 250_000 } }) } } },
};

describe(hasChinook ? 'Chinook: leaks' : `Chinook: leaks (skipped: ${CHINOOK} is not there)`, function () {
  this.timeout(180_000);
  let shop: MusicShop;

  before(async function () {
    if (!hasChinook) return this.skip();
    shop = await openMusicShop({ plugins: [swapPolicies(PERMISSIONS)], secret: 'the same' });
  });
  after(async () => shop?.close());

  it('nothing of what an employee may not see', async () => {
    const actors = { jane: { id: 3, countries: ['Canada', 'USA'] }, stranger: null };
    const report = await expectNoLeaks(shop.gm, { orm: shop.orm, actors, questions: 160, rows: 20 });
    expect(report.unstable).to.deep.equal([]);
    const changed = report.hidden.filter(({ actor: who, changes }) => who === 'jane' && changes > 0).map(({ manager }) => manager);
    expect(changed).to.include.members(['Customer', 'Invoice', 'InvoiceLine', 'Track']);
  });
});
