import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { checkDrift } from '../../../../integrations/mikro-orm/drift/check-drift.js';
import type { Problem } from '../../../../lib/plugin.js';
import { freshDatabase } from '../../../support/postgres.js';

/** An ORM on a database of its own. */
export interface DriftApp {
  readonly orm: MikroORM;
  readonly url: string;
  run(sql: string): Promise<void>;
  drift(...entities: readonly string[]): Promise<readonly Problem[]>;
  close(): Promise<void>;
}

/** Boots an ORM on an empty database, after the statements given. */
export async function driftApp(options: Options, prepare = 'select 1'): Promise<DriftApp> {
  const database = await freshDatabase('drift');
  try {
    const orm = await MikroORM.init({ ...options, clientUrl: database.url });
    const run = async (sql: string): Promise<void> => orm.em.getConnection().executeDump(sql);
    const drift = async (...names: readonly string[]): Promise<readonly Problem[]> => checkDrift(orm, metasOf(orm, names));
    const close = async (): Promise<void> => {
      await orm.close();
      await database.drop();
    };
    await run(prepare);
    return { orm, url: database.url, run, drift, close };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

function metasOf(orm: MikroORM, names: readonly string[]) {
  const entities = [...orm.getMetadata().getAll().values()];
  return names.length === 0 ? entities : names.map((name) => orm.getMetadata().getByClassName(name));
}
