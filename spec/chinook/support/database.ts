import { existsSync, readFileSync } from 'node:fs';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application } from 'general-manager';
import { freshDatabase } from '../../support/postgres.js';
import { MediaType } from './media-type.js';
import { Album, Artist, Genre, PlaylistSchema, Track } from './music.js';
import { Customer, Employee, Invoice, InvoiceLine } from './sales.js';

/** The data that nobody here wrote; it stands beside the project, not in it. */
export const CHINOOK = '../shared/data/chinook/Chinook_PostgreSql.sql';
export const hasChinook = existsSync(CHINOOK);

/** The music shop's database with a booted application. */
export interface MusicShop {
  readonly gm: Application;
  /** Every statement that was sent since the last look. */
  statements(): readonly string[];
  /** The only column of the only row of hand-written SQL. */
  answer(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Loads the script as it is, without what only psql understands. */
export async function openMusicShop(): Promise<MusicShop> {
  const database = await freshDatabase('chinook');
  const script = readFileSync(CHINOOK, 'utf8').replace(/^(?:DROP DATABASE|CREATE DATABASE|\\c) .*$/gm, '');
  let seen: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: [Artist, Album, Genre, MediaType, Track, PlaylistSchema, Employee, Customer, Invoice, InvoiceLine],
    metadataProvider: ReflectMetadataProvider,
    debug: ['query'],
    colors: false,
    logger: (message) => void seen.push(message),
  });
  await orm.em.getConnection().execute(script.replace(/^\uFEFF/, ''));
  const gm = await bootstrap({ orm, drift: 'refuse', limits: { maxPageSize: 5000 } });
  return {
    gm,
    statements: () => {
      const found = seen;
      seen = [];
      return found;
    },
    answer: async (sql) => {
      const [row] = await orm.em.getConnection().execute<Record<string, unknown>[]>(sql);
      return Object.values(row ?? {})[0];
    },
    close: async () => {
      await orm.close();
      await database.drop();
    },
  };
}
