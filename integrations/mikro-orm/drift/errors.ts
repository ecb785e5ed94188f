import { defineError } from '../../../lib/plugin.js';

export const TableMissing = defineError<{ table: string }>({
  code: 'GM_DRIFT_MISSING_TABLE',
  kind: 'integration',
  message: ({ table }) => `The mapped table ${table} does not exist in the database.`,
  fix: 'Create the table with a migration, or correct the table name and schema in the mapping.',
});

export const ViewMissing = defineError<{ view: string }>({
  code: 'GM_DRIFT_MISSING_VIEW',
  kind: 'integration',
  message: ({ view }) => `The mapped view ${view} does not exist in the database.`,
  fix: 'Create the view with a migration, or correct its name and schema in the mapping.',
});

export const ColumnMissing = defineError<{ table: string; column: string }>({
  code: 'GM_DRIFT_MISSING_COLUMN',
  kind: 'integration',
  message: ({ table, column }) => `The mapped column "${column}" does not exist in ${table}.`,
  fix: 'Add the column with a migration, or correct or remove the property in the mapping.',
});

export const ColumnType = defineError<{ table: string; column: string; mapped: string; real: string }>({
  code: 'GM_DRIFT_COLUMN_TYPE',
  kind: 'integration',
  message: ({ table, column, mapped, real }) => `The column "${column}" of ${table} is mapped as ${mapped} and is ${real} in the database.`,
  fix: 'Alter the column with a migration, or give the property the type (and length or precision) of the column.',
});

export const NullabilityDiffers = defineError<{ table: string; column: string; mapped: boolean }>({
  code: 'GM_DRIFT_NULLABILITY',
  kind: 'integration',
  message: ({ table, column, mapped }) =>
    mapped
      ? `The column "${column}" of ${table} is mapped as nullable and is NOT NULL in the database.`
      : `The column "${column}" of ${table} is mapped as not nullable and allows NULL in the database.`,
  fix: 'Set or drop NOT NULL with a migration, or correct `nullable` in the mapping.',
});

export const PrimaryKeyDiffers = defineError<{ table: string; mapped: string; real: string }>({
  code: 'GM_DRIFT_PRIMARY_KEY',
  kind: 'integration',
  message: ({ table, mapped, real }) => `The primary key of ${table} is mapped as ${mapped} and is ${real} in the database.`,
  fix: 'Alter the primary key with a migration, or mark the properties of the real key as primary.',
});

export const ForeignKeyMissing = defineError<{ table: string; columns: string; target: string }>({
  code: 'GM_DRIFT_FOREIGN_KEY',
  kind: 'integration',
  message: ({ table, columns, target }) =>
    `The columns ${columns} of ${table} are mapped to ${target} and have no foreign key in the database.`,
  fix: 'Add the foreign key with a migration, or set `createForeignKeyConstraint: false` on the relation.',
});

export const ForeignKeyDiffers = defineError<{ table: string; columns: string; target: string; real: string }>({
  code: 'GM_DRIFT_FOREIGN_KEY_TARGET',
  kind: 'integration',
  message: ({ table, columns, target, real }) =>
    `The foreign key on ${columns} of ${table} is mapped to ${target} and leads to ${real} in the database.`,
  fix: 'Replace the foreign key with a migration, or correct the target of the relation.',
});

export const UniqueKeyMissing = defineError<{ table: string; columns: string }>({
  code: 'GM_DRIFT_UNIQUE',
  kind: 'integration',
  message: ({ table, columns }) => `The columns ${columns} of ${table} are mapped as unique and have no unique key in the database.`,
  fix: 'Add the unique key with a migration, or remove `unique` from the mapping.',
});

export const EnumMembersDiffer = defineError<{ table: string; column: string; missing: readonly string[]; unmapped: readonly string[] }>({
  code: 'GM_DRIFT_ENUM_MEMBERS',
  kind: 'integration',
  message: ({ table, column, missing, unmapped }) => {
    const parts = [missing.length > 0 && `lacks ${quoted(missing)}`, unmapped.length > 0 && `also allows ${quoted(unmapped)}`];
    return `The enum column "${column}" of ${table} ${parts.filter((part) => part !== false).join(' and ')} in the database.`;
  },
  fix: 'Alter the enum type or check constraint with a migration, or correct the members of the mapped enum.',
});

export const UnmappedRequiredColumn = defineError<{ table: string; column: string }>({
  code: 'GM_DRIFT_UNMAPPED_REQUIRED',
  kind: 'integration',
  message: ({ table, column }) =>
    `The column "${column}" of ${table} is NOT NULL without a default and is not mapped, so that inserts fail.`,
  fix: 'Map the column, or give it a default or allow NULL with a migration.',
});

export const Unchecked = defineError<{ reason: string }>({
  code: 'GM_DRIFT_UNCHECKED',
  kind: 'integration',
  message: ({ reason }) => `The mapped tables could not be compared with the database, which did not answer (${reason}).`,
  fix: "Make the database reachable at boot, or set `drift: 'off'`.",
});

export const NotCompared = defineError({
  code: 'GM_DRIFT_NOT_COMPARED',
  kind: 'integration',
  message: () => 'The mapped tables were not compared with those of the database, which is no PostgreSQL.',
  fix: "Compare them with MikroORM's `schema:update --dump`, and set `drift: 'off'`.",
});

const quoted = (members: readonly string[]): string => members.map((member) => `"${member}"`).join(', ');
