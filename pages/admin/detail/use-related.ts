import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../api/use-api.js';
import { columnsOf } from '../list/columns.js';
import { pageArguments, type Place } from '../list/pager.js';
import { sortInput } from '../list/sort.js';
import { relatedDocument, type PageOf } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';

/** Rows of a list on the page of an object. */
export const RELATED_SIZE = 10;

/** A to-many relation of an object. */
interface Relation {
  readonly manager: AdminManager;
  readonly key: Key;
  readonly field: AdminField;
}

/** Of an object that is found by a list, the list is around it. */
interface Answer {
  readonly object: { readonly list?: PageOf; readonly nodes?: readonly { readonly list: PageOf }[] } | null;
}

/** Reads a page of the objects that one is related to; `besides` is selected of each, too. */
export function useRelated(relation: Relation, place: Place, sort: string | undefined, besides = '') {
  const schema = useSchema();
  const { send, who } = useApi();
  const { manager, key, field } = relation;
  const target = schema.named(field.type);
  // What leads back says the same in each row.
  const columns = target ? columnsOf(target).filter(({ name }) => name !== field.inverse) : [];
  const given = { sort: sortInput(sort), ...pageArguments('after' in (field.args ?? {}), RELATED_SIZE, place) };
  const { data, error, refetch } = useQuery({
    queryKey: ['related', ...who, manager.name, key, field.name, given, besides],
    queryFn: async ({ signal }) => send<Answer>(relatedDocument(schema, relation, columns, given, besides), signal),
    placeholderData: keepPreviousData,
    enabled: target !== undefined,
  });
  return { columns, page: data?.object?.list ?? data?.object?.nodes?.[0]?.list, error, refetch };
}
