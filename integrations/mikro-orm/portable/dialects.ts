import type { Orm } from '../metadata.js';
import type { Dialect } from './dialect.js';
import { mysql } from './mysql.js';
import { sqlite } from './sqlite.js';

const DIALECTS: Readonly<Record<string, Dialect>> = Object.freeze({
  SqliteDriver: sqlite,
  MySqlDriver: mysql,
  MariaDbDriver: mysql,
});

/** The dialect of an ORM's driver; undefined where plans are not read by the portable executor. */
export const dialectOf = (orm: Orm): Dialect | undefined => DIALECTS[orm.driver.constructor.name];
