/** A question in GraphQL and the same in SQL, which gives the whole answer as JSON. */
export interface Case {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly sql: string;
}

/** The rows of a query as a list of objects, in their order. */
const list = (query: string): string => `(select coalesce(json_agg(r), '[]'::json) from (${query}) r)`;
const data = (name: string, value: string): string => `select json_build_object('${name}', ${value})`;
const nodes = (name: string, query: string): string => data(name, `json_build_object('nodes', ${list(query)})`);
const total = (name: string, query: string): string => data(name, `json_build_object('totalCount', (select count(*) from ${query}))`);

export const CASES: readonly Case[] = [
  {
    title: 'one object by its key',
    query: '{ track(id: 1) { id name composer milliseconds bytes unitPrice } }',
    sql: data(
      'track',
      `(select row_to_json(r) from (select track_id::text id, name, composer, milliseconds, bytes, unit_price::text "unitPrice" from track where track_id = 1) r)`,
    ),
  },
  { title: 'nothing where there is no such key', query: '{ artist(id: 99999) { name } }', sql: `select json_build_object('artist', null)` },
  {
    title: 'eq and a sort',
    query: '{ albums(filter: { artist: { name: { eq: "Iron Maiden" } } }, sort: [{ title: ASC }], first: 100) { nodes { title } } }',
    sql: nodes(
      'albums',
      `select title from album join artist using (artist_id) where artist.name = 'Iron Maiden' order by title, album_id`,
    ),
  },
  {
    title: 'ne, with nulls left out',
    query: '{ customers(filter: { company: { ne: "Apple Inc." } }, sort: [{ id: ASC }]) { totalCount nodes { company } } }',
    sql: data(
      'customers',
      `json_build_object('totalCount', (select count(*) from customer where company <> 'Apple Inc.'), 'nodes', ${list(`select company from customer where company <> 'Apple Inc.' order by customer_id`)})`,
    ),
  },
  {
    title: 'in and notIn',
    query: '{ tracks(filter: { and: [{ genre: { id: { in: [1, 2] } } }, { mediaType: { id: { notIn: [1, 3] } } }] }) { totalCount } }',
    sql: total('tracks', 'track where genre_id in (1, 2) and media_type_id not in (1, 3)'),
  },
  {
    title: 'ranges of numbers',
    query:
      '{ tracks(filter: { milliseconds: { gt: 300000, lte: 301000 } }, sort: [{ milliseconds: DESC }]) { nodes { id milliseconds } } }',
    sql: nodes(
      'tracks',
      `select track_id::text id, milliseconds from track where milliseconds > 300000 and milliseconds <= 301000 order by milliseconds desc, track_id limit 50`,
    ),
  },
  {
    title: 'ranges of decimals, as texts',
    query: '{ invoices(filter: { total: { gte: "13.86", lt: "20" } }, sort: [{ total: DESC }]) { nodes { id total } } }',
    sql: nodes(
      'invoices',
      `select invoice_id::text id, total::text from invoice where total >= 13.86 and total < 20 order by invoice.total desc, invoice_id limit 50`,
    ),
  },
  {
    title: 'ranges of times',
    query:
      '{ invoices(filter: { invoiceDate: { gte: "2021-03-01T00:00:00", lt: "2021-04-01T00:00:00" } }, sort: [{ invoiceDate: ASC }]) { nodes { id invoiceDate } } }',
    sql: nodes(
      'invoices',
      `select invoice_id::text id, to_char(invoice_date, 'YYYY-MM-DD"T"HH24:MI:SS.MS') "invoiceDate" from invoice where invoice_date >= '2021-03-01' and invoice_date < '2021-04-01' order by invoice_date, invoice_id limit 50`,
    ),
  },
  {
    title: 'contains',
    query: '{ tracks(filter: { name: { contains: "Love" } }, first: 500, sort: [{ id: ASC }]) { nodes { name } } }',
    sql: nodes('tracks', `select name from track where position('Love' in name) > 0 order by track_id`),
  },
  {
    title: 'startsWith and endsWith',
    query:
      '{ tracks(filter: { or: [{ name: { startsWith: "Sub" } }, { name: { endsWith: "(Live)" } }] }, first: 500, sort: [{ id: ASC }]) { nodes { name } } }',
    sql: nodes('tracks', `select name from track where left(name, 3) = 'Sub' or right(name, 6) = '(Live)' order by track_id`),
  },
  {
    title: 'like and ilike',
    query:
      '{ tracks(filter: { and: [{ name: { ilike: "%rock%" } }, { not: { name: { like: "%Rock%" } } }] }, sort: [{ id: ASC }]) { nodes { name } } }',
    sql: nodes('tracks', `select name from track where name ilike '%rock%' and not name like '%Rock%' order by track_id limit 50`),
  },
  {
    title: 'without regard to case',
    query:
      '{ artists(filter: { or: [{ name: { ieq: "ac/dc" } }, { name: { icontains: "ANTÔNIO" } }, { name: { istartsWith: "black" } }, { name: { iendsWith: "ZEPPELIN" } }] }, sort: [{ name: ASC }]) { nodes { name } } }',
    sql: nodes(
      'artists',
      `select name from artist where lower(name) = 'ac/dc' or lower(name) like '%antônio%' or lower(name) like 'black%' or lower(name) like '%zeppelin' order by name, artist_id`,
    ),
  },
  {
    title: 'null and not null',
    query:
      '{ none: tracks(filter: { composer: null }) { totalCount } some: tracks(filter: { composer: { isNull: false } }) { totalCount } }',
    sql: `select json_build_object('none', json_build_object('totalCount', (select count(*) from track where composer is null)), 'some', json_build_object('totalCount', (select count(*) from track where composer is not null)))`,
  },
  {
    title: 'not, which leaves out what is unknown',
    query: '{ tracks(filter: { not: { composer: { startsWith: "A" } } }) { totalCount } }',
    sql: total('tracks', `track where not composer like 'A%'`),
  },
  {
    title: 'and, or, not in each other',
    query: `{ customers(filter: { and: [{ or: [{ country: { eq: "Brazil" } }, { country: { eq: "Canada" } }] }, { not: { state: { in: ["SP", "ON"] } } }] }, sort: [{ id: ASC }]) { nodes { email } } }`,
    sql: nodes(
      'customers',
      `select email from customer where country in ('Brazil', 'Canada') and not state in ('SP', 'ON') order by customer_id`,
    ),
  },
  {
    title: 'some, through two relations',
    query:
      '{ artists(filter: { albums: { some: { tracks: { some: { milliseconds: { gt: 2000000 } } } } } }, sort: [{ name: ASC }]) { nodes { name } } }',
    sql: nodes(
      'artists',
      `select name from artist a where exists (select 1 from album b join track t using (album_id) where b.artist_id = a.artist_id and t.milliseconds > 2000000) order by name, artist_id`,
    ),
  },
  {
    title: 'every',
    query: '{ artists(filter: { albums: { some: {}, every: { title: { contains: "The" } } } }, sort: [{ id: ASC }]) { nodes { name } } }',
    sql: nodes(
      'artists',
      `select name from artist a where exists (select 1 from album b where b.artist_id = a.artist_id) and not exists (select 1 from album b where b.artist_id = a.artist_id and not b.title like '%The%') order by artist_id limit 50`,
    ),
  },
  {
    title: 'none',
    query: '{ artists(filter: { albums: { none: {} } }, first: 500, sort: [{ id: ASC }]) { totalCount nodes { name } } }',
    sql: data(
      'artists',
      `json_build_object('totalCount', (select count(*) from artist a where not exists (select 1 from album b where b.artist_id = a.artist_id)), 'nodes', ${list('select name from artist a where not exists (select 1 from album b where b.artist_id = a.artist_id) order by artist_id')})`,
    ),
  },
  {
    title: 'a filter over five relations',
    query:
      '{ employees(filter: { customers: { some: { invoices: { some: { lines: { some: { track: { album: { artist: { name: { eq: "Queen" } } } } } } } } } } }, sort: [{ id: ASC }]) { nodes { lastName } } }',
    sql: nodes(
      'employees',
      `select last_name "lastName" from employee e where exists (select 1 from customer c join invoice i using (customer_id) join invoice_line l using (invoice_id) join track t using (track_id) join album b using (album_id) join artist a using (artist_id) where c.support_rep_id = e.employee_id and a.name = 'Queen') order by employee_id`,
    ),
  },
  {
    title: 'many-to-many from its owner',
    query:
      '{ playlists(filter: { tracks: { some: { genre: { name: { eq: "Science Fiction" } } } } }, sort: [{ id: ASC }]) { nodes { id name tracks(first: 2, sort: [{ name: DESC }]) { totalCount nodes { name } } } } }',
    sql: nodes(
      'playlists',
      `select playlist_id::text id, p.name, json_build_object('totalCount', (select count(*) from playlist_track x where x.playlist_id = p.playlist_id), 'nodes', ${list('select t.name from track t join playlist_track x using (track_id) where x.playlist_id = p.playlist_id order by t.name desc, t.track_id limit 2')}) tracks from playlist p where exists (select 1 from playlist_track x join track t using (track_id) join genre g using (genre_id) where x.playlist_id = p.playlist_id and g.name = 'Science Fiction') order by playlist_id`,
    ),
  },
  {
    title: 'many-to-many from its other end',
    query:
      '{ track(id: 3402) { name playlists(sort: [{ id: ASC }]) { nodes { name } } } tracks(filter: { playlists: { some: { name: { eq: "Grunge" } } } }, sort: [{ id: ASC }]) { nodes { id } } }',
    sql: `select json_build_object('track', (select json_build_object('name', t.name, 'playlists', json_build_object('nodes', ${list('select p.name from playlist p join playlist_track x using (playlist_id) where x.track_id = t.track_id order by playlist_id')})) from track t where track_id = 3402), 'tracks', json_build_object('nodes', ${list(`select track_id::text id from track t where exists (select 1 from playlist_track x join playlist p using (playlist_id) where x.track_id = t.track_id and p.name = 'Grunge') order by track_id limit 50`)}))`,
  },
  {
    title: 'a self reference, both ways',
    query:
      '{ employees(filter: { boss: { title: { eq: "General Manager" } } }, sort: [{ id: ASC }]) { nodes { firstName boss { lastName } reports(sort: [{ id: ASC }]) { nodes { firstName } } } } }',
    sql: nodes(
      'employees',
      `select e.first_name "firstName", (select row_to_json(r) from (select b.last_name "lastName") r) boss, json_build_object('nodes', ${list('select x.first_name "firstName" from employee x where x.reports_to = e.employee_id order by x.employee_id')}) reports from employee e join employee b on b.employee_id = e.reports_to where b.title = 'General Manager' order by e.employee_id`,
    ),
  },
  {
    title: 'nobody above the first',
    query: '{ employees(filter: { boss: null }) { nodes { lastName boss { lastName } } } }',
    sql: nodes('employees', `select last_name "lastName", null boss from employee where reports_to is null`),
  },
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
    title: 'four levels, each with arguments of its own',
    query: `{ artists(first: 3, offset: 20, sort: [{ id: ASC }]) { nodes { name albums(first: 2, sort: [{ title: DESC }]) { totalCount nodes { title
      tracks(first: 2, sort: [{ milliseconds: DESC }], filter: { unitPrice: { lt: "1.00" } }) { nodes { name genre { name } playlists(first: 1, sort: [{ id: DESC }]) { nodes { id } } } } } } } } }`,
    sql: nodes(
      'artists',
      `select a.name, json_build_object('totalCount', (select count(*) from album b where b.artist_id = a.artist_id), 'nodes', ${list(
        `select b.title, json_build_object('nodes', ${list(
          `select t.name, json_build_object('name', g.name) genre, json_build_object('nodes', ${list('select x.playlist_id::text id from playlist_track x where x.track_id = t.track_id order by x.playlist_id desc limit 1')}) playlists
           from track t join genre g using (genre_id) where t.album_id = b.album_id and t.unit_price < 1 order by t.milliseconds desc, t.track_id limit 2`,
        )}) tracks from album b where b.artist_id = a.artist_id order by b.title desc, b.album_id limit 2`,
      )}) albums from artist a order by a.artist_id limit 3 offset 20`,
    ),
  },
  {
    title: 'aliases, fragments and variables',
    query: `query ($rock: String!, $size: Int) { loud: genres(filter: { name: { eq: $rock } }) { ...names } few: mediaTypes(first: $size, sort: [{ id: DESC }]) { nodes { label: name } } }
      fragment names on GenreConnection { nodes { id name } }`,
    variables: { rock: 'Rock', size: 2 },
    sql: `select json_build_object('loud', json_build_object('nodes', ${list(`select genre_id::text id, name from genre where name = 'Rock'`)}), 'few', json_build_object('nodes', ${list('select name label from media_type order by media_type_id desc limit 2')}))`,
  },
  {
    title: 'wall-clock times, decimals and unicode as they are stored',
    query:
      '{ customer(id: 1) { firstName lastName city supportRep { birthDate hireDate } invoices(sort: [{ invoiceDate: ASC }]) { nodes { invoiceDate total } } } }',
    sql: data(
      'customer',
      `(select json_build_object('firstName', first_name, 'lastName', last_name, 'city', city, 'supportRep',
        (select json_build_object('birthDate', to_char(birth_date, 'YYYY-MM-DD"T"HH24:MI:SS.MS'), 'hireDate', to_char(hire_date, 'YYYY-MM-DD"T"HH24:MI:SS.MS')) from employee where employee_id = support_rep_id), 'invoices', json_build_object('nodes', ${list(`select to_char(invoice_date, 'YYYY-MM-DD"T"HH24:MI:SS.MS') "invoiceDate", total::text from invoice i where i.customer_id = c.customer_id order by invoice_date, invoice_id`)})) from customer c where customer_id = 1)`,
    ),
  },
  {
    title: 'characters that SQL and LIKE treat specially',
    query: `query ($text: String!) { quoted: tracks(filter: { name: { contains: $text } }, sort: [{ id: ASC }]) { nodes { name } } percent: tracks(filter: { name: { contains: "%" } }) { totalCount } underscore: tracks(filter: { name: { contains: "_" } }) { totalCount } }`,
    variables: { text: `'t "` },
    sql: `select json_build_object('quoted', json_build_object('nodes', ${list(`select name from track where position('''t "' in name) > 0 order by track_id`)}), 'percent', json_build_object('totalCount', (select count(*) from track where position('%' in name) > 0)), 'underscore', json_build_object('totalCount', (select count(*) from track where position('_' in name) > 0)))`,
  },
  {
    title: 'to-one relations three steps up',
    query:
      '{ invoiceLines(first: 3, sort: [{ id: DESC }]) { nodes { quantity unitPrice track { album { artist { name } } } invoice { customer { supportRep { boss { firstName } } } } } } }',
    sql: nodes(
      'invoiceLines',
      `select l.quantity, l.unit_price::text "unitPrice", json_build_object('album', json_build_object('artist', json_build_object('name', a.name))) track,
        json_build_object('customer', json_build_object('supportRep', json_build_object('boss', json_build_object('firstName', m.first_name)))) invoice
       from invoice_line l join track t using (track_id) join album b using (album_id) join artist a using (artist_id) join invoice i using (invoice_id) join customer c using (customer_id) join employee e on e.employee_id = c.support_rep_id join employee m on m.employee_id = e.reports_to order by l.invoice_line_id desc limit 3`,
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
];
