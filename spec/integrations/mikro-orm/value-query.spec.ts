import { createRequire } from 'node:module';
import { expect } from 'chai';
import { JsonBytes } from '../../../lib/plugin.js';
import { leaseOfPool, type PgPool } from '../../../integrations/mikro-orm/lease-pool.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

/** What of pg is used beside a lease. */
interface NativePool extends PgPool {
  end(): Promise<void>;
  on(event: 'error', listener: () => void): this;
  on(event: 'connect', listener: (client: NodeJS.EventEmitter) => void): this;
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

  it('is the bytes that came, where it is long: in one statement or another, prepared or not, before errors and after', async () => {
    const long = `${'é'.repeat(100_000)}\u{1f600}`;
    const whole = async (...given: Parameters<typeof ask>): Promise<unknown> => {
      const value = await ask(...given);
      return value instanceof JsonBytes ? value.toString() : value;
    };
    expect(await ask('select $1::text', [long])).to.be.instanceOf(JsonBytes);
    for (const name of [undefined, 'long', 'long', undefined]) {
      expect(await whole('select $1::text', [long], name)).to.equal(long);
      expect(await whole(`select repeat('é', n) from generate_series(20000, 20002) n`, [], name && 'rows')).to.equal('é'.repeat(20_000));
      expect(await whole('select $1::text', ['short'], name)).to.equal('short');
      expect(await refused(`select repeat('é', 20000 / n) from generate_series(1, 0, -1) n`)).to.include({ code: '22012' });
    }
    expect(await whole(`select repeat('é', 20000 / (2 - n)) from generate_series(0, 1) n`)).to.equal('é'.repeat(10_000));
  });

  it('is a text where other answers may come before, and where others listen to what comes', async () => {
    const piping = open({ pipeline: true });
    expect(await ask(`select repeat('é', 20000)`, [], undefined, piping)).to.equal('é'.repeat(20_000));
    await piping.end();
    const watched = open();
    const client = (await watched.connect()) as unknown as { connection: { stream: NodeJS.EventEmitter }; release(): void };
    client.connection.stream.on('data', () => {});
    client.release();
    expect(await ask(`select repeat('é', 20000)`, [], undefined, watched)).to.equal('é'.repeat(20_000));
    await watched.end();
  });

  it('is whole however many statements run beside each other', async () => {
    const many = open({ max: 4 });
    const values = await Promise.all(
      Array.from({ length: 40 }, async (_each, index) =>
        String(await ask(`select repeat($1::text, 20000)`, [String(index)], `n${index % 3}`, many).catch(String)),
      ),
    );
    expect(values.map((value) => value.slice(0, 2)).length).to.equal(40);
    values.forEach((value, index) => expect(value === String(index).repeat(20_000), String(index)).to.equal(true));
    await many.end();
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

  it('is lost with its connection, also in the middle; the next one is whole', async () => {
    const lossy = open();
    // As MikroORM does.
    lossy.on('error', () => {}).on('connect', (client) => void client.on('error', () => {}));
    const lease = await leaseOfPool(lossy);
    const asked = lease
      .value(`select repeat('é', 20000) || pg_sleep(0)::text || pg_terminate_backend(pg_backend_pid())::text`, [], String)
      .then(
        () => 'given',
        (error: unknown) => (error as Error).name,
      );
    expect(await asked).not.to.equal('given');
    lease.release();
    const cut = await leaseOfPool(lossy);
    const cutOff = cut.value(`select repeat('é', 20000000)`, [], String).then(
      () => 'given',
      () => 'lost',
    );
    await cut.cancel();
    expect(await cutOff).to.be.oneOf(['given', 'lost']);
    cut.release();
    expect(String(await ask(`select repeat('é', 20000)`, [], undefined, lossy))).to.equal('é'.repeat(20_000));
    await lossy.end();
  });

  it('is given up when the client gives up', async () => {
    const hasty = open({ query_timeout: 50 });
    expect((await refused('select pg_sleep(0.2)', [], undefined, hasty)).message).to.match(/timeout/);
    await hasty.end();
  });
});
