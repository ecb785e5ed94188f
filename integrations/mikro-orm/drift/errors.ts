import { defineError } from '../../../lib/plugin.js';

const MIGRATE = 'Bring the database up to date with a migration, or correct the mapping.';

export const MissingTable = defineError<{ table: string }>({
  code: 'GM_DRIFT_MISSING_TABLE',
  kind: 'integration',
  message: ({ table }) => `The mapped table or view ${table} is not in the database.`,
  fix: MIGRATE,
});

export const MissingColumn = defineError<{ column: string }>({
  code: 'GM_DRIFT_MISSING_COLUMN',
  kind: 'integration',
  message: ({ column }) => `The mapped column ${column} is not in the database.`,
  fix: MIGRATE,
});

export const ColumnTypeDiffers = defineError<{ column: string; mapped: string; real: string }>({
  code: 'GM_DRIFT_COLUMN_TYPE',
  kind: 'integration',
  message: ({ column, mapped, real }) => `The column ${column} is mapped as ${mapped} but is ${real} in the database.`,
  fix: MIGRATE,
});

export const NullabilityDiffers = defineError<{ column: string; real: string }>({
  code: 'GM_DRIFT_NULLABILITY',
  kind: 'integration',
  message: ({ column, real }) => `The column ${column} ${real} null in the database, other than mapped.`,
  fix: MIGRATE,
});

export const PrimaryKeyDiffers = defineError<{ table: string; mapped: string; real: string }>({
  code: 'GM_DRIFT_PRIMARY_KEY',
  kind: 'integration',
  message: ({ table, mapped, real }) => `The primary key of ${table} is mapped as (${mapped}) but is (${real}) in the database.`,
  fix: MIGRATE,
});

export const MissingForeignKey = defineError<{ columns: string; target: string }>({
  code: 'GM_DRIFT_FOREIGN_KEY',
  kind: 'integration',
  message: ({ columns, target }) => `The database has no foreign key from (${columns}) to ${target}, as mapped.`,
  fix: MIGRATE,
});

export const MissingUnique = defineError<{ columns: string }>({
  code: 'GM_DRIFT_UNIQUE',
  kind: 'integration',
  message: ({ columns }) => `The database does not keep (${columns}) unique, as mapped.`,
  fix: MIGRATE,
});

export const EnumMembersDiffer = defineError<{ column: string }>({
  code: 'GM_DRIFT_ENUM_MEMBERS',
  kind: 'integration',
  message: ({ column }) => `The members of the enum column ${column} are others in the database than mapped.`,
  fix: MIGRATE,
});

export const UnmappedRequiredColumn = defineError<{ column: string }>({
  code: 'GM_DRIFT_UNMAPPED_REQUIRED',
  kind: 'integration',
  message: ({ column }) => `The column ${column} is not mapped, takes no null and has no default, so that nothing can be inserted.`,
  fix: 'Map the column, or give it a default.',
});
