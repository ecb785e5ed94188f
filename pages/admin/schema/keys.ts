import type { AdminKeyPart, AdminManager, Row } from './schema.js';

/** A key: the texts of its parts in their order, those of relations among them. */
export type Key = readonly string[];

/** The selection that a key is read by. */
export function keySelection(parts: readonly AdminKeyPart[]): string {
  return parts.map(({ field, parts: inner }) => (inner ? `${field} { ${keySelection(inner)} }` : field)).join(' ');
}

/** The key of an object; undefined where a part of it is hidden. */
export function keyOf(parts: readonly AdminKeyPart[] | undefined, row: Row): Key | undefined {
  if (!parts) return undefined;
  const texts: string[] = [];
  for (const { field, parts: inner } of parts) {
    const value = row[field];
    if (value === null || value === undefined) return undefined;
    const part = inner ? keyOf(inner, value as Row) : [typeof value === 'string' ? value : JSON.stringify(value)];
    if (!part) return undefined;
    texts.push(...part);
  }
  return texts;
}

/** The value that names an object in arguments and inputs: one value, or an object of them. */
export function keyValue(parts: readonly AdminKeyPart[], key: Key): unknown {
  const left = [...key];
  const read = (each: readonly AdminKeyPart[]): unknown => {
    const values = each.map(({ field, parts: inner }) => [field, inner ? read(inner) : (left.shift() ?? '')] as const);
    return values.length === 1 ? values[0]?.[1] : Object.fromEntries(values);
  };
  return read(parts);
}

/** The filter that an object of this key matches. */
export function keyFilter(parts: readonly AdminKeyPart[], key: Key): Row {
  const left = [...key];
  const read = (each: readonly AdminKeyPart[]): Row =>
    Object.fromEntries(each.map(({ field, parts: inner }) => [field, inner ? read(inner) : { eq: left.shift() ?? '' }]));
  return read(parts);
}

/** The filter that the objects of these keys match, and no others. */
export function keysFilter(parts: readonly AdminKeyPart[], keys: readonly Key[]): Row {
  const [only] = parts;
  if (only && parts.length === 1 && !only.parts) return { [only.field]: { in: keys.map(([text]) => text ?? '') } };
  return { or: keys.map((key) => keyFilter(parts, key)) };
}

/** How many texts a key has. */
export const keyLength = (parts: readonly AdminKeyPart[]): number =>
  parts.reduce((sum, { parts: inner }) => sum + (inner ? keyLength(inner) : 1), 0);

/** A key as a part of a path, without signs that URLs have a use for. */
export const keyPath = (key: Key): string =>
  key.map((text) => text.replace(/[^\w.:@-]/gu, (character) => `~${character.codePointAt(0)?.toString(16) ?? ''}~`)).join(',');

/** The key of a part of a path. */
export const keyFromPath = (path: string): Key =>
  path.split(',').map((text) => text.replace(/~([\da-f]+)~/g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16))));

/** Where an object is shown. */
export const objectPath = ({ plural }: Pick<AdminManager, 'plural'>, key: Key): string => `/${plural}/o/${keyPath(key)}`;
