import { defineEntity, p } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { openApp, type OpenedApp } from './app/open.js';

/** A list column: its type, its value in SQL, what the Bucket API gives, and what GraphQL shows where that is something else. */
interface ListKind {
  readonly type: string;
  readonly sql: string;
  readonly items: readonly unknown[];
  readonly shown?: readonly unknown[];
}

const KINDS: Readonly<Record<string, ListKind>> = {
  days: { type: 'date[]', sql: `array['2020-01-01', '0044-03-15 BC']::date[]`, items: ['2020-01-01', '0044-03-15 BC'] },
  moments: {
    type: 'timestamptz(3)[]',
    sql: `array['2020-01-01 00:00:00.123+02', '0001-01-01 00:00:00+00']::timestamptz[]`,
    items: [new Date('2019-12-31T22:00:00.123Z'), new Date('0001-01-01T00:00:00.000Z')],
    shown: ['2019-12-31T22:00:00.123Z', '0001-01-01T00:00:00.000Z'],
  },
  locals: {
    type: 'timestamp[]',
    sql: `array['2020-01-01 00:00:00.5']::timestamp[]`,
    items: [new Date('2020-01-01T00:00:00.500Z')],
    shown: ['2020-01-01T00:00:00.500'],
  },
  times: { type: 'time(6)[]', sql: `array['01:02:03.5', '24:00:00']::time[]`, items: ['01:02:03.5', '24:00:00'] },
  flags: { type: 'boolean[]', sql: 'array[true, false]', items: [true, false] },
  decimals: { type: 'numeric(30,10)[]', sql: `array['12345678901234567890.10']::numeric[]`, items: ['12345678901234567890.1000000000'] },
  uuids: {
    type: 'uuid[]',
    sql: `array['00000000-0000-0000-0000-00000000000A']::uuid[]`,
    items: ['00000000-0000-0000-0000-00000000000a'],
  },
  blobs: {
    type: 'bytea[]',
    sql: `array['\\x0041', '\\x', '\\x5c78']::bytea[]`,
    items: [Buffer.from([0, 65]), Buffer.alloc(0), Buffer.from('\\x')],
    shown: ['AEE=', '', 'XHg='],
  },
  documents: { type: 'jsonb[]', sql: `array['{"a": [1]}', '"x"']::jsonb[]`, items: [{ a: [1] }, 'x'] },
  spans: { type: 'interval[]', sql: `array['1 day', '-1 second']::interval[]`, items: ['1 day', '-00:00:01'] },
  chars: { type: 'char(3)[]', sql: `array['a', 'abc']::char(3)[]`, items: ['a  ', 'abc'] },
  names: { type: 'varchar(20)[]', sql: `array['a,b', '"', 'NULL']`, items: ['a,b', '"', 'NULL'] },
};

const columns = Object.entries(KINDS).map(([name, { type }]) => [name, p.array().$type<unknown[]>().columnType(type)] as const);
const ListValue = defineEntity({ name: 'ListValue', properties: { id: p.integer().primary(), ...Object.fromEntries(columns) } });
Manager()(ListValue);
Permission({ read: everyone() })(ListValue);

describe('kinds of lists', () => {
  let app: OpenedApp;

  before(async () => {
    app = await openApp([ListValue]);
    const values = Object.values(KINDS).map(({ sql }) => sql);
    await app.sql(`insert into list_value (id, ${Object.keys(KINDS).join(', ')}) values (1, ${values.join(', ')})`);
  });
  after(async () => app.close());

  for (const [name, { type, items, shown = items }] of Object.entries(KINDS)) {
    it(`${type} keeps every item`, async () => {
      const bucket = app.gm.as(null).manager('ListValue');
      expect(await bucket.select({ [name]: true }).all()).to.deep.equal([{ [name]: items }]);
      expect(await app.data(`{ listValues { nodes { ${name} } } }`)).to.deep.equal({ listValues: { nodes: [{ [name]: shown }] } });
    });

    it(`${type} compares as a whole and by its items`, async () => {
      const bucket = app.gm.as(null).manager('ListValue');
      const [first] = items;
      const matching = [{ eq: items }, { has: first }, { hasSome: [first] }, { hasEvery: items }, { isEmpty: false }];
      for (const operand of matching) expect(await bucket.filter({ [name]: operand }).count(), Object.keys(operand)[0]).to.equal(1);
      for (const operand of [{ ne: items }, { eq: [] }, { isEmpty: true }]) {
        expect(await bucket.filter({ [name]: operand }).count(), Object.keys(operand)[0]).to.equal(0);
      }
      const query = `query ($f: ListValueFilter) { listValues(filter: $f) { nodes { id } } }`;
      const data = await app.data(query, { f: { [name]: { eq: shown, has: shown[0] } } });
      expect(data).to.deep.equal({ listValues: { nodes: [{ id: '1' }] } });
    });
  }
});
