import { data, list, nodes, nodesOf, total, totals, type Case, type Row } from '../support/case.js';

/** The names of the rows that a column of truth marks. */
const names = (rows: readonly Row[], marked: string): readonly Row[] => rows.filter((row) => row[marked]).map(({ name }) => ({ name }));

export const FILTERS: readonly Case[] = [
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
    title: 'characters that SQL and LIKE treat specially',
    query: `query ($text: String!) { quoted: tracks(filter: { name: { contains: $text } }, sort: [{ id: ASC }]) { nodes { name } } percent: tracks(filter: { name: { contains: "%" } }) { totalCount } underscore: tracks(filter: { name: { contains: "_" } }) { totalCount } }`,
    variables: { text: `'t "` },
    sql: `select json_build_object('quoted', json_build_object('nodes', ${list(`select name from track where position('''t "' in name) > 0 order by track_id`)}), 'percent', json_build_object('totalCount', (select count(*) from track where position('%' in name) > 0)), 'underscore', json_build_object('totalCount', (select count(*) from track where position('_' in name) > 0)))`,
  },
  {
    title: 'ranges of texts, by code point',
    query:
      '{ artists(filter: { name: { gt: "T", lte: "The Doors" } }, sort: [{ name: ASC }]) { nodes { name } } low: artists(filter: { name: { lt: "AC/DC" } }) { totalCount } high: artists(filter: { name: { gte: "a" } }) { totalCount nodes { name } } }',
    sql: `select name, name > 'T' and name <= 'The Doors' as between, name < 'AC/DC' as low, name >= 'a' as high from artist order by artist_id`,
    answer: (rows) => ({
      artists: { nodes: names(rows, 'between').toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1)) },
      low: { totalCount: names(rows, 'low').length },
      high: { totalCount: names(rows, 'high').length, nodes: names(rows, 'high') },
    }),
  },
  {
    title: 'in and notIn of texts, with nulls left out',
    query: `query ($composers: [String!]) { among: tracks(filter: { composer: { in: $composers } }) { totalCount } others: tracks(filter: { composer: { notIn: $composers } }) { totalCount } not: tracks(filter: { not: { composer: { in: $composers } } }) { totalCount } }`,
    variables: { composers: ['Jimmy Page', 'AC/DC', 'nobody', 'Antônio Carlos Jobim'] },
    sql: `select count(*) filter (where composer in ('Jimmy Page', 'AC/DC', 'Antônio Carlos Jobim')) among,
      count(*) filter (where composer not in ('Jimmy Page', 'AC/DC', 'Antônio Carlos Jobim')) others,
      count(*) filter (where not composer in ('Jimmy Page', 'AC/DC', 'Antônio Carlos Jobim')) "not" from track`,
    answer: totals,
  },
  {
    title: 'ne, in and notIn of numbers, decimals and times',
    query: `{ lines: invoiceLines(filter: { quantity: { ne: 2 } }) { totalCount } bytes: tracks(filter: { bytes: { notIn: [11170334, 5510424] } }) { totalCount }
      cheap: tracks(filter: { unitPrice: { ne: "1.99" } }) { totalCount } dear: tracks(filter: { unitPrice: { in: ["1.99", "2.99"] } }) { totalCount } odd: invoices(filter: { total: { notIn: ["0.99", "1.98"] } }) { totalCount }
      day: invoices(filter: { invoiceDate: { eq: "2021-01-01T00:00:00" } }) { totalCount } days: invoices(filter: { invoiceDate: { in: ["2021-01-01T00:00:00.000", "2021-01-02T00:00"] } }) { totalCount }
      other: invoices(filter: { invoiceDate: { ne: "2021-01-01T00:00:00" } }) { totalCount } late: invoices(filter: { invoiceDate: { notIn: ["2021-01-01T00:00:00"], gt: "2025-12-01T12:30:00.5" } }) { totalCount } }`,
    sql: `select (select count(*) from invoice_line where quantity <> 2) lines, (select count(*) from track where bytes not in (11170334, 5510424)) bytes,
      (select count(*) from track where unit_price <> 1.99) cheap, (select count(*) from track where unit_price in (1.99, 2.99)) dear,
      (select count(*) from invoice where total not in (0.99, 1.98)) odd, (select count(*) from invoice where invoice_date = '2021-01-01') as day,
      (select count(*) from invoice where invoice_date in ('2021-01-01', '2021-01-02')) days, (select count(*) from invoice where invoice_date <> '2021-01-01') other,
      (select count(*) from invoice where invoice_date > '2025-12-01 12:30:00.5') late`,
    answer: totals,
  },
  {
    title: 'decimals written in other ways',
    query: `{ zeros: invoices(filter: { total: { eq: "13.8600" } }) { totalCount } number: invoices(filter: { total: { eq: 13.86 } }) { totalCount } power: invoices(filter: { total: { in: ["1386e-2"] } }) { totalCount }
      fine: invoices(filter: { total: { gt: "13.859999999999999999999", lt: "13.860000000000000000001" } }) { totalCount } huge: invoices(filter: { total: { lt: "1e300" } }) { totalCount } }`,
    sql: 'select count(*) filter (where total = 13.86) zeros, count(*) filter (where total = 13.86) number, count(*) filter (where total = 13.86) power, count(*) filter (where total = 13.86) fine, count(*) huge from invoice',
    answer: totals,
  },
  {
    title: 'keys, also those that no column could hold',
    query: `{ some: tracks(filter: { id: { in: ["1", 2, "9999999999"] } }) { totalCount } below: tracks(filter: { id: { lt: "3000000000" } }) { totalCount } above: tracks(filter: { id: { gt: -3000000000 } }) { totalCount }
      others: genres(filter: { id: { notIn: [1, 2] } }) { totalCount } not: genres(filter: { id: { ne: 25 } }) { totalCount } last: genres(filter: { id: { gte: 24, lte: 25 } }, sort: [{ id: DESC }]) { nodes { id } } }`,
    sql: `select 2 some, (select count(*) from track) below, (select count(*) from track) above, (select count(*) from genre where genre_id not in (1, 2)) others, (select count(*) from genre where genre_id <> 25) "not"`,
    answer: (rows) => ({ ...(totals(rows) as object), last: { nodes: [{ id: '25' }, { id: '24' }] } }),
  },
  {
    title: 'filters of nothing, and what is left out',
    query: `query ($absent: TrackFilter, $title: String) { none: tracks(filter: { composer: { in: [] } }) { totalCount } all: tracks(filter: { composer: { notIn: [] } }) { totalCount } or: tracks(filter: { or: [] }) { totalCount } and: tracks(filter: { and: [] }) { totalCount }
      not: tracks(filter: { not: {} }) { totalCount } notOr: tracks(filter: { not: { or: [] } }) { totalCount } notIn: tracks(filter: { not: { composer: { in: [] } } }) { totalCount } orAll: tracks(filter: { or: [{}, { id: { eq: 1 } }] }) { totalCount }
      empty: tracks(filter: {}) { totalCount } field: tracks(filter: { composer: {} }) { totalCount } null: tracks(filter: null) { totalCount } absent: tracks(filter: $absent) { totalCount } inner: albums(filter: { title: { contains: $title }, id: { lt: 11 } }) { totalCount } }`,
    sql: `select 0 none, n as all, 0 "or", n "and", 0 "not", n "notOr", n "notIn", n "orAll", n empty, n field, n "null", n absent, 10 inner from (select count(*) n from track) r`,
    answer: totals,
  },
  {
    title: 'nulls by every word for them',
    query: `{ a: tracks(filter: { composer: { eq: null } }) { totalCount } b: tracks(filter: { composer: { isNull: true } }) { totalCount } c: tracks(filter: { not: { composer: { ne: null } } }) { totalCount } d: tracks(filter: { not: { composer: { isNull: false } } }) { totalCount }
      e: tracks(filter: { composer: { ne: null } }) { totalCount } f: tracks(filter: { not: { composer: null } }) { totalCount } g: customers(filter: { company: null, state: { isNull: false } }) { totalCount } h: tracks(filter: { or: [{ composer: null }, { composer: { ne: "AC/DC" } }] }) { totalCount } }`,
    sql: `select a, a b, a c, a d, e, e f, g, h from (select count(*) filter (where composer is null) a, count(*) filter (where composer is not null) e, count(*) filter (where composer is distinct from 'AC/DC') h from track) t,
      (select count(*) g from customer where company is null and state is not null) c`,
    answer: totals,
  },
  {
    title: 'not of not, with unknown parts',
    query: `{ twice: tracks(filter: { not: { not: { composer: { contains: "Page" } } } }) { totalCount } demorgan: tracks(filter: { not: { or: [{ composer: { contains: "Page" } }, { unitPrice: { gt: "1" } }] } }) { totalCount }
      and: tracks(filter: { not: { composer: { contains: "Page" }, unitPrice: { lt: "1" } } }) { totalCount } deep: tracks(filter: { not: { and: [{ or: [{ not: { composer: null } }, { bytes: { lt: 0 } }] }, { name: { startsWith: "A" } }] } }) { totalCount } }`,
    sql: `select count(*) filter (where composer like '%Page%') twice, count(*) filter (where not (composer like '%Page%' or unit_price > 1)) demorgan, count(*) filter (where not (composer like '%Page%' and unit_price < 1)) "and",
      count(*) filter (where not ((composer is not null or bytes < 0) and name like 'A%')) deep from track`,
    answer: totals,
  },
  {
    title: 'many operators of one field',
    query: `{ tracks(filter: { name: { startsWith: "S", endsWith: "e", contains: "o", ne: "Stone Free", icontains: "M", notIn: ["Somewhere"], gt: "Sl" } }, sort: [{ id: ASC }]) { nodes { name } } }`,
    sql: `select name from track where name like 'S%' and name like '%e' and name like '%o%' and name <> 'Stone Free' and lower(name) like '%m%' and name <> 'Somewhere' and name > 'Sl' order by track_id limit 50`,
    answer: nodesOf('tracks'),
  },
  {
    title: 'case of letters that are not ASCII',
    query: `{ crue: artists(filter: { name: { ieq: "MÖTLEY CRÜE" } }) { totalCount } sao: customers(filter: { city: { icontains: "SÃO" } }) { totalCount } a: tracks(filter: { name: { istartsWith: "á" } }) { totalCount } o: albums(filter: { title: { iendsWith: "ÃO" } }) { totalCount }
      exact: artists(filter: { name: { startsWith: "Antônio" } }) { totalCount nodes { name } } plain: artists(filter: { name: { icontains: "antonio" } }) { totalCount } like: artists(filter: { name: { ilike: "M_T%" } }) { totalCount } }`,
    sql: `select (select count(*) from artist where lower(name) = 'mötley crüe') crue, (select count(*) from customer where position('são' in lower(city)) > 0) sao, (select count(*) from track where lower(left(name, 1)) = 'á') a,
      (select count(*) from album where right(lower(title), 2) = 'ão') o, (select count(*) from artist where position('Antônio' in name) = 1) exact, (select count(*) from artist where position('antonio' in lower(name)) > 0) plain,
      (select count(*) from artist where lower(left(name, 1)) = 'm' and lower(substr(name, 3, 1)) = 't') as like`,
    answer: (rows) => ({ ...(totals(rows) as object), exact: { totalCount: 1, nodes: [{ name: 'Antônio Carlos Jobim' }] } }),
  },
  {
    title: 'wildcards only where they are meant',
    query: String.raw`{ any: tracks(filter: { name: { like: "%\\%%" } }) { totalCount } one: customers(filter: { postalCode: { like: "____-___" } }) { totalCount } plus: customers(filter: { phone: { startsWith: "+1 (" } }) { totalCount }
      percent: tracks(filter: { name: { ieq: "%" } }) { totalCount } under: tracks(filter: { name: { istartsWith: "_" } }) { totalCount } slash: tracks(filter: { name: { contains: "\\" } }) { totalCount } slashes: artists(filter: { name: { icontains: "/" } }) { totalCount } quote: artists(filter: { name: { contains: "'" } }) { totalCount nodes { name } } }`,
    sql: `select (select count(*) from track where position('%' in name) > 0) any, (select count(*) from customer where length(postal_code) = 8 and substr(postal_code, 5, 1) = '-') one, (select count(*) from customer where left(phone, 4) = '+1 (') plus,
      0 percent, (select count(*) from track where left(name, 1) = '_') under, (select count(*) from track where position(E'\\\\' in name) > 0) slash, (select count(*) from artist where position('/' in name) > 0) slashes,
      (select count(*) from artist where position('''' in name) > 0) quote, (select json_agg(json_build_object('name', name) order by artist_id) from artist where position('''' in name) > 0) quoted`,
    answer: ([{ quoted, ...counts } = {}]) => ({
      ...(totals([counts]) as object),
      quote: { totalCount: Number(counts['quote']), nodes: quoted },
    }),
  },
  {
    title: 'emails, and a whole filter as a variable',
    query:
      'query ($filter: CustomerFilter!, $sort: [CustomerSort!]) { customers(filter: $filter, sort: $sort) { totalCount nodes { email } } }',
    variables: {
      filter: {
        or: [{ email: { endsWith: '.com.br' } }, { email: { ilike: '%@GMAIL.com' } }],
        and: [{ supportRep: { lastName: { ne: 'Park' } } }],
        fax: null,
      },
      sort: [{ email: 'DESC' }],
    },
    sql: `select c.email from customer c join employee e on e.employee_id = support_rep_id where (c.email like '%.com.br' or lower(c.email) like '%@gmail.com') and e.last_name <> 'Park' and c.fax is null order by c.email desc`,
    answer: (rows) => ({ customers: { totalCount: rows.length, nodes: rows } }),
  },
];
