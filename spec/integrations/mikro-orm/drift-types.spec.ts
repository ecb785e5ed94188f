import { defineEntity, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { sameType } from '../../../integrations/mikro-orm/drift/database-type.js';
import { membership } from '../../../integrations/mikro-orm/drift/membership.js';
import { driftApp } from './drift-support/boot.js';

/** Types as they may be declared, with the real type that each means; those without one mean the same to PostgreSQL by name. */
const SAME: readonly (readonly [string, string])[] = [
  ['int4', 'integer'],
  ['INT', 'integer'],
  ['serial', 'integer'],
  ['bigserial', 'int8'],
  ['smallserial', 'int2'],
  ['Character Varying(20)', 'varchar(20)'],
  ['varchar', 'character varying'],
  ['varchar(30)', 'character varying'],
  ['varchar(255)', 'varchar(40)'],
  ['char(3)', 'character(3)'],
  ['bpchar(3)', 'char(3)'],
  ['bpchar', 'char(7)'],
  ['char(1)', 'char'],
  ['national character varying(4)', 'varchar(4)'],
  ['timestamp (3) with time zone', 'timestamptz(3)'],
  ['TIMESTAMPTZ', 'timestamp with time zone'],
  ['timestamptz(0)', 'timestamptz'],
  ['timestamptz(6)', 'timestamptz(3)'],
  ['timestamp without time zone', 'timestamp'],
  ['time', 'time without time zone'],
  ['time(0)', 'time'],
  ['timetz', 'time with time zone'],
  ['interval', 'interval day to second'],
  ['interval(3)', 'interval(3)'],
  ['decimal(10, 2)', 'numeric(10,2)'],
  ['numeric(8)', 'numeric(8,0)'],
  ['decimal', 'numeric(9,4)'],
  ['numeric(12,3)', 'decimal'],
  ['float', 'double precision'],
  ['float8', 'float'],
  ['float(20)', 'real'],
  ['float(40)', 'float8'],
  ['bool', 'boolean'],
  ['varbit(5)', 'bit varying(5)'],
  ['bit(3)', 'bit(3)'],
  ['json', 'jsonb'],
  ['jsonb', 'json'],
  ['integer[]', 'int4[]'],
  ['int[][]', 'int[]'],
  ['varchar(20)[]', 'varchar(20)[]'],
  ['numeric(10,2)[]', 'decimal(10,2)[]'],
  ['email', 'email'],
  ['text', 'email'],
  ['email', 'work_email'],
  ['citext', 'citext'],
  ['mood', 'mood'],
  ['"Mood"', '"Mood"'],
  ['Mood', '"Mood"'],
  ['sales.mood', 'sales.mood'],
  ['mood[]', 'mood[]'],
  ['uuid', 'uuid'],
  ['inet', 'inet'],
  ['int4range', 'int4range'],
  ['point', 'point'],
  ['tsvector', 'tsvector'],
  ['bytea', 'bytea'],
  ['xml', 'xml'],
  ['"char"', '"char"'],
  ['name', 'name'],
  ['text collate "C"', 'text collate "C"'],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ['int', 'bigint'],
  ['int', 'smallint'],
  ['varchar(20)', 'varchar(21)'],
  ['varchar(20)', 'text'],
  ['char(3)', 'varchar(3)'],
  ['numeric(10,2)', 'numeric(10,3)'],
  ['numeric(10,2)', 'numeric(12,2)'],
  ['numeric(10,2)', 'double precision'],
  ['real', 'double precision'],
  ['timestamptz', 'timestamp'],
  ['timestamptz(3)', 'timestamptz(0)'],
  ['date', 'timestamp'],
  ['time', 'timetz'],
  ['text[]', 'text'],
  ['text', 'text[]'],
  ['int[]', 'bigint[]'],
  ['varchar(5)[]', 'varchar(6)[]'],
  ['uuid', 'text'],
  ['jsonb', 'text'],
  ['mood', '"Mood"[]'],
  ['public.mood', 'sales.mood'],
  ['email', 'text'],
];

const TYPES = `create extension citext; create schema sales; create domain email as text; create domain work_email as email;
  create type mood as enum ('a'); create type "Mood" as enum ('b'); create type sales.mood as enum ('c');`;

/** The places in a list of types that drift is found at. */
async function differing(pairs: readonly (readonly [string, string])[]): Promise<readonly number[]> {
  const columns = pairs.map(([declared], index) => [`c${index}`, p.string().columnType(declared)] as const);
  const Typed = defineEntity({ name: 'Typed', properties: { id: p.integer().primary(), ...Object.fromEntries(columns) } });
  const ddl = pairs.map(([, real], index) => `c${index} ${real} not null`).join(', ');
  const app = await driftApp({ entities: [Typed] }, `${TYPES} create table typed (id serial primary key, ${ddl})`);
  const found = await app.drift();
  await app.close();
  expect(new Set(found.map(({ code }) => code))).to.satisfy((codes: ReadonlySet<string>) =>
    [...codes].every((code) => code === 'GM_DRIFT_COLUMN_TYPE'),
  );
  return found.map(({ path }) => Number(path.slice('Typed.c'.length)));
}

describe('schema drift: types', () => {
  it('takes names of the same type for the same', async () => {
    const found = await differing(SAME);
    expect(found.map((index) => SAME[index])).to.deep.equal([]);
  });

  it('tells different types apart', async () => {
    const found = await differing(DIFFERENT);
    expect(DIFFERENT.filter((_, index) => !found.includes(index))).to.deep.equal([]);
  });

  it('takes columns of one family for the same where only a family is asked for', () => {
    const loose = { modifiers: true, family: true };
    expect(sameType('text', 'character varying(20)', loose)).to.equal(true);
    expect(sameType('smallint', 'integer', loose)).to.equal(true);
    expect(sameType('text[]', 'character varying(20)[]', loose)).to.equal(true);
    expect(sameType('text', 'integer', loose)).to.equal(false);
  });
});

describe('schema drift: check constraints that list values', () => {
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    ["CHECK ((kind = ANY (ARRAY['a'::text, 'b c'::text])))", ['a', 'b c']],
    ["CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))", ['a', 'b']],
    ["CHECK (((kind)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))", ['a', 'b']],
    ["CHECK ((kind = 'a'::text))", ['a']],
    ["CHECK (((kind IS NULL) OR (kind = ANY (ARRAY['it''s'::text, ''::text]))))", ["it's", '']],
    [String.raw`CHECK ((kind = ANY (ARRAY[E'a\\b'::text, 'OR'::text]))) NOT VALID`, [String.raw`a\b`, 'OR']],
    ["CHECK ((kind <@ ARRAY['a'::text, 'b'::text]))", ['a', 'b']],
    ['CHECK ((kind = ANY (ARRAY[1, 2, -3])))', ['1', '2', '-3']],
    ["CHECK ((kind ~ '^a'::text))", undefined],
    ["CHECK ((kind <> 'a'::text))", undefined],
    ["CHECK (((kind = 'a'::text) OR (length(kind) > 3)))", undefined],
    ["CHECK (((kind = 'a'::text) AND (kind <> 'b'::text)))", undefined],
    ["CHECK ((lower(kind) = 'a'::text))", undefined],
    [`CHECK ((kind = ANY (ARRAY['a'::sales."Mood", 'b'::sales."Mood"])))`, ['a', 'b']],
    [`CHECK ((kind = ANY (ARRAY['kind'::"Mood", '"kind"'::"Mood"])))`, ['kind', '"kind"']],
    [`CHECK ((kind = ("other" || 'a'::text)))`, undefined],
    ['CHECK ((kind IS NOT NULL))', undefined],
    ['CHECK ((kind IS NULL))', undefined],
    ['CHECK ((kind > 0))', undefined],
  ];
  for (const [definition, members] of lists) {
    it(definition, () => expect(membership(definition, 'kind')).to.deep.equal(members));
  }

  it('knows columns of any name', () => {
    expect(membership(`CHECK (("Od(d) ""k"".1" = ANY (ARRAY['a'::text])))`, 'Od(d) "k".1')).to.deep.equal(['a']);
  });
});
