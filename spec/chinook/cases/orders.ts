import { data, list, nested, nodes, wallClock, type Case, type Row } from '../support/case.js';

export const ORDERS_AND_PAGES: readonly Case[] = [
  {
    title: 'a sort by several keys, through relations',
    query:
      '{ tracks(first: 40, sort: [{ album: { artist: { name: DESC } } }, { album: { title: ASC } }, { name: ASC }]) { nodes { id } } }',
    sql: nodes(
      'tracks',
      `select track_id::text id from track t left join album b using (album_id) left join artist a using (artist_id) order by a.name desc nulls first, b.title asc nulls last, t.name asc, track_id limit 40`,
    ),
  },
  {
    title: 'nulls where they are wanted',
    query: '{ tracks(first: 60, offset: 970, sort: [{ composer: ASC_NULLS_FIRST }]) { nodes { id composer } } }',
    sql: nodes('tracks', `select track_id::text id, composer from track order by composer asc nulls first, track_id limit 60 offset 970`),
  },
  {
    title: 'an offset page, with what is around it',
    query:
      '{ genres(first: 5, offset: 20, sort: [{ name: DESC }]) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { name } } }',
    sql: data(
      'genres',
      `json_build_object('totalCount', (select count(*) from genre), 'pageInfo', json_build_object('hasNextPage', false, 'hasPreviousPage', true), 'nodes', ${list('select name from genre order by name desc nulls first, genre_id limit 5 offset 20')})`,
    ),
  },
  {
    title: 'everything of a large table',
    query: '{ tracks(first: 5000, sort: [{ id: ASC }]) { totalCount nodes { id name unitPrice genre { name } } } }',
    sql: data(
      'tracks',
      `json_build_object('totalCount', (select count(*) from track), 'nodes', ${list(`select track_id::text id, t.name, unit_price::text "unitPrice", json_build_object('name', g.name) genre from track t join genre g using (genre_id) order by track_id`)})`,
    ),
  },
  {
    title: 'nulls first and last, up and down, through two relations to one',
    query: `{ a: employees(sort: [{ boss: { boss: { lastName: ASC_NULLS_FIRST } } }]) { nodes { id } } b: employees(sort: [{ boss: { boss: { lastName: ASC_NULLS_LAST } } }]) { nodes { id } } c: employees(sort: [{ boss: { boss: { lastName: DESC_NULLS_FIRST } } }]) { nodes { id } }
      d: employees(sort: [{ boss: { boss: { lastName: DESC_NULLS_LAST } } }]) { nodes { id } } e: employees(sort: [{ boss: { lastName: DESC } }, { birthDate: ASC }]) { nodes { id } } f: employees(sort: [{ boss: { lastName: ASC } }, { id: DESC }]) { nodes { id } } }`,
    sql: `select ${[
      'g.last_name nulls first, e.employee_id',
      'g.last_name, e.employee_id',
      'g.last_name desc, e.employee_id',
      'g.last_name desc nulls last, e.employee_id',
      'm.last_name desc, e.birth_date, e.employee_id',
      'm.last_name, e.employee_id desc',
    ]
      .map((order, index) => `json_agg(json_build_object('id', e.employee_id::text) order by ${order}) as ${'abcdef'.charAt(index)}`)
      .join(
        ', ',
      )} from employee e left join employee m on m.employee_id = e.reports_to left join employee g on g.employee_id = m.reports_to`,
    answer: ([row = {}]) => Object.fromEntries(Object.entries(row).map(([name, nodes]) => [name, { nodes }])),
  },
  {
    title: 'keys of every type, some with nulls, in different directions',
    query:
      '{ invoices(first: 1000, sort: [{ billingState: DESC_NULLS_LAST }, { total: DESC }, { billingPostalCode: ASC_NULLS_FIRST }, { invoiceDate: DESC }]) { nodes { id billingState total billingPostalCode invoiceDate } } }',
    sql: `select invoice_id::text id, billing_state "billingState", total::text, billing_postal_code "billingPostalCode", invoice_date::text "invoiceDate" from invoice order by billing_state desc nulls last, invoice.total desc, billing_postal_code nulls first, invoice_date desc, invoice_id`,
    answer: (rows) => ({ invoices: { nodes: rows.map((row) => ({ ...row, invoiceDate: wallClock(row['invoiceDate']) })) } }),
  },
  {
    title: 'the order of keys and fifty objects where nothing is asked for',
    query:
      '{ tracks { nodes { id } pageInfo { hasNextPage hasPreviousPage } } artists(offset: 270) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }',
    sql: `select json_agg(json_build_object('id', n::text) order by n) filter (where n <= 50) tracks, json_agg(json_build_object('id', n::text) order by n) filter (where n > 270 and n <= (select count(*) from artist)) artists from generate_series(1, 1000) n`,
    answer: ([{ tracks, artists } = {}]) => ({
      tracks: { nodes: tracks, pageInfo: { hasNextPage: true, hasPreviousPage: false } },
      artists: { nodes: artists, pageInfo: { hasNextPage: false, hasPreviousPage: true } },
    }),
  },
  {
    title: 'by the keys of relations, and by what is filtered and selected, too',
    query: `{ albums(first: 20, sort: [{ artist: { id: DESC } }, { id: DESC }]) { nodes { id artist { id } } }
      tracks(first: 30, filter: { album: { artist: { name: { startsWith: "A" } } }, genre: { name: { ne: "Rock" } } }, sort: [{ genre: { name: DESC } }, { album: { artist: { name: ASC } } }, { album: { id: DESC } }, { milliseconds: DESC }]) { totalCount nodes { id genre { name } album { title artist { name } } } } }`,
    sql: `select (select json_agg(json_build_object('id', album_id::text, 'artist', json_build_object('id', artist_id::text)) order by artist_id desc, album_id desc) from (select * from album order by artist_id desc, album_id desc limit 20) b) albums, (select json_build_object('totalCount', count(*), 'nodes', json_agg(node order by n) filter (where n <= 30)) from
      (select row_number() over (order by g.name desc nulls first, a.name, album_id desc, milliseconds desc, track_id) n, json_build_object('id', track_id::text, 'genre', json_build_object('name', g.name), 'album', json_build_object('title', b.title, 'artist', json_build_object('name', a.name))) node
       from track t join album b using (album_id) join artist a using (artist_id) join genre g using (genre_id) where a.name like 'A%' and g.name <> 'Rock') r) tracks`,
    answer: ([{ albums, tracks } = {}]) => ({ albums: { nodes: albums }, tracks }),
  },
  {
    title: 'the end of a list, and pages on which nothing is',
    query: `{ last: tracks(last: 2, sort: [{ composer: ASC }, { name: DESC }]) { totalCount nodes { name composer } pageInfo { hasNextPage hasPreviousPage } } all: genres(last: 25) { nodes { id } pageInfo { hasNextPage hasPreviousPage } }
      zero: tracks(first: 0) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } behind: tracks(first: 2, offset: 99999) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor } } nothing: tracks(last: 3, filter: { or: [] }) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    sql: `select (select json_agg(r) from (select * from (select name, composer, track_id from track order by composer desc nulls first, name, track_id desc limit 2) r order by composer nulls last, name desc, track_id) r) last, (select count(*)::int from track) count, (select json_agg(json_build_object('id', genre_id::text) order by genre_id) from genre) genres`,
    answer: ([{ last, count, genres } = {}]) => ({
      last: {
        totalCount: count,
        nodes: (last as Row[]).map(({ name, composer }) => ({ name, composer })),
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
      all: { nodes: genres, pageInfo: { hasNextPage: false, hasPreviousPage: false } },
      zero: {
        totalCount: count,
        nodes: [],
        edges: [],
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
      behind: { totalCount: count, nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null } },
      nothing: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null } },
    }),
  },
  {
    title: 'pages of nested lists, each by itself',
    query: `{ playlists(filter: { id: { gte: 8 } }, sort: [{ id: DESC }]) { nodes { id end: tracks(last: 2, sort: [{ composer: DESC }, { name: ASC }]) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } }
      middle: tracks(first: 2, offset: 12, filter: { unitPrice: { lt: "1" } }, sort: [{ album: { title: ASC } }]) { totalCount pageInfo { hasNextPage hasPreviousPage } edges { node { id } } } count: tracks { totalCount } } } }`,
    sql: `select p.playlist_id::text id, t.track_id::text track, t.unit_price < 1 cheap, row_number() over (partition by p.playlist_id order by t.composer desc nulls first, t.name, t.track_id)::int as end, row_number() over (partition by p.playlist_id, t.unit_price < 1 order by b.title, t.track_id)::int as middle
      from playlist p left join playlist_track using (playlist_id) left join track t using (track_id) left join album b using (album_id) where p.playlist_id >= 8 order by p.playlist_id desc, "end"`,
    answer: (rows) => ({ playlists: { nodes: nested(rows, ({ id }) => ({ id }), nestedPages) } }),
  },
];

/** What the pages of one parent are, of all its tracks with their places in two orders. */
function nestedPages(rows: readonly Row[]): object {
  const found = rows.filter(({ track }) => track !== null);
  const cheap = found.filter((row) => row['cheap']).toSorted((a, b) => Number(a['middle']) - Number(b['middle']));
  const nodes = (some: readonly Row[]): readonly object[] => some.map(({ track }) => ({ id: track }));
  return {
    end: { totalCount: found.length, pageInfo: { hasNextPage: false, hasPreviousPage: found.length > 2 }, nodes: nodes(found.slice(-2)) },
    middle: {
      totalCount: cheap.length,
      pageInfo: { hasNextPage: cheap.length > 14, hasPreviousPage: true },
      edges: nodes(cheap.slice(12, 14)).map((node) => ({ node })),
    },
    count: { totalCount: found.length },
  };
}
