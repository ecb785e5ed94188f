import type { ChangeRecord, RowChange } from './change-record.js';
import type { Reference } from './read-catalog.js';
import type { TrackedTables } from './tracked-tables.js';

/** What the database changes by itself in tables that refer to what a statement changes, and in those that refer to them, tracked or not. */
export function cascadesOf(tables: TrackedTables, { relation, operation, columns, rows }: ChangeRecord): readonly ChangeRecord[] {
  if (operation === 'create') return [];
  const found: ChangeRecord[] = [];
  const follow = (references: readonly Reference[], keysOf: (reference: Reference) => readonly RowChange[] | undefined): void => {
    for (const reference of references) found.push(...deleted(tables, reference, keysOf(reference), new Set([relation])));
  };
  const references = tables.referencesTo(relation);
  if (operation !== 'update')
    follow(
      references.filter(({ onDelete }) => onDelete !== 'a' && onDelete !== 'r'),
      (each) => referring(each, rows),
    );
  if (operation !== 'delete') {
    const moved = references.filter(
      ({ onUpdate, keys }) => onUpdate !== 'a' && onUpdate !== 'r' && (!columns || keys.some((key) => columns.includes(key))),
    );
    for (const { from, columns: changed } of moved) found.push({ relation: from, operation: 'update', columns: changed });
  }
  return found;
}

/** Rows that go, or lose what they refer to, because other rows are deleted. */
function deleted(
  tables: TrackedTables,
  { from, columns, onDelete }: Reference,
  rows: readonly RowChange[] | undefined,
  seen: ReadonlySet<string>,
): readonly ChangeRecord[] {
  if (onDelete !== 'c') {
    const emptied =
      onDelete === 'n' ? rows?.map(([before]): RowChange => [before, Object.fromEntries(columns.map((name) => [name, null]))]) : undefined;
    return [{ relation: from, operation: 'update', columns, rows: emptied }];
  }
  const record: ChangeRecord = { relation: from, operation: 'delete', rows };
  if (seen.has(from)) return [{ relation: from, operation: 'delete' }];
  const further = tables.referencesTo(from).filter((each) => each.onDelete !== 'a' && each.onDelete !== 'r');
  return [record, ...further.flatMap((each) => deleted(tables, each, undefined, new Set([...seen, from])))];
}

/** What is known of the rows that refer to rows of which the keys are known. */
function referring({ columns, keys }: Reference, rows: readonly RowChange[] | undefined): readonly RowChange[] | undefined {
  return rows?.map(([before]): RowChange => {
    const known = columns.flatMap((name, index): readonly [string, unknown][] => {
      const value = before?.[keys[index] ?? ''];
      return value === undefined ? [] : [[name, value]];
    });
    return [Object.fromEntries(known), null];
  });
}

/** The tables that are emptied with another one, whatever their foreign keys say. */
export function emptiedWith(tables: TrackedTables, relation: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(relation)) return seen;
  seen.add(relation);
  for (const { from } of tables.referencesTo(relation)) emptiedWith(tables, from, seen);
  return seen;
}
