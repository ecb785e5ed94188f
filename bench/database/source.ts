import { existsSync, readFileSync } from 'node:fs';

const USED = ['artist', 'album', 'genre', 'media_type', 'track'];
const PATTERN = new RegExp(`^(?:CREATE TABLE (?:${USED.join('|')})\\n|INSERT INTO (?:${USED.join('|')}) )[\\s\\S]*?\\);$`, 'gm');

/** Rows made by rule, in the place of Chinook's. */
const GENERATED = `
  create table artist (artist_id int, name text);
  create table album (album_id int, title text, artist_id int);
  create table genre (genre_id int, name text);
  create table media_type (media_type_id int, name text);
  create table track (track_id int, name text, album_id int, media_type_id int, genre_id int, composer text, milliseconds int, bytes int, unit_price numeric);
  insert into artist select n, 'Artist ' || n from generate_series(1, 275) n;
  insert into album select n, 'Album "' || n || '"', n % 275 + 1 from generate_series(1, 347) n;
  insert into genre select n, 'Genre ' || n from generate_series(1, 25) n;
  insert into media_type select n, 'Media type ' || n from generate_series(1, 5) n;
  insert into track
    select n, 'Track ' || n * 7919 % 3503, n % 347 + 1, case when n % 7 = 0 then n % 5 + 1 else 1 end, n * n % 25 + 1,
      case when n % 4 > 0 then 'Composer ' || n % 851 end, 100000 + n * 7919 % 300000, 3000000 + n * 104729 % 9000000, 0.99
    from generate_series(1, 3503) n;
`;

/** Where the rows come from. */
export interface Source {
  readonly name: string;
  /** Makes and fills the tables in the current schema. */
  readonly sql: string;
}

/** The real rows when Chinook's script for PostgreSQL is at the path, else generated ones: the same on every machine. */
export function sourceOf(path: string): Source {
  if (!existsSync(path)) return { name: 'generated rows', sql: GENERATED };
  const statements = statementsOf(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
  return { name: 'rows of Chinook', sql: statements.join('\n') };
}

/** The statements about the tables that are used, from a script that is read line by line. */
export function statementsOf(script: string): readonly string[] {
  return script.match(PATTERN) ?? [];
}
