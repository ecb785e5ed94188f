import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { failureOf } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { canSearch, searchFilter } from '../list/filters.js';
import { listDocument, type PageOf } from '../schema/documents.js';
import { keyOf, keyPath } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import { useSchema, type AdminManager, type Row } from '../schema/schema.js';

/** An object that can be chosen: its key as in a path, and what people call it. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly row: Row;
}

/** What is selected of objects besides what they are called, and which of them can be chosen. */
export interface Candidates {
  readonly besides: string;
  readonly isOffered: (row: Row) => boolean;
}

const PAUSE_MS = 200;
const OFFERED = 20;
/** Where some of them cannot be chosen: so many are looked at together, and so many times at most. */
const TOGETHER = 100;
const TIMES = 10;

/** Finds objects by what people call them; where the source cannot search, the first ones. */
export function useCandidates(target: AdminManager, typed: string, enabled: boolean, candidates?: Candidates) {
  const schema = useSchema();
  const { send, who } = useApi();
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isSearched = text !== '' && canSearch(schema, target);
  const filter = isSearched ? searchFilter(schema, target, text) : undefined;
  const sort = target.fields.find(({ name, sortable }) => name === target.label[0] && sortable);
  const given = { filter, first: candidates ? TOGETHER : OFFERED, ...(sort && { sort: [{ [sort.name]: 'ASC' }] }) };
  /** Goes on from page to page until enough of what was found can be chosen. */
  const look = async (signal: AbortSignal): Promise<{ readonly rows: readonly Row[]; readonly isCut: boolean }> => {
    const rows: Row[] = [];
    let after: string | null | undefined;
    for (let time = 1; ; time++) {
      const { list } = await send<{ readonly list: PageOf }>(
        listDocument(schema, target, [], { ...given, after }, candidates?.besides),
        signal,
      );
      rows.push(...list.nodes.filter((row) => candidates?.isOffered(row) ?? true));
      after = 'after' in (target.list?.args ?? {}) ? list.pageInfo.endCursor : undefined;
      const isCut = list.pageInfo.hasNextPage;
      if (!isCut || rows.length >= OFFERED || time === TIMES || !after) return { rows, isCut };
    }
  };
  const { data, isFetching, error } = useQuery({
    queryKey: ['picker', ...who, target.name, given, candidates?.besides],
    queryFn: async ({ signal }) => look(signal),
    enabled,
    placeholderData: keepPreviousData,
  });
  const found = (data?.rows ?? []).flatMap((row): Option[] => {
    const key = keyOf(target.key, row);
    return key ? [{ value: keyPath(key), label: labelText(schema, target, row), row }] : [];
  });
  return { found, isFetching, isSearched, isCut: data?.isCut ?? false, failure: error ? failureOf(error).message : undefined };
}
