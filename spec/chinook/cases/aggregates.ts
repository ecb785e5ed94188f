import { data, type Case } from '../support/case.js';

/** Measures and groups; exact numbers travel as text. */
export const AGGREGATES: readonly Case[] = [
  {
    title: 'measures of everything',
    query:
      '{ tracksAggregate { count countDistinct { composer genre { name } } sum { milliseconds bytes unitPrice } avg { milliseconds unitPrice } min { name unitPrice } max { name milliseconds id } } }',
    sql: data(
      'tracksAggregate',
      `(select json_build_object(
        'count', count(*),
        'countDistinct', json_build_object('composer', count(distinct composer), 'genre', json_build_object('name', count(distinct g.name))),
        'sum', json_build_object('milliseconds', sum(milliseconds)::text, 'bytes', sum(bytes)::text, 'unitPrice', sum(unit_price)::text),
        'avg', json_build_object('milliseconds', trim_scale(avg(milliseconds))::text, 'unitPrice', trim_scale(avg(unit_price))::text),
        'min', json_build_object('name', min(t.name), 'unitPrice', min(unit_price)::text),
        'max', json_build_object('name', max(t.name), 'milliseconds', max(milliseconds), 'id', max(track_id)::text))
        from track t left join genre g using (genre_id))`,
    ),
  },
  {
    title: 'measures of what a filter leaves, along to-one relations',
    query:
      '{ invoiceLinesAggregate(filter: { track: { genre: { name: { eq: "Jazz" } } } }) { count sum { quantity track { milliseconds } } max { invoice { total customer { lastName } } } } }',
    sql: data(
      'invoiceLinesAggregate',
      `(select json_build_object(
        'count', count(*),
        'sum', json_build_object('quantity', sum(quantity)::text, 'track', json_build_object('milliseconds', sum(milliseconds)::text)),
        'max', json_build_object('invoice', json_build_object('total', max(total)::text, 'customer', json_build_object('lastName', max(last_name)))))
        from invoice_line join track t using (track_id) join genre g using (genre_id) join invoice using (invoice_id) join customer using (customer_id)
        where g.name = 'Jazz')`,
    ),
  },
  {
    title: 'measures of nothing',
    query:
      '{ all: tracksAggregate { count } tracksAggregate(filter: { name: { eq: "no such track" } }) { count countDistinct { name } sum { milliseconds } avg { bytes } min { name } } }',
    sql: 'select count(*)::int from track',
    answer: ([row]) => ({
      all: row,
      tracksAggregate: { count: 0, countDistinct: { name: 0 }, sum: { milliseconds: null }, avg: { bytes: null }, min: { name: null } },
    }),
  },
  {
    title: 'groups by a related object, with having, order and page',
    query: `{ tracksGroups(
        groupBy: { genre: { id: true, name: true } }, having: { count: { gt: 40 }, not: { max: { milliseconds: { lt: 400000 } } } },
        sort: [{ sum: { unitPrice: DESC } }, { key: { genre: { name: ASC } } }], first: 5, offset: 1
      ) { key { genre { id name } } count sum { unitPrice } avg { milliseconds } } }`,
    sql: data(
      'tracksGroups',
      `(select json_agg(json_build_object(
          'key', json_build_object('genre', json_build_object('id', genre_id::text, 'name', name)), 'count', n,
          'sum', json_build_object('unitPrice', price::text), 'avg', json_build_object('milliseconds', length::text)))
        from (select genre_id, g.name, count(*) n, sum(unit_price) price, trim_scale(avg(milliseconds)) length
          from track t join genre g using (genre_id) group by 1, 2 having count(*) > 40 and not max(milliseconds) < 400000
          order by price desc, g.name limit 5 offset 1) r)`,
    ),
  },
  {
    title: 'groups by several values, nulls together and at the end',
    query: `{ invoicesGroups(groupBy: [{ billingState: true }, { billingCountry: true }], filter: { billingCountry: { in: ["USA", "Canada", "France"] } }, first: 100) {
      key { billingCountry billingState } count sum { total } countDistinct { customer { id } } } }`,
    sql: data(
      'invoicesGroups',
      `(select json_agg(json_build_object(
          'key', json_build_object('billingCountry', billing_country, 'billingState', billing_state), 'count', n, 'sum', json_build_object('total', t::text),
          'countDistinct', json_build_object('customer', json_build_object('id', c))))
        from (select billing_country, billing_state, count(*) n, sum(total) t, count(distinct customer_id) c from invoice
          where billing_country in ('USA', 'Canada', 'France') group by 1, 2 order by billing_state nulls last, billing_country nulls last) r)`,
    ),
  },
  {
    title: 'measures of related objects at every level',
    query: `{ artists(first: 4, sort: [{ name: ASC }]) { nodes { name albumsAggregate { count max { title } }
      albums(first: 2) { nodes { title tracksAggregate { count sum { milliseconds } } long: tracksAggregate(filter: { milliseconds: { gt: 300000 } }) { count } tracks(first: 1) { totalCount } } } } } }`,
    sql: data(
      'artists',
      `json_build_object('nodes', (select json_agg(json_build_object('name', name,
        'albumsAggregate', (select json_build_object('count', count(*), 'max', json_build_object('title', max(title))) from album where artist_id = a.artist_id),
        'albums', json_build_object('nodes', (select coalesce(json_agg(json_build_object('title', title,
          'tracksAggregate', (select json_build_object('count', count(*), 'sum', json_build_object('milliseconds', sum(milliseconds)::text)) from track where album_id = b.album_id),
          'long', (select json_build_object('count', count(*)) from track where album_id = b.album_id and milliseconds > 300000),
          'tracks', json_build_object('totalCount', (select count(*) from track where album_id = b.album_id))) order by album_id), '[]')
          from (select * from album where artist_id = a.artist_id order by album_id limit 2) b))))
        from (select * from artist order by name, artist_id limit 4) a))`,
    ),
  },
  {
    title: 'measures along a many-to-many relation',
    query: '{ playlist(id: 5) { name tracksAggregate { count countDistinct { album { id } } avg { unitPrice } } } }',
    sql: data(
      'playlist',
      `(select json_build_object('name', p.name, 'tracksAggregate', (select json_build_object('count', count(*),
        'countDistinct', json_build_object('album', json_build_object('id', count(distinct album_id))), 'avg', json_build_object('unitPrice', trim_scale(avg(unit_price))::text))
        from playlist_track join track using (track_id) where playlist_id = p.playlist_id)) from playlist p where playlist_id = 5)`,
    ),
  },
  {
    title: 'lists by measures of related objects: sorted, and only those that match',
    query: `{ artists(
        filter: { albums: { count: { gte: 3 }, max: { title: { startsWith: "V" } } } }, sort: [{ albumsAggregate: { count: DESC } }, { name: ASC }], first: 5
      ) { totalCount nodes { name albumsAggregate { count } } } }`,
    sql: data(
      'artists',
      `(select json_build_object('totalCount', count(*), 'nodes', (array_agg(json_build_object('name', name, 'albumsAggregate', json_build_object('count', n)) order by n desc, name))[:5])
        from (select a.name, count(*) n from artist a join album using (artist_id) group by artist_id having count(*) >= 3 and max(title) like 'V%') r)`,
    ),
  },
  {
    title: 'lists by measures along relations, pages by cursor included',
    query: `{ albums(sort: [{ artist: { albumsAggregate: { count: DESC } } }, { tracksAggregate: { sum: { milliseconds: DESC } } }], first: 4,
        filter: { tracks: { sum: { unitPrice: { gt: "9.9" } }, avg: { milliseconds: { lt: 300000 } }, countDistinct: { genre: { id: { eq: 1 } } } } }
      ) { nodes { title } } }`,
    sql: data(
      'albums',
      `json_build_object('nodes', (select json_agg(json_build_object('title', title)) from (select title from album b where
        (select sum(unit_price) > 9.9 and avg(milliseconds) < 300000 and count(distinct genre_id) = 1 from track where album_id = b.album_id)
        order by (select count(*) from album where artist_id = b.artist_id) desc, (select sum(milliseconds) from track where album_id = b.album_id) desc nulls first, album_id
        limit 4) r))`,
    ),
  },
];
