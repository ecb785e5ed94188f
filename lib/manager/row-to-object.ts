import type { PageResult, Row } from '../interface/result.js';

/**
 * Gives a row as callers of the TypeScript API see it: pages of related objects become plain lists, and marks are taken off. A value that could not be
 * computed is an error in its place, and is thrown.
 */
export function toObject(row: Row): object {
  for (const mark of Object.getOwnPropertySymbols(row)) Reflect.deleteProperty(row, mark);
  for (const [name, value] of Object.entries(row)) {
    if (value instanceof Error) throw value;
    if (isPage(value)) row[name] = value.rows.map(toObject);
    else if (isRow(value)) toObject(value);
  }
  return row;
}

/** Whether a row has a page of related objects. */
export const isPage = (value: unknown): value is PageResult =>
  typeof value === 'object' && value !== null && 'rows' in value && 'plan' in value && 'positions' in value;

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
