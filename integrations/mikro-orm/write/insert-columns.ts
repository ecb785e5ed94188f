import { isRaw } from '@mikro-orm/core';
import type { Meta, Orm, Property } from '../metadata.js';
import type { EntityRow } from './new-entities.js';

/** The columns that an INSERT names, with a value for each. */
export interface InsertColumns {
  readonly names: readonly string[];
  /** SQL of each value, made of its placeholder. */
  readonly write: readonly ((placeholder: string) => string)[];
  /** The same text for rows that name the same columns in the same way. */
  readonly shape: string;
  readonly values: readonly unknown[];
}

/** The part of MikroORM's driver that writes embedded objects as documents. */
interface DocumentDriver {
  mapDataToFieldNames(data: unknown, stringify: boolean, properties: unknown, convert: boolean): unknown;
}

/**
 * The columns that MikroORM's driver would write for a row: without those that are left to their defaults. Undefined where a value is SQL, or where
 * columns do not belong to one property each.
 */
export function insertColumns(orm: Orm, meta: Meta, row: EntityRow): InsertColumns | undefined {
  const names: string[] = [];
  const write: ((placeholder: string) => string)[] = [];
  const values: unknown[] = [];
  let shape = '';
  for (const key of Object.keys(row)) {
    const property = meta.properties[key];
    if (!property || isShared(property)) return undefined;
    const { [key]: given } = row;
    const columns = property.fieldNames;
    if (columns.length > 1 && given !== null && given !== undefined) return undefined;
    const value = columns.length > 1 ? null : stored(orm, property, given);
    if (isRaw(value)) return undefined;
    // Its default is the database's.
    if (value === undefined) continue;
    for (const name of columns) {
      names.push(name);
      values.push(value);
      const writer = writerOf(orm, property, given);
      write.push(writer);
      shape += `${writer === itself ? '' : '='}${name}\0`;
    }
  }
  return new Set(names).size === names.length ? { names, write, values, shape } : undefined;
}

/** Whether other properties, or objects of other classes, are in the same columns. */
const isShared = (property: Property): boolean =>
  'stiFieldNames' in property || property.polymorphic === true || (property.fieldNames ?? []).length === 0;

function stored({ driver }: Orm, property: Property, given: unknown): unknown {
  if (property.nullable && given === null) return null;
  const value: unknown = given ?? property.default;
  if (property.kind !== 'embedded' || !property.object) return value;
  const documents = driver as unknown as DocumentDriver;
  const mapped = (each: unknown): unknown => documents.mapDataToFieldNames(each, false, property.embeddedProps, false);
  if (value === null || value === undefined) return value;
  // As text: of lists, the driver of the database would make its own.
  return JSON.stringify(property.array ? (driver.getPlatform().cloneEmbeddable(value) as readonly unknown[]).map(mapped) : mapped(value));
}

const itself = (placeholder: string): string => placeholder;

function writerOf({ driver }: Orm, { customType, object }: Property, given: unknown): (placeholder: string) => string {
  if (!customType?.convertToDatabaseValueSQL || object || given === null || given === undefined) return itself;
  return (placeholder) => customType.convertToDatabaseValueSQL?.(placeholder, driver.getPlatform()) ?? placeholder;
}
