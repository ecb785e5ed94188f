import type { KyselyClient } from './lease-kysely.js';
import type { Orm } from './metadata.js';

interface Session {
  readonly config?: unknown;
  getTransactionContext(): KyselyClient | undefined;
}

/** Whether a session is an EntityManager of this ORM; those of others know nothing of its database. */
const isOwn = (orm: Orm, { config }: Session): boolean => config === undefined || config === orm.config;

/** The transaction that a session of this ORM is in. */
export const transactionOf = (orm: Orm, session: object | undefined): KyselyClient | undefined =>
  isSession(session) && isOwn(orm, session) ? session.getTransactionContext() : undefined;

/** Whether a session is in a transaction of another ORM. */
export const isForeign = (orm: Orm, session: object | undefined): boolean =>
  isSession(session) && !isOwn(orm, session) && session.getTransactionContext() !== undefined;

const isSession = (session: object | undefined): session is Session => session !== undefined && 'getTransactionContext' in session;
