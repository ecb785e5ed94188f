import { ReferenceKind } from '@mikro-orm/core';
import { isOwning, type Meta, type Orm, type Property } from '../metadata.js';
import type { MappedColumn } from './mapped-table.js';

/** Names a property in problems: `Track.name`. */
export type PathOf = (property: Property) => string;

/** The properties of an entity that have columns in its own table. */
export function storedProperties(meta: Meta): readonly Property[] {
  // With a table per class, the table of a subclass has its own columns and the key; the others are in its parent's.
  const candidates = meta.tptParent && meta.ownProps ? [...meta.props.filter(({ primary }) => primary), ...meta.ownProps] : meta.props;
  return candidates.filter((property, index) => isStored(meta, property) && candidates.indexOf(property) === index);
}

function isStored(meta: Meta, property: Property): boolean {
  if (property.persist === false || !property.columnTypes?.length) return false;
  const outer = outermost(meta, property);
  // An embedded object is one column of JSON; inline, its parts have columns and itself has none.
  if (outer.kind === ReferenceKind.EMBEDDED)
    return outer.object ? property === outer : property.kind !== ReferenceKind.EMBEDDED || Boolean(property.object);
  return property.kind === ReferenceKind.SCALAR || isOwning(property);
}

/** The property of the entity itself that an embedded one is a part of; any other property as it is. */
export function outermost(meta: Meta, property: Property): Property {
  const parent = property.embedded && meta.properties[property.embedded[0]];
  return parent ? outermost(meta, parent) : property;
}

/** The columns of an entity's own table; a column of several properties once, by the first. */
export function mapColumns(orm: Orm, meta: Meta, pathOf: PathOf): readonly MappedColumn[] {
  const columns = new Map<string, MappedColumn>();
  for (const property of storedProperties(meta)) {
    for (const [index, name] of property.fieldNames.entries()) {
      if (!columns.has(name)) columns.set(name, mapColumn(orm, property, index, name, pathOf(property)));
    }
  }
  return [...columns.values()];
}

function mapColumn(orm: Orm, property: Property, index: number, name: string, path: string): MappedColumn {
  const type = property.columnTypes[index] ?? property.columnTypes[0] ?? '';
  return {
    name,
    path,
    type: property.ignoreSchemaChanges?.includes('type') ? undefined : type,
    statesModifiers: statesModifiers(orm, type),
    nullable: property.generated === undefined ? Boolean(property.nullable) : undefined,
    members: property.items && (property.enum || property.array) ? property.items.map(String) : undefined,
  };
}

/**
 * MikroORM declares `varchar(255)` for a string of unstated length, `numeric(10,0)` for a decimal of unstated precision.
 *
 * Whether they were stated cannot be asked: its schema generator writes them into the metadata.
 */
function statesModifiers(orm: Orm, type: string): boolean {
  const platform = orm.driver.getPlatform();
  return ![
    platform.getVarcharTypeDeclarationSQL({}),
    platform.getCharTypeDeclarationSQL({}),
    platform.getDecimalTypeDeclarationSQL({}),
    platform.getTimeTypeDeclarationSQL(),
    platform.getDateTimeTypeDeclarationSQL({ length: platform.getDefaultDateTimeLength() }),
  ].includes(type);
}
