import { ReferenceKind } from '@mikro-orm/core';
import { declarationOf } from '../../../lib/plugin.js';
import type { Meta, Orm, Property } from '../metadata.js';
import { mapColumns, outermost, type PathOf } from './map-columns.js';
import { mapPrimaryKey, mapReferences, mapUniqueKeys } from './map-keys.js';
import type { MappedTable } from './mapped-table.js';
import { relationOf } from './relation-of.js';

/** The tables and views behind the given entities: their own, those of the hierarchies that they are in, and their pivot tables. */
export function mapTables(orm: Orm, metas: readonly Meta[]): readonly MappedTable[] {
  const given = metas.filter(hasTable);
  const entities = [...new Set(given.flatMap((meta) => tableOwners(orm, meta)))];
  const writable = (owner: Meta): boolean => given.some((meta) => tableOwners(orm, meta).includes(owner) && isWritable(meta));
  const tables = entities.map((meta) => mapTable(orm, meta, meta.className, namingIn(orm, meta), writable(meta)));
  const pivots = pivotsOf(orm, given, entities);
  return [...tables, ...[...pivots].map(([pivot, { path, source }]) => mapTable(orm, pivot, path, () => path, isWritable(source)))];
}

function mapTable(orm: Orm, meta: Meta, path: string, pathOf: PathOf, writable: boolean): MappedTable {
  return {
    path,
    relation: relationOf(orm, meta),
    view: Boolean(meta.view),
    writable: writable && !meta.view,
    columns: mapColumns(orm, meta, pathOf),
    primaryKey: mapPrimaryKey(meta, path, pathOf),
    uniqueKeys: mapUniqueKeys(meta, path, pathOf),
    references: mapReferences(orm, meta, path, pathOf),
  };
}

/** The entities whose tables hold the rows of an entity: the root of a single-table hierarchy, each ancestor with a table per class. */
function tableOwners(orm: Orm, meta: Meta): readonly Meta[] {
  if (meta.tptParent) return [...tableOwners(orm, orm.getMetadata().get(meta.tptParent.class)), meta];
  return [orm.getMetadata().get(meta.root.class)];
}

function hasTable(meta: Meta): boolean {
  const isBase = meta.abstract && meta.root === meta && meta.inheritanceType === undefined;
  // Pivot entities that MikroORM makes are told by the relation that they are for.
  const isGenerated = meta.pivotTable && meta.className === meta.tableName;
  return !meta.embeddable && (!meta.virtual || Boolean(meta.view)) && !isBase && !isGenerated;
}

function isWritable(meta: Meta): boolean {
  return !meta.readonly && declarationOf(meta.class)?.interface?.options['mode'] !== 'read-only';
}

/** The pivot tables of many-to-many relations with the relation each belongs to, the owning side first. */
function pivotsOf(
  orm: Orm,
  metas: readonly Meta[],
  known: readonly Meta[],
): ReadonlyMap<Meta, { readonly path: string; readonly source: Meta }> {
  const pivots = new Map<Meta, { readonly path: string; readonly source: Meta }>();
  // MikroORM adds a hidden inverse side to one-sided relations; nobody reads it.
  const relations = metas.flatMap((source) =>
    source.relations.filter(({ name }) => !name.endsWith('__inverse')).map((property) => ({ source, property })),
  );
  const owning = relations.filter(({ property }) => property.owner);
  for (const { source, property } of [...owning, ...relations]) {
    if (property.kind !== ReferenceKind.MANY_TO_MANY || !property.pivotEntity) continue;
    const pivot = orm.getMetadata().get(property.pivotEntity);
    if (!known.includes(pivot) && !pivots.has(pivot)) pivots.set(pivot, { path: `${source.className}.${property.name}`, source });
  }
  return pivots;
}

/** Names properties by the class that declares them: in a single-table hierarchy the root has those of its subclasses, too. */
function namingIn(orm: Orm, meta: Meta): PathOf {
  const subclasses = meta.discriminatorMap
    ? [...orm.getMetadata().getAll().values()].filter((each) => each !== meta && each.root.class === meta.class)
    : [];
  const byDepth = subclasses.toSorted((a, b) => depthOf(a) - depthOf(b));
  const declares = (each: Meta, { name, fieldNames }: Property): boolean =>
    Boolean(each.properties[name]?.fieldNames?.some((field) => fieldNames.includes(field)));
  return (property) => {
    const outer = outermost(meta, property);
    const owner = outer.inherited ? byDepth.find((each) => declares(each, outer)) : undefined;
    return `${(owner ?? meta).className}.${nameOf(meta, property)}`;
  };
}

function depthOf(meta: Meta): number {
  let depth = 0;
  for (let each: unknown = meta.prototype; typeof each === 'object' && each !== null; each = Object.getPrototypeOf(each)) depth += 1;
  return depth;
}

function nameOf(meta: Meta, property: Property): string {
  const parent = property.embedded && meta.properties[property.embedded[0]];
  return parent && property.embedded ? `${nameOf(meta, parent)}.${property.embedded[1]}` : property.name;
}
