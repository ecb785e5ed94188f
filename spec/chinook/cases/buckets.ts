import type { Application, Scope } from 'general-manager';
import { nested, wallClock, type Expected, type Row } from '../support/case.js';
import { MediaType } from '../support/media-type.js';
import { Album, Artist, Genre, Playlist, PlaylistSchema, Track } from '../support/music.js';
import { Customer, Employee, Invoice, InvoiceLine } from '../support/sales.js';

/** A question in TypeScript and the same in SQL. */
export interface BucketCase extends Expected {
  readonly title: string;
  readonly run: (nobody: Scope, gm: Application) => Promise<unknown>;
  /** How many statements it takes; default: one. */
  readonly statements?: number;
}

const column =
  (name: string) =>
  (rows: readonly Row[]): unknown =>
    rows.map((row) => row[name]);

/** Times without a zone are in UTC, as MikroORM has them by default. */
const withInstants = (row: Row): Row => ({
  ...row,
  birthDate: `${wallClock(row['birthDate'])}Z`,
  hireDate: `${wallClock(row['hireDate'])}Z`,
});

export const BUCKETS: readonly BucketCase[] = [
  {
    title: 'filters, sorts and values',
    run: async (nobody) =>
      nobody
        .manager(Track)
        .filter({ album: { artist: { name: 'Queen' } }, milliseconds: { lt: 200_000 } })
        .sort('-milliseconds')
        .values('name'),
    sql: `select t.name from track t join album using (album_id) join artist a using (artist_id) where a.name = 'Queen' and milliseconds < 200000 order by milliseconds desc, track_id`,
    answer: column('name'),
  },
  {
    title: 'counts',
    run: async (nobody) =>
      nobody
        .manager(Track)
        .filter({ composer: { isNull: true } })
        .count(),
    sql: 'select count(*)::int from track where composer is null',
  },
  {
    title: 'whether there is one',
    run: async (nobody) => {
      const tracks = nobody.manager(Track);
      return [await tracks.filter({ name: { contains: 'xyzzy' } }).exists(), await tracks.filter({ name: { contains: 'Love' } }).exists()];
    },
    sql: `select json_build_array(exists (select 1 from track where name like '%xyzzy%'), exists (select 1 from track where name like '%Love%'))`,
    statements: 2,
  },
  {
    title: 'the first of an order, with exact decimals',
    run: async (nobody) => nobody.manager(Invoice).sort('-total').select({ id: true, total: true }).first(),
    sql: `select invoice_id id, total::text from invoice order by invoice.total desc, invoice_id limit 1`,
    answer: ([row]) => row,
  },
  {
    title: 'an object by its key, of entities in every style',
    run: async (nobody) => [
      await nobody.manager(Artist).get(6),
      await nobody.manager(Genre).get(1),
      await nobody.manager(PlaylistSchema).get(5),
      await nobody.manager(MediaType).get(3),
      await nobody.manager('MediaType').get('3'),
      await nobody.manager(InvoiceLine).find(2240),
      await nobody.manager(InvoiceLine).find(2241),
    ],
    sql: `select json_build_array((select row_to_json(r) from (select artist_id id, name from artist where artist_id = 6) r), (select row_to_json(r) from (select genre_id id, name from genre where genre_id = 1) r),
      (select row_to_json(r) from (select playlist_id id, name from playlist where playlist_id = 5) r), m, m, (select row_to_json(r) from (select invoice_line_id id, unit_price::text "unitPrice", quantity from invoice_line where invoice_line_id = 2240) r), null)
      from (select row_to_json(r) m from (select media_type_id id, name from media_type where media_type_id = 3) r) r`,
    statements: 7,
  },
  {
    title: 'nested selections with their own order, filter and size',
    run: async (nobody) =>
      nobody
        .manager(Artist)
        .filter({ id: { in: [1, 2, 25, 90] } })
        .sort('id')
        .select({
          name: true,
          albums: {
            select: { title: true, tracks: { select: { name: true, genre: { name: true } }, sort: ['-milliseconds'], first: 1 } },
            filter: { tracks: { some: { milliseconds: { gt: 300_000 } } } },
            sort: '-title',
            first: 2,
            offset: 1,
          },
        })
        .all(),
    sql: `select a.name, b.title, t.name track, t.genre from artist a left join lateral (select * from album b where b.artist_id = a.artist_id and exists (select 1 from track where album_id = b.album_id and milliseconds > 300000) order by title desc, album_id limit 2 offset 1) b on true
      left join lateral (select t.name, g.name genre from track t join genre g using (genre_id) where t.album_id = b.album_id order by milliseconds desc, track_id limit 1) t on true where a.artist_id in (1, 2, 25, 90) order by a.artist_id, b.title desc`,
    answer: (rows) =>
      nested(
        rows,
        ({ name }) => ({ name }),
        (albums) => ({
          albums: albums
            .filter(({ title }) => title !== null)
            .map(({ title, track, genre }) => ({ title, tracks: [{ name: track, genre: { name: genre } }] })),
        }),
      ),
  },
  {
    title: 'excludes, and what is unknown',
    run: async (nobody) => [
      await nobody
        .manager(Customer)
        .exclude({ country: { in: ['USA', 'Canada'] } })
        .count(),
      await nobody.manager(Customer).exclude({ state: 'SP' }).exclude({ company: null }).count(),
    ],
    sql: `select json_build_array(count(*) filter (where country not in ('USA', 'Canada')), count(*) filter (where not state = 'SP' and company is not null)) from customer`,
    statements: 2,
  },
  {
    title: 'many-to-many relations from both ends',
    run: async (nobody) => [
      await nobody
        .manager(Playlist)
        .filter({ tracks: { some: { album: { title: { contains: 'Rock' } } }, none: { genre: { name: 'Jazz' } } } })
        .sort('id')
        .values('id'),
      await nobody
        .manager(Track)
        .filter({ playlists: { some: { name: 'Grunge' }, every: { name: { ne: 'TV Shows' } } } })
        .sort('name')
        .select({ id: true, playlists: { select: { name: true }, sort: ['name', 'id'] } })
        .all(),
    ],
    sql: `select json_build_array((select json_agg(playlist_id order by playlist_id) from playlist p where exists (select 1 from playlist_track join track using (track_id) join album b using (album_id) where playlist_track.playlist_id = p.playlist_id and b.title like '%Rock%')
        and not exists (select 1 from playlist_track join track using (track_id) join genre g using (genre_id) where playlist_track.playlist_id = p.playlist_id and g.name = 'Jazz')),
      (select json_agg(json_build_object('id', track_id, 'playlists', (select json_agg(json_build_object('name', p.name) order by p.name, playlist_id) from playlist_track x join playlist p using (playlist_id) where x.track_id = t.track_id)) order by name, track_id) from track t
        where track_id in (select track_id from playlist_track join playlist p using (playlist_id) where p.name = 'Grunge')))`,
    statements: 2,
  },
  {
    title: 'self references',
    run: async (nobody) =>
      nobody
        .manager(Employee)
        .filter({ reportsTo: { reportsTo: { lastName: 'Adams' } } })
        .sort('-reportsTo.lastName', { lastName: 'desc' })
        .select({ lastName: true, reportsTo: { lastName: true, reports: { select: { id: true }, sort: '-id' } } })
        .all(),
    sql: `select e.last_name "lastName", m.last_name boss, (select json_agg(json_build_object('id', x.employee_id) order by x.employee_id desc) from employee x where x.reports_to = m.employee_id) reports
      from employee e join employee m on m.employee_id = e.reports_to join employee b on b.employee_id = m.reports_to where b.last_name = 'Adams' order by m.last_name desc, e.last_name desc`,
    answer: (rows) => rows.map(({ lastName, boss, reports }) => ({ lastName, reportsTo: { lastName: boss, reports } })),
  },
  {
    title: 'nobody above, nothing below',
    run: async (nobody) =>
      nobody
        .manager(Employee)
        .filter({ or: [{ reportsTo: null }, { reports: { none: {} }, customers: { none: {} } }] })
        .sort('id')
        .select({ id: true, reportsTo: { id: true }, reports: { select: { id: true } } })
        .all(),
    sql: `select e.employee_id id, (select json_build_object('id', reports_to) where reports_to is not null) "reportsTo", (select coalesce(json_agg(json_build_object('id', x.employee_id) order by x.employee_id), '[]') from employee x where x.reports_to = e.employee_id) reports from employee e
      where reports_to is null or employee_id not in (select reports_to from employee where reports_to is not null) and employee_id not in (select support_rep_id from customer) order by 1`,
    answer: (rows) => rows,
  },
  {
    title: 'a page with its total',
    run: async (nobody) => {
      const { items, total, hasNext, hasPrevious } = await nobody
        .manager(Album)
        .filter({ tracks: { every: { genre: { name: 'Rock' } } }, title: { ilike: '%the%' } })
        .sort('-title')
        .select({ title: true })
        .page({ first: 4, offset: 3, total: true });
      return [items, total, hasNext, hasPrevious];
    },
    sql: `with found as (select * from album b where title ilike '%the%' and not exists (select 1 from track t join genre g using (genre_id) where t.album_id = b.album_id and g.name <> 'Rock'))
      select json_build_array((select json_agg(json_build_object('title', title) order by title desc, album_id) from (select * from found order by title desc, album_id limit 4 offset 3) r), (select count(*) from found), true, true)`,
  },
  {
    title: 'times as dates, in filters and in what is read',
    run: async (nobody) =>
      nobody
        .manager(Employee)
        .filter({ birthDate: { gte: new Date('1965-01-01T00:00:00Z'), lt: new Date('1973-08-29T00:00:00Z') } })
        .sort('birthDate')
        .select({ birthDate: true, hireDate: true })
        .all(),
    sql: `select birth_date::text "birthDate", hire_date::text "hireDate" from employee where birth_date >= '1965-01-01' and birth_date < '1973-08-29' order by 1`,
    answer: (rows) => rows.map(withInstants),
  },
  {
    title: 'decimals by texts and numbers, and what no column could hold',
    run: async (nobody) => {
      const lines = nobody.manager(InvoiceLine);
      const tracks = nobody.manager(Track);
      return [
        await lines.filter({ unitPrice: '1.990' }).count(),
        await lines.filter({ unitPrice: { in: ['1.99', '3'] }, quantity: { lte: 1 } }).count(),
        await tracks.filter({ milliseconds: { lt: 3_000_000_000 } }).count(),
        await tracks.filter({ id: { in: [1, 5_000_000_000] }, bytes: { ne: -9_000_000_000 } }).count(),
      ];
    },
    sql: `select json_build_array((select count(*) from invoice_line where unit_price = 1.99), (select count(*) from invoice_line where unit_price = 1.99 and quantity <= 1), (select count(*) from track), 1)`,
    statements: 4,
  },
  {
    title: 'several filters, in whatever order they come',
    run: async (nobody) => {
      const usa = nobody.manager(Customer).filter({ country: 'USA' });
      const far = usa.filter({ not: { state: { in: ['CA', 'WA'] } } }).sort({ supportRep: { lastName: 'desc nulls last' } }, 'email');
      return [await usa.count(), await far.filter({ email: { endsWith: '.com' } }).values('email'), await far.filter({}).count()];
    },
    sql: `select json_build_array(count(*) filter (where c.country = 'USA'), json_agg(c.email order by e.last_name desc, c.email) filter (where c.country = 'USA' and c.state not in ('CA', 'WA') and c.email like '%.com'), count(*) filter (where c.country = 'USA' and c.state not in ('CA', 'WA'))) from customer c join employee e on e.employee_id = support_rep_id`,
    statements: 3,
  },
  {
    title: 'everything, page by page',
    run: async (nobody) => {
      const names: unknown[] = [];
      for await (const { name } of nobody.manager(Artist).sort('-name')) names.push(name);
      return names;
    },
    sql: 'select name from artist order by name desc nulls first, artist_id',
    answer: column('name'),
    statements: 6,
  },
  {
    title: 'what nobody asked for is not read, and permissions do not matter to the system',
    run: async (_nobody, gm) => gm.system('spec').manager(Customer).sort('-id').select({ email: true, supportRep: true }).first(),
    sql: `select c.email, row_to_json(r) rep from customer c join (select employee_id id, last_name "lastName", first_name "firstName", title, birth_date::text "birthDate", hire_date::text "hireDate", address, city, state, country, postal_code "postalCode", phone, fax, email from employee) r on r.id = support_rep_id order by customer_id desc limit 1`,
    answer: ([{ email, rep } = {}]) => ({ email, supportRep: withInstants(rep as Row) }),
  },
  {
    title: 'measures of what a filter leaves',
    run: async (nobody) => {
      const { count, sum, avg, max } = await nobody
        .manager(Track)
        .filter({ genre: { name: 'Jazz' } })
        .aggregate({ count: true, sum: ['milliseconds'], avg: ['unitPrice'], max: ['album.title', 'name'] });
      return { count, sum: String(sum.milliseconds), avg: avg.unitPrice, title: max['album.title'], name: max.name };
    },
    sql: `select count(*)::int, sum(milliseconds)::text, trim_scale(avg(unit_price))::text avg, max(title) title, max(t.name) "name"
      from track t join genre g using (genre_id) join album using (album_id) where g.name = 'Jazz'`,
    answer: ([row]) => row,
  },
  {
    title: 'groups, of which some are left out, in an order of their own',
    run: async (nobody) => {
      const groups = await nobody
        .manager(Invoice)
        .groupBy('billingCountry', 'customer')
        .having({ count: { gte: 7 }, sum: { total: { gt: 40 } } })
        .sort('-sum.total', 'billingCountry')
        .aggregate({ count: true, sum: ['total'] });
      return groups.map(({ key, count, sum }) => ({ ...key, count, total: sum.total }));
    },
    sql: `select billing_country "billingCountry", customer_id customer, count(*)::int, sum(total)::text total from invoice group by 1, 2
      having count(*) >= 7 and sum(total) > 40 order by sum(total) desc, 1, 2`,
    answer: (rows) => rows,
  },
  {
    title: 'different values',
    run: async (nobody) => nobody.manager(Invoice).values('billingState', { distinct: true }),
    sql: 'select distinct billing_state from invoice order by 1 nulls last',
    answer: column('billing_state'),
  },
];
