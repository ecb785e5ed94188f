import { isOwning, keyColumnNames, targetMeta, type Meta, type Orm, type Property } from '../metadata.js';
import { storedProperties, type PathOf } from './map-columns.js';
import { relationOf } from './relation-of.js';
import type { MappedKey, MappedReference } from './mapped-table.js';

/** The primary key of an entity's table. */
export function mapPrimaryKey(meta: Meta, path: string, pathOf: PathOf): MappedKey {
  const [only, ...others] = meta.primaryKeys.map((name) => meta.properties[name]);
  return { path: only && others.length === 0 ? pathOf(only) : path, columns: [...new Set(keyColumnNames(meta))] };
}

/** The unique keys of an entity's table that PostgreSQL can have as such: not those with a condition or an expression. */
export function mapUniqueKeys(meta: Meta, path: string, pathOf: PathOf): readonly MappedKey[] {
  const stored = storedProperties(meta);
  const single = stored
    .filter((property) => property.unique && !(property.primary && !meta.compositePK))
    .map((property) => ({ path: pathOf(property), columns: property.fieldNames }));
  const declared = meta.uniques.flatMap(({ properties, columns, expression, where }): readonly MappedKey[] => {
    if (expression !== undefined || where !== undefined) return [];
    const names = [properties ?? columns?.map(({ name }) => name) ?? []].flat().map(String);
    const fields = names.map((name) => fieldNames(meta, name));
    if (names.length === 0 || fields.some((found) => found.length === 0)) return [];
    const first = names.length === 1 ? stored.find(({ name }) => name === names[0]) : undefined;
    return [{ path: first ? pathOf(first) : path, columns: fields.flat() }];
  });
  const keys = [...single, ...declared].filter(({ columns }) =>
    columns.every((column) => stored.some((each) => each.fieldNames.includes(column))),
  );
  return [...new Map(keys.map((key) => [[...key.columns].sort().join('\n'), key])).values()];
}

/** The columns that a unique key's property name stands for: a property, or a part of an inline embedded one; none for parts of JSON. */
function fieldNames(meta: Meta, name: string): readonly string[] {
  const direct: Property | undefined = meta.properties[name];
  if (direct) return direct.fieldNames;
  const [first = '', ...rest] = name.split('.');
  let part: Property | undefined = meta.properties[first];
  for (const each of rest) part = part?.object ? undefined : part?.embeddedProps?.[each];
  return part?.fieldNames ?? [];
}

/** The foreign keys of an entity's table that the mapping asks for. */
export function mapReferences(orm: Orm, meta: Meta, path: string, pathOf: PathOf): readonly MappedReference[] {
  if (orm.config.get('schemaGenerator').createForeignKeyConstraints === false) return [];
  const wanted = storedProperties(meta).filter(
    (property) => isOwning(property) && property.createForeignKeyConstraint && !property.polymorphic && !property.formula,
  );
  const references = wanted.map((property) => {
    const target = relationOf(orm, targetMeta(orm, property));
    return { path: pathOf(property), columns: property.fieldNames, target, targetColumns: property.referencedColumnNames };
  });
  if (!meta.tptParent) return references;
  const parent = {
    path,
    columns: keyColumnNames(meta),
    target: relationOf(orm, meta.tptParent),
    targetColumns: keyColumnNames(meta.tptParent),
  };
  return [parent, ...references];
}
