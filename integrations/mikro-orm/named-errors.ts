import { ReadTimeout, type ManagerModel } from '../../lib/plugin.js';
import { ReadFailed } from './errors.js';

/** SQLSTATEs of values that a column cannot hold: the caller's fault, not the server's. */
const VALUE_STATES = /^22/;

/** SQLSTATE of a statement that something else cancelled, above all a statement_timeout of the database. */
const CANCELLED = '57014';

/** What MySQL and MariaDB say of such a statement: killed, or beyond max_execution_time or max_statement_time. */
const CANCELLED_NUMBERS: readonly unknown[] = [1317, 3024, 1969];

/** An error by the name of what is at fault, as far as the caller may know. */
export function named({ name }: ManagerModel, error: unknown): unknown {
  const state = sqlState(error);
  if (state !== undefined && VALUE_STATES.test(state)) return ReadFailed.create({ manager: name, state }, { cause: error });
  return isCancelled(error) ? ReadTimeout.create({}, { cause: error }) : error;
}

/** PostgreSQL's driver says it as `code`, MySQL's as `sqlState`. */
function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const said = [Reflect.get(error, 'sqlState'), Reflect.get(error, 'code')] as readonly unknown[];
  return said.find((each): each is string => typeof each === 'string' && /^[0-9A-Z]{5}$/.test(each));
}

/** Whether a statement was cancelled by the database's own bounds, or by somebody there. */
export const isCancelled = (error: unknown): boolean =>
  sqlState(error) === CANCELLED || (typeof error === 'object' && error !== null && CANCELLED_NUMBERS.includes(Reflect.get(error, 'errno')));
