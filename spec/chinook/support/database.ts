import { existsSync, readFileSync } from 'node:fs';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { freshDatabase } from '../../support/postgres.js';
import { answerOf, type Expected, type Row } from './case.js';
import { MediaType } from './media-type.js';
import { Album, Artist, Genre, PlaylistSchema, Track } from './music.js';
import { Customer, Employee, Invoice, InvoiceLine } from './sales.js';

/** The data that nobody here wrote; it stands beside the project, not in it. */
export const CHINOOK = '../shared/data/chinook/Chinook_PostgreSql.sql';
export const hasChinook = existsSync(CHINOOK);

const ENTITIES = [Artist, Album, Genre, MediaType, Track, PlaylistSchema, Employee, Customer, Invoice, InvoiceLine];

/** The music shop's database with a booted application. */
export interface MusicShop {
  readonly gm: Application;
  readonly orm: MikroORM;
  /** What was done, as JSON has it, and the statements that were sent for it. */
  watch(run: () => Promise<unknown>): Promise<{ readonly answer: unknown; readonly statements: readonly string[] }>;
  /** The answer that hand-written SQL gives. */
  expected(expected: Expected): Promise<unknown>;
  close(): Promise<void>;
}

/** Loads the script as it is, without the lines that only psql understands or that make a database of their own. */
export async function openMusicShop(options: Partial<BootstrapOptions> = {}): Promise<MusicShop> {
  const database = await freshDatabase('chinook');
  const script = readFileSync(CHINOOK, 'utf8').replace(/^(?:DROP DATABASE|CREATE DATABASE|\\c) .*$/gm, '');
  const statements: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities: ENTITIES,
    metadataProvider: ReflectMetadataProvider,
    debug: ['query'],
    colors: false,
    logger: (message) => void statements.push(message),
  });
  const close = async (): Promise<void> => {
    await orm.close();
    await database.drop();
  };
  try {
    await orm.em.getConnection().execute(script.replace(/^\uFEFF/, ''));
    const gm = await bootstrap({ orm, drift: 'refuse', limits: { maxPageSize: 5000, timeoutMs: 120_000 }, ...options });
    return {
      gm,
      orm,
      watch: async (run) => {
        const from = statements.length;
        const answer = asJson(await run());
        return { answer, statements: statements.slice(from) };
      },
      expected: async (expected) => asJson(answerOf(expected, await orm.em.getConnection().execute<Row[]>(expected.sql))),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a client gets of a value; there is no JSON of undefined. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
