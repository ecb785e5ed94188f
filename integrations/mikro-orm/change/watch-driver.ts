import type { Orm } from '../metadata.js';
import type { KnownWrite } from './change-record.js';
import { metaOf, type KnownWrites, type Place } from './known-writes.js';
import { isTable, relationOf } from './tracked-tables.js';
import type { Watching } from './watch.js';

type Method = (...given: readonly unknown[]) => unknown;
type Data = Readonly<Record<string, unknown>>;

/** A call of MikroORM's driver that writes rows of an entity, its first argument. */
interface Call {
  /** Which argument its options are. */
  readonly options: number;
  known(writes: KnownWrites, place: Place, given: readonly unknown[]): KnownWrite;
}

const CALLS: Readonly<Record<string, Call>> = Object.freeze({
  nativeInsert: { options: 2, known: (writes, place, [, data]) => writes.inserts(place, [data as Data]) },
  nativeInsertMany: { options: 2, known: (writes, place, [, data]) => writes.inserts(place, data as readonly Data[]) },
  nativeUpdate: { options: 3, known: (writes, place, [, where, data]) => writes.updates(place, [where], [data as Data]) },
  nativeUpdateMany: {
    options: 3,
    known: (writes, place, [, where, data]) => writes.updates(place, where as readonly unknown[], data as readonly Data[]),
  },
  nativeDelete: { options: 2, known: (writes, place, [, where]) => writes.deletes(place, where) },
});

/** Listens to what the driver of an ORM is told to write, whether by a unit of work or by code. */
export function watchDriver(orm: Orm, watching: () => Watching): void {
  const driver = orm.driver as unknown as Record<string, Method>;
  for (const [name, call] of Object.entries(CALLS)) {
    const { [name]: method } = driver;
    if (!method) continue;
    const value: Method = (...given) => {
      const now = watching();
      return now.recorder.knowing(knownOf(orm, now, call, given), () => method.apply(driver, [...given]));
    };
    Reflect.defineProperty(driver, name, { value, configurable: true, writable: true });
  }
}

function knownOf(orm: Orm, { recorder, writes, entities }: Watching, call: Call, given: readonly unknown[]): KnownWrite | undefined {
  const meta = metaOf(orm, given[0]);
  const { ctx, upsert } = (given[call.options] ?? {}) as { readonly ctx?: object; readonly upsert?: boolean };
  if (!isTable(meta)) return undefined;
  const relation = relationOf(entities, meta);
  if (!recorder.tables.watches(relation)) return undefined;
  const place = { relation, meta, transaction: ctx };
  return upsert ? writes.upserts(place, [given[call.options - 1]].flat().length) : call.known(writes, place, given);
}
