import type { GraphQLObjectType } from 'graphql';
import type { TableEntry } from '../emit/field-table.js';

/** Something that only resolvers can answer: hand-written fields, guards, what the source cannot write as text. The message says what. */
export class NotDirect extends Error {}

/** Why histories are left to resolvers. */
export const HISTORIES = 'histories are read by resolvers';

/** Why a field is left to resolvers. */
export function whyOf({ name }: GraphQLObjectType, field: string, entry?: TableEntry): string {
  if (entry?.computed) return `${name}.${field} is computed`;
  if (entry?.guarded) return `${name}.${field} is guarded by TypeGraphQL`;
  return entry?.declared ? `${name}.${field} is declared by the application` : `${name}.${field} is resolved by hand-written code`;
}
