import { countStatement, type ReadContext } from '../../lib/plugin.js';
import { lease } from './lease.js';
import type { Orm } from './metadata.js';
import { transactionOf } from './own-session.js';
import { runBounded } from './run-bounded.js';

/** Runs one statement as {@link executeRows} does; gives the value `j` of its first row. */
export async function execute(...given: Parameters<typeof executeRows>): Promise<unknown> {
  const [row] = await executeRows(...given);
  return row?.['j'];
}

/**
 * Runs one statement on MikroORM's own connections, in the transaction of the caller's EntityManager when there is one, within the
 * bounds of the read. With a name, connections of the pool keep it prepared.
 *
 * It is logged through MikroORM's logger, as the ORM's own queries are, and passes its `onQuery` hook.
 */
export async function executeRows(
  orm: Orm,
  text: string,
  params: readonly unknown[],
  context: ReadContext,
  name?: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const transaction = transactionOf(orm, context.session);
  const query = orm.config.get('onQuery')(text, params);
  countStatement(context.tally);
  const started = performance.now();
  const log = (level: 'info' | 'error', results?: number): void => {
    const took = Math.round(performance.now() - started);
    orm.config.getLogger().logQuery({ level, query, params, took, ...(results !== undefined && { results }) });
  };
  try {
    const { rows } = await runBounded(
      async () => lease(orm, transaction),
      // A hook may have made another text of it.
      async (held) => held.query(query, params, query === text ? name : undefined),
      context,
    );
    log('info', rows.length);
    return rows;
  } catch (error) {
    log('error');
    throw error;
  }
}
