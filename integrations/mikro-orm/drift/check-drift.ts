import { DatabaseSchema, SchemaComparator, type AbstractSqlConnection, type AbstractSqlPlatform, type DatabaseTable } from '@mikro-orm/sql';
import type { Problem } from '../../../lib/plugin.js';
import type { Meta, Orm } from '../metadata.js';
import { columnDrift } from './column-drift.js';
import { MissingTable } from './errors.js';
import { keyDrift } from './key-drift.js';

/** A mapped table beside the real one. */
export interface TablePair {
  readonly meta: Meta;
  readonly mapped: DatabaseTable;
  readonly real: DatabaseTable;
  readonly comparator: SchemaComparator;
}

/**
 * Compares the mapped tables of entities with the real ones: columns, types, nullability, keys and enum members.
 *
 * Reads the catalog through MikroORM's own introspection; changes nothing. What the database has in addition is no drift,
 * except a column that would keep inserts from working.
 */
export async function checkDrift(orm: Orm, metas: readonly Meta[]): Promise<readonly Problem[]> {
  const platform = orm.driver.getPlatform() as AbstractSqlPlatform;
  const connection = orm.em.getConnection() as unknown as AbstractSqlConnection;
  const all = withPivots(orm, metas.filter((meta) => !meta.virtual && !meta.embeddable));
  const schemaName = orm.config.get('schema') ?? platform.getDefaultSchemaName();
  const mapped = DatabaseSchema.fromMetadata([...all], platform, orm.config, schemaName, orm.em);
  await connection.ensureConnection();
  const real = await DatabaseSchema.create(connection, platform, orm.config, schemaName, mapped.getNamespaces());
  const comparator = new SchemaComparator(platform);
  return all.flatMap((meta) => tableDrift(meta, mapped, real, comparator));
}

/** One of each table: of a single-table hierarchy the root, and the pivot tables of many-to-many relations. */
function withPivots(orm: Orm, metas: readonly Meta[]): readonly Meta[] {
  const roots = metas.map((meta) => (meta.inheritanceType === 'sti' ? meta.root : meta));
  const known = new Set(roots);
  const relations = roots.flatMap((meta) => meta.relations.filter(({ kind, owner }) => kind === 'm:n' && owner));
  const pivots = relations.map(({ pivotEntity }) => pivotEntity && orm.getMetadata().find(pivotEntity));
  for (const pivot of pivots) if (pivot) known.add(pivot);
  return [...known];
}

function tableDrift(meta: Meta, mapped: DatabaseSchema, real: DatabaseSchema, comparator: SchemaComparator): readonly Problem[] {
  if (meta.view) return viewDrift(meta, mapped, real);
  const wanted = mapped.getTables().find((table) => table.name === meta.tableName && (!meta.schema || meta.schema === '*' || table.schema === meta.schema));
  if (!wanted) return [];
  const found = real.getTables().find((table) => table.name === wanted.name && (table.schema ?? real.name) === (wanted.schema ?? mapped.name));
  if (!found) return [MissingTable.problem(meta.className, { table: wanted.getShortestName() })];
  const pair: TablePair = { meta, mapped: wanted, real: found, comparator };
  return [...columnDrift(pair, real), ...keyDrift(pair)];
}

function viewDrift(meta: Meta, mapped: DatabaseSchema, real: DatabaseSchema): readonly Problem[] {
  const schema = meta.schema && meta.schema !== '*' ? meta.schema : mapped.name;
  const found = real.getViews().some((view) => view.name === meta.tableName && (view.schema ?? real.name) === schema);
  return found ? [] : [MissingTable.problem(meta.className, { table: meta.tableName })];
}
