import type { ConstraintViolation, ManagerModel } from '../../../lib/plugin.js';
import type { Meta } from '../metadata.js';
import { columnsNamed } from './constraint-columns.js';
import { fieldsOf, metasOf, type TableName } from './constraint-table.js';
import type { LastWrite } from './last-write.js';
import type { RefusalContext } from './named-refusal.js';

/** What a constraint is about, as far as the database's error and the mapping tell. */
export interface Constraint {
  /** Where the error says more of its kind than its code does. */
  readonly kind?: ConstraintViolation['kind'];
  readonly manager?: ManagerModel | undefined;
  readonly fields: readonly string[];
}

/** What drivers say beside the message. Values in it are looked at by nobody. */
interface DatabaseError {
  readonly message?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/** Where an error happened, in the words of the database. */
interface Place {
  readonly table: TableName | undefined;
  /** Columns that the error names itself. */
  readonly columns: readonly string[];
  /** The constraint's name, or its expression. */
  readonly constraint: string | undefined;
}

/** Finds the manager and the fields of what an error is about. */
export function constraintOf(error: DatabaseError, kind: ConstraintViolation['kind'], context: RefusalContext): Constraint {
  const { em, managerOf, lastWrite } = context;
  const last = lastWrite();
  const written = last && tableOf(last);
  const place = placeOf(error, written);
  const metas = place.table ? metasOf(em, place.table) : [];
  const columns = place.columns.length > 0 ? place.columns : columnsNamed(em, metas, place.constraint);
  switch (exactly(kind, last)) {
    case 'referenced':
      return { kind: 'referenced', manager: managed(written ? metasOf(em, written) : [], managerOf), fields: [] };
    case 'missing': {
      const manager = managed(targetsOf(metas, columns), managerOf);
      return { kind: 'missing', ...(manager ? { manager, fields: [] } : describe(metas, columns, context)) };
    }
    default:
      return describe(metas, columns, context);
  }
}

/** Whether a reference is missing or left over is told by what was written, in whatever language the message is. */
function exactly(kind: ConstraintViolation['kind'], last: LastWrite | undefined): ConstraintViolation['kind'] {
  if (kind !== 'reference' || !last) return kind;
  return last.isDelete ? 'referenced' : 'missing';
}

function describe(metas: readonly Meta[], columns: readonly string[], { managerOf }: RefusalContext): Constraint {
  const known = metas.filter(({ class: target }) => managerOf(target));
  const has = (meta: Meta, column: string): boolean => fieldsOf(meta, column).some((name) => managerOf(meta.class)?.fields.has(name));
  // In a hierarchy, the first class that has all the columns.
  const meta = known.find((each) => columns.every((column) => has(each, column))) ?? known[0];
  if (!meta) return { fields: [] };
  return { manager: managerOf(meta.class), fields: [...new Set(columns.flatMap((column) => fieldsOf(meta, column)))] };
}

/** Where the relations lead to that are kept in some columns. */
function targetsOf(metas: readonly Meta[], columns: readonly string[]): readonly Meta[] {
  const kept = metas.flatMap(({ props }) => props.filter(({ fieldNames }) => columns.some((column) => fieldNames?.includes(column))));
  return kept.flatMap(({ targetMeta }) => (targetMeta ? [targetMeta as Meta] : []));
}

const managed = (metas: readonly Meta[], managerOf: RefusalContext['managerOf']): ManagerModel | undefined =>
  metas.map(({ class: target }) => managerOf(target)).find((each) => each !== undefined);

function tableOf({ table }: LastWrite): TableName {
  const [name = '', schema] = table.toReversed();
  return { name, schema };
}

function placeOf(error: DatabaseError, written: TableName | undefined): Place {
  const { table, schema, column, constraint, detail = '', message = '' } = error;
  if (table !== undefined) {
    // `Key (a, b)=(…) already exists.`: the columns stand before the values, in whatever language the rest is.
    const [, keys = ''] = / \(((?:[^()"=]|"[^"]*")+)\)=\(/.exec(` ${detail}`) ?? [];
    const columns = column === undefined ? keys.split(', ').flatMap((each) => (each === '' ? [] : [each.replaceAll('"', '')])) : [column];
    return { table: { name: table, schema }, columns, constraint };
  }
  return ofMessage(message, written);
}

/** What SQLite, MySQL and MariaDB say, in front of or without the values. */
const MESSAGES: readonly RegExp[] = [
  /^(?:UNIQUE|NOT NULL) constraint failed: (?<columns>(?:[^\s.,]+\.[^\s.,]+(?:, )?)+)$/,
  /^CHECK constraint failed: (?<constraint>.+)$/,
  /^CONSTRAINT `(?<constraint>[^`]+)` failed for /,
  /^Check constraint '(?<constraint>[^']+)' is violated/,
  /(?:Column|Field|for column) ['`](?<column>[^'`]+)['`]/,
  /CONSTRAINT `(?<constraint>[^`]+)` FOREIGN KEY/,
  / for key '(?:[^'.]+\.)?(?<constraint>[^'.]+)'$/,
];

function ofMessage(message: string, written: TableName | undefined): Place {
  const groups = MESSAGES.map((pattern) => pattern.exec(message)?.groups).find((each) => each !== undefined) ?? {};
  const failed = groups['columns']?.split(', ').map((each) => each.split('.'));
  const [first] = failed ?? [];
  const columns = failed?.map(([, column = '']) => column) ?? (groups['column'] === undefined ? [] : [groups['column']]);
  return { table: first?.[0] === undefined ? written : { name: first[0], schema: undefined }, columns, constraint: groups['constraint'] };
}
