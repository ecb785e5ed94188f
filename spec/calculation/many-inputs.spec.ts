import 'reflect-metadata';
import { expect } from 'chai';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { graphql } from 'graphql';
import { bootstrap, definePlugin, type Application } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { actor, anyOf, Computed, everyone, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';
import { refused } from './support/refused.js';

const MANY = 100_000;

@Entity()
@Manager()
@Permission<Parcel>({ read: anyOf(role('clerk'), where({ owner: actor('id') })), fields: { weight: { read: role('clerk') } } })
class Parcel {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'text' })
  label!: string;

  @Property({ type: 'integer', nullable: true })
  weight?: number | null;

  @Property({ type: 'date', nullable: true })
  sent?: string | null;

  @Property({ type: 'integer' })
  owner!: number;
}

/** What was computed, of which object. */
const computed: string[] = [];

@Manager()
@Interface(calculation({ inputs: { parcel: Parcel } }))
@Permission<Postage>({ read: anyOf(role('clerk'), where({ parcel: { id: { gt: 10 } } })) })
class Postage {
  parcel!: Parcel;

  @Computed({ type: 'int', needs: { parcel: { weight: true } } })
  get price(): number {
    computed.push(`price ${this.parcel.id}`);
    return (this.parcel.weight ?? 0) * 3;
  }
}

/** Of two inputs. */
@Manager()
@Interface(calculation({ inputs: { parcel: Parcel, express: 'boolean' } }))
@Permission({ read: everyone() })
class Offer {
  parcel!: Parcel;
  express!: boolean;

  @Computed({ type: 'int', needs: { parcel: { weight: true } } })
  get price(): number {
    computed.push(`price ${this.parcel.id}`);
    return this.parcel.weight ?? 0;
  }
}

/** Of those that a filter finds. */
@Manager()
@Interface(calculation({ inputs: { parcel: input.of(() => Parcel, { filter: () => ({ id: { lte: 50_000 } }) }) } }))
@Permission<Rebate>({ read: everyone() })
class Rebate {
  parcel!: Parcel;

  @Computed({ type: 'int' })
  get percent(): number {
    computed.push(`percent ${this.parcel.id}`);
    return 5;
  }
}

const CLERK = { id: 1, roles: ['clerk'] };
const OWNER = { id: 7 };

describe('calculations of a hundred thousand inputs', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  /** Rows that the source gave. */
  let rows = 0;

  const watch = definePlugin({
    name: 'rows',
    description: 'Counts the rows of parcels.',
    hooks: {
      wrapOperation:
        ({ next }) =>
        async (args) => {
          const result = await next(args);
          if (args.operation === 'read' && args.manager.name === 'Parcel') rows += (result as { rows: readonly unknown[] }).rows.length;
          return result;
        },
    },
  });

  before(async () => {
    database = await freshDatabase('many_inputs');
    orm = await MikroORM.init({ clientUrl: database.url, entities: [Parcel], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    await orm.em
      .getConnection()
      .execute(
        `insert into parcel (id, label, weight, sent, owner) select n, 'p' || n, case n % 5 when 0 then null else n % 7 end, date '2026-01-01' + n % 9, n % 10 from generate_series(1, ${MANY}) n`,
      );
    gm = await bootstrap({ orm, managers: [Postage, Offer, Rebate], drift: 'off', plugins: [watch] });
  });
  after(async () => {
    await gm.close();
    await orm.close();
    await database.drop();
  });
  beforeEach(() => {
    computed.length = 0;
    rows = 0;
  });

  it('find a page by one page of their input, and compute what is on it', async () => {
    const { items, hasNext, total } = await gm.as(CLERK).manager(Postage).select({ price: true }).page({ first: 10, total: true });
    expect(items).to.have.length(10);
    expect([hasNext, total, computed.length]).to.deep.equal([true, MANY, 10]);
    // The page itself, and what is needed of it.
    expect(rows).to.equal(20);
  });

  it('count without reading or computing', async () => {
    expect(await gm.as(CLERK).manager(Postage).count()).to.equal(MANY);
    expect(await gm.as(OWNER).manager(Postage).count()).to.equal(MANY / 10 - 1);
    expect(
      await gm
        .as(null)
        .manager(Rebate)
        .count()
        .catch(() => 'refused'),
    ).to.equal(0);
    const answer = await graphql({
      schema: gm.schema,
      source: '{ postages(first: 10) { totalCount } rebates { totalCount } }',
      contextValue: { actor: CLERK },
    });
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal({
      data: { postages: { totalCount: MANY }, rebates: { totalCount: MANY / 2 } },
    });
    expect([computed, rows]).to.deep.equal([[], 0]);
  });

  it('let the source filter and sort by inputs, as whoever reads may see them', async () => {
    const heavy = gm
      .as(CLERK)
      .manager(Postage)
      .filter({ parcel: { label: { startsWith: 'p9' } } })
      .sort('-parcel.weight', 'parcel.sent')
      .select({ parcel: { id: true, weight: true }, price: true });
    const { items } = await heavy.page({ first: 3 });
    const expected = await orm.em
      .getConnection()
      .execute(`select id, weight from parcel where label like 'p9%' order by weight desc nulls first, sent asc, id limit 3`);
    expect(items.map(({ parcel }) => parcel)).to.deep.equal(expected);
    expect(computed).to.have.length(3);
    // Whoever may not see the weights does not learn them from the order.
    const blind = gm
      .as(OWNER)
      .manager(Postage)
      .sort('-parcel.weight')
      .select({ parcel: { id: true, weight: true } });
    expect(await refused(blind.page({ first: 3 }))).to.equal('GM_PERM_FORBIDDEN_FIELD');
  });

  it('go on by cursors, forwards and backwards', async () => {
    const sorted = gm
      .as(OWNER)
      .manager(Postage)
      .sort('-parcel.sent', 'parcel.id')
      .select({ parcel: { id: true } });
    const first = await sorted.page({ first: 4 });
    const second = await sorted.page({ first: 4, after: first.endCursor });
    const back = await sorted.page({ last: 2, before: second.endCursor });
    const all = await sorted.page({ first: 8 });
    const ids = (page: typeof first): readonly (number | undefined)[] => page.items.map(({ parcel }) => parcel?.id);
    expect([...ids(first), ...ids(second)]).to.deep.equal(ids(all));
    expect(ids(back)).to.deep.equal(ids(all).slice(5, 7));
    expect((await sorted.page({ first: 2, offset: 3 })).items).to.deep.equal(all.items.slice(3, 5));
    const one = await gm.as(OWNER).manager(Postage).select({ price: true }).get({ parcel: 17 });
    expect([one, computed]).to.deep.equal([{ price: 0 }, ['price 17']]);
  });

  it('are refused, before anything is computed, where the whole list would be looked at', async () => {
    const postage = gm.as(CLERK).manager(Postage).select({ price: true });
    // By a text, whose order is not the same everywhere; by what is computed; of two inputs.
    expect(await refused(postage.sort('parcel.label').page({ first: 10 }))).to.equal('GM_CALC_TOO_MANY_VALUES');
    expect(await refused(postage.sort('price').page({ first: 10 }))).to.equal('GM_CALC_TOO_MANY_VALUES');
    expect(await refused(postage.filter({ price: { gt: 3 } }).page({ first: 10 }))).to.equal('GM_CALC_TOO_MANY_VALUES');
    expect(await refused(gm.as(CLERK).manager(Offer).page({ first: 10 }))).to.equal('GM_CALC_TOO_MANY_VALUES');
    expect(computed).to.deep.equal([]);
  });

  it('compute what filters about inputs leave, rules before filters, and no more', async () => {
    const few = gm
      .as(CLERK)
      .manager(Postage)
      .filter({ parcel: { id: { lte: 40 } }, price: { gt: 9 } })
      .sort('-price');
    const { items, total } = await few.select({ price: true }).page({ first: 2, total: true });
    expect(items.every(({ price }) => price > 9)).to.equal(true);
    expect(computed).to.have.length(40);
    expect(total).to.be.greaterThan(2);
    computed.length = 0;
    // One who may see a tenth of them, without the first.
    await gm
      .as(OWNER)
      .manager(Postage)
      .filter({ parcel: { id: { lte: 40 } }, price: { gte: 0 } })
      .count();
    expect(computed).to.deep.equal(['price 17', 'price 27', 'price 37']);
  });
});
