import { data, list, nested, nodes, totals, type Case, type Row } from '../support/case.js';

export const RELATIONS: readonly Case[] = [
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
    title: 'every, of which unknown is not true, and its opposites',
    query: `{ every: albums(filter: { tracks: { every: { composer: { contains: "a" } } } }) { totalCount } notEvery: albums(filter: { not: { tracks: { every: { composer: { contains: "a" } } } } }) { totalCount }
      none: albums(filter: { tracks: { none: { composer: { contains: "a" } } } }) { totalCount } notSome: albums(filter: { not: { tracks: { some: { composer: { contains: "a" } } } } }) { totalCount }
      everyNot: albums(filter: { tracks: { every: { not: { composer: { contains: "a" } } } } }) { totalCount } both: albums(filter: { tracks: { some: { composer: null }, none: { composer: { contains: "a" } }, every: { unitPrice: { lt: "1" } } } }) { totalCount }
      anything: artists(filter: { albums: { every: { title: { contains: "The" } } } }) { totalCount } }`,
    sql: `with a as (select album_id, bool_and(coalesce(composer like '%a%', false)) every, bool_or(coalesce(composer like '%a%', false)) "some", bool_and(coalesce(not composer like '%a%', false)) every_not,
        bool_or(composer is null) unknown, max(unit_price) < 1 cheap from track group by 1),
      b as (select artist_id, bool_and(title like '%The%') is not false the from artist left join album using (artist_id) group by 1)
      select count(*) filter (where every) every, count(*) filter (where not every) "notEvery", count(*) filter (where not "some") none, count(*) filter (where not "some") "notSome",
        count(*) filter (where every_not) "everyNot", count(*) filter (where unknown and not "some" and cheap) both, (select count(*) from b where the) anything from a`,
    answer: totals,
  },
  {
    title: 'what a to-one relation is not, on either side of it',
    query: `{ without: employees(filter: { not: { boss: { lastName: { eq: "Adams" } } } }, sort: [{ id: ASC }]) { nodes { lastName } } other: employees(filter: { boss: { not: { lastName: { eq: "Adams" } } } }, sort: [{ id: ASC }]) { nodes { lastName } }
      led: employees(filter: { boss: {} }, sort: [{ id: ASC }]) { nodes { lastName } } notFree: employees(filter: { not: { boss: null } }, sort: [{ id: ASC }]) { nodes { lastName } } }`,
    sql: `select e.last_name "lastName", e.reports_to is null or m.last_name <> 'Adams' as without, m.last_name <> 'Adams' as other, e.reports_to is not null as led, e.reports_to is not null as "notFree"
      from employee e left join employee m on m.employee_id = e.reports_to order by e.employee_id`,
    answer: (rows) =>
      Object.fromEntries(
        ['without', 'other', 'led', 'notFree'].map((name) => [
          name,
          { nodes: rows.filter((row) => row[name]).map(({ lastName }) => ({ lastName })) },
        ]),
      ),
  },
  {
    title: 'hops to one and to many, there and back',
    query: `{ tracks(filter: { invoiceLines: { some: { invoice: { customer: { country: { eq: "Norway" }, supportRep: { boss: { boss: { boss: null } } } } } } } }, sort: [{ name: ASC }], first: 100) { totalCount nodes { id name } }
      siblings: tracks(filter: { album: { tracks: { some: { name: { eq: "Black Dog" } } } } }, sort: [{ id: ASC }]) { nodes { name } } }`,
    sql: `select json_agg(json_build_object('id', track_id::text, 'name', name) order by name, track_id) filter (where sold) sold, json_agg(json_build_object('name', name) order by track_id) filter (where album_id in (select album_id from track where name = 'Black Dog')) siblings
      from (select *, track_id in (select track_id from invoice_line join invoice using (invoice_id) join customer c using (customer_id) join employee e on e.employee_id = c.support_rep_id join employee m on m.employee_id = e.reports_to join employee top on top.employee_id = m.reports_to where c.country = 'Norway' and top.reports_to is null) sold from track) t`,
    answer: ([{ sold, siblings } = {}]) => ({
      tracks: { totalCount: (sold as unknown[]).length, nodes: sold },
      siblings: { nodes: siblings },
    }),
  },
  {
    title: 'many-to-many: some, every, none, from both ends',
    query: `{ some: playlists(filter: { tracks: { some: { genre: { name: { eq: "Jazz" } } } } }) { totalCount } every: playlists(filter: { tracks: { every: { genre: { name: { eq: "Classical" } } } } }) { totalCount } none: playlists(filter: { tracks: { none: { mediaType: { id: { eq: 3 } } } } }) { totalCount } empty: playlists(filter: { tracks: { none: {} } }) { totalCount }
      back: tracks(filter: { playlists: { some: { name: { startsWith: "90" } } } }) { totalCount } only: tracks(filter: { playlists: { every: { name: { eq: "Music" } } } }) { totalCount } never: tracks(filter: { playlists: { none: { id: { gt: 8 } } } }) { totalCount } }`,
    sql: `with x as (select p.playlist_id, p.name, t.* from playlist p left join playlist_track using (playlist_id) left join (select t.track_id, g.name genre, media_type_id from track t join genre g using (genre_id)) t using (track_id)),
      p as (select playlist_id, bool_or(genre = 'Jazz') "some", bool_and(track_id is null or genre = 'Classical') every, bool_or(media_type_id = 3) tv, bool_and(track_id is null) empty from x group by 1),
      t as (select t.track_id, bool_or(p.name like '90%') back, bool_and(p.playlist_id is null or p.name = 'Music') "only", bool_or(p.playlist_id > 8) late from track t left join playlist_track using (track_id) left join playlist p using (playlist_id) group by 1)
      select count(*) filter (where "some") "some", count(*) filter (where every) every, count(*) filter (where tv is not true) none, count(*) filter (where empty) empty,
        (select count(*) from t where back) back, (select count(*) from t where "only") "only", (select count(*) from t where late is not true) never from p`,
    answer: totals,
  },
  {
    title: 'one related object with two properties, and two with one each',
    query: `{ one: playlists(filter: { tracks: { some: { genre: { name: { eq: "Rock" } }, composer: { contains: "Bach" } } } }) { totalCount } two: playlists(filter: { and: [{ tracks: { some: { genre: { name: { eq: "Rock" } } } } }, { tracks: { some: { composer: { contains: "Bach" } } } }] }) { totalCount }
      either: playlists(filter: { or: [{ tracks: { some: { genre: { name: { eq: "Opera" } } } } }, { tracks: { some: { name: { eq: "Now's The Time" } } } }] }) { totalCount } }`,
    sql: `with p as (select playlist_id, bool_or(g.name = 'Rock' and composer like '%Bach%') one, bool_or(g.name = 'Rock') and bool_or(composer like '%Bach%') two, bool_or(g.name = 'Opera' or t.name = 'Now''s The Time') either
        from playlist_track join track t using (track_id) join genre g using (genre_id) group by 1)
      select count(*) filter (where one) one, count(*) filter (where two) two, count(*) filter (where either) either from p`,
    answer: totals,
  },
  {
    title: 'a self reference, several steps in both directions',
    query: `{ up: employees(filter: { boss: { boss: { lastName: { eq: "Adams" } } } }, sort: [{ id: ASC }]) { nodes { lastName boss { lastName boss { lastName boss { lastName } } } } }
      down: employees(filter: { reports: { some: { reports: { some: { city: { eq: "Calgary" } } } } } }) { nodes { lastName reports(sort: [{ lastName: DESC }]) { totalCount nodes { lastName reports(first: 1, sort: [{ hireDate: DESC }]) { totalCount nodes { lastName boss { lastName } } } } } } } }`,
    sql: `select e.employee_id id, e.reports_to boss, e.last_name name, e.city, e.hire_date::text hired from employee e order by e.employee_id`,
    answer: selfReference,
  },
  {
    title: 'relations of entities in other styles: media types, genres, lines and playlists',
    query: `{ tracks(filter: { mediaType: { name: { contains: "video" } }, genre: { tracks: { some: { mediaType: { id: { eq: 5 } } } } } }, sort: [{ id: ASC }]) { nodes { id mediaType { name } genre { name } } }
      genres(filter: { tracks: { every: { mediaType: { name: { eq: "MPEG audio file" } } } } }, sort: [{ name: ASC }]) { nodes { name tracks(first: 1, sort: [{ milliseconds: DESC }]) { totalCount nodes { name } } } }
      invoiceLines(filter: { track: { playlists: { some: { name: { eq: "Grunge" } } } }, invoice: { total: { gt: "8" } } }, sort: [{ id: ASC }]) { nodes { id unitPrice invoice { total } } } }`,
    sql: `select (select coalesce(json_agg(json_build_object('id', track_id::text, 'mediaType', json_build_object('name', m.name), 'genre', json_build_object('name', g.name)) order by track_id), '[]') from (select * from track where media_type_id = 3 and genre_id in (select genre_id from track where media_type_id = 5) order by track_id limit 50) t join media_type m using (media_type_id) join genre g using (genre_id)) tracks,
      (select json_agg(json_build_object('name', g.name, 'tracks', json_build_object('totalCount', (select count(*) from track t where t.genre_id = g.genre_id), 'nodes', (select json_build_array(json_build_object('name', t.name)) from track t where t.genre_id = g.genre_id order by milliseconds desc, track_id limit 1))) order by name) from genre g where not exists (select 1 from track t where t.genre_id = g.genre_id and media_type_id <> 1)) genres,
      (select json_agg(json_build_object('id', invoice_line_id::text, 'unitPrice', unit_price::text, 'invoice', json_build_object('total', total::text)) order by invoice_line_id) from invoice_line join invoice using (invoice_id) where total > 8 and track_id in (select track_id from playlist_track join playlist using (playlist_id) where name = 'Grunge')) "invoiceLines"`,
    answer: ([row = {}]) => Object.fromEntries(Object.entries(row).map(([name, nodes]) => [name, { nodes }])),
  },
  {
    title: 'filters of nested lists, which are those of their parents alone',
    query: `query ($country: String!) { customers(filter: { country: { eq: $country } }, sort: [{ lastName: ASC }]) { nodes { lastName invoices(filter: { total: { gt: "5" }, lines: { some: { track: { genre: { name: { in: ["Rock", "Metal"] } } } } }, customer: { country: { eq: $country } } }, sort: [{ total: DESC }]) { totalCount nodes { id total } } } } }`,
    variables: { country: 'Canada' },
    sql: `select last_name "lastName", i.id, i.total::text from customer c left join lateral (select invoice_id::text id, total from invoice i where i.customer_id = c.customer_id and total > 5
        and exists (select 1 from invoice_line l join track using (track_id) join genre g using (genre_id) where l.invoice_id = i.invoice_id and g.name in ('Rock', 'Metal'))) i on true
      where c.country = 'Canada' order by c.last_name, customer_id, i.total desc, i.id::int`,
    answer: (rows) => ({
      customers: {
        nodes: nested(
          rows,
          ({ lastName }) => ({ lastName }),
          (lines) => {
            const nodes = lines.filter(({ id }) => id !== null).map(({ id, total }) => ({ id, total }));
            return { invoices: { totalCount: nodes.length, nodes } };
          },
        ),
      },
    }),
  },
];

/** Walks the rows of employees up and down by itself. */
function selfReference(rows: readonly Row[]): unknown {
  const of = (id: unknown): Row | undefined => rows.find((row) => row['id'] === id);
  const reports = ({ id }: Row): readonly Row[] => rows.filter(({ boss }) => boss === id);
  const upwards = (row: Row | undefined): unknown => row && { lastName: row['name'], boss: upwards(of(row['boss'])) ?? null };
  const top = rows.filter((row) => reports(row).some((each) => reports(each).some(({ city }) => city === 'Calgary')));
  const latest = (row: Row): readonly Row[] => reports(row).toSorted((a, b) => String(b['hired']).localeCompare(String(a['hired'])));
  const bottom = (row: Row, boss: Row): unknown => ({ lastName: row['name'], boss: { lastName: boss['name'] } });
  const middle = (row: Row): unknown => {
    return {
      lastName: row['name'],
      reports: {
        totalCount: reports(row).length,
        nodes: latest(row)
          .slice(0, 1)
          .map((each) => bottom(each, row)),
      },
    };
  };
  const named = (found: readonly Row[]): readonly Row[] => found.toSorted((a, b) => String(b['name']).localeCompare(String(a['name'])));
  return {
    up: { nodes: rows.filter((row) => of(of(row['boss'])?.['boss'])?.['name'] === 'Adams').map(upwards) },
    down: {
      nodes: top.map((row) => ({
        lastName: row['name'],
        reports: { totalCount: reports(row).length, nodes: named(reports(row)).map(middle) },
      })),
    },
  };
}
