import { MikroORM, type Options } from '@mikro-orm/postgresql';
import type { Application } from 'general-manager';
import { sideTables } from 'general-manager/mikro-orm';
import { Keyv } from 'keyv';
import { Track } from './entities.js';

const ENTRIES = 100_000;
const AT_A_TIME = 500;

/** How a server caches: not at all, in a cache where nothing is, or in one that is full of answers which depend on what is written. */
export const cachingOf = (kind: string | undefined) =>
  kind === undefined
    ? undefined
    : { full: kind === 'full', options: { recordChanges: true, cache: { store: new Keyv(), memory: { maxBytes: 512_000_000 } } } };

export async function makeSideTables(database: Pick<Options, 'clientUrl' | 'metadataProvider'>): Promise<void> {
  const orm = await MikroORM.init({ ...database, entities: sideTables() });
  await orm.schema.update({ safe: true });
  await orm.close();
}

/** Keeps many answers that depend on tracks. */
export async function fillCache(gm: Application): Promise<void> {
  const kept = gm.computation(
    'one of many',
    {},
    async (as, number: number) => (await as.manager(Track).cached('none').find(number))?.id ?? null,
  );
  for (let first = 0; first < ENTRIES; first += AT_A_TIME)
    await Promise.all(Array.from({ length: AT_A_TIME }, async (_each, index) => kept(gm.system('bench'), first + index)));
}
