import type { EntityManager } from '@mikro-orm/core';
import type { Meta } from '../metadata.js';

/** Where a constraint is, as far as the database's error and the mapping tell. */
export interface Constraint {
  readonly meta?: Meta | undefined;
  readonly columns: readonly string[];
}

/** What PostgreSQL's driver says beside the message. */
interface PostgresError {
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/** Finds the table and the columns of the constraint that an error tells of. Values in the error are looked at by nobody. */
export function constraintOf(error: PostgresError & { readonly message?: string }, em: EntityManager): Constraint {
  const metas = [...em.getMetadata().getAll().values()].filter((meta) => !meta.embeddable && meta.root === meta);
  if (error.table !== undefined)
    return ofPostgres(
      error,
      metas.find(({ tableName }) => tableName === error.table),
    );
  return ofMessage(error.message ?? '', metas);
}

function ofPostgres({ column, constraint, detail = '' }: PostgresError, meta: Meta | undefined): Constraint {
  if (column !== undefined) return { meta, columns: [column] };
  // `Key (a, b)=(…) already exists.`: the columns stand before the values.
  const [, named = ''] = /^Key \(((?:[^()"=]|"[^"]*")+)\)=/.exec(detail) ?? [];
  const columns = named.split(', ').flatMap((each) => (each === '' ? [] : [each.replaceAll('"', '')]));
  return { meta, columns: columns.length > 0 ? columns : columnsOfCheck(meta, constraint) };
}

/** The columns of a check constraint that belongs to a property. */
function columnsOfCheck(meta: Meta | undefined, constraint: string | undefined): readonly string[] {
  const check = meta?.checks.find(({ name }) => name === constraint);
  const property = check?.property === undefined ? undefined : meta?.properties[check.property];
  return property?.fieldNames ?? [];
}

/** SQLite: `UNIQUE constraint failed: table.column, table.column`; MySQL: `Duplicate entry '…' for key 'table.index'`, `Column 'x' cannot be null`. */
function ofMessage(message: string, metas: readonly Meta[]): Constraint {
  const [, failed] = /constraint failed: ((?:[^\s.,]+\.[^\s.,]+(?:, )?)+)/.exec(message) ?? [];
  if (failed !== undefined) {
    const parts = failed.split(', ').map((each) => each.split('.'));
    return { meta: metas.find(({ tableName }) => tableName === parts[0]?.[0]), columns: parts.map(([, column = '']) => column) };
  }
  const [, column] = /Column '([^']+)' cannot be null/.exec(message) ?? [];
  const [, index] = /for key '([^']+)'/.exec(message) ?? [];
  const [, table] = /(?:insert into|update) [`"]?([\w.]+)[`"]?/i.exec(message) ?? [];
  const meta = metas.find(({ tableName }) => tableName === table);
  if (column !== undefined) return { meta, columns: [column] };
  return { meta, columns: index === undefined ? [] : columnsOfIndex(meta, index.split('.').at(-1) ?? index) };
}

function columnsOfIndex(meta: Meta | undefined, name: string): readonly string[] {
  const unique = meta?.uniques.find((each) => each.name === name);
  const properties = [unique?.properties ?? []].flat() as readonly string[];
  if (properties.length > 0) return properties.flatMap((each) => meta?.properties[each]?.fieldNames ?? []);
  const single = meta?.props.find(
    (each) => each.unique === name || (each.unique === true && name === `${meta.tableName}_${each.fieldNames[0]}_unique`),
  );
  return (
    single?.fieldNames ?? (name === 'PRIMARY' ? (meta?.primaryKeys.flatMap((each) => meta.properties[each]?.fieldNames ?? []) ?? []) : [])
  );
}
