import { expect } from 'chai';
import type { MikroORM } from '@mikro-orm/postgresql';
import { advise, type Advice } from '../../../integrations/mikro-orm/index.js';
import { isGeneralManagerError } from '../../../lib/index.js';
import { boot, source } from '../../lib/support/source.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { gm as bootLibrary, openOrm, type Closable } from '../command-line/support/library.js';

describe('advise', () => {
  let database: FreshDatabase;
  let gm: Closable;
  let orm: MikroORM;
  const statements: string[] = [];

  before(async () => {
    database = await freshDatabase('advised');
    gm = await bootLibrary(database.url, { onQuery: (sql) => (statements.push(sql), sql) });
    orm = await openOrm(database.url);
    for (const each of (await advised()).flatMap(({ cure }) => cure)) await sql(each);
  });
  after(async () => {
    await orm.close();
    await gm.close();
    await database.drop();
  });

  const sql = async (text: string): Promise<unknown> => orm.em.getConnection().execute(text);
  const advised = async (): Promise<readonly Advice[]> => advise(gm);
  const brief = async (): Promise<readonly unknown[]> => (await advised()).map(({ kind, table, columns }) => [kind, table, columns.join()]);

  /** Advice as long as a statement holds; another one takes it back. */
  async function during(planted: readonly string[], taken: readonly string[], check: () => Promise<void>): Promise<void> {
    for (const each of planted) await sql(each);
    try {
      await check();
    } finally {
      for (const each of taken) await sql(each);
    }
    expect(await advised()).to.deep.equal([]);
  }

  it('is silent where its cures were carried out, and asks one statement', async () => {
    statements.length = 0;
    expect(await advised()).to.deep.equal([]);
    expect(statements).to.have.length(1);
  });

  it('finds a foreign key without an index: of a to-many relation and of its other end', async () => {
    await during(['drop index book_library_id_index'], ['create index book_library_id_index on book (library_id)'], async () => {
      expect(await advised()).to.deep.equal([
        {
          kind: 'missing-index',
          severity: 'warning',
          table: '"public"."book"',
          columns: ['library_id'],
          what: 'No index of "public"."book" starts with library_id.',
          why: [
            'Library.books is read and filtered by it',
            'filters go through Book.library, and deletes of Library look for it there',
            'the policy of Book leads along it',
          ],
          cure: ['create index concurrently "book_library_id_index" on "public"."book" ("library_id")'],
        },
      ]);
    });
  });

  it('finds what policies compare with the actor, along relations as well', async () => {
    const drop = ['drop index library_owner_index', 'drop index loan_reader_index'];
    await during(
      drop,
      ['create index library_owner_index on library (owner)', 'create index loan_reader_index on loan (reader)'],
      async () => {
        const found = await advised();
        expect(found.map(({ table, columns, why }) => [table, columns, why])).to.deep.equal([
          [
            '"public"."library"',
            ['owner'],
            ['the policy of Library compares it with the actor', 'the policy of Book compares it with the actor'],
          ],
          ['"public"."loan"', ['reader'], ['the policy of Loan compares it with the actor']],
        ]);
      },
    );
  });

  it('finds pivot tables that one side cannot be read from', async () => {
    const [index] = (await sql(`select indexname from pg_indexes where tablename = 'book_subjects' and indexdef like '%(subject_id%'`)) as {
      indexname: string;
    }[];
    await during([`drop index "${index?.indexname}"`], [`create index "${index?.indexname}" on book_subjects (subject_id)`], async () => {
      expect(await brief()).to.deep.equal([['missing-index', '"public"."book_subjects"', 'subject_id']]);
    });
  });

  it('finds a key that pages cannot be ordered by', async () => {
    await during(['alter table safe drop constraint safe_pkey'], ['alter table safe add primary key (id)'], async () => {
      expect(await brief()).to.deep.equal([['missing-index', '"public"."safe"', 'id']]);
    });
  });

  describe('of the indexes that could be meant', () => {
    const SERVING = [
      'create index planted on loan (reader, book_id)',
      'create unique index planted on loan (reader, id)',
      'create index planted on loan (reader desc) include (book_id)',
      'create index planted on loan using hash (reader)',
      'create index planted on loan (reader) where reader is not null',
    ];
    const OTHERS = [
      'create index planted on loan (book_id, reader)',
      'create index planted on loan (reader) where book_id > 5',
      'create index planted on loan (reader) where reader is not null and book_id > 5',
      'create index planted on loan (reader) where book_id is not null',
      'create index planted on loan ((reader + 1))',
      'create index planted on loan using brin (reader)',
      'create index planted on loan (book_id) include (reader)',
    ];
    for (const [statements, missing] of [
      [SERVING, []],
      [OTHERS, [['missing-index', '"public"."loan"', 'reader']]],
    ] as const) {
      for (const statement of statements) {
        it(`${missing.length === 0 ? 'counts' : 'does not count'}: ${statement}`, async () => {
          const planted = ['drop index loan_reader_index', statement];
          await during(planted, ['drop index planted', 'create index loan_reader_index on loan (reader)'], async () => {
            expect(await brief()).to.deep.equal(missing);
          });
        });
      }
    }
  });

  it('leaves out the name of a cure that is taken', async () => {
    const planted = ['drop index loan_reader_index', 'create index loan_reader_index on loan (book_id, reader)'];
    await during(planted, ['drop index loan_reader_index', 'create index loan_reader_index on loan (reader)'], async () => {
      const [found] = await advised();
      expect(found?.cure).to.deep.equal(['create index concurrently on "public"."loan" ("reader")']);
    });
  });

  it('finds tables without statistics, not those that are empty', async () => {
    await during([`insert into safe default values`], ['analyze safe'], async () => {
      const [found] = await advised();
      expect(await brief()).to.deep.equal([['no-statistics', '"public"."safe"', '']]);
      expect(found?.cure).to.deep.equal(['analyze "public"."safe"']);
    });
  });

  it('finds indexes that are there twice, and those that failed to build', async () => {
    await during(['create index planted on loan (reader)'], ['drop index planted'], async () => {
      const [found] = await advised();
      expect([found?.kind, found?.what, found?.cure]).to.deep.equal([
        'duplicate-index',
        'The index planted of "public"."loan" is the same as loan_reader_index.',
        ['drop index concurrently "public"."planted"'],
      ]);
    });
    await sql(`insert into safe select from generate_series(1, 2)`);
    await sql('alter table safe add column twice int default 1');
    const failed = await sql('create unique index concurrently planted on safe (twice)').catch(() => 'failed');
    await during([], ['drop index planted', 'alter table safe drop column twice'], async () => {
      expect([failed, await brief()]).to.deep.equal(['failed', [['invalid-index', '"public"."safe"', 'twice']]]);
    });
  });

  it('hints at searches within the texts of large tables', async () => {
    await during(
      [`insert into subject (label) select 'label ' || n from generate_series(1, 12000) n`, 'analyze subject'],
      ['truncate subject cascade', 'analyze subject'],
      async () => {
        const [found, ...others] = await advised();
        expect(others).to.deep.equal([]);
        expect([found?.kind, found?.severity, found?.columns]).to.deep.equal(['text-search', 'hint', ['label']]);
        for (const cure of found?.cure ?? []) await sql(cure);
        expect(await advised()).to.deep.equal([]);
      },
    );
  });

  it('is refused where no manager lives in a database', async () => {
    const { runtime } = boot([source('Track')]);
    const error: unknown = await advise(runtime).catch((thrown: unknown) => thrown);
    expect(isGeneralManagerError(error, 'GM_ADVISE_UNSUPPORTED')).to.equal(true);
  });
});
