import { expect } from 'chai';
import * as fc from 'fast-check';
import { summarize } from '../../../integrations/opentelemetry-instrumentation-mikro-orm/statement-text.js';

describe('what is told of a statement', () => {
  const cases: readonly (readonly [sql: string, summary: string, text: string | undefined])[] = [
    ['select "a"."id" from "author" as "a" where "a"."id" = ?', 'SELECT author', 'select "a"."id" from "author" as "a" where "a"."id" = ?'],
    ['insert into "author" ("id") values (?), (?), (?)', 'INSERT author', 'insert into "author" ("id") values (?)'],
    ['update "public"."author" set "name" = ?', 'UPDATE public.author', 'update "public"."author" set "name" = ?'],
    ['delete from author where id in (1, 2, -3.5)', 'DELETE author', 'delete from author where id in (?)'],
    [
      'select * from "book" as "b" left join "author" as "a" on "a"."id" = "b"."author_id" for update skip locked',
      'SELECT book author',
      'select * from "book" as "b" left join "author" as "a" on "a"."id" = "b"."author_id" for update skip locked',
    ],
    [
      'insert into t values (?) on conflict (id) do update set x = excluded.x',
      'INSERT t',
      'insert into t values (?) on conflict (id) do update set x = excluded.x',
    ],
    ["select 'it''s from secret' as x from t", 'SELECT t', 'select ? as x from t'],
    ['/* who: ada */ select 1 -- ada\n from t', 'SELECT t', 'select ? from t'],
    ['select * from (select 1) as x', 'SELECT', 'select * from (select ?) as x'],
    ['select $1::int, x from t where y = $2', 'SELECT t', 'select $1::int, x from t where y = $2'],
    ['BEGIN', 'BEGIN', 'BEGIN'],
    ['ROLLBACK TO SAVEPOINT', 'ROLLBACK TO SAVEPOINT', 'ROLLBACK TO SAVEPOINT'],
    ['secret', 'OTHER', 'secret'],
    ["select E'it\\'s from secret' from t", 'SELECT', undefined],
    ['select $$from secret$$ from t', 'SELECT', undefined],
    ["select 'from secret", 'SELECT', undefined],
    ['select /* a /* from secret */ from secret */ 1', 'SELECT', undefined],
    ['', 'OTHER', ''],
  ];
  for (const [sql, summary, text] of cases) {
    it(`${sql || 'nothing'}: ${summary}`, () => {
      expect(summarize(sql, 'name')).to.include({ summary, text });
    });
  }

  it('is the table where there is one alone', () => {
    expect(summarize('select * from "a"', 'name').collection).to.equal('a');
    expect(summarize('select * from a, b join c on true', 'name').collection).to.equal(undefined);
  });

  it('takes text in double quotes for a value where it may be one', () => {
    expect(summarize('select * from `t` where x = "secret"', 'string')).to.include({
      summary: 'SELECT t',
      text: 'select * from `t` where x = ?',
    });
  });

  it('is of its beginning where it is long, also where that ends within a value', () => {
    const rows = 'insert into "book" ("title") values (?)' + ', (?)'.repeat(100_000);
    expect(summarize(rows, 'name')).to.include({ summary: 'INSERT book', collection: 'book' });
    for (const value of [`'${'secret '.repeat(4000)}'`, `/* ${'secret '.repeat(4000)} */ 1`]) {
      expect(summarize(`select ${value} from t`, 'name')).to.deep.include({ summary: 'SELECT', text: undefined });
    }
  });

  it('is never a value, whatever is in it', () => {
    const value = fc.string({ maxLength: 20 }).map((text) => `MARK${text}MARK`);
    const quoted = value.map((text) => `'${text.replaceAll("'", "''")}'`);
    const piece = fc.oneof(
      quoted,
      fc.constantFrom(' from t where x = ', ' and y in (', ') ', ', ', '-- c\n', '/* c */', '"name"', '12.5e3', ' or '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('name' as const, 'string' as const), (pieces, doubleQuotes) => {
        const told = JSON.stringify(summarize(`select ${pieces.join('')}`, doubleQuotes));
        expect(told).not.to.contain('MARK');
      }),
      { seed: 20_261_126, numRuns: 2000 },
    );
  });
});
