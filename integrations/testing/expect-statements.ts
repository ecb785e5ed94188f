import type { LogContext, Logger, MikroORM } from '@mikro-orm/core';
import { WrongStatements } from './errors.js';

/** Which statements count. */
export interface StatementOptions {
  /** Whether those that begin and end transactions do. Default: false. */
  readonly transactions?: boolean;
}

const TRANSACTION = /^(?:begin|start transaction|commit|rollback|savepoint|release savepoint|set transaction)\b/i;

/**
 * Runs something and gives what it gives, where it sent just so many statements to the database: of MikroORM itself and of General Manager. Nothing else
 * may use the ORM in the meantime.
 *
 * @throws GM_TEST_STATEMENTS with the statements that were sent, without their values
 * @example
 * const page = await expectStatements(orm, 1, () => gm.as(user).manager(Track).page({ first: 20 }));
 */
export async function expectStatements<T>(orm: MikroORM, count: number, run: () => Promise<T>, options: StatementOptions = {}): Promise<T> {
  const { transactions = false } = options;
  const sent: string[] = [];
  const result = await watched(orm.config.getLogger(), run, ({ query = '' }) => {
    if (transactions || !TRANSACTION.test(query)) sent.push(query);
  });
  if (sent.length !== count) throw WrongStatements.create({ count, sent });
  return result;
}

/** Runs something while a logger also tells of each statement. */
async function watched<T>(logger: Logger, run: () => Promise<T>, tell: (context: LogContext) => void): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(logger, 'logQuery');
  const logQuery = logger.logQuery.bind(logger);
  Object.defineProperty(logger, 'logQuery', {
    configurable: true,
    value: (context: Parameters<Logger['logQuery']>[0]) => {
      tell(context);
      logQuery(context);
    },
  });
  try {
    return await run();
  } finally {
    if (own) Object.defineProperty(logger, 'logQuery', own);
    else Reflect.deleteProperty(logger, 'logQuery');
  }
}
