import type { EntityManager } from '@mikro-orm/core';
import { keyColumnNames, type Meta } from '../metadata.js';

/** The columns of a constraint, by its name or, for a check of SQLite's, by its expression; none where nobody knows. */
export function columnsNamed(em: EntityManager, metas: readonly Meta[], constraint: string | undefined): readonly string[] {
  if (constraint === undefined) return [];
  for (const meta of metas) {
    const found = candidates(em, meta).find(({ names }) => names.includes(constraint));
    if (found) return found.columns;
  }
  return [];
}

interface Candidate {
  readonly names: readonly (string | undefined)[];
  readonly columns: readonly string[];
}

function candidates(em: EntityManager, meta: Meta): readonly Candidate[] {
  const nameOf = (columns: readonly string[], type: 'unique' | 'foreign' | 'primary'): string =>
    em.getPlatform().getIndexName(meta.tableName, [...columns], type);
  const columnsOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => meta.properties[name as never]?.fieldNames ?? []);
  const uniques = [...meta.uniques, ...meta.indexes].map(({ name, properties }): Candidate => {
    const columns = columnsOf([properties ?? []].flat());
    return { names: [name, nameOf(columns, 'unique')], columns };
  });
  const singles = meta.props.flatMap(({ unique, fieldNames, kind }): readonly Candidate[] => {
    if (!unique && kind !== '1:1') return [];
    return [{ names: [typeof unique === 'string' ? unique : nameOf(fieldNames ?? [], 'unique')], columns: fieldNames ?? [] }];
  });
  const links = meta.props.flatMap(({ fieldNames, targetMeta, foreignKeyName }): readonly Candidate[] =>
    targetMeta && fieldNames ? [{ names: [foreignKeyName, nameOf(fieldNames, 'foreign')], columns: fieldNames }] : [],
  );
  const checks = meta.checks.flatMap(({ name, property, expression }): readonly Candidate[] =>
    property === undefined
      ? []
      : [{ names: [name, typeof expression === 'string' ? expression : undefined], columns: columnsOf([property]) }],
  );
  const key = { names: ['PRIMARY', `${meta.tableName}_pkey`, nameOf(keyColumnNames(meta), 'primary')], columns: keyColumnNames(meta) };
  return [...uniques, ...singles, ...links, ...checks, key];
}
