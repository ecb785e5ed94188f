import type { Operation } from '../api/send.js';
import { keyArgument, queryDocument } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import type { AdminField, AdminManager, AdminQuery, Row, Schema } from '../schema/schema.js';
import { objectSelection } from '../schema/selection.js';

/** A change of an object, as the API tells it. */
export interface Change {
  readonly at: string;
  readonly operation: string;
  readonly reason: string | null;
  readonly author: { readonly actor: string | null; readonly system: boolean } | null;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** A page of changes, newest first. */
export interface ChangePage {
  readonly nodes: readonly Change[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * The fields that are shown of an object as it was: values, and, with `relations`, links to objects that can be read as they were, too. Files are
 * left out, since each change would bring them twice.
 */
export const historyFields = (schema: Schema, { fields }: AdminManager, relations: boolean): readonly AdminField[] =>
  fields.filter(({ kind, type, version }) => {
    // Of each change it only tells that there was one.
    if (version) return false;
    if (kind === 'one') return relations && isRemembered(schema, type);
    return kind !== 'many' && kind !== 'computed' && type !== 'blob';
  });

/** Whether an object can be called by its name as it was: so can everything that its name leads to. */
function isRemembered(schema: Schema, name: string, depth = 3): boolean {
  const manager = schema.named(name);
  if (!manager?.remembered || depth === 0) return false;
  const named = [...manager.label, ...(manager.key ?? []).map(({ field }) => field)];
  return manager.fields.every(
    (field) => !named.includes(field.name) || field.kind !== 'one' || isRemembered(schema, field.type, depth - 1),
  );
}

/** A page of the changes of one object, under `history`. */
export function historyDocument(
  schema: Schema,
  manager: AdminManager,
  { key, fields, after }: { readonly key: Key; readonly fields: readonly AdminField[]; readonly after: string | undefined },
): Operation {
  const { history = NONE } = manager;
  const state = objectSelection(schema, withoutLinks(manager, fields), fields);
  const nodes = `nodes { at operation reason author { actor system } before { ${state} } after { ${state} } }`;
  const given = { ...keyArgument(history, manager, key), first: CHANGES, after };
  return queryDocument('history', history, given, `${nodes} pageInfo { hasNextPage endCursor }`);
}

const NONE: AdminQuery = { name: '', args: {} };

/** Changes that are read at once. */
const CHANGES = 20;

/** What an object is called may lead to others that are not remembered; what it is called now is known anyway. */
function withoutLinks(manager: AdminManager, fields: readonly AdminField[]): AdminManager {
  const isThere = (name: string): boolean => fields.some((field) => field.name === name);
  const { key = [], ...others } = manager;
  return { ...others, label: manager.label.filter(isThere), key: key.filter(({ parts, field }) => !parts || isThere(field)) };
}
