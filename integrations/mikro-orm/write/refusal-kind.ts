import {
  CheckConstraintViolationException,
  NotNullConstraintViolationException,
  RowLevelSecurityViolationException,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import type { ConstraintViolation } from '../../../lib/plugin.js';

type Kind = ConstraintViolation['kind'];

/** SQLSTATEs of PostgreSQL, numbers of MySQL and MariaDB, names of SQLite. A commit is refused without an exception of MikroORM's. */
const KINDS: Readonly<Record<string, Kind>> = Object.freeze({
  '23505': 'unique',
  '23503': 'reference',
  '23502': 'required',
  '23514': 'check',
  '23P01': 'exclusion',
  // What a trigger or a function of the database raises.
  P0001: 'check',
  // Row-level security, or a privilege that is missing.
  '42501': 'policy',
  // A transaction that only reads.
  '25006': 'policy',
  '1062': 'unique',
  '1451': 'referenced',
  '1217': 'referenced',
  '1452': 'missing',
  '1216': 'missing',
  '1048': 'required',
  '1364': 'required',
  '3819': 'check',
  '4025': 'check',
  '1644': 'check',
  '1142': 'policy',
  '1143': 'policy',
  '1290': 'policy',
  '1792': 'policy',
  // A text that is none in the column's character set, or a value of another type.
  '1366': 'value',
  '1265': 'value',
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_ROWID: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'reference',
  SQLITE_CONSTRAINT_NOTNULL: 'required',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_TRIGGER: 'check',
  SQLITE_CONSTRAINT_DATATYPE: 'value',
  SQLITE_MISMATCH: 'value',
  SQLITE_TOOBIG: 'value',
  SQLITE_READONLY: 'policy',
});

/** Class 22: what a column cannot hold. */
const VALUE_STATES = /^22[0-9A-Z]{3}$/;

/** What kind of refusal an error of a database is; undefined where it is something else. */
export function refusalKind(error: unknown): Kind | undefined {
  const codes = codesOf(error);
  for (const code of codes) {
    const kind = KINDS[code] ?? (VALUE_STATES.test(code) ? 'value' : undefined);
    if (kind) return kind;
  }
  return kindOfClass(error);
}

/** What drivers that say no code are known by. */
function kindOfClass(error: unknown): Kind | undefined {
  if (error instanceof RowLevelSecurityViolationException) return 'policy';
  if (error instanceof UniqueConstraintViolationException) return 'unique';
  if (error instanceof NotNullConstraintViolationException) return 'required';
  return error instanceof CheckConstraintViolationException ? 'check' : undefined;
}

/** The codes of an error, the most exact one first: MySQL's numbers before its SQLSTATEs. */
export function codesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [];
  const said: readonly unknown[] = [Reflect.get(error, 'errno'), Reflect.get(error, 'code'), Reflect.get(error, 'sqlState')];
  return said.filter((each) => typeof each === 'string' || typeof each === 'number').map(String);
}
