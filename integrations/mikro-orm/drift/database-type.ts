/** A column type taken apart. */
interface DatabaseType {
  readonly schema: string | undefined;
  readonly name: string;
  /** Length, or precision and scale: `20`, `10,2`; empty when there are none. */
  readonly modifiers: string;
  readonly list: boolean;
}

// The names that PostgreSQL itself understands as another one, and those that MikroORM declares columns with.
const ALIASES: Readonly<Record<string, string>> = Object.freeze({
  int: 'integer',
  int4: 'integer',
  mediumint: 'integer',
  serial: 'integer',
  serial4: 'integer',
  int2: 'smallint',
  tinyint: 'smallint',
  smallserial: 'smallint',
  serial2: 'smallint',
  int8: 'bigint',
  bigserial: 'bigint',
  serial8: 'bigint',
  bool: 'boolean',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  double: 'double precision',
  decimal: 'numeric',
  dec: 'numeric',
  varchar: 'character varying',
  'char varying': 'character varying',
  'national character varying': 'character varying',
  char: 'character',
  bpchar: 'character',
  nchar: 'character',
  varbit: 'bit varying',
  time: 'time without time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  // MikroORM declares jsonb for whatever JSON, and reads and writes both.
  json: 'jsonb',
});

// An enum without a native type is a column of text or of whole numbers, of whichever kind.
const FAMILIES: readonly (readonly string[])[] = [
  ['text', 'character varying', 'character', 'citext'],
  ['smallint', 'integer', 'bigint'],
];

function parse(type: string): DatabaseType {
  const flat = type
    .toLowerCase()
    .replaceAll('"', '')
    .replace(/ collate .*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const single = flat.replace(/(\s?\[\d*\])+$/, '');
  const modifiers = (/\(([^)]*)\)/.exec(single)?.[1] ?? '').replaceAll(' ', '');
  const full = single.replace(/\s?\([^)]*\)/, '').trim();
  const dot = full.lastIndexOf('.');
  const schema = full.slice(0, Math.max(dot, 0));
  return {
    schema: schema === '' || schema === '*' || schema === 'pg_catalog' ? undefined : schema,
    ...canonical(full.slice(dot + 1), modifiers),
    list: single !== flat,
  };
}

function canonical(name: string, modifiers: string): Pick<DatabaseType, 'name' | 'modifiers'> {
  if (name === 'float' && modifiers !== '') return { name: Number(modifiers) < 25 ? 'real' : 'double precision', modifiers: '' };
  if (name.startsWith('interval ')) return { name: 'interval', modifiers };
  const found = ALIASES[name] ?? name;
  return { name: found, modifiers: found === 'numeric' && /^\d+$/.test(modifiers) ? `${modifiers},0` : modifiers };
}

/** How strictly a declared type is compared. */
interface Strictness {
  /** Compare length, precision and scale; a real type without any of them holds everything and is always accepted. */
  readonly modifiers: boolean;
  /** Accept any type of the same family. */
  readonly family: boolean;
}

/** Whether a declared type and a real one are the same to PostgreSQL: `varchar(20)` and `character varying(20)` are. */
export function sameType(declared: string, real: string, strictness: Strictness): boolean {
  const [mapped, found] = [parse(declared), parse(real)];
  const sameName =
    mapped.name === found.name || (strictness.family && FAMILIES.some((each) => each.includes(mapped.name) && each.includes(found.name)));
  if (!sameName || mapped.list !== found.list) return false;
  if (mapped.schema !== undefined && found.schema !== undefined && mapped.schema !== found.schema) return false;
  if (!strictness.modifiers || mapped.modifiers === '' || found.modifiers === '') return true;
  return mapped.modifiers === found.modifiers;
}
