import 'reflect-metadata';
import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { Keyv } from 'keyv';
import { bootstrap, type Application } from 'general-manager';
import { Computed, database, everyone, Interface, Manager, Permission, type ComputeContext } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { refusal } from '../writes/support/refusal.js';

const OPEN = { read: everyone(), create: everyone(), update: everyone() };

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission(OPEN)
class Letter {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  title!: string;

  @OneToMany(() => Page, (page) => page.letter)
  pages = new Collection<Page>(this);

  @Computed({ type: 'string', needs: { title: true, pages: { select: { id: true } } }, cache: 'dependency' })
  get line(): string {
    return `${this.title} (${this.pages.length})`;
  }

  @Computed<Letter>({
    type: 'int',
    needs: { id: true },
    cache: 'dependency',
    compute: async (_letter, { manager }: ComputeContext) => manager(Page).count(),
  })
  allPages!: number;
}

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission(OPEN)
class Page {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Letter)
  letter!: Rel<Letter>;
}

describe('computed members of what was', () => {
  let fresh: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  let then: Date;
  before(async () => {
    fresh = await freshDatabase('computed_history');
    orm = await MikroORM.init({
      clientUrl: fresh.url,
      entities: [Letter, Page, ...sideTables()],
      metadataProvider: ReflectMetadataProvider,
    });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off', recordChanges: true, cache: new Keyv() });
    await gm
      .as(null)
      .manager(Letter)
      .create({ title: 'first', pages: { create: [{}] } });
    const pause = async (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));
    // Times here are milliseconds, those of histories are finer.
    await pause();
    const [{ now } = { now: '' }] = await orm.em.getConnection().execute<{ now: string }[]>('select clock_timestamp()::text as now');
    then = new Date(now);
    await pause();
    await gm
      .as(null)
      .manager(Letter)
      .update(1, { title: 'second', pages: { create: [{}, {}] } });
  });
  after(async () => {
    await gm.close();
    await orm.close();
    await fresh.drop();
  });

  it('are refused by histories, of the object and of what it leads to, for whomever', async () => {
    for (const scope of [gm.as(null), gm.system('spec')])
      for (const [manager, select] of [
        ['Letter', { line: true }],
        ['Letter', { title: true, allPages: true }],
        ['Page', { letter: { line: true } }],
      ] as const)
        expect((await refusal(scope.manager(manager).history(1, { select } as never))).code).to.equal('GM_READ_NO_HISTORY');
    for (const side of ['before', 'after']) {
      const source = `{ letterHistory(id: 1) { nodes { at ${side} { title line } } } }`;
      const { data, errors } = await graphql({ schema: gm.schema, source, contextValue: { actor: null } });
      expect([data, errors?.map(({ extensions }) => extensions['gm'])]).to.deep.equal([null, ['GM_READ_NO_HISTORY']]);
    }
  });

  it('leave histories of all else as they are', async () => {
    const { items } = await gm.as(null).manager(Letter).history(1);
    expect(items.map(({ after }) => after)).to.deep.equal([
      { id: 1, title: 'second' },
      { id: 1, title: 'first' },
    ]);
    const source = '{ letterHistory(id: 1) { nodes { before { title } after { title } } } }';
    const { data } = await graphql({ schema: gm.schema, source, contextValue: { actor: null } });
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal({
      letterHistory: {
        nodes: [
          { before: { title: 'first' }, after: { title: 'second' } },
          { before: null, after: { title: 'first' } },
        ],
      },
    });
  });

  it('are computed of what there was at a time, beside what is kept of now', async () => {
    const letters = gm.as(null).manager(Letter).select({ line: true, allPages: true });
    const now = [{ line: 'second (3)', allPages: 3 }];
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await letters.all()).to.deep.equal(now);
      expect(await letters.asOf(then).all()).to.deep.equal([{ line: 'first (1)', allPages: 1 }]);
    }
    expect(gm.cacheStatistics.counts.find(({ name }) => name === 'Letter.allPages')?.outcomes).to.deep.equal({ miss: 1, hit: 1 });
  });
});
