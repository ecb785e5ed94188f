import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { StatementNames } from '../../integrations/mikro-orm/statement-names.js';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Leaf {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'integer' })
  size!: number;
}

const ignore = (): void => {};
const SILENT = { error: ignore, warn: ignore, info: ignore };

interface Prepared {
  readonly statement: string;
  readonly runs: number;
}

describe('reads through Buckets', () => {
  let database: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;

  const sizes = async (app: Application, min: number, first = 5): Promise<readonly number[]> =>
    (
      await app
        .as(null)
        .manager(Leaf)
        .filter({ size: { gte: min } })
        .page({ first })
    ).items.map(({ size }) => Number(size));
  /** What the only connection has prepared by name, and how often it ran. */
  const prepared = async (): Promise<readonly Prepared[]> =>
    orm.em
      .getConnection()
      .execute(
        `select statement, (generic_plans + custom_plans)::int as runs from pg_prepared_statements where name like 'general_manager_%'`,
      );

  beforeEach(async () => {
    database = await freshDatabase('prepared');
    orm = await MikroORM.init({
      clientUrl: database.url,
      entities: [Leaf],
      metadataProvider: ReflectMetadataProvider,
      pool: { min: 1, max: 1 },
    });
    await orm.schema.create();
    await orm.em.getConnection().execute('insert into leaf select n, n * 10 from generate_series(1, 4) n');
    gm = await bootstrap({ orm, drift: 'off', logger: SILENT });
  });
  afterEach(async () => {
    await orm.close();
    await database.drop();
  });

  it('are prepared once, from the second time on, whatever their values are', async () => {
    expect(await sizes(gm, 20)).to.deep.equal([20, 30, 40]);
    expect(await prepared()).to.deep.equal([]);
    expect(await sizes(gm, 40)).to.deep.equal([40]);
    expect(await sizes(gm, 10)).to.deep.equal([10, 20, 30, 40]);
    expect(await sizes(gm, 99)).to.deep.equal([]);
    const all = await prepared();
    expect(all.map(({ runs }) => runs)).to.deep.equal([3]);
    expect(all[0]?.statement)
      .to.include('"leaf"')
      .and.not.to.match(/\b(20|40|99)\b/);
  });

  it('that come once leave nothing on the database', async () => {
    for (let first = 1; first <= 50; first += 1) await sizes(gm, 10, first);
    expect(await prepared()).to.deep.equal([]);
  });

  it('leave no more than a bounded number of statements on a connection, and those that were dropped still work', async () => {
    for (let first = 1; first <= 300; first += 1) {
      await sizes(gm, 10, first);
      await sizes(gm, 10, first);
    }
    expect(await prepared()).to.have.length(256);
    expect(await sizes(gm, 30, 1)).to.deep.equal([30]);
    expect(await prepared()).to.have.length(256);
  });

  it('share their statements between applications on one connection', async () => {
    const other = await bootstrap({ orm, drift: 'off' });
    for (const app of [gm, other, gm, other]) {
      expect(await sizes(app, 30)).to.deep.equal([30, 40]);
      expect(await sizes(app, 30, 1)).to.deep.equal([30]);
    }
    expect(await prepared()).to.have.length(2);
  });

  it('see what their transaction has written, before and after the text is prepared', async () => {
    for (const size of [50, 60, 70]) {
      await orm.em.fork().transactional(async (em) => {
        await em.getConnection().execute('update leaf set size = ? where id = 4', [size], 'run', em.getTransactionContext());
        const inside = gm
          .as(null)
          .manager(Leaf)
          .filter({ size: { gte: size } })
          .using({ session: em });
        expect((await inside.page({ first: 5 })).items.map((leaf) => leaf.size)).to.deep.equal([size]);
      });
      expect(await sizes(gm, size)).to.deep.equal([size]);
    }
  });

  it('that failed to be prepared do not disturb those that take their place', async () => {
    const rename = async (from: string, to: string): Promise<unknown> =>
      orm.em.getConnection().execute(`alter table leaf rename column ${from} to ${to}`);
    await rename('size', 'width');
    for (let time = 0; time < 3; time += 1) expect(await sizes(gm, 10).catch(String)).to.be.a('string');
    await rename('width', 'size');
    for (let first = 1; first <= 258; first += 1) for (let time = 0; time < 2; time += 1) await sizes(gm, 10, first + 5);
    expect(await sizes(gm, 40)).to.deep.equal([40]);
  });

  it('fail as before where they are wrong, and go on', async () => {
    await orm.em.getConnection().execute('alter table leaf rename column size to width');
    for (let time = 0; time < 3; time += 1) expect(await sizes(gm, 10).catch((error: Error) => error)).to.be.an('error');
    await orm.em.getConnection().execute('alter table leaf rename column width to size');
    expect(await sizes(gm, 40)).to.deep.equal([40]);
    await orm.em.getConnection().execute('alter table leaf alter column size type bigint');
    expect(await sizes(gm, 40)).to.deep.equal([40]);
  });
});

describe('names of statements', () => {
  it('are given to texts that come again, the same to each', () => {
    const [one, other] = [new StatementNames(), new StatementNames()];
    expect([one.ofText('select 1'), one.ofText('select 2'), other.ofText('select 1')]).to.deep.equal([undefined, undefined, undefined]);
    const name = one.ofText('select 1');
    expect(name).to.match(/^general_manager_[0-9a-f]{40}$/);
    expect(one.ofText('select 1')).to.equal(name);
    expect(other.ofText('select 1')).to.equal(name);
    expect(one.ofText('select 2')).not.to.equal(name);
    // PostgreSQL cuts longer names.
    expect(name).to.have.property('length').that.is.below(64);
  });

  it('are forgotten where very many other texts came since', () => {
    const names = new StatementNames();
    names.ofText('select 1');
    names.ofText('select 1');
    for (let index = 0; index < 20; index += 1) names.ofText(`select ${index}${' '.repeat(100_000)}`);
    expect(names.ofText('select 1')).to.equal(undefined);
    names.ofText(' '.repeat(2_000_000));
    expect(names.ofText(' '.repeat(2_000_000))).to.equal(undefined);
  });
});
