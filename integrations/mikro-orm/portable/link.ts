import type { ManagerModel, RelationField, ValueField } from '../../../lib/plugin.js';
import { isOwning, keyColumnNames, targetMeta, type Meta, type Property } from '../metadata.js';
import type { Codec } from './codec.js';
import { all, orTrue, raw, sql, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { columnCodec } from './value.js';

/** The two ends of a link that have to be the same, column by column. */
export interface Ends {
  readonly parent: readonly string[];
  readonly target: readonly string[];
  readonly codecs: readonly Codec[];
}

/** How a related entity is reached from its parent. */
export interface Link {
  /** What to read from: the target on its alias, with the pivot table where there is one. */
  readonly from: Sql;
  readonly ends: Ends;
  /** The alias that has the ends' target columns. */
  readonly alias: string;
}

/** Hands out aliases. */
export class Aliases {
  #last = 0;

  next(): string {
    this.#last += 1;
    return `t${this.#last}`;
  }
}

/** The way to a relation's target, on its alias. */
export function linkOf(tables: Tables, aliases: Aliases, manager: ManagerModel, field: RelationField, target: string): Link {
  const property = tables.entities.property(manager, field.name);
  const own = tables.entities.meta(manager);
  const other = targetMeta(tables.orm, property);
  const table = sql`${tables.source(other)} as ${raw(target)}`;
  if (property.kind === 'm:n') return throughPivot(tables, aliases, own, property, { table, target });
  // With a `targetKey`, MikroORM's join columns have other names than the columns that it makes.
  if (isOwning(property)) {
    const referenced = property.referencedColumnNames;
    return { from: table, alias: target, ends: ends(tables, other, referenced, { parent: property.fieldNames, target: referenced }) };
  }
  const owner = other.properties[property.mappedBy];
  const columns = owner?.fieldNames ?? property.joinColumns;
  const referenced = owner?.referencedColumnNames ?? property.referencedColumnNames;
  return { from: table, alias: target, ends: ends(tables, own, referenced, { parent: referenced, target: columns }) };
}

/** The rows of which fields have certain values, on an alias. */
export function partLink(tables: Tables, manager: ManagerModel, fields: readonly ValueField[], target: string): Link {
  const meta = tables.entities.meta(manager);
  const columns = fields.map(({ name }) => tables.entities.property(manager, name).fieldNames[0] ?? name);
  const from = sql`${tables.source(meta)} as ${raw(target)}`;
  return { from, alias: target, ends: ends(tables, meta, columns, { parent: [], target: columns }) };
}

/** The pivot table of a many-to-many relation, joined to the target. */
function throughPivot(
  tables: Tables,
  aliases: Aliases,
  own: Meta,
  property: Property,
  { table, target }: { readonly table: Sql; readonly target: string },
): Link {
  const pivot = aliases.next();
  const meta = property.pivotEntity ? tables.orm.getMetadata().find(property.pivotEntity) : undefined;
  const other = targetMeta(tables.orm, property);
  const keys = keyColumnNames(other);
  const far = ends(tables, other, keys, { parent: property.inverseJoinColumns, target: keys });
  const source = tables.table(meta?.tableName ?? property.pivotTable, meta?.schema);
  return {
    from: sql`${source} as ${raw(pivot)} join ${table} on ${joined(tables, far, pivot, target)}`,
    alias: pivot,
    ends: ends(tables, own, property.referencedColumnNames, { parent: property.referencedColumnNames, target: property.joinColumns }),
  };
}

function ends(tables: Tables, meta: Meta, referenced: readonly string[], names: Omit<Ends, 'codecs'>): Ends {
  return { ...names, codecs: referenced.map((name) => columnCodec(tables, meta, name)) };
}

/** Whether the two ends are the same, on their aliases: exactly so, also where the columns' collation takes other texts for the same. */
export function joined(tables: Tables, { parent, target, codecs }: Ends, parentAlias: string, targetAlias: string): Sql {
  const pairs = codecs.map((codec, index) => {
    const left = tables.column(parentAlias, parent[index] ?? '');
    const right = tables.column(targetAlias, target[index] ?? '');
    // The plain comparison finds by an index what the exact one then decides.
    const [leftExact, rightExact] = [codec.sorted(left), codec.sorted(right)];
    const plain = sql`${left} = ${right}`;
    return leftExact.text === left.text ? plain : sql`(${plain} and ${leftExact} = ${rightExact})`;
  });
  return orTrue(all(pairs));
}
