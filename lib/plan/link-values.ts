import type { ValueField } from '../model/field.js';
import { enumNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, anyOfConditions, FALSE, type Condition } from './condition.js';
import { INVALID, parseScalar } from './parse-value.js';

/** The values of fields that link an object, and the text that tells them from others. */
export interface LinkKey {
  readonly id: string;
  readonly texts: readonly string[];
}

/** What links an object by these values of its fields; undefined where one is null, or nothing that links. */
export function linkKey(values: readonly unknown[]): LinkKey | undefined {
  const texts = values.map(textOf);
  return texts.every((text) => text !== undefined) ? { id: JSON.stringify(texts), texts } : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The values of fields that have these texts; undefined where the fields can have no such values. */
export function valuesOf(model: ApplicationModel, fields: readonly ValueField[], { texts }: LinkKey): readonly unknown[] | undefined {
  const values = fields.map((field, index) => valueOf(model, field, texts[index] ?? ''));
  return values.includes(INVALID) ? undefined : values;
}

function valueOf(model: ApplicationModel, field: ValueField, text: string): unknown {
  if (field.kind === 'enum') {
    const member = enumNamed(model, field.enum).members.find(({ value }) => String(value) === text);
    return member ? member.value : INVALID;
  }
  const value = parseScalar(field, text);
  // Not what only means the same, such as 007.
  return value !== INVALID && textOf(value) === text ? value : INVALID;
}

/** Which objects have one of these tuples of values. */
export function amongValues(manager: ManagerModel, fields: readonly ValueField[], tuples: readonly (readonly unknown[])[]): Condition {
  if (tuples.length === 0) return FALSE;
  if (isKey(manager, fields)) return { kind: 'key', manager, keys: tuples };
  const path = (field: ValueField) => ({ manager, hops: [], embedded: [], field });
  const [only, ...others] = fields;
  if (only && others.length === 0) return { kind: 'compare', path: path(only), operator: 'in', value: tuples.map(([value]) => value) };
  return anyOfConditions(
    tuples.map((tuple) =>
      allOfConditions(fields.map((field, index) => ({ kind: 'compare', path: path(field), operator: 'eq', value: tuple[index] }))),
    ),
  );
}

/** Whether fields are the whole key, in its order. */
const isKey = ({ key }: ManagerModel, fields: readonly ValueField[]): boolean =>
  key?.parts.length === fields.length && key.parts.every(({ kind, field }, index) => kind === 'value' && fields[index]?.name === field);
