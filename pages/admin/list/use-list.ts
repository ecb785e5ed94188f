import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../api/use-api.js';
import { listDocument, type PageOf } from '../schema/documents.js';
import { capabilitySelection } from '../schema/selection.js';
import { useSchema, type AdminManager } from '../schema/schema.js';
import { columnsOf } from './columns.js';
import { filterInput } from './filters.js';
import type { ListState } from './list-state.js';
import { pageArguments } from './pager.js';
import { sortInput } from './sort.js';

/** Reads the page of a list that the URL says. */
export function useList(manager: AdminManager, state: ListState) {
  const schema = useSchema();
  const { send, who } = useApi();
  const columns = columnsOf(manager, state.columns);
  const { filter, problems } = useMemo(
    () => filterInput(schema, manager, state.filters, state.search),
    [schema, manager, state.filters, state.search],
  );
  const cursors = 'after' in (manager.list?.args ?? {});
  const deleted = state.deleted ? 'INCLUDE' : undefined;
  const many = canMany(manager) && !state.deleted;
  const given = { filter, sort: sortInput(state.sort), deleted, ...pageArguments(cursors, state.size, state) };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['list', ...who, manager.name, columns.map(({ name }) => name), given, many],
    queryFn: async ({ signal }) =>
      send<{ readonly list: PageOf }>(listDocument(schema, manager, columns, given, many ? capabilitySelection(manager) : ''), signal),
    placeholderData: keepPreviousData,
  });
  const page = error ? undefined : data?.list;
  return { columns, cursors, problems, filter, many, place: JSON.stringify([who, given]), page, error, isFetching, refetch };
}

/** Whether the API has mutations of everything that a filter finds. */
const canMany = ({ updateMany, deleteMany, key }: AdminManager): boolean => key !== undefined && (updateMany ?? deleteMany) !== undefined;
