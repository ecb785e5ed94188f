import type { MikroORM } from '@mikro-orm/postgresql';

/** 1,000 artists with 10 albums of 10 tracks each; the same on every machine. */
export async function fill(orm: MikroORM): Promise<void> {
  await orm.schema.create();
  await orm.em.getConnection().execute(`
    insert into artist (id, name) select n, 'Artist ' || n from generate_series(1, 1000) n;
    insert into album (id, title, artist_id) select n, 'Album ' || n, (n - 1) / 10 + 1 from generate_series(1, 10000) n;
    insert into track (id, name, genre, milliseconds, price, created_at, album_id)
      select n, 'Track ' || n * 7919 % 100000, n % 25, 100000 + n % 300000, (n % 300) / 100.0,
        timestamptz '2020-01-01 00:00:00+00' + n * interval '1 minute', (n - 1) / 10 + 1
      from generate_series(1, 100000) n;
  `);
  await orm.em.getConnection().execute('vacuum analyze');
}
