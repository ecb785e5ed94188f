import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import type { OpenedApp } from '../kinds/app/open.js';
import { EDGES } from '../kinds/app/values/edges.js';
import { Mood } from '../kinds/app/values/parts.js';
import { openValues, STYLES, tableOf, type Row, type Style } from '../kinds/app/values/store.js';

const SPOT = { latitude: 1.5, longitude: null, since: new Date('2024-02-29T12:34:56.789Z'), rank: 2n ** 60n };
const ADDRESS = { street: `it's "a" $1 ? street`, kind: Mood.Wild, rent: '12.3400', spot: SPOT };
const BARE = { street: '' };

/** What is written of an object, by a name of the case. */
const CASES: readonly (readonly [string, Row])[] = [
  ['nothing', {}],
  ...Object.entries(EDGES).flatMap(([kind, edges]) =>
    edges.flatMap((edge, index) => ('value' in edge ? [[`${kind} ${index}`, { [kind]: edge.value }] as const] : [])),
  ),
  ...Object.keys(EDGES).map((kind) => [`${kind} null`, { [kind]: null }] as const),
  ['embedded', { home: ADDRESS }],
  ['embedded, bare', { home: BARE }],
  ['embedded null', { home: null }],
  ['a document', { stored: ADDRESS }],
  ['a bare document', { stored: BARE }],
  ['a document null', { stored: null }],
  ['documents', { sites: [ADDRESS, BARE] }],
  ['no documents', { sites: [] }],
  [
    'everything',
    Object.fromEntries(Object.entries(EDGES).flatMap(([kind, [edge]]) => (edge && 'value' in edge ? [[kind, edge.value]] : []))),
  ],
];

describe('single objects of every kind that are made at once', () => {
  let app: OpenedApp;
  const statements: string[] = [];

  before(async () => {
    app = await openValues();
    app.orm.config.set('onQuery', (sql: string) => {
      statements.push(sql.split(' ')[0] ?? '');
      return sql;
    });
  });
  after(async () => app.close());

  for (const style of STYLES) {
    it(`are stored and answered as by a unit of work: by ${style}`, async () => {
      for (const [index, [name, data]] of CASES.entries()) {
        const [once, ordinary] = [100_000 + index, 200_000 + index];
        statements.length = 0;
        const made = await outcome(style, once, data, {});
        const isRefused = typeof made === 'string';
        if (!isRefused) expect(statements, name).to.deep.equal(['with']);
        expect(made, name).to.deep.equal(await outcome(style, ordinary, data, { isolation: 'read committed' }));
        if (isRefused) continue;
        expect(await stored(style, once), name).to.deep.equal(await stored(style, ordinary));
      }
    });
  }

  async function outcome(style: Style, id: number, data: Row, options: object): Promise<unknown> {
    const bucket = app.gm.system('a spec').manager(`${style}Value`);
    try {
      const { id: _id, ...made } = (await bucket.create({ id, ...data }, options)) as Row;
      return made;
    } catch (error) {
      if (isGeneralManagerError(error)) return error.code;
      throw error;
    }
  }

  async function stored(style: Style, id: number): Promise<unknown> {
    const [row] = await app.sql(`select (to_jsonb(t) - 'id')::text as j from "${tableOf(app, style)}" t where id = ${id}`);
    return row?.['j'];
  }
});
