import type { EntityManager } from '@mikro-orm/core';
import type { EarlierWrite } from '../../../lib/plugin.js';
import { SideTableMissing } from '../errors.js';
import type { Meta } from '../metadata.js';
import { SIDE_TABLES, sideTableOf } from './side-tables.js';

/** A row of the side table. */
interface Claim {
  readonly request: string;
  readonly keys: readonly (readonly string[])[] | null;
}

/** The parts of MikroORM's query builder that are used; `@mikro-orm/core` alone does not know it. */
interface SqlEntityManager {
  createQueryBuilder(entity: unknown): {
    insert(data: object): {
      onConflict(column: string): { ignore(): { execute(method: 'run'): Promise<{ readonly affectedRows: number }> } };
    };
  };
}

/** Claims a write in the side table; the database lets nobody else do so before the transaction has ended. */
export async function claim(em: EntityManager, scope: string, request: string): Promise<EarlierWrite | undefined> {
  const { class: table } = metaOf(em);
  const row = { scope, request, at: new Date() };
  const query = (em as unknown as SqlEntityManager).createQueryBuilder(table).insert(row).onConflict('scope').ignore();
  const { affectedRows } = await query.execute('run');
  if (affectedRows > 0) return undefined;
  const known = (await em.findOne(table, scope, { disableIdentityMap: true })) as Claim | null;
  return known ? { request: known.request, keys: known.keys ?? [] } : undefined;
}

export async function settle(em: EntityManager, scope: string, keys: readonly (readonly unknown[])[]): Promise<void> {
  const texts = keys.map((key) => key.map((part) => (part instanceof Date ? part.toISOString() : String(part))));
  await em.nativeUpdate(metaOf(em).class, { scope }, { keys: texts } as never);
}

function metaOf(em: EntityManager): Meta {
  const meta = sideTableOf(em, 'idempotency');
  if (!meta) throw SideTableMissing.create({ entity: SIDE_TABLES.idempotency, option: 'An idempotency key' });
  return meta;
}
