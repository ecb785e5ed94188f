import type { Pool } from './native.js';
import type { Source } from './source.js';
import { INDEXES, TABLES } from './tables.js';

const TENANTS = 10;
const PER_PARENT = 10;

/** How much there is: each artist has ten albums, each album ten tracks. */
export interface Scale {
  readonly artists: number;
  readonly albums: number;
  readonly tracks: number;
  readonly tenants: number;
}

export const scaleOf = (artists: number): Scale => ({
  artists,
  albums: artists * PER_PARENT,
  tracks: artists * PER_PARENT * PER_PARENT,
  tenants: TENANTS,
});

/** Makes the tables and fills them with the rows of the source, over and over; every run gets the same. */
export async function fill(pool: Pool, source: Source, { artists, albums, tracks }: Scale): Promise<void> {
  await pool.query(`create schema source; set search_path = source; ${source.sql}; set search_path = public; ${TABLES}
    insert into genre select * from source.genre;
    insert into media_type select * from source.media_type;
    insert into artist
      select n, s.name, n % ${TENANTS}
      from generate_series(1, ${artists}) n join ${numbered('artist')};
    -- An album or a track now and then belongs to another tenant than its parent, so that the policy of each level matters.
    insert into album
      select n, s.title, (n - 1) / ${PER_PARENT} + 1, ((n - 1) / ${PER_PARENT} + 1 + (n % 5 = 0)::int) % ${TENANTS}
      from generate_series(1, ${albums}) n join ${numbered('album')};
    insert into track
      select n, s.name, a.album_id, s.media_type_id, s.genre_id, s.composer, s.milliseconds, s.bytes, s.unit_price,
        (n - 1) % ${PER_PARENT} + 1, n % 11 = 0, (a.tenant_id + (n % 7 = 0)::int) % ${TENANTS}, timestamptz '2020-01-01 00:00:00.123+00' + n * interval '61.007 seconds'
      from generate_series(1, ${tracks}) n
      join ${numbered('track')}
      join album a on a.album_id = (n - 1) / ${PER_PARENT} + 1
      order by n;
    select setval(pg_get_serial_sequence('track', 'track_id'), ${tracks});
    drop schema source cascade;
    ${INDEXES}`);
  await pool.query('vacuum analyze');
}

/** The rows of a source, over and over, for numbers called n. */
const numbered = (table: string): string =>
  `(select *, row_number() over (order by ${table}_id) - 1 turn from source.${table}) s on s.turn = n % (select count(*) from source.${table})`;
