import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import { graphql } from 'graphql';
import { BootError, bootstrap } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { createHandler, type Handler } from 'general-manager/graphql-server';
import { AGGREGATES } from './cases/aggregates.js';
import { BUCKETS } from './cases/buckets.js';
import { DOCUMENTS } from './cases/documents.js';
import { FILTERS } from './cases/filters.js';
import { ORDERS_AND_PAGES } from './cases/orders.js';
import { RELATIONS } from './cases/relations.js';
import { WALKS } from './cases/walks.js';
import { CHINOOK, hasChinook, openMusicShop, type MusicShop } from './support/database.js';

describe(hasChinook ? 'Chinook' : `Chinook (skipped: ${CHINOOK} is not there)`, function () {
  this.timeout(60_000);
  let shop: MusicShop;
  let handler: Handler;

  before(async function () {
    if (!hasChinook) return this.skip();
    shop = await openMusicShop();
    handler = createHandler(shop.gm);
  });
  after(async () => shop?.close());

  type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

  const overHttp: Ask = async (query, variables) => {
    const response = await handler.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  };
  const ofSchema: Ask = async (source, variableValues) => graphql({ schema: shop.gm.schema, source, variableValues, contextValue: {} });

  for (const [theme, cases] of Object.entries({ FILTERS, RELATIONS, ORDERS_AND_PAGES, DOCUMENTS, AGGREGATES })) {
    describe(`${theme.toLowerCase().replaceAll('_', ' ')}, answered like hand-written SQL in one statement for each root field:`, () => {
      for (const { title, query, variables = {}, ...expected } of cases) {
        it(title, async () => {
          const data = await shop.expected(expected);
          expect(says(data), 'an empty answer would prove nothing').to.equal(true);
          const roots = Object.keys(data as object).filter((key) => key !== '__typename');
          for (const ask of [overHttp, ofSchema]) {
            const { answer, statements } = await shop.watch(async () => ask(query, variables));
            expect(answer).to.deep.equal({ data });
            expect(statements, 'statements').to.have.length(roots.length);
          }
        });
      }
    });
  }

  describe('pages by cursor come to every object once, in one statement each:', () => {
    for (const { title, query, at, sql, size } of WALKS) {
      it(title, async () => {
        const keys = (await shop.expected({ sql })) as readonly string[];
        const read = async (page: string): Promise<Page> => {
          const source = `{ ${query.replace('PAGE', page).replace('PARTS', PARTS)} }`;
          const { answer, statements } = await shop.watch(async () => overHttp(source, {}));
          expect(statements).to.have.length(1);
          return at.reduce(
            (value, key) => (value as Readonly<Record<string, object>>)[key] ?? {},
            (answer as { data: object }).data,
          ) as Page;
        };
        await walk(read, { size, keys, forwards: true });
        await walk(read, { size, keys, forwards: false });
      });
    }
  });

  it('does not boot where the mapping is not that of the tables', async () => {
    const Song = defineEntity({
      name: 'Song',
      tableName: 'track',
      properties: {
        id: p.integer().primary().fieldName('track_id').autoincrement(false),
        name: p.string().length(199),
        composer: p.string().length(220),
        milliseconds: p.string(),
        unitPrice: p.decimal('string').precision(10).scale(3),
        released: p.datetime().nullable(),
        album: () => p.manyToOne(Record).fieldName('album_id').nullable(),
      },
    });
    const Record = defineEntity({
      name: 'Record',
      tableName: 'album',
      properties: { id: p.integer().primary().fieldName('artist_id').autoincrement(false), title: p.string().length(160) },
    });
    for (const each of [Song, Record]) {
      Manager()(each);
      Permission({ read: everyone() })(each);
    }
    const orm = await MikroORM.init({ clientUrl: shop.orm.config.get('clientUrl') ?? '', entities: [Song, Record] });
    const refused: unknown = await bootstrap({ orm, drift: 'refuse' }).then(String, (error: unknown) => error);
    await orm.close();
    expect(refused).to.be.instanceOf(BootError);
    expect((refused as BootError).problems.map(({ code, path }) => `${path}: ${code}`).toSorted()).to.deep.equal([
      'Record.id: GM_DRIFT_PRIMARY_KEY',
      'Record: GM_DRIFT_UNMAPPED_REQUIRED',
      'Song.album: GM_DRIFT_FOREIGN_KEY_TARGET',
      'Song.composer: GM_DRIFT_NULLABILITY',
      'Song.milliseconds: GM_DRIFT_COLUMN_TYPE',
      'Song.name: GM_DRIFT_COLUMN_TYPE',
      'Song.released: GM_DRIFT_MISSING_COLUMN',
      'Song.unitPrice: GM_DRIFT_COLUMN_TYPE',
      'Song: GM_DRIFT_UNMAPPED_REQUIRED',
    ]);
  });

  describe('answers from TypeScript, like hand-written SQL:', () => {
    for (const { title, run, statements: count = 1, ...expected } of BUCKETS) {
      it(title, async () => {
        const wanted = await shop.expected(expected);
        expect(says(wanted), 'an empty answer would prove nothing').to.equal(true);
        const { answer, statements } = await shop.watch(async () => run(shop.gm.as(null), shop.gm));
        expect(answer).to.deep.equal(wanted);
        expect(statements).to.have.length(count);
      });
    }
  });
});

const PARTS = '{ totalCount edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

interface Page {
  readonly totalCount: number;
  readonly edges: readonly { readonly cursor: string; readonly node: object }[];
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: object;
}

/** Reads page after page from one end to the other; each has to be what the keys have there, with what is around it. */
async function walk(
  read: (page: string) => Promise<Page>,
  { size, keys, forwards }: { readonly size: number; readonly keys: readonly string[]; readonly forwards: boolean },
): Promise<void> {
  let cursor: string | undefined;
  for (let done = 0; done < keys.length; done += size) {
    const from = cursor === undefined ? '' : `, ${forwards ? 'after' : 'before'}: "${cursor}"`;
    const { totalCount, edges, nodes, pageInfo } = await read(`${forwards ? 'first' : 'last'}: ${size}${from}`);
    const wanted = forwards ? keys.slice(done, done + size) : keys.slice(Math.max(keys.length - done - size, 0), keys.length - done);
    expect(nodes.map(({ id }) => id)).to.deep.equal(wanted);
    expect(edges.map(({ node }) => node)).to.deep.equal(nodes);
    const [first, last] = [done > 0, done + size < keys.length];
    expect(pageInfo).to.deep.equal({
      hasNextPage: forwards ? last : first,
      hasPreviousPage: forwards ? first : last,
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    });
    expect(totalCount).to.equal(keys.length);
    cursor = edges.at(forwards ? -1 : 0)?.cursor;
  }
}

/** Whether there is a value in it that is not there by itself. */
function says(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).some(says) : Boolean(value);
}
