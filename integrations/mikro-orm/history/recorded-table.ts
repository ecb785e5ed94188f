import type { Property, Meta } from '../metadata.js';
import { keyColumnNames } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import { quote } from '../sql/statement.js';
import { castOf } from '../describe/column-type.js';

/** A table of which every state of each row is kept. */
export interface RecordedTable {
  /** Schema and name, as the side tables have it. */
  readonly relation: string;
  /** As SQL has it. */
  readonly source: string;
  readonly key: readonly KeyColumn[];
}

interface KeyColumn {
  readonly name: string;
  readonly cast: string;
}

/** The table of an entity. */
export function entityTable(entities: Entities, meta: Meta): RecordedTable {
  const { root } = meta;
  const types = new Map(
    root.props.flatMap(({ fieldNames, columnTypes }) => (fieldNames ?? []).map((name, index) => [name, columnTypes?.[index]])),
  );
  const key = keyColumnNames(root).map((name) => keyColumn(name, types.get(name)));
  return { ...place(entities, root.tableName, root.schema), key };
}

/** The pivot table of a many-to-many relation: its rows are told by the two keys that they join. */
export function pivotTable(entities: Entities, property: Property): RecordedTable {
  const meta = property.pivotEntity ? entities.orm.getMetadata().find(property.pivotEntity) : undefined;
  const types = new Map(
    (meta?.props ?? []).flatMap(({ fieldNames, columnTypes }) => (fieldNames ?? []).map((name, index) => [name, columnTypes?.[index]])),
  );
  const { joinColumns, inverseJoinColumns } = property.owner ? property : owningSide(property);
  const key = [...joinColumns, ...inverseJoinColumns].map((name) => keyColumn(name, types.get(name)));
  return { ...place(entities, meta?.tableName ?? property.pivotTable, meta?.schema), key };
}

/** Both ends of a relation are told by the columns of the one that owns it. */
const owningSide = (property: Property): Property => property.targetMeta?.properties[property.mappedBy] as Property;

function place(entities: Entities, name: string, schema: string | undefined): Pick<RecordedTable, 'relation' | 'source'> {
  const location = entities.location(name, schema);
  return { relation: `${location.schema}.${location.name}`, source: entities.table(name, schema) };
}

const keyColumn = (name: string, columnType = 'text'): KeyColumn => ({ name, cast: castOf(columnType) ?? columnType });

/** The key of a row as the side tables have it: a JSON list of texts. */
export const keyJson = ({ key }: RecordedTable, alias: string): string =>
  `jsonb_build_array(${key.map(({ name }) => `${alias}.${quote(name)}::text`).join(', ')})`;

/** Whether a row has the key that a JSON list of texts has. */
export const keyMatches = ({ key }: RecordedTable, alias: string, json: string): string =>
  key.map(({ name, cast }, index) => `${alias}.${quote(name)} = (${json} ->> ${index})::${cast}`).join(' and ');

/** The key of an object as the side tables have it. */
export const textKey = (key: readonly unknown[]): string =>
  JSON.stringify(key.map((part) => (part instanceof Date ? part.toISOString() : String(part))));
