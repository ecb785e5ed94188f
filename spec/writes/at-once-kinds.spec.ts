import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import type { OpenedApp } from '../kinds/app/open.js';
import { EDGES } from '../kinds/app/values/edges.js';
import { Mood } from '../kinds/app/values/parts.js';
import { openValues, STYLES, tableOf, type Row, type Style } from '../kinds/app/values/store.js';

const SPOT = { latitude: 1.5, longitude: null, since: new Date('2024-02-29T12:34:56.789Z'), rank: 2n ** 60n };
const ADDRESS = { street: `it's "a" $1 ? street`, kind: Mood.Wild, rent: '12.3400', spot: SPOT };
const BARE = { street: '' };

const KINDS = Object.entries(EDGES).map(([kind, edges]) => [kind, edges.filter((edge) => 'value' in edge)] as const);
const MOST = Math.max(...KINDS.map(([, edges]) => edges.length));

/** One value of each kind: the nth, as long as there are so many. */
const nth = (index: number): Row =>
  Object.fromEntries(KINDS.flatMap(([kind, edges]) => (index < edges.length ? [[kind, edges[index]?.value]] : [])));

/** What is written of an object, by a name of the case. */
const CASES: readonly (readonly [string, Row])[] = [
  ['nothing', {}],
  ...Array.from({ length: MOST }, (_, index) => [`values ${index}`, nth(index)] as const),
  ...KINDS.map(([kind]) => [`${kind} null`, { [kind]: null }] as const),
  ['embedded', { home: ADDRESS }],
  ['embedded, bare', { home: BARE }],
  ['embedded null', { home: null }],
  ['a document', { stored: ADDRESS }],
  ['a bare document', { stored: BARE }],
  ['a document null', { stored: null }],
  ['documents', { sites: [ADDRESS, BARE] }],
  ['no documents', { sites: [] }],
];

/** What may not be null. */
const REFUSED: readonly string[] = ['whole null', 'flag null', 'label null', 'preset null'];

describe('single objects of every kind that are made at once', () => {
  let app: OpenedApp;
  const statements: string[] = [];

  before(async () => {
    app = await openValues();
    // The rows that are there have numbers of their own.
    for (const style of STYLES) await app.sql(`select setval(pg_get_serial_sequence('"${tableOf(app, style)}"', 'id'), 100000)`);
    app.orm.config.set('onQuery', (sql: string) => {
      statements.push(sql.split(' ')[0] ?? '');
      return sql;
    });
  });
  after(async () => app.close());

  for (const style of STYLES) {
    it(`are stored and answered as by a unit of work: by ${style}`, async () => {
      const refused: string[] = [];
      for (const [name, data] of CASES) {
        statements.length = 0;
        const once = await outcome(style, data, {});
        if (typeof once !== 'string') expect(statements, name).to.deep.equal(['with']);
        const ordinary = await outcome(style, data, { isolation: 'read committed' });
        if (typeof once === 'string' || typeof ordinary === 'string') {
          expect(once, name).to.equal(ordinary);
          refused.push(name);
          continue;
        }
        expect(once.made, name).to.deep.equal(ordinary.made);
        expect(await stored(style, once.id), name).to.deep.equal(await stored(style, ordinary.id));
      }
      expect(refused).to.deep.equal(REFUSED);
    });
  }

  async function outcome(style: Style, data: Row, options: object): Promise<{ readonly id: unknown; readonly made: Row } | string> {
    const bucket = app.gm.system('a spec').manager(`${style}Value`);
    try {
      const { id, ...made } = (await bucket.create(data, options)) as Row;
      return { id, made };
    } catch (error) {
      if (isGeneralManagerError(error)) return error.code;
      throw error;
    }
  }

  async function stored(style: Style, id: unknown): Promise<unknown> {
    const [row] = await app.sql(`select (to_jsonb(t) - 'id')::text as j from "${tableOf(app, style)}" t where id = ${Number(id)}`);
    return row?.['j'];
  }
});
