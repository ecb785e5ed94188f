import { createRequire } from 'node:module';
import { expect } from 'chai';
import { leaseOfPool, type PgPool } from '../../../integrations/mikro-orm/lease-pool.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

/** What of pg is used beside a lease. */
interface NativePool extends PgPool {
  end(): Promise<void>;
}

interface Listening {
  readonly connection: { on(event: 'rowDescription', listener: () => void): void };
}

const { Pool } = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg') as {
  readonly Pool: new (options: object) => NativePool;
};

describe('one value of a statement', () => {
  let database: FreshDatabase;
  let pool: NativePool;

  const open = (options: object = {}): NativePool => new Pool({ connectionString: database.url, max: 1, ...options });
  const ask = async (sql: string, values: readonly unknown[] = [], name?: string, from: PgPool = pool): Promise<unknown> => {
    const lease = await leaseOfPool(from);
    try {
      return await lease.value(sql, values, (text) => text, name);
    } finally {
      lease.release();
    }
  };
  const refused = async (...given: Parameters<typeof ask>): Promise<{ readonly code?: string; readonly message: string }> =>
    ask(...given).then(
      (value) => expect.fail(`gave ${String(value)}`),
      (error: unknown) => error as Error,
    );

  before(async () => {
    database = await freshDatabase('value');
    pool = open();
  });

  after(async () => {
    await pool.end();
    await database.drop();
  });

  it('is its text, null, or undefined without a row', async () => {
    expect(await ask('select json_build_array(1, $1::text)', ['é'])).to.equal('[1, "é"]');
    expect(await ask('select null::json')).to.equal(null);
    expect(await ask('select 1 where false')).to.equal(undefined);
    expect(await ask('select n from generate_series(3, 1, -1) n')).to.equal('3');
  });

  it('comes without a description of the rows', async () => {
    const client = (await pool.connect()) as unknown as Listening & { release(): void };
    let described = 0;
    client.connection.on('rowDescription', () => void (described += 1));
    client.release();
    await ask('select 1', [], 'undescribed');
    await ask('select 1', [], 'undescribed');
    expect(described).to.equal(0);
  });

  it('gets the values that pg itself would send', async () => {
    const client = (await pool.connect()) as unknown as {
      query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly object[] }>;
      release(): void;
    };
    const values = ['', 'é', "o'd\\d", 0, -0, 1.5, 1e21, Number.NaN, 12n, true, false, null, undefined, Buffer.from('é')];
    const others = [new Date(0), ['a', null, 'b,"c'], { a: [1] }, Uint8Array.of(65, 66)];
    try {
      for (const value of [...values, ...others]) {
        const { rows } = await client.query('select $1::text as sent', [value]);
        const lease = await leaseOfPool({ ...pool, Client: pool.Client, connect: async () => client as never });
        const sent = await lease.value('select $1::text', [value], (text) => text);
        expect(sent, typeof value).to.equal(Object.values(rows[0] ?? {})[0]);
      }
    } finally {
      client.release();
    }
  });

  it('is refused as a statement of pg is, and leaves the connection as it was', async () => {
    expect(await refused('select 1 / $1::int', [0])).to.include({ code: '22012' });
    expect(await refused('select nonsense', [], 'nonsense')).to.include({ code: '42703' });
    expect(await refused('select $1::int', ['x'], 'cast')).to.include({ code: '22P02' });
    expect(await ask('select $1::int', ['7'], 'cast')).to.equal('7');
    expect(await refused('copy (select 1) from stdin')).to.include({ code: '42601' });
    expect(await ask('select 1')).to.equal('1');
  });

  it('is of the statement that was meant, whatever has its name', async () => {
    expect(await ask('select 1', [], 'one')).to.equal('1');
    expect((await refused('select 2', [], 'one')).message).to.match(/belongs to another statement/);
    expect(await ask('select 1', [], 'one')).to.equal('1');
  });

  it('copies nothing', async () => {
    await ask('create table copied (n int)');
    expect(await refused('copy copied from stdin')).to.include({ code: '57014' });
    expect(await ask('select count(*) from copied')).to.equal('0');
  });

  it('is given up when the client gives up', async () => {
    const hasty = open({ query_timeout: 50 });
    expect((await refused('select pg_sleep(0.2)', [], undefined, hasty)).message).to.match(/timeout/);
    await hasty.end();
  });
});
