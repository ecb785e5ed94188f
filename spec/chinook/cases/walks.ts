/** A list of which every page is read, forwards and backwards; the SQL gives the keys of all of it. */
export interface Walk {
  readonly title: string;
  /** The list, with `PAGE` where the arguments of its page go. */
  readonly query: string;
  /** Where the list is in the data. */
  readonly at: readonly string[];
  readonly sql: string;
  /** Objects on a page. */
  readonly size: number;
}

const root = (field: string, sort: string, filter = '{}'): Pick<Walk, 'query' | 'at'> => ({
  query: `${field}(filter: ${filter}, sort: ${sort}, PAGE) PARTS`,
  at: [field],
});

const keys = (table: string, order: string, where = 'true', from = ''): string =>
  `select json_agg(${table}.${table}_id::text order by ${order}, ${table}.${table}_id) from ${table} ${from} where ${where}`;

export const WALKS: readonly Walk[] = [
  {
    title: 'tracks by composer, from z to a, those without one first',
    ...root('tracks', '[{ composer: DESC }]'),
    sql: keys('track', 'composer desc nulls first'),
    size: 371,
  },
  {
    title: 'tracks by composer, from a to z, those without one first',
    ...root('tracks', '[{ composer: ASC_NULLS_FIRST }, { name: DESC }]'),
    sql: keys('track', 'composer nulls first, name desc'),
    size: 500,
  },
  {
    title: 'tracks by price and by what their album is called',
    ...root('tracks', '[{ unitPrice: ASC }, { album: { title: DESC } }]'),
    sql: keys('track', 'unit_price, title desc nulls first', 'true', 'left join album using (album_id)'),
    size: 371,
  },
  {
    title: 'tracks by artist, album and length, of some genres only',
    ...root(
      'tracks',
      '[{ album: { artist: { name: DESC } } }, { album: { id: ASC } }, { milliseconds: DESC }]',
      '{ genre: { name: { in: ["Rock", "Latin"] } }, playlists: { some: { id: { eq: 1 } } } }',
    ),
    sql: keys(
      'track',
      'a.name desc, album_id, milliseconds desc',
      `g.name in ('Rock', 'Latin') and track_id in (select track_id from playlist_track where playlist_id = 1)`,
      'join album using (album_id) join artist a using (artist_id) join genre g using (genre_id)',
    ),
    size: 400,
  },
  {
    title: 'customers by nullable keys in opposite directions',
    ...root('customers', '[{ state: ASC }, { company: DESC_NULLS_LAST }]'),
    sql: keys('customer', 'state asc nulls last, company desc nulls last'),
    size: 7,
  },
  {
    title: 'customers one by one',
    ...root('customers', '[{ fax: DESC }, { supportRep: { hireDate: ASC } }, { company: ASC_NULLS_FIRST }]'),
    sql: keys(
      'customer',
      'customer.fax desc nulls first, hire_date, company nulls first',
      'true',
      'left join employee on employee_id = support_rep_id',
    ),
    size: 1,
  },
  {
    title: 'invoices by decimals, times and nulls',
    ...root('invoices', '[{ total: DESC }, { billingState: ASC_NULLS_FIRST }, { invoiceDate: DESC }]'),
    sql: keys('invoice', 'total desc, billing_state nulls first, invoice_date desc'),
    size: 100,
  },
  {
    title: 'employees by who is two above them',
    ...root('employees', '[{ boss: { boss: { lastName: DESC_NULLS_LAST } } }, { boss: { lastName: ASC_NULLS_FIRST } }]'),
    sql: keys(
      'employee',
      'g.last_name desc nulls last, m.last_name nulls first',
      'true',
      'left join employee m on m.employee_id = employee.reports_to left join employee g on g.employee_id = m.reports_to',
    ),
    size: 3,
  },
  {
    title: 'lines from the last to the first',
    ...root('invoiceLines', '[{ id: DESC }]'),
    sql: 'select json_agg(invoice_line_id::text order by invoice_line_id desc) from invoice_line',
    size: 1000,
  },
  {
    title: 'a page that holds just everything',
    ...root('genres', '[{ name: DESC }]'),
    sql: keys('genre', 'name desc'),
    size: 25,
  },
  {
    title: 'the tracks of one playlist',
    query: 'playlist(id: 1) { tracks(sort: [{ genre: { name: ASC } }, { composer: DESC_NULLS_LAST }], PAGE) PARTS }',
    at: ['playlist', 'tracks'],
    sql: keys(
      'track',
      'g.name, composer desc nulls last',
      'track_id in (select track_id from playlist_track where playlist_id = 1)',
      'join genre g using (genre_id)',
    ),
    size: 700,
  },
  {
    title: 'the reports of one employee',
    query: 'employee(id: 2) { reports(sort: [{ birthDate: DESC }], PAGE) PARTS }',
    at: ['employee', 'reports'],
    sql: keys('employee', 'birth_date desc', 'reports_to = 2'),
    size: 2,
  },
  {
    title: 'artists by how many albums they have, and by the last of their titles, those without one first',
    ...root('artists', '[{ albumsAggregate: { count: ASC } }, { albumsAggregate: { max: { title: DESC } } }]'),
    sql: keys(
      'artist',
      '(select count(*) from album where artist_id = artist.artist_id), (select max(title) from album where artist_id = artist.artist_id) desc nulls first',
    ),
    size: 40,
  },
];
