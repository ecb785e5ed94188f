import { MikroOrmAdapter } from './adapter.js';
import type { MikroOrmAdapterOptions } from './entity-adapter.js';
import type { Orm } from './metadata.js';
import { PortableAdapter } from './portable/adapter.js';
import { dialectOf } from './portable/dialects.js';

/** The interface to the database of an ORM, by its driver. */
export function databaseAdapter(orm: Orm, options: MikroOrmAdapterOptions = {}): MikroOrmAdapter | PortableAdapter {
  const dialect = dialectOf(orm);
  return dialect ? new PortableAdapter(orm, dialect, options) : new MikroOrmAdapter(orm, options);
}
