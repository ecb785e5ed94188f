import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { expectStatements } from 'general-manager/testing';
import { openShop, type Opened } from '../../factory/support/open.js';
import { Label, Maker } from '../../factory/support/shop.js';

describe('expectStatements', function () {
  this.timeout(20_000);
  let shop: Opened;
  before(async () => {
    shop = await openShop();
    await shop.gm.factory(Label).createMany(3);
  });
  after(async () => shop.close());

  it('gives what something gives that sends just so many', async () => {
    const { gm, orm } = shop;
    expect(await expectStatements(orm, 1, async () => gm.as(null).manager(Label).count())).to.equal(3);
    expect(
      await expectStatements(orm, 2, async () => [await orm.em.fork().count(Label), await gm.as(null).manager(Label).count()]),
    ).to.deep.equal([3, 3]);
    expect(await expectStatements(orm, 0, async () => 'nothing')).to.equal('nothing');
    const write = async (): Promise<unknown> => gm.factory(Label).createMany(2);
    await expectStatements(orm, 2, write);
    await expectStatements(orm, 4, write, { transactions: true });
  });

  it('says which were sent where they were others', async () => {
    const { gm, orm } = shop;
    const run = async (): Promise<unknown> => gm.as(null).manager(Maker).filter({ email: 'secret@example.com' }).all();
    const error: unknown = await expectStatements(orm, 2, run).catch((thrown: unknown) => thrown);
    expect(isGeneralManagerError(error, 'GM_TEST_STATEMENTS')).to.equal(true);
    expect((error as Error).message)
      .to.match(/^1 statement was sent, not 2:\n.*"maker"/s)
      .and.not.contain('secret');
  });

  it('leaves the logger as it was, also where something fails', async () => {
    const logger = shop.orm.config.getLogger();
    const before = Object.getOwnPropertyNames(logger);
    await expectStatements(shop.orm, 1, async () => Promise.reject(new Error('broken'))).catch(() => undefined);
    expect(Object.getOwnPropertyNames(logger)).to.deep.equal(before);
  });
});
