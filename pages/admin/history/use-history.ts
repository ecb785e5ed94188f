import { useInfiniteQuery } from '@tanstack/react-query';
import { failureOf } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import type { Key } from '../schema/keys.js';
import { useSchema, type AdminField, type AdminManager } from '../schema/schema.js';
import { historyDocument, historyFields, type ChangePage } from './history-document.js';

/** Changes, with the fields that were read of each. */
export interface ReadChanges extends ChangePage {
  readonly fields: readonly AdminField[];
}

/** Reads the changes of an object, newest first; more of them when that is asked for. */
export function useHistory(manager: AdminManager, key: Key) {
  const schema = useSchema();
  const { send, who } = useApi();
  const read = async (relations: boolean, after: string | undefined, signal: AbortSignal): Promise<ReadChanges> => {
    const fields = historyFields(schema, manager, relations);
    const { history } = await send<{ readonly history: ChangePage }>(historyDocument(schema, manager, { key, fields, after }), signal);
    return { ...history, fields };
  };
  return useInfiniteQuery({
    queryKey: ['history', ...who, manager.name, key],
    queryFn: async ({ pageParam, signal }) => {
      try {
        return await read(true, pageParam, signal);
      } catch (error) {
        // The policy of what a link leads to may look at what nobody remembers.
        if (failureOf(error).gm !== 'GM_READ_NO_HISTORY') throw error;
        return read(false, pageParam, signal);
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined),
  });
}
