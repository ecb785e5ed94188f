import { data, list, nodes, wallClock, type Case, type Row } from '../support/case.js';

export const DOCUMENTS: readonly Case[] = [
  {
    title: 'one object by its key',
    query: '{ track(id: 1) { id name composer milliseconds bytes unitPrice } }',
    sql: data(
      'track',
      `(select row_to_json(r) from (select track_id::text id, name, composer, milliseconds, bytes, unit_price::text "unitPrice" from track where track_id = 1) r)`,
    ),
  },
  {
    title: 'nothing where there is no such key, whatever its size',
    query:
      '{ there: artist(id: "6") { name } next: artist(id: 99999) { name } far: track(id: "99999999999") { id } below: genre(id: -1) { name } none: playlist(id: 0) { name tracks { nodes { id } } } }',
    sql: `select json_build_object('there', json_build_object('name', 'Antônio Carlos Jobim'), 'next', null, 'far', null, 'below', null, 'none', null)`,
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
    title: 'the same fields in many places become one, with fragments in fragments',
    query: `query All { ...root } fragment root on Query { genres(first: 2, sort: [{ name: ASC }]) { ...page } genres(first: 2, sort: [{ name: ASC }]) { nodes { id } edges { node { ...one } } __typename } again: genres(first: 2, sort: [{ name: ASC }]) { nodes { name } } __typename }
      fragment page on GenreConnection { totalCount nodes { ...one ... on Genre { id __typename } } } fragment one on Genre { name ... { label: name tracks(first: 1) { nodes { album { title } } } } ...more } fragment more on Genre { tracks(first: 1) { nodes { id album { artist { name } } } } }`,
    sql: `select g.genre_id::text id, g.name, t.track_id::text track, b.title, a.name artist, (select count(*)::int from genre) count from genre g join lateral (select * from track t where t.genre_id = g.genre_id order by track_id limit 1) t on true join album b using (album_id) join artist a using (artist_id) order by g.name limit 2`,
    answer: (rows) => {
      const one = ({ name, track, title, artist }: Row): object => {
        return { name, label: name, tracks: { nodes: [{ id: track, album: { title, artist: { name: artist } } }] } };
      };
      return {
        __typename: 'Query',
        genres: {
          __typename: 'GenreConnection',
          totalCount: rows[0]?.['count'],
          nodes: rows.map((row) => ({ ...one(row), id: row['id'], __typename: 'Genre' })),
          edges: rows.map((row) => ({ node: one(row) })),
        },
        again: { nodes: rows.map(({ name }) => ({ name })) },
      };
    },
  },
  {
    title: 'variables with defaults in nested arguments, and what is left out by them',
    query: `query ($yes: Boolean = true, $no: Boolean = false, $few: Int = 2, $dear: TrackFilter = { milliseconds: { gt: 200000 } }, $by: [TrackSort!] = [{ milliseconds: DESC }], $none: TrackFilter, $from: Int) {
      album(id: 1) { title @skip(if: $yes) id @include(if: $yes) artist @include(if: $no) { name } tracks(first: $few, filter: $dear, sort: $by, offset: $from) { nodes { name ... @skip(if: $no) { milliseconds } } } all: tracks(filter: $none, after: null) { totalCount } }
      artist(id: 1) @skip(if: $yes) { name } }`,
    variables: { few: 3, no: false },
    sql: `select name, milliseconds, (select count(*)::int from track where album_id = 1) count from track where album_id = 1 and milliseconds > 200000 order by track.milliseconds desc, track_id limit 3`,
    answer: (rows) => ({
      album: {
        id: '1',
        tracks: { nodes: rows.map(({ name, milliseconds }) => ({ name, milliseconds })) },
        all: { totalCount: rows[0]?.['count'] },
      },
    }),
  },
  {
    title: 'one relation under many names, each with arguments of its own',
    query: `{ artist(id: 90) { name first: albums(first: 1, sort: [{ title: ASC }]) { nodes { title } } last: albums(last: 1, sort: [{ title: ASC }]) { nodes { title artist { name } } } live: albums(filter: { title: { icontains: "live" } }, sort: [{ title: DESC }]) { totalCount nodes { title } } long: albums(filter: { tracks: { some: { milliseconds: { gt: 800000 } } } }) { totalCount } } }`,
    sql: `select min(title) first, max(title) last, json_agg(json_build_object('title', title) order by title desc) filter (where lower(title) like '%live%') live, count(*) filter (where album_id in (select album_id from track where milliseconds > 800000))::int long from album where artist_id = 90`,
    answer: ([{ first, last, live, long } = {}]) => ({
      artist: {
        name: 'Iron Maiden',
        first: { nodes: [{ title: first }] },
        last: { nodes: [{ title: last, artist: { name: 'Iron Maiden' } }] },
        live: { totalCount: (live as unknown[]).length, nodes: live },
        long: { totalCount: long },
      },
    }),
  },
  {
    title: 'every column of customers',
    query:
      '{ customers(first: 100) { totalCount nodes { id firstName lastName company address city state country postalCode phone fax email supportRep { id } } } }',
    sql: `select customer_id::text id, first_name "firstName", last_name "lastName", company, address, city, state, country, postal_code "postalCode", phone, fax, email, support_rep_id::text "supportRep" from customer order by customer_id`,
    answer: (rows) => ({
      customers: { totalCount: rows.length, nodes: rows.map((row) => ({ ...row, supportRep: { id: row['supportRep'] } })) },
    }),
  },
  {
    title: 'every column of employees, with their times',
    query:
      '{ employees { nodes { id lastName firstName title boss { id } birthDate hireDate address city state country postalCode phone fax email } } }',
    sql: `select employee_id::text id, last_name "lastName", first_name "firstName", title, reports_to::text boss, birth_date::text "birthDate", hire_date::text "hireDate", address, city, state, country, postal_code "postalCode", phone, fax, email from employee order by employee_id`,
    answer: (rows) => ({
      employees: {
        nodes: rows.map((row) => ({
          ...row,
          boss: row['boss'] === null ? null : { id: row['boss'] },
          birthDate: wallClock(row['birthDate']),
          hireDate: wallClock(row['hireDate']),
        })),
      },
    }),
  },
  {
    title: 'every column of invoices, with all their lines',
    query:
      '{ invoices(first: 500) { nodes { id customer { id } invoiceDate billingAddress billingCity billingState billingCountry billingPostalCode total lines { nodes { id track { id } unitPrice quantity } } } } }',
    sql: `select i.invoice_id::text id, customer_id::text customer, invoice_date::text "invoiceDate", billing_address "billingAddress", billing_city "billingCity", billing_state "billingState", billing_country "billingCountry", billing_postal_code "billingPostalCode", total::text,
      (select json_agg(json_build_object('id', invoice_line_id::text, 'track', json_build_object('id', track_id::text), 'unitPrice', unit_price::text, 'quantity', quantity) order by invoice_line_id) from invoice_line l where l.invoice_id = i.invoice_id) lines from invoice i order by i.invoice_id`,
    answer: (rows) => ({
      invoices: {
        nodes: rows.map(({ customer, invoiceDate, lines, ...row }) => ({
          ...row,
          customer: { id: customer },
          invoiceDate: wallClock(invoiceDate),
          lines: { nodes: lines },
        })),
      },
    }),
  },
  {
    title: 'every text of the catalogue, whatever it is written in',
    query:
      '{ artists(first: 500) { nodes { id name albums { nodes { id title } } } } tracks(first: 5000) { nodes { id name composer milliseconds bytes unitPrice album { id } mediaType { id } genre { id } } } }',
    sql: `select (select json_agg(json_build_object('id', artist_id::text, 'name', name, 'albums', json_build_object('nodes', (select coalesce(json_agg(json_build_object('id', album_id::text, 'title', title) order by album_id), '[]') from album b where b.artist_id = a.artist_id))) order by artist_id) from artist a) artists,
      (select json_agg(json_build_object('id', track_id::text, 'name', name, 'composer', composer, 'milliseconds', milliseconds, 'bytes', bytes, 'unitPrice', unit_price::text, 'album', json_build_object('id', album_id::text), 'mediaType', json_build_object('id', media_type_id::text), 'genre', json_build_object('id', genre_id::text)) order by track_id) from track) tracks`,
    answer: ([row = {}]) => Object.fromEntries(Object.entries(row).map(([name, nodes]) => [name, { nodes }])),
  },
];
