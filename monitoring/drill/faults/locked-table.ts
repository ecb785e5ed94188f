import { MikroORM } from '@mikro-orm/postgresql';
import { pause, repeatedly, type Fault } from '../fault.js';

/** A migration, or somebody at a console, locks a table that everybody reads. */
async function withLock(
  databaseUrl: string,
  work: (lock: (until: () => Promise<void>) => Promise<void>) => () => Promise<void>,
): Promise<() => Promise<void>> {
  const orm = await MikroORM.init({ clientUrl: databaseUrl, entities: [], discovery: { warnWhenNoEntities: false } });
  const end = work(async (until) =>
    orm.em.fork().transactional(async (em) => {
      await em.execute('lock table ship in access exclusive mode');
      await until();
    }),
  );
  return async () => {
    await end();
    await orm.close();
  };
}

/** Reads of ships wait for more than a second. */
export const slowTable: Fault = {
  name: 'a table is locked most of the time',
  alerts: ['GeneralManagerLatencyBurnFast', 'GeneralManagerLatencyBurnSlow'],
  inflict: async ({ parts: { databaseUrl } }) =>
    withLock(databaseUrl, (lock) =>
      repeatedly(async () => {
        await lock(async () => pause(1400));
        await pause(100);
      }),
    ),
};

/** Reads of ships wait, until every connection is taken by one of them. */
export const lockedTable: Fault = {
  name: 'a table stays locked, and many read it',
  alerts: ['GeneralManagerPoolExhausted'],
  inflict: async (fleet) => {
    const unlock = await withLock(fleet.parts.databaseUrl, (lock) => {
      let release = (): void => {};
      const held = lock(async () => new Promise<void>((resolve) => (release = resolve)));
      return async () => {
        release();
        await held;
      };
    });
    const readers = repeatedly(async () => fleet.ask('{ ships { totalCount } }'), 20);
    return async () => {
      await unlock();
      await readers();
    };
  },
};
