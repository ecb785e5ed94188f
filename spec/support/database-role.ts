import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';

/** A role that may log in nowhere and owns nothing: what row-level security holds for. */
export interface DatabaseRole {
  readonly name: string;
  /** Lets the role do everything with the tables of a database, so that policies alone decide. */
  grant(orm: MikroORM): Promise<void>;
  /** Removes the role; databases with its rights have to be gone. */
  drop(): Promise<void>;
}

/** Creates a role with a name of its own: roles belong to the server, not to a database. */
export async function databaseRole(): Promise<DatabaseRole> {
  const name = `gm_app_${randomBytes(5).toString('hex')}`;
  const administer = async (sql: string): Promise<void> => {
    const clientUrl = process.env['TEST_PG_URL'] ?? '';
    const orm = await MikroORM.init({ clientUrl, entities: [], discovery: { warnWhenNoEntities: false } });
    try {
      await orm.em.getConnection().execute(sql);
    } finally {
      await orm.close();
    }
  };
  await administer(`create role "${name}" nosuperuser nobypassrls`);
  return {
    name,
    grant: async (orm) => {
      await orm.em.getConnection().execute(`grant all on all tables in schema public to "${name}"`);
      await orm.em.getConnection().execute(`grant all on all sequences in schema public to "${name}"`);
    },
    drop: async () => administer(`drop role if exists "${name}"`),
  };
}

type Row = Record<string, unknown>;

/** Runs one statement as a role, with the setting that says who acts; undefined leaves it unset. */
export async function asRole(orm: MikroORM, role: string, setting: string | undefined, sql: string): Promise<Row[]> {
  return orm.em.fork().transactional(async (em) => {
    if (setting !== undefined) await em.execute(`select set_config('general_manager.actor', ?, true)`, [setting]);
    await em.execute(`set local role "${role}"`);
    return em.execute<Row[]>(sql);
  });
}
