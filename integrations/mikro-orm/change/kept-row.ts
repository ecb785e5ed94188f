import { baseType, isListType, isTextual, scalarTypeOf } from '../describe/column-type.js';
import { isOwning, keyColumnNames, type Meta, type Property } from '../metadata.js';
import { quote } from '../sql/statement.js';
import { literal } from './literal.js';

/** Longer texts and lists are not kept, in bytes. */
const MAX_BYTES = 200;

/** Values of these types are never looked at. */
const NEVER: readonly string[] = ['json', 'blob', 'interval', 'localDatetime'];

/** What statements call a row of which they write something down. */
export const ROW = 'w';

/** What is kept of a row: a JSON object of the columns that are short, and that can be compared. */
export function keptRow({ root }: Meta): string {
  const columns = new Map(
    root.props.filter(isKept).flatMap(({ fieldNames, columnTypes }) => fieldNames.map((name, index) => [name, columnTypes[index] ?? ''])),
  );
  const pairs = [...columns].map(([name]) => `${literal(name)}, ${ROW}.${quote(name)}`);
  const object = `jsonb_build_object(${pairs.join(', ')})`;
  const long = [...columns].filter(([, type]) => isLong(type)).map(([name]) => name);
  const tooLong = long.map((name) => `case when octet_length(${ROW}.${quote(name)}::text) > ${MAX_BYTES} then ${literal(name)} end`);
  return tooLong.length === 0 ? object : `(${object} - array_remove(array[${tooLong.join(', ')}]::text[], null))`;
}

/** Whether a property has columns whose values can be compared in memory. */
function isKept(property: Property): boolean {
  const { kind, formula, persist, columnTypes, fieldNames, nativeEnumName } = property;
  if (kind !== 'scalar' && !isOwning(property)) return false;
  if (formula || persist === false || !fieldNames || !columnTypes) return false;
  return columnTypes.every((type) => {
    const scalar = scalarTypeOf(type);
    return scalar === 'string' ? isTextual(baseType(type)) || nativeEnumName !== undefined : !NEVER.includes(scalar);
  });
}

function isLong(type: string): boolean {
  if (isListType(type)) return true;
  const [, size] = /\((\d+)\)/.exec(type) ?? [];
  // A character has four bytes at most.
  return scalarTypeOf(type) === 'string' && !(isTextual(type) && size !== undefined && Number(size) * 4 <= MAX_BYTES);
}

/** The key of a row as text, where it is one column. */
export function keyText(meta: Meta): string | undefined {
  const [name, ...others] = keyColumnNames(meta.root);
  return name === undefined || others.length > 0 ? undefined : `(${ROW}.${quote(name)}::text)`;
}
