import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { freshDatabase } from '../../support/postgres.js';
import { SHOP } from './shop.js';

/** A booted application over a database of its own. */
export interface Opened {
  readonly gm: Application;
  readonly orm: MikroORM;
  /** The statements that are sent while something runs. */
  watch(run: () => Promise<unknown>): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens entities over an empty database with their tables. */
export async function openEntities(entities: NonNullable<Options['entities']>, options: Partial<BootstrapOptions> = {}): Promise<Opened> {
  const database = await freshDatabase('factory');
  const statements: string[] = [];
  const orm = await MikroORM.init({
    clientUrl: database.url,
    entities,
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
    await orm.schema.create();
    const gm = await bootstrap({ orm, drift: 'refuse', ...options });
    const watch = async (run: () => Promise<unknown>): Promise<readonly string[]> => {
      const from = statements.length;
      await run();
      return statements.slice(from);
    };
    return { gm, orm, watch, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the shop. */
export const openShop = async (options: Partial<BootstrapOptions> = {}): Promise<Opened> => openEntities(SHOP, options);
