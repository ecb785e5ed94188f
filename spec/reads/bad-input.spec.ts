import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Bucket } from 'general-manager';
import { createHandler } from 'general-manager/graphql-server';
import { openStore, type Store } from './support/shelf.js';

type Things = Bucket<Record<string, unknown>>;

/** What a request does, its name, and the code that answers it. */
type Case = readonly [name: string, code: string, run: (things: Things) => Promise<unknown>];

/** Words that only SQL and its driver say. */
const SQL =
  /\b(select|from|where|insert|syntax|relation "|column|operator does not|pg_|postgres|query failed)\b|\$\d|::|json_build|"t1"|t1\./i;

const FIELD = 'GM_READ_UNKNOWN_FIELD';
const OPERATOR = 'GM_READ_UNKNOWN_OPERATOR';
const OPERAND = 'GM_READ_INVALID_OPERAND';
const FILTER = 'GM_READ_INVALID_FILTER';
const SORT = 'GM_READ_INVALID_SORT';
const SELECTION = 'GM_READ_INVALID_SELECTION';
const PAGE = 'GM_READ_INVALID_PAGE';
const KEY = 'GM_READ_INVALID_KEY';
const REFUSED = 'GM_ORM_VALUE_REFUSED';

/** An object with own properties of names that every object inherits. */
const parsed = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;
const nested = (depth: number, inner: unknown, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce((value) => wrap(value), inner);
const circle: Record<string, unknown> = {};
circle['and'] = [circle];

const filter = (name: string, code: string, value: unknown): Case => [
  name,
  code,
  async (things) => things.filter(value as Readonly<Record<string, unknown>>).all(),
];
const sort = (name: string, code: string, value: unknown): Case => [name, code, async (things) => things.sort(value as string).all()];
const select = (name: string, code: string, value: unknown): Case => [name, code, async (things) => things.select(value as object).all()];
const page = (name: string, code: string, value: unknown): Case => [name, code, async (things) => things.page(value as object)];
const key = (name: string, value: unknown): Case => [name, KEY, async (things) => things.get(value)];

const PROTOTYPE = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'fields of filters': [
    filter('unknown', FIELD, { nope: 1 }),
    filter('hidden', FIELD, { secret: 'x' }),
    filter('empty name', FIELD, { '': 1 }),
    filter('name of a column', FIELD, { shelf_id: 1 }),
    filter('dotted', FIELD, { 'shelf.name': 'a' }),
    filter('hidden, of a related object', FIELD, { shelf: { lock: 'x' } }),
    filter('unknown, of an embedded object', FIELD, { measure: { height: 1 } }),
    filter('operator of the source', FIELD, { $or: [] }),
    ...PROTOTYPE.map((name) => filter(name, FIELD, parsed(`{ "${name}": 1 }`))),
    ...PROTOTYPE.map((name) => filter(`${name} of a related object`, FIELD, { shelf: parsed(`{ "${name}": 1 }`) })),
    ...PROTOTYPE.map((name) => filter(`${name} of an embedded object`, FIELD, { measure: parsed(`{ "${name}": 1 }`) })),
  ],
  operators: [
    filter('unknown', OPERATOR, { label: { matches: 'x' } }),
    filter('of the source', OPERATOR, { size: { $gt: 1 } }),
    filter('of another type', OPERATOR, { size: { contains: '1' } }),
    filter('of lists', OPERATOR, { label: { has: 'x' } }),
    filter('of values, on a list', OPERATOR, { tags: { gt: 'a' } }),
    filter('order of booleans', OPERATOR, { fragile: { gt: false } }),
    filter('order of enums', OPERATOR, { mood: { lt: 'calm' } }),
    filter('unknown quantifier', OPERATOR, { shelf: { things: { any: {} } } }),
    ...PROTOTYPE.map((name) => filter(name, OPERATOR, { label: parsed(`{ "${name}": "x" }`) })),
    ...PROTOTYPE.map((name) => filter(`${name} as a quantifier`, OPERATOR, { shelf: { things: parsed(`{ "${name}": {} }`) } })),
  ],
  operands: [
    filter('number for a text', OPERAND, { label: 1 }),
    filter('list for a text', OPERAND, { label: ['x'] }),
    filter('text for a list', OPERAND, { label: { in: 'x' } }),
    filter('null for a list', OPERAND, { label: { in: null } }),
    filter('null in a list', OPERAND, { label: { in: [null] } }),
    filter('null for an order', OPERAND, { size: { gt: null } }),
    filter('U+0000 in a text', OPERAND, { label: 'a\u0000b' }),
    filter('U+0000 in a pattern', OPERAND, { label: { contains: '\u0000' } }),
    filter('pattern with nothing to escape', OPERAND, { label: { like: 'a\\' } }),
    filter('pattern with nothing to escape, behind an escaped backslash', OPERAND, { label: { ilike: '\\\\\\' } }),
    filter('text for a whole number', OPERAND, { size: 'x' }),
    filter('fraction for a whole number', OPERAND, { size: 1.5 }),
    filter('unsafe whole number', OPERAND, { size: 2 ** 53 }),
    filter('NaN for a whole number', OPERAND, { size: Number.NaN }),
    filter('text for a float', OPERAND, { weight: '1' }),
    filter('bigint beyond 64 bits', OPERAND, { serial: 2n ** 63n }),
    filter('text for a bigint', OPERAND, { serial: '1e3' }),
    filter('text for a decimal', OPERAND, { price: '1,5' }),
    filter('NaN for a decimal', OPERAND, { price: 'NaN' }),
    filter('text for a boolean', OPERAND, { fragile: 'true' }),
    filter('no day of the calendar', OPERAND, { made: '2023-02-29' }),
    filter('no day of the calendar, in an instant', OPERAND, { seen: '2024-02-30T00:00:00Z' }),
    filter('instant without a zone', OPERAND, { seen: '2024-02-29T00:00:00' }),
    filter('invalid date', OPERAND, { seen: new Date(Number.NaN) }),
    filter('no time', OPERAND, { opens: '25:00' }),
    filter('no UUID', OPERAND, { code: '7f3c0c1e' }),
    filter('no member of the enum', OPERAND, { mood: 'CALM' }),
    filter('inherited name for a member', OPERAND, { mood: 'constructor' }),
    filter('text for a flag', OPERAND, { label: { isNull: 'yes' } }),
    filter('null for a flag', OPERAND, { tags: { isEmpty: null } }),
    filter('null in a list to compare', OPERAND, { tags: [null] }),
    filter('path into a text', OPERAND, { label: { path: ['a'], eq: 'x' } }),
    filter('path that is no list', OPERAND, { facts: { path: 'a', eq: 1 } }),
    filter('path with a number', OPERAND, { facts: { path: [1], eq: 1 } }),
    filter('path with U+0000', OPERAND, { facts: { path: ['\u0000'], eq: 1 } }),
    filter('path of more than all levels', OPERAND, { facts: { path: Array.from({ length: 16 }, () => 'a'), eq: 1 } }),
    filter('JSON with a bigint', OPERAND, { facts: { eq: { a: [1n] } } }),
    filter('JSON with a function', OPERAND, { facts: { eq: [(): number => 1] } }),
    filter('JSON with NaN', OPERAND, { facts: { gt: Number.NaN } }),
    filter('JSON with U+0000', OPERAND, { facts: { eq: { 'a\u0000': 1 } } }),
    filter('JSON that contains itself', OPERAND, { facts: { eq: circle } }),
    filter('JSON of too many levels', OPERAND, { facts: { eq: nested(50_000, 1, (inner) => [inner]) } }),
    filter('too many values', 'GM_LIMIT_LIST_ITEMS', { size: { in: Array.from({ length: 5001 }, () => 1) } }),
    filter('half a surrogate pair in JSON', OPERAND, { facts: { eq: '\ud800' } }),
    filter('number beyond the elements of a list', REFUSED, { counts: { has: 2 ** 40 } }),
    filter('time beyond the day', 'GM_READ_INVALID_OPERAND', { opens: '24:30' }),
  ],
  filters: [
    ...[
      ['list', []],
      ['text', 'x'],
      ['number', 1],
      ['date', new Date()],
      ['map', new Map()],
      ['set', new Set()],
      ['promise', Promise.resolve({})],
    ].map(([name, value]) => filter(name as string, FILTER, value)),
    filter('and without a list', FILTER, { and: {} }),
    filter('and of null', FILTER, { and: null }),
    filter('or of values', FILTER, { or: [1] }),
    filter('or of null', FILTER, { or: [null] }),
    filter('not of nothing', FILTER, { not: null }),
    filter('related object by its key', FILTER, { shelf: 1 }),
    filter('related objects by a list', FILTER, { shelf: { things: [] } }),
    filter('embedded object by null', FILTER, { measure: null }),
    filter(
      'too deep',
      'GM_LIMIT_DEPTH',
      nested(16, { id: 1 }, (inner) => ({ not: inner })),
    ),
    filter(
      'far too deep',
      'GM_LIMIT_DEPTH',
      nested(100_000, { id: 1 }, (inner) => ({ and: [inner] })),
    ),
    filter(
      'too deep along relations',
      'GM_LIMIT_DEPTH',
      nested(9, {}, (inner) => ({ shelf: { things: { some: inner } } })),
    ),
    filter('within itself', 'GM_LIMIT_DEPTH', circle),
    filter('too many comparisons', 'GM_LIMIT_CONDITIONS', { or: Array.from({ length: 501 }, () => ({ id: 1 })) }),
  ],
  sorts: [
    sort('unknown field', FIELD, 'nope'),
    sort('hidden field', FIELD, '-secret'),
    sort('hidden field of a related object', FIELD, 'shelf.lock'),
    sort('list', FIELD, 'tags'),
    sort('JSON', FIELD, 'facts'),
    sort('related object', FIELD, 'shelf'),
    sort('related objects', 'GM_READ_INVALID_AGGREGATE', 'shelf.things.id'),
    sort('embedded object', FIELD, 'measure'),
    sort('behind a value', FIELD, 'label.length'),
    sort('empty text', FIELD, ''),
    sort('lone sign', FIELD, '-'),
    sort('two signs', FIELD, '--id'),
    sort('direction in a text', FIELD, 'id desc'),
    sort('nothing', SORT, null),
    sort('number', SORT, 1),
    sort('no key', SORT, {}),
    sort('two keys', SORT, { id: 'asc', label: 'asc' }),
    sort('unknown direction', SORT, { id: 'up' }),
    sort('inherited name as direction', SORT, { id: 'constructor' }),
    sort('list as direction', FIELD, { id: ['asc'] }),
    sort('too deep', 'GM_LIMIT_DEPTH', Array.from({ length: 16 }, () => 'shelf').join('.')),
    ...PROTOTYPE.map((name) => sort(name, FIELD, name)),
    ...PROTOTYPE.map((name) => sort(`${name} of a related object`, FIELD, { shelf: parsed(`{ "${name}": "asc" }`) })),
    ['too many keys', 'GM_LIMIT_DEPTH', async (things) => things.sort(...Array.from({ length: 16 }, () => 'id')).all()],
  ],
  selections: [
    select('unknown field', FIELD, { nope: true }),
    select('hidden field', FIELD, { secret: true }),
    select('hidden field of a related object', FIELD, { shelf: { lock: true } }),
    select('list of names', FIELD, ['label']),
    select('text', SELECTION, 'label'),
    select('null', SELECTION, null),
    select('value that is not selected by true', SELECTION, { label: 'yes' }),
    select('inside a value', SELECTION, { label: { length: true } }),
    select('related object by a number', SELECTION, { shelf: 1 }),
    select('related objects by names', SELECTION, { shelf: { things: { label: true } } }),
    select('related objects by a misspelt page', SELECTION, { shelf: { things: { frist: 1 } } }),
    select('related objects by a bad page', PAGE, { shelf: { things: { first: '1' } } }),
    select('related objects by a bad filter', FIELD, { shelf: { things: { filter: { nope: 1 } } } }),
    select('related objects by a bad sort', FIELD, { shelf: { things: { sort: 'nope' } } }),
    select('too many related objects', 'GM_LIMIT_PAGE_SIZE', { shelf: { things: { first: 1001 } } }),
    select(
      'too deep',
      'GM_LIMIT_DEPTH',
      nested(9, {}, (inner) => ({ shelf: { things: { select: inner } } })),
    ),
    ...PROTOTYPE.map((name) => select(name, FIELD, parsed(`{ "${name}": true }`))),
  ],
  pages: [
    ...[-1, 1.5, Number.NaN, Infinity, 2 ** 53, '1', true, [1]].map((first) => page(`first: ${String(first)}`, PAGE, { first })),
    ...[-1, 1.5, Number.NaN, '1'].map((last) => page(`last: ${String(last)}`, PAGE, { last })),
    ...[-1, 1.5, Number.NaN, '1', 1_000_001].map((offset) => page(`offset: ${String(offset)}`, PAGE, { offset })),
    page('first with last', PAGE, { first: 1, last: 1 }),
    page('offset with last', PAGE, { last: 1, offset: 1 }),
    page('offset with a cursor', PAGE, { offset: 1, after: 'x' }),
    page('too large', 'GM_LIMIT_PAGE_SIZE', { first: 1001 }),
    page('too large, from the end', 'GM_LIMIT_PAGE_SIZE', { last: 1001 }),
    page('no cursor', 'GM_READ_INVALID_CURSOR', { after: 'x' }),
  ],
  keys: [
    ...[undefined, null, {}, [], [1], 'x', '1e3', '', ' ', 1.5, 2 ** 53, '99999999999999999999', true, Symbol('x'), new Date()].map(
      (value) => key(typeof value === 'string' ? `"${value}"` : fc.stringify(value), value),
    ),
    key('with a foreign part', { id: 1, label: 'x' }),
    key('within itself', { id: { id: 1 } }),
    ...PROTOTYPE.map((name) => key(name, parsed(`{ "${name}": 1 }`))),
    ['of a row that is not there', 'GM_READ_NOT_FOUND', async (things) => things.get(2)],
    ['of a row that cannot be there', 'GM_READ_NOT_FOUND', async (things) => things.get(2 ** 40)],
    ['of a row outside the Bucket', 'GM_READ_NOT_FOUND', async (things) => things.filter({ label: 'none' }).get(1)],
  ],
};

/** Texts that would end a literal, an identifier, a comment or a parameter, if they ever became part of SQL. */
const INJECTIONS = [
  `' or '1'='1`,
  `'; drop table thing; --`,
  `" or 1=1 --`,
  `"; drop table thing; --`,
  `\\'; drop table thing; --`,
  `$1`,
  `$$; drop table thing; $$`,
  `?`,
  `:id`,
  `*/ drop table thing; /*`,
  `label) union select 1 --`,
  `t1."secret"`,
  `E'\\\\' or true`,
];

describe('bad input', () => {
  let store: Store;

  before(async () => {
    store = await openStore('bad_input');
    await store.fill('shelf', [{ id: 1, name: 'a' }]);
    await store.fill('thing', [{ id: 1, label: 'x', secret: 'planted', facts: { a: 1 }, shelf_id: 1 }]);
  });
  after(async () => {
    // Whatever was tried: the table is there, and nothing was our own fault.
    expect(await store.query('select id, label from thing')).to.deep.equal([{ id: 1, label: 'x' }]);
    expect(store.logged).to.deep.equal([]);
    await store.close();
  });

  const things = (): Things => store.gm.as(null).manager('Thing');

  for (const [kind, cases] of Object.entries(CASES)) {
    describe(kind, () => {
      for (const [name, code, run] of cases) {
        it(`${name}: ${code}`, async () => {
          const error: unknown = await run(things()).then(
            () => expect.fail('It was accepted.'),
            (caught: unknown) => caught,
          );
          expect(error).to.be.an('error').with.property('code', code, String(error));
          expect((error as Error).message).not.to.match(SQL);
          expect(error).to.have.property('fix').that.is.a('string');
        });
      }
    });
  }

  describe('managers', () => {
    for (const target of [...PROTOTYPE, '', 'thing', 'Things', class Unmanaged {}, {}, [], null, undefined]) {
      it(`${typeof target === 'function' ? target.name : JSON.stringify(target)}: GM_READ_UNKNOWN_MANAGER`, () => {
        expect(() => store.gm.as(null).manager(target as string))
          .to.throw()
          .with.property('code', 'GM_READ_UNKNOWN_MANAGER');
      });
    }
  });

  describe('actors', () => {
    for (const actor of [undefined, null, 'Ada', 1, true, Symbol('x'), (): void => undefined]) {
      it(`${typeof actor} ${String(actor)} is nobody`, async () => {
        const error: unknown = await store.gm
          .as(actor as object | null)
          .manager('Slot')
          .all()
          .catch((caught: unknown) => caught);
        expect(error).to.have.property('code', 'GM_PERM_FORBIDDEN');
      });
    }

    it('that lead back to themselves can read pages', async () => {
      const actor: Record<string, unknown> = { name: 'Ada' };
      actor['friends'] = [{ of: actor }];
      const { items, endCursor } = await store.gm.as(actor).manager('Thing').page();
      expect(items).to.have.lengthOf(1);
      expect(endCursor).to.be.a('string');
    });
  });

  describe('SQL in texts', () => {
    for (const text of INJECTIONS) {
      it(`is a text like any other: ${text}`, async () => {
        const values: readonly Readonly<Record<string, unknown>>[] = [
          { label: text },
          { label: { in: [text] } },
          ...['contains', 'startsWith', 'endsWith', 'ilike', 'ieq', 'icontains', 'istartsWith', 'iendsWith'].map((each) => ({
            label: { [each]: text },
          })),
          { tags: { has: text } },
          { tags: { hasEvery: [text] } },
          { facts: { eq: text } },
          { facts: { path: [text], eq: 1 } },
          { facts: { path: ['a', text], isNull: false } },
          { facts: { contains: text } },
          { shelf: { name: text } },
        ];
        for (const value of values) expect(await things().filter(value).all(), JSON.stringify(value)).to.deep.equal([]);
      });

      it(`is no name, key, cursor, enum or direction: ${text}`, async () => {
        const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
          [
            FIELD,
            async () =>
              things()
                .filter({ [text]: 1 })
                .all(),
          ],
          [
            FIELD,
            async () =>
              things()
                .filter({ shelf: { [text]: 1 } })
                .all(),
          ],
          [
            FIELD,
            async () =>
              things()
                .filter({ measure: { [text]: 1 } })
                .all(),
          ],
          [
            OPERATOR,
            async () =>
              things()
                .filter({ label: { [text]: 1 } })
                .all(),
          ],
          [OPERAND, async () => things().filter({ mood: text }).all()],
          [OPERAND, async () => things().filter({ made: text }).all()],
          [OPERAND, async () => things().filter({ price: text }).all()],
          [OPERAND, async () => things().filter({ code: text }).all()],
          [FIELD, async () => things().sort(text).all()],
          [FIELD, async () => things().sort(`shelf.${text}`).all()],
          [
            SORT,
            async () =>
              things()
                .sort({ label: `asc ${text}` as 'asc' })
                .all(),
          ],
          [
            FIELD,
            async () =>
              things()
                .select({ [text]: true })
                .all(),
          ],
          ['GM_READ_INVALID_CURSOR', async () => things().page({ after: text })],
          [KEY, async () => things().get(text)],
        ];
        for (const [code, attempt] of attempts) {
          const error: unknown = await attempt().catch((caught: unknown) => caught);
          expect(error).to.be.an('error').with.property('code', code);
        }
      });
    }
  });

  describe('through GraphQL', () => {
    interface Answer {
      readonly data?: unknown;
      readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly gm?: string } }[];
    }

    async function ask(query: string, variables: object = {}): Promise<{ readonly answer: Answer; readonly text: string }> {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) };
      const response = await createHandler(store.gm).fetch('http://localhost/graphql', init);
      const text = await response.text();
      return { answer: JSON.parse(text) as Answer, text };
    }

    const list =
      'query ($filter: ThingFilter, $sort: [ThingSort!], $first: Int, $after: String, $last: Int, $offset: Int) { things(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, offset: $offset) { nodes { id } } }';
    const BAD = 'BAD_USER_INPUT';
    const refusals: readonly (readonly [string, object, string, string?])[] = [
      ['unknown field', { filter: { nope: 1 } }, BAD],
      ['inherited field', { filter: parsed('{ "__proto__": { "eq": 1 } }') }, BAD],
      ['inherited operator', { filter: { label: parsed('{ "constructor": "x" }') } }, BAD],
      ['wrong type', { filter: { label: { eq: 1 } } }, BAD],
      ['no member of the enum', { filter: { mood: { eq: "' or 1=1" } } }, BAD],
      ['no date', { filter: { made: { eq: "2024-01-01'; --" } } }, BAD],
      ['no decimal', { filter: { price: { eq: '1; --' } } }, BAD],
      ['no bigint', { filter: { serial: { eq: '1 or 1=1' } } }, BAD],
      ['no direction', { sort: [{ label: 'asc; drop table thing' }] }, BAD],
      ['U+0000', { filter: { label: { eq: '\u0000' } } }, BAD, OPERAND],
      ['unfinished pattern', { filter: { label: { like: '\\' } } }, BAD, OPERAND],
      ['bad path', { filter: { facts: { path: ['\u0000'], eq: 1 } } }, BAD, OPERAND],
      ['two keys in a sort', { sort: [{ id: 'ASC', label: 'ASC' }] }, BAD, SORT],
      ['nothing to sort by', { sort: [{}] }, BAD, SORT],
      ['negative page', { first: -1 }, BAD, PAGE],
      ['first with last', { first: 1, last: 1 }, BAD, PAGE],
      ['offset with a cursor', { offset: 1, after: 'x' }, BAD, PAGE],
      ['no cursor', { after: "' or 1=1 --" }, BAD, 'GM_READ_INVALID_CURSOR'],
      ['too large a page', { first: 1001 }, 'LIMIT_EXCEEDED', 'GM_LIMIT_PAGE_SIZE'],
      ['too deep a filter', { filter: nested(16, { id: { eq: '1' } }, (inner) => ({ not: inner })) }, 'LIMIT_EXCEEDED', 'GM_LIMIT_DEPTH'],
      ['too many values', { filter: { size: { in: Array.from({ length: 5001 }, () => 1) } } }, 'LIMIT_EXCEEDED', 'GM_LIMIT_LIST_ITEMS'],
      ['refused by the column', { filter: { opens: { eq: '24:30:00' } } }, BAD],
    ];
    for (const [name, variables, code, gm] of refusals) {
      it(`${name}: ${gm ?? code}`, async () => {
        const { answer, text } = await ask(list, variables);
        expect(
          answer.errors?.map(({ extensions }) => [extensions.code, ...(gm === undefined ? [] : [extensions.gm])]),
          text,
        ).to.deep.equal([[code, ...(gm === undefined ? [] : [gm])]]);
        expect(answer.data ?? null).to.equal(null);
        for (const { message } of answer.errors ?? []) expect(message).not.to.match(SQL);
        expect(text).not.to.contain('planted');
      });
    }

    it('a key that is none: GM_READ_INVALID_KEY', async () => {
      for (const id of ['x', "1' or '1'='1", '1; --', '', '99999999999999999999']) {
        const { answer, text } = await ask('query ($id: ID!) { thing(id: $id) { id } }', { id });
        expect(
          answer.errors?.map(({ extensions }) => extensions.gm),
          text,
        ).to.deep.equal([KEY]);
        for (const { message } of answer.errors ?? []) expect(message).not.to.match(SQL);
      }
    });

    for (const text of INJECTIONS) {
      it(`SQL is a text like any other: ${text}`, async () => {
        const filters = [
          { label: { contains: text } },
          { facts: { path: [text], eq: 1 } },
          { tags: { has: text } },
          { shelf: { name: { ilike: text } } },
        ];
        for (const value of filters) {
          const { answer } = await ask(list, { filter: value });
          expect(answer).to.deep.equal({ data: { things: { nodes: [] } } });
        }
      });
    }
  });
});
