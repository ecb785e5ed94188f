import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { FieldFilter } from './filters.js';

/** What a list shows, all of it in the URL: so that it can be kept and sent, and the browser's way back works. */
export interface ListState {
  readonly filters: readonly FieldFilter[];
  readonly search: string;
  /** A field, with `-` before it for the other direction. */
  readonly sort: string | undefined;
  readonly size: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
  readonly offset: number;
  readonly deleted: boolean;
  readonly columns: readonly string[] | undefined;
}

export const SIZES: readonly number[] = [10, 25, 50, 100];
const DEFAULT_SIZE = 25;

/** The state of a list, and the way to change it; whatever is changed, a list begins with its first page unless a page is asked for. */
export function useListState(): readonly [ListState, (change: Partial<ListState>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.toString();
  const state = useMemo(() => read(new URLSearchParams(text)), [text]);
  const change = useCallback(
    (part: Partial<ListState>) => setParameters(write({ ...state, after: undefined, before: undefined, offset: 0, ...part })),
    [state, setParameters],
  );
  return [state, change];
}

function read(parameters: URLSearchParams): ListState {
  const size = Number(parameters.get('size'));
  return {
    filters: parameters.getAll('filter').flatMap(parseFilter),
    search: parameters.get('search') ?? '',
    sort: parameters.get('sort') ?? undefined,
    size: SIZES.includes(size) ? size : DEFAULT_SIZE,
    after: parameters.get('after') ?? undefined,
    before: parameters.get('before') ?? undefined,
    offset: Math.max(0, Math.trunc(Number(parameters.get('offset')) || 0)),
    deleted: parameters.get('deleted') === 'yes',
    columns: parameters.get('columns')?.split(',').filter(Boolean),
  };
}

function write({ filters, search, sort, size, after, before, offset, deleted, columns }: ListState): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const { field, operator, text, label } of filters)
    parameters.append('filter', JSON.stringify([field, operator, text, ...(label === undefined ? [] : [label])]));
  const others: readonly (readonly [string, string | undefined])[] = [
    ['search', search || undefined],
    ['sort', sort],
    ['size', size === DEFAULT_SIZE ? undefined : String(size)],
    ['after', after],
    ['before', before],
    ['offset', offset > 0 ? String(offset) : undefined],
    ['deleted', deleted ? 'yes' : undefined],
    ['columns', columns?.join(',')],
  ];
  for (const [name, value] of others) if (value !== undefined) parameters.set(name, value);
  return parameters;
}

/** What somebody typed into the URL may be anything. */
function parseFilter(text: string): readonly FieldFilter[] {
  try {
    const [field, operator, operand, label] = JSON.parse(text) as readonly unknown[];
    if (typeof field !== 'string' || typeof operator !== 'string' || typeof operand !== 'string') return [];
    return [{ field, operator, text: operand, ...(typeof label === 'string' && { label }) }];
  } catch {
    return [];
  }
}
