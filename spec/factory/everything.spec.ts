import type { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { validate } from 'class-validator';
import type { GeneralManager, ManagerModel } from 'general-manager';
import { openLogistics } from '../../samples/logistics/app.js';
import { CHINOOK, hasChinook, openMusicShop } from '../chinook/support/database.js';
import { openApp } from '../kinds/app/open.js';
import { RELATED } from '../kinds/app/relations/store.js';
import { VALUES } from '../kinds/app/values/store.js';
import { freshDatabase } from '../support/postgres.js';
import { openShop } from './support/open.js';

const COUNT = 1000;
/** Views and queries without a table. */
const COMPUTED = ['Readiness', 'ZoneSize', 'Initial'];

interface Opened {
  readonly gm: GeneralManager;
  readonly orm: MikroORM;
  close(): Promise<void>;
}

const APPS: Readonly<Record<string, { readonly open: () => Promise<Opened>; readonly skip?: boolean }>> = {
  'the logistics sample': {
    open: async () => {
      const database = await freshDatabase('factories');
      const { gm, orm } = await openLogistics(database.url);
      return { gm, orm, close: async () => orm.close().then(database.drop) };
    },
  },
  [hasChinook ? 'Chinook' : `Chinook (skipped: ${CHINOOK} is not there)`]: { open: openMusicShop, skip: !hasChinook },
  'relations of every kind': { open: async () => openApp(RELATED) },
  'values of every kind': { open: async () => openApp(Object.values(VALUES)) },
  'a shop with constraints': { open: openShop },
};

describe('factories make 1,000 objects of every manager that the database, class-validator and rules accept:', function () {
  this.timeout(120_000);

  for (const [title, { open, skip = false }] of Object.entries(APPS)) {
    describe(title, () => {
      let app: Opened;

      before(async function () {
        if (skip) return this.skip();
        app = await open();
      });
      after(async () => app?.close());

      it('in bulk', async () => {
        // Whose states are kept has to be written one by one.
        for (const manager of stored(app.gm, true).filter(({ lifecycle }) => !lifecycle.history)) {
          const there = await app.gm.system('spec').manager(manager.name).count();
          expect(await app.gm.factory(manager.name).insertMany(COUNT)).to.equal(COUNT);
          expect(await app.gm.system('spec').manager(manager.name).count(), manager.name).to.equal(there + COUNT);
          await expectValid(app, manager);
        }
      });

      it('through the write pipeline', async () => {
        for (const manager of stored(app.gm, false)) {
          const made = await app.gm.factory(manager.name, { seed: 'pipeline' }).createMany(50);
          expect(made.filter(Boolean), manager.name).to.have.length(50);
          await expectValid(app, manager);
        }
      });

      it('built as instances, with what they need', async () => {
        for (const manager of stored(app.gm, false)) {
          const [built] = await app.gm.factory(manager.name).buildMany(3);
          const target = manager.target as abstract new () => object;
          expect(built).to.be.instanceOf(target);
        }
      });

      it('but of what is computed', async () => {
        for (const name of COMPUTED.filter((each) => app.gm.model.managers.has(each))) {
          const code = await app.gm
            .factory(name)
            .create()
            .catch((error: { code?: string }) => error.code);
          expect(code, name).to.equal('GM_FACTORY_NOT_STORABLE');
        }
      });
    });
  }
});

/** A rule that has to load something is asked by the write pipeline only. */
function stored(gm: GeneralManager, inBulk: boolean): readonly ManagerModel[] {
  const managers = [...gm.model.managers.values()].filter(({ name, adapter }) => adapter.fill !== undefined && !COMPUTED.includes(name));
  return inBulk ? managers.filter(({ rules }) => rules.every(({ needs = [] }) => needs.length === 0)) : managers;
}

/** Asks class-validator and the rules about everything that is stored. */
async function expectValid({ orm }: Opened, { name, target, rules }: ManagerModel): Promise<void> {
  const entities: readonly object[] = await orm.em.fork().find(target as never, {}, { limit: 2 * COUNT });
  for (const entity of entities) {
    const errors = await validate(entity, { forbidUnknownValues: false });
    expect(errors.map(String), `${name} of class-validator`).to.deep.equal([]);
    for (const rule of rules.filter(({ needs = [] }) => needs.length === 0))
      expect(await rule.holds({ operation: 'create', after: entity, actor: null }), `${name} ${rule.name}`).not.to.equal(false);
  }
}
