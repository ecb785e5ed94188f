import type { MikroORM } from '@mikro-orm/core';
import { NoSideTables } from '../errors.js';

/** The side tables, by the names of their entities; what else is named so is no table of theirs. */
const TABLES: readonly string[] = ['GmEvent', 'GmIdempotency', 'GmHistory', 'GmHistoryStart'];

/** The parts of an ORM on PostgreSQL that are used. */
interface Connected {
  execute(sql: string, values: readonly unknown[]): Promise<unknown>;
}

/**
 * Lets time pass for what the side tables keep: events that wait for another attempt are due, leases of workers that are gone have ended, histories are older.
 * The tables know the time of the database, which no clock of a test can put forward; so what they hold is put back.
 *
 * @throws GM_TEST_NO_SIDE_TABLES where the ORM has none
 * @example
 * await passTime(orm, 60_000);
 * await worker.idle();
 */
export async function passTime(orm: MikroORM, ms: number): Promise<void> {
  const tables = [...orm.getMetadata()].filter(({ className }) => TABLES.includes(className));
  if (tables.length === 0) throw NoSideTables.create({});
  const quoted = (name: string): string => orm.config.getPlatform().quoteIdentifier(name);
  for (const { schema, tableName, props } of tables) {
    const table = [schema, tableName].filter((part) => part !== undefined).map(quoted);
    const columns = props.filter(({ runtimeType }) => runtimeType === 'Date').flatMap(({ fieldNames }) => fieldNames.map(quoted));
    const moved = columns.map((column) => `${column} = ${column} - ? * interval '1 millisecond'`);
    if (columns.length === 0) continue;
    const connection = orm.em.getConnection() as unknown as Connected;
    await connection.execute(
      `update ${table.join('.')} set ${moved.join(', ')}`,
      columns.map(() => ms),
    );
  }
}
