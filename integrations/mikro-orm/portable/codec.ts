import type { Platform } from '@mikro-orm/core';
import type { Property } from '../metadata.js';
import { join, sql, type Sql } from './sql.js';

/** Where an operand lies among the values that a column can hold. */
export interface Place {
  /** The value itself, or the next one below it; undefined where every value is above. */
  readonly text: string | undefined;
  /** Whether it is the value itself. */
  readonly exact: boolean;
}

/** How the values of one column travel. Their exact texts stand for them in cursors, links and lists. */
export interface Codec {
  /** The form of an expression that compares and orders exactly. */
  sorted(expression: Sql): Sql;
  /** What is selected of an expression for {@link decode}. */
  read(expression: Sql): Sql;
  /** The JavaScript value of what {@link read} gave, which is not null. */
  decode(value: unknown): unknown;
  /** What is selected of an expression for {@link text}. */
  key(expression: Sql): Sql;
  /** The exact text of what {@link key} gave, which is not null. */
  readonly text: (value: unknown) => string;
  /** The value of a text, bound, in the form of {@link sorted}. */
  bound(text: string): Sql;
  /** Whether an expression has a value: with an index where there is one. */
  equal(expression: Sql, text: string): Sql;
  /** Whether an expression has one of some values; there is at least one. */
  oneOf(expression: Sql, texts: readonly string[]): Sql;
  /** Where a JavaScript operand lies. */
  place(value: unknown): Place;
  /** The value of a text as JSON, for lists that are bound as one document, where the column's values have a form in JSON. */
  readonly literal?: (text: string) => string;
  /** How the values are added up, where they are numbers. */
  readonly addition?: Addition;
}

/** How numbers of a column are added up: exactly, but for floating-point numbers. */
export interface Addition {
  /** The sum of all values of an expression, null where there is none; {@link total} says how it travels. */
  readonly sum: (expression: Sql) => Sql;
  readonly total: Codec;
  /** The average, where it is to be had in SQL; else it is made of the sum, which then has all digits. */
  readonly average?: (expression: Sql) => Sql;
}

/** A value that a column can hold. */
export const exactly = (text: string): Place => ({ text, exact: true });

/** A value between others: the next one below. */
export const above = (text: string): Place => ({ text, exact: false });

/** Less than every value. */
export const BELOW_ALL: Place = { text: undefined, exact: false };

/** What a codec does not say: values are as the database has them, and their own texts. */
export function codec(own: Partial<Codec> & Pick<Codec, 'bound'>): Codec {
  const made: Codec = {
    sorted: (expression) => expression,
    read: (expression) => made.key(expression),
    decode: (value) => value,
    key: (expression) => expression,
    text: String,
    equal: (expression, text) => sql`${made.sorted(expression)} = ${made.bound(text)}`,
    oneOf: (expression, texts) => sql`${made.sorted(expression)} in (${join(texts.map((text) => made.bound(text)))})`,
    place: (value) => exactly(String(value)),
    ...own,
  };
  return made;
}

/** The conversion that a property's type makes of what a driver gives. */
export function converting({ customType }: Property, platform: Platform, decode: (value: unknown) => unknown): (value: unknown) => unknown {
  return customType ? (value) => customType.convertToJSValue(decode(value), platform) : decode;
}
