import type { EventArgs } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { unreachable, type DatabaseName } from '../contract/support/stores.js';
import { databaseRole } from '../support/database-role.js';
import { refusal } from './support/refusal.js';
import { openStore, type Store } from './support/store.js';

/** A value that may be in no message. */
const SECRET = 'sesame';

const REFUSING_TRIGGER = {
  postgresql: `create function refuse() returns trigger language plpgsql as $$ begin
    if new.note = 'refused' then raise exception '${SECRET}'; end if; return new; end $$;
    create trigger refuse before insert on ledger for each row execute function refuse()`,
  sqlite: `create trigger refuse before insert on ledger when new.note = 'refused' begin select raise(abort, '${SECRET}'); end`,
  mariadb: `create trigger refuse before insert on ledger for each row
    if new.note = 'refused' then signal sqlstate '45000' set message_text = '${SECRET}'; end if`,
};

for (const database of ['postgresql', 'sqlite', 'mariadb'] satisfies readonly DatabaseName[]) {
  describe(`errors of ${database} in writes`, () => {
    let store: Store;
    before(async function () {
      const reason = await unreachable(database);
      if (reason !== undefined) {
        console.log(`      skipped: ${reason}`);
        this.skip();
      }
      store = await openStore(database);
    });
    after(async () => store?.close());
    beforeEach(async () => {
      for (const table of ['item', 'shelf', 'ledger', 'part']) await store.run(`delete from ${table}`);
      store.logged.length = 0;
    });

    const manager = (name: string) => store.gm.as({}).manager(name);
    /** What a refusal says, without the number of an error that is masked. */
    async function said(write: Promise<unknown>): Promise<unknown> {
      const { code, kind, message, details } = await refusal(write);
      expect(JSON.stringify([message, details])).not.to.match(new RegExp(`${SECRET}|select|insert|constraint "|_unique|key value`, 'i'));
      const [, name] = /\bThe (\w+) was not written|No (\w+) was found|write this (\w+)\./.exec(message)?.filter(Boolean) ?? [];
      return [code, kind, name, ...(details.violations ?? []).map(({ path, code: each }) => `${path.join('.')} ${each}`)];
    }
    const shelf = async (data: Readonly<Record<string, unknown>>): Promise<unknown> => manager('Shelf').create(data);

    it('name what has to be unique', async () => {
      await shelf({ code: SECRET, name: SECRET, nick: SECRET, hall: 1, place: 2, size: { width: 1, mark: SECRET } });
      const unique = (...fields: string[]): unknown => [
        'GM_WRITE_NOT_UNIQUE',
        'conflict',
        'Shelf',
        ...fields.map((each) => `${each} UNIQUE`),
      ];
      expect(await said(shelf({ code: SECRET }))).to.deep.equal(unique('code'));
      expect(await said(shelf({ code: 'b', name: SECRET }))).to.deep.equal(unique('name'));
      expect(await said(shelf({ code: 'b', nick: SECRET }))).to.deep.equal(unique('nick'));
      expect(await said(shelf({ code: 'b', hall: 1, place: 2 }))).to.deep.equal(unique('hall', 'place'));
      expect(await said(shelf({ code: 'b', size: { mark: SECRET } }))).to.deep.equal(unique('size'));
      await shelf({ code: 'b' });
      expect(await said(manager('Shelf').update('b', { name: SECRET }))).to.deep.equal(unique('name'));
    });

    it('name where in the input it is', async () => {
      await shelf({ code: 'a', name: SECRET });
      const nested = manager('Item').createMany([{ label: 'x' }, { label: 'y', shelf: { create: { code: 'b', name: SECRET } } }]);
      expect(await said(nested)).to.deep.equal(['GM_WRITE_NOT_UNIQUE', 'conflict', 'Shelf', '1.shelf.create.name UNIQUE']);
    });

    it('name the fields of a concrete type', async () => {
      await manager('Bolt').create({ serial: SECRET, thread: SECRET });
      const unique = (field: string): unknown => ['GM_WRITE_NOT_UNIQUE', 'conflict', `${field} UNIQUE`];
      for (const [field, data] of [
        ['serial', { serial: SECRET }],
        ['thread', { serial: 'b', thread: SECRET }],
      ] as const) {
        const [code, kind, name, violation] = (await said(manager('Bolt').create(data))) as string[];
        expect([code, kind, violation]).to.deep.equal(unique(field));
        expect(name).to.be.oneOf(['Bolt', 'Part']);
      }
    });

    it('name what has to be given, and what breaks a check', async () => {
      const invalid = (name: string, ...rest: string[]): unknown => ['GM_WRITE_INVALID', 'input', name, ...rest];
      expect(await said(manager('Ledger').create({ slot: SECRET }))).to.deep.equal(invalid('Ledger', 'note REQUIRED'));
      expect(await said(shelf({ code: SECRET, burden: -1 }))).to.deep.equal(invalid('Shelf', 'burden CHECK'));
      expect(await said(shelf({ code: SECRET, low: 2, high: 1 }))).to.deep.equal(invalid('Shelf', ' CHECK'));
    });

    it('tell links to what is gone from what is still referred to', async () => {
      await manager('Item').create({ label: 'x', shelf: { create: { code: SECRET } } });
      expect(await said(manager('Shelf').delete(SECRET))).to.deep.equal(['GM_WRITE_STILL_REFERENCED', 'conflict', 'Shelf']);
      await shelf({ code: 'gone' });
      // Between the moment when it is found and that when it is linked to.
      const em = store.orm.em;
      const subscriber = {
        beforeCreate: async ({ em: own, entity }: EventArgs<object>) => {
          if (Reflect.get(entity, 'label') !== 'late') return;
          const connection = own.getConnection() as unknown as { execute(...given: unknown[]): Promise<unknown> };
          await connection.execute(`delete from shelf where code = 'gone'`, [], 'run', own.getTransactionContext());
        },
      };
      em.getEventManager().registerSubscriber(subscriber);
      const [code, kind, name] = (await said(manager('Item').create({ label: 'late', shelf: 'gone' }))) as string[];
      expect([code, kind]).to.deep.equal(['GM_WRITE_NOT_FOUND', 'missing']);
      // SQLite does not say which constraint it was.
      expect(name).to.equal(database === 'sqlite' ? 'Item' : 'Shelf');
    });

    if (database !== 'sqlite') {
      it('name values that a column cannot hold', async () => {
        const invalid = (name: string, ...rest: string[]): unknown => ['GM_WRITE_INVALID', 'input', name, ...rest];
        expect(await said(shelf({ code: SECRET, count: 40_000, low: 2 ** 31, weight: '999.996' }))).to.deep.equal(
          invalid('Shelf', 'count OUT_OF_RANGE', 'low OUT_OF_RANGE', 'weight OUT_OF_RANGE'),
        );
        const nested = manager('Item').create({ label: 'x', shelf: { create: { code: SECRET, size: { width: -32_769 } } } });
        expect(await said(nested)).to.deep.equal(invalid('Item', 'shelf.create.size.width OUT_OF_RANGE'));
        expect(await said(shelf({ code: SECRET, weight: '-999.994' }))).to.deep.equal(invalid('Shelf', 'weight OUT_OF_RANGE'));
        await shelf({ code: 'edge', count: -32_768, low: 2 ** 31 - 1, weight: '-999.990' });
        expect(await manager('Shelf').get('edge')).to.deep.include({ count: -32_768, low: 2 ** 31 - 1, weight: '-999.99' });
      });

      it('name values that only the database knows a column not to hold', async () => {
        // PostgreSQL does not say which column it was.
        const field = database === 'postgresql' ? '' : 'slot';
        expect(await said(manager('Ledger').create({ note: SECRET, slot: 'x'.repeat(21) }))).to.deep.equal([
          'GM_WRITE_INVALID',
          'input',
          'Ledger',
          `${field} INVALID_VALUE`,
        ]);
      });
    }

    it('tell what a trigger does not let happen', async () => {
      await store.run(REFUSING_TRIGGER[database]);
      const { code, details, message } = await refusal(manager('Ledger').create({ note: 'refused' }));
      expect([code, details.violations]).to.deep.equal([
        'GM_WRITE_INVALID',
        [{ path: [], code: 'CHECK', message: 'This breaks a constraint of the database.' }],
      ]);
      expect(message).not.to.contain(SECRET);
    });

    if (database === 'sqlite') {
      it('say that the database takes nothing', async () => {
        await store.run('pragma query_only = on');
        try {
          expect(await said(shelf({ code: SECRET }))).to.deep.equal(['GM_WRITE_REFUSED', 'forbidden', 'Shelf']);
        } finally {
          await store.run('pragma query_only = off');
        }
      });
    }

    afterEach(() => expect(store.logged).to.deep.equal([]));
  });
}

describe('errors that only PostgreSQL has, in writes', () => {
  let store: Store;
  before(async () => {
    store = await openStore('postgresql');
    await store.run(`alter table ledger add constraint slots exclude using btree (slot with =)`);
    await store.run(`create function fail() returns trigger language plpgsql as $$ begin
      if new.note = 'lost' then perform pg_terminate_backend(pg_backend_pid()); end if;
      if new.note like 'fail %' then raise exception 'row-level security policy ${SECRET}' using errcode = substr(new.note, 6); end if;
      return new; end $$`);
    await store.run('create trigger fail before insert on ledger for each row execute function fail()');
    await store.run('alter table item alter constraint item_shelf_code_foreign deferrable initially deferred');
    await store.run('create unique index on item (lower(label))');
  });
  after(async () => store?.close());
  beforeEach(() => (store.logged.length = 0));

  const manager = (name: string) => store.gm.as({}).manager(name);
  const codeOf = async (write: Promise<unknown>): Promise<string> => (await refusal(write)).code;
  const fail = async (state: string) => refusal(manager('Ledger').create({ note: `fail ${state}` }));

  it('name what overlaps', async () => {
    await manager('Ledger').create({ note: 'x', slot: SECRET });
    const { code, details } = await refusal(manager('Ledger').create({ note: 'x', slot: SECRET }));
    expect([code, details.violations]).to.deep.equal([
      'GM_WRITE_NOT_UNIQUE',
      [{ path: ['slot'], code: 'EXCLUSION', message: 'This overlaps with another one.' }],
    ]);
  });

  it('name tables of the same name by their schema', async () => {
    await manager('Archived').create({ code: 'a', alias: SECRET });
    const { message, details } = await refusal(manager('Archived').create({ code: 'b', alias: SECRET }));
    expect([message, details.violations?.[0]?.path]).to.deep.equal([
      'The Archived was not written: a value that has to be unique is taken.',
      ['alias'],
    ]);
  });

  it('know no fields of an index on an expression', async () => {
    await manager('Item').create({ label: SECRET });
    const { code, details } = await refusal(manager('Item').create({ label: SECRET.toUpperCase() }));
    expect([code, details.violations]).to.deep.equal([
      'GM_WRITE_NOT_UNIQUE',
      [{ path: [], code: 'UNIQUE', message: 'This value is taken.' }],
    ]);
  });

  it('come with the commit where constraints are deferred', async () => {
    await manager('Item').create({ label: 'd', shelf: { create: { code: 'd' } } });
    expect(await codeOf(manager('Shelf').delete('d'))).to.equal('GM_WRITE_STILL_REFERENCED');
  });

  it('are tried again where others were met, and then said so', async () => {
    for (const state of ['40P01', '40001', '55P03']) {
      store.statements();
      const { code, kind } = await fail(state);
      const inserts = store.statements().filter((each) => each.startsWith('insert'));
      expect([code, kind, inserts.length], state).to.deep.equal(['GM_WRITE_CONTENTION', 'conflict', 5]);
    }
  });

  it('tell what took too long, what the database does not let happen, and values', async () => {
    const expected: Readonly<Record<string, readonly [string, string]>> = {
      '57014': ['GM_WRITE_TIMEOUT', 'limit'],
      '42501': ['GM_WRITE_REFUSED', 'forbidden'],
      P0001: ['GM_WRITE_INVALID', 'input'],
      '25006': ['GM_WRITE_REFUSED', 'forbidden'],
      '22P02': ['GM_WRITE_INVALID', 'input'],
      '22008': ['GM_WRITE_INVALID', 'input'],
    };
    for (const [state, codes] of Object.entries(expected)) {
      const { code, kind, message } = await fail(state);
      expect([code, kind], state).to.deep.equal(codes);
      expect(message).not.to.contain(SECRET);
    }
    expect(store.logged).to.deep.equal([]);
  });

  it('tell what the role of the database may not write', async () => {
    const role = await databaseRole();
    await role.grant(store.orm as MikroORM);
    await store.run(`revoke insert on ledger from "${role.name}"`);
    try {
      const gm = await bootstrap({ orm: store.orm, drift: 'off', rls: { role: role.name } });
      const { code, message } = await refusal(gm.as({}).manager('Ledger').create({ note: SECRET }));
      expect([code, message]).to.deep.equal(['GM_WRITE_REFUSED', 'The database does not let the application write this Ledger.']);
    } finally {
      await store.run(`drop owned by "${role.name}"`);
      await role.drop();
    }
  });

  it('tell what row-level security refuses', async () => {
    const role = await databaseRole();
    await role.grant(store.orm as MikroORM);
    await store.run('alter table ledger enable row level security');
    await store.run(`create policy notes on ledger using (true) with check (note <> '${SECRET}')`);
    try {
      const gm = await bootstrap({ orm: store.orm, drift: 'off', rls: { role: role.name } });
      const ledger = gm.as({}).manager('Ledger');
      expect(await ledger.create({ note: 'x' })).to.deep.include({ note: 'x' });
      const { code, message } = await refusal(ledger.create({ note: SECRET }));
      expect([code, message]).to.deep.equal(['GM_WRITE_REFUSED', 'The database does not let the application write this Ledger.']);
    } finally {
      await store.run('alter table ledger disable row level security');
      await store.run(`drop owned by "${role.name}"`);
      await role.drop();
    }
  });

  it('are masked where the connection is lost, and the pool heals', async () => {
    // More often than the pool has connections.
    for (let each = 0; each < 12; each += 1) {
      const { code, message } = await refusal(manager('Ledger').create({ note: 'lost' }));
      expect([code, message.replace(/error .*\)/, 'error …)')]).to.deep.equal([
        'GM_INTERNAL',
        'Something went wrong on our side (error …).',
      ]);
    }
    expect(store.logged).to.have.length(12);
    expect(await manager('Ledger').create({ note: 'x' })).to.deep.include({ note: 'x' });
  });
});
