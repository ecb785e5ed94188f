import { expect } from 'chai';
import { parse } from 'graphql';
import { createHandler, type Handler } from 'general-manager/graphql-server';
import { CASES } from './support/cases.js';
import { CHINOOK, hasChinook, openMusicShop, type MusicShop } from './support/database.js';
import { Album, Artist, Playlist, Track } from './support/music.js';
import { Customer, Employee, Invoice } from './support/sales.js';

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

  async function ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
    const body = JSON.stringify({ query, variables });
    const response = await handler.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    expect(errors).to.equal(undefined);
    return data;
  }

  it('is asked at least 25 questions', () => {
    expect(CASES.length).to.be.at.least(30);
  });

  describe('answers like hand-written SQL, in one statement for each root field:', () => {
    for (const { title, query, variables, sql } of CASES) {
      it(title, async () => {
        const expected = await shop.answer(sql);
        shop.statements();
        const data = await ask(query, variables);
        expect(shop.statements()).to.have.length(rootFields(query));
        expect(data).to.deep.equal(expected);
        expect(JSON.stringify(expected).length, 'an empty answer would prove nothing').to.be.at.least(15);
      });
    }
  });

  describe('pages by cursor come to every row once', () => {
    for (const [list, table, sort, order] of [
      ['tracks', 'track', '[{ composer: DESC }]', 'composer desc nulls first, track_id'],
      [
        'tracks',
        'track',
        '[{ unitPrice: ASC }, { album: { title: DESC } }]',
        'unit_price, (select title from album b where b.album_id = t.album_id) desc nulls first, track_id',
      ],
      [
        'customers',
        'customer',
        '[{ state: ASC }, { company: DESC_NULLS_LAST }]',
        'state asc nulls last, company desc nulls last, customer_id',
      ],
    ] as const) {
      it(`${list} by ${sort}`, async () => {
        const expected = (await shop.answer(`select json_agg(${table}_id::text order by ${order}) from ${table} t`)) as readonly string[];
        expect(await walk(list, sort, 'first', 'after')).to.deep.equal(expected);
        expect((await walk(list, sort, 'last', 'before')).toReversed()).to.deep.equal(expected);
      });
    }

    async function walk(list: string, sort: string, size: 'first' | 'last', from: 'after' | 'before'): Promise<readonly string[]> {
      const ids: string[] = [];
      let cursor: string | null = null;
      for (let more = true; more;) {
        const query: string = `query ($cursor: String) { ${list}(${size}: 371, ${from}: $cursor, sort: ${sort}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
        const page = (await ask(query, { cursor }))[list] as Page;
        const found = page.nodes.map(({ id }) => id);
        ids.push(...(size === 'first' ? found : found.toReversed()));
        more = size === 'first' ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage;
        cursor = size === 'first' ? page.pageInfo.endCursor : page.pageInfo.startCursor;
      }
      return ids;
    }
  });

  describe('answers like hand-written SQL from TypeScript:', () => {
    const cases: readonly (readonly [title: string, ask: (shop: MusicShop['gm']) => Promise<unknown>, sql: string])[] = [
      [
        'filters, sorts and values',
        async (gm) =>
          gm
            .as(null)
            .manager(Track)
            .filter({ album: { artist: { name: 'Queen' } }, milliseconds: { lt: 200_000 } })
            .sort('-milliseconds')
            .values('name'),
        `select json_agg(t.name order by milliseconds desc, track_id) from track t join album using (album_id) join artist a using (artist_id) where a.name = 'Queen' and milliseconds < 200000`,
      ],
      [
        'counts',
        async (gm) =>
          gm
            .as(null)
            .manager(Track)
            .filter({ composer: { isNull: true } })
            .count(),
        'select count(*)::int from track where composer is null',
      ],
      [
        'whether there is one',
        async (gm) =>
          gm
            .as(null)
            .manager(Track)
            .filter({ name: { contains: 'xyzzy' } })
            .exists(),
        `select exists (select 1 from track where name like '%xyzzy%')`,
      ],
      [
        'the first of an order',
        async (gm) => gm.as(null).manager(Invoice).sort('-total').select({ id: true, total: true }).first(),
        `select row_to_json(r) from (select invoice_id id, total::text from invoice order by invoice.total desc, invoice_id limit 1) r`,
      ],
      [
        'an object by its key',
        async (gm) => gm.as(null).manager(Artist).get(1),
        `select row_to_json(r) from (select artist_id id, name from artist where artist_id = 1) r`,
      ],
      [
        'nested selections with their own order',
        async (gm) =>
          gm
            .as(null)
            .manager(Artist)
            .filter({ id: { in: [1, 2] } })
            .sort('id')
            .select({ name: true, albums: { select: { title: true }, sort: '-title' } })
            .all(),
        `select json_agg(json_build_object('name', name, 'albums', (select json_agg(json_build_object('title', title) order by title desc) from album b where b.artist_id = a.artist_id)) order by artist_id) from artist a where artist_id in (1, 2)`,
      ],
      [
        'excludes',
        async (gm) =>
          gm
            .as(null)
            .manager(Customer)
            .exclude({ country: { in: ['USA', 'Canada'] } })
            .count(),
        `select count(*)::int from customer where not country in ('USA', 'Canada')`,
      ],
      [
        'many-to-many relations',
        async (gm) =>
          gm
            .as(null)
            .manager(Playlist)
            .filter({ tracks: { some: { album: { title: { contains: 'Rock' } } } } })
            .sort('id')
            .values('id'),
        `select json_agg(playlist_id order by playlist_id) from playlist p where exists (select 1 from playlist_track join track using (track_id) join album b using (album_id) where playlist_track.playlist_id = p.playlist_id and b.title like '%Rock%')`,
      ],
      [
        'self references',
        async (gm) =>
          gm
            .as(null)
            .manager(Employee)
            .filter({ reportsTo: { reportsTo: { lastName: 'Adams' } } })
            .sort('id')
            .values('lastName'),
        `select json_agg(e.last_name order by e.employee_id) from employee e join employee m on m.employee_id = e.reports_to join employee b on b.employee_id = m.reports_to where b.last_name = 'Adams'`,
      ],
      [
        'a page with its total',
        async (gm) => {
          const { items, total, hasNext } = await gm
            .as(null)
            .manager(Album)
            .filter({ tracks: { none: {} } })
            .page({ first: 1, total: true });
          return [items.length, total, hasNext];
        },
        'select json_build_array(0, 0, false)',
      ],
    ];
    for (const [title, run, sql] of cases) {
      it(title, async () => {
        const expected = await shop.answer(sql);
        shop.statements();
        expect(JSON.parse(JSON.stringify(await run(shop.gm)))).to.deep.equal(expected);
        expect(shop.statements()).to.have.length(1);
      });
    }

    it('everything, page by page', async () => {
      const ids: number[] = [];
      for await (const { id } of shop.gm.as(null).manager(Track).sort('name').select({ id: true })) ids.push(id);
      expect(ids).to.deep.equal(await shop.answer('select json_agg(track_id order by name, track_id) from track'));
    });
  });
});

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

function rootFields(query: string): number {
  const [operation] = parse(query).definitions;
  return operation && 'selectionSet' in operation && operation.selectionSet ? operation.selectionSet.selections.length : 0;
}
