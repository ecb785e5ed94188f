import { cursor, field, linkHeader, offsetLimit, pageNumber, type ListOperation, type PageStyle } from 'general-manager/http';
import { serve, type Loopback, type Reply, type Seen } from './api.js';

/** A thing as the upstream has it. */
export interface Source {
  readonly id: number;
  readonly title: string | null;
  readonly size: number | null;
  readonly cost: string | null;
  readonly seen_at: string | null;
  readonly mood: string | null;
  readonly owner: { readonly login: string } | null;
  readonly tags: readonly string[];
}

export const MOODS = ['calm', 'wild', 'odd one'];

/** The fields of a thing. */
export const thingFields = {
  id: field.id({ type: 'int' }),
  label: field.string({ from: 'title', nullable: true }),
  size: field.int({ nullable: true }),
  cost: field.decimal({ nullable: true }),
  seen: field.datetime({ from: 'seen_at', nullable: true }),
  mood: field.enum(MOODS, { nullable: true }),
  owner: field.string({ from: 'owner.login', nullable: true }),
  tags: field.list(field.string()),
};

const SOURCES: Readonly<Record<string, (source: Source) => string | number | null>> = {
  id: ({ id }) => id,
  label: ({ title }) => title,
  size: ({ size }) => size,
  cost: ({ cost }) => (cost === null ? null : Number(cost)),
  seen: ({ seen_at: seen }) => (seen === null ? null : Date.parse(seen)),
  mood: ({ mood }) => mood,
  owner: ({ owner }) => owner?.login ?? null,
};

/** How the lists of the upstream are divided, by their paths. */
export const STYLES: Readonly<Record<string, PageStyle | undefined>> = {
  '/whole': undefined,
  '/numbered': pageNumber({ maxSize: 7, totalHeader: 'X-Total' }),
  '/untold': pageNumber({ maxSize: 7 }),
  '/offset': offsetLimit({ maxSize: 7, total: 'total', items: 'items' }),
  '/linked': linkHeader({ size: 'per_page', maxSize: 7 }),
  '/cursor': cursor({ next: 'next', items: 'items', size: 'limit', maxSize: 7 }),
};

/** All that the upstream can be asked: comparisons that are exact, and what they leave out. */
export const FILTERS: NonNullable<ListOperation['filters']> = Object.fromEntries(
  Object.keys(SOURCES).flatMap((path) => [
    ...['eq', 'gt', 'gte', 'lt', 'lte'].flatMap((operator) =>
      operator === 'eq' || !['label', 'mood', 'owner'].includes(path)
        ? [[`${path}.${operator}`, { param: `${path}.${operator}`, exclude: `not.${path}.${operator}` }] as const]
        : [],
    ),
    [`${path}.in`, { param: `${path}.in`, exclude: `not.${path}.in`, list: 'repeat' }] as const,
    [`${path}.isNull`, { param: `${path}.isNull` }] as const,
  ]),
);

/** The order of the upstream: nulls last, ascending. */
export const SORT = { param: 'sort', fields: ['id', 'size', 'cost', 'seen'], keys: 3, nulls: 'last' } as const;

/** Serves things as upstreams do: filtered, ordered and divided, in each of the ways of {@link STYLES}. */
export async function serveThings(things: () => readonly Source[]): Promise<Loopback> {
  return serve((request) => {
    const [, one] = /^\/things\/(.+)$/.exec(request.path) ?? [];
    if (one !== undefined) {
      const found = things().find(({ id }) => String(id) === decodeURIComponent(one));
      return found ? { body: found } : { status: 404, body: { message: 'Not Found' } };
    }
    const rows = ordered(
      things().filter((each) => matches(each, request.query)),
      request.query.get('sort'),
    );
    return divided(request, rows);
  });
}

function matches(source: Source, query: URLSearchParams): boolean {
  return [...new Set(query.keys())].every((name) => {
    const [, not, path = '', operator = ''] = /^(not\.)?(\w+)\.(\w+)$/.exec(name) ?? [];
    const read = SOURCES[path];
    if (!read) return true;
    const value = read(source);
    const operands = query.getAll(name).map((each) => (typeof value === 'number' ? numeric(each) : each));
    if (operator === 'isNull') return (value === null) === (operands[0] === 'true');
    // What is null is not equal to anything, as in most upstreams.
    const holds = value !== null && compare(operator, value, operands);
    return not === undefined ? holds : !holds;
  });
}

const numeric = (text: string): number => (/^-?[\d.]+$/.test(text) ? Number(text) : Date.parse(text));

function compare(operator: string, value: string | number, operands: readonly (string | number)[]): boolean {
  const [operand = ''] = operands;
  if (operator === 'gt') return value > operand;
  if (operator === 'gte') return value >= operand;
  if (operator === 'lt') return value < operand;
  return operator === 'lte' ? value <= operand : operands.includes(value);
}

function ordered(rows: readonly Source[], sort: string | null): readonly Source[] {
  const keys = (sort ?? '').split(',').filter((each) => each !== '');
  return rows.toSorted((left, right) => {
    for (const key of keys) {
      const read = SOURCES[key.replace('-', '')];
      const [first, second] = [read?.(left) ?? null, read?.(right) ?? null];
      if (first === second) continue;
      const order = first === null ? 1 : second === null ? -1 : first < second ? -1 : 1;
      return key.startsWith('-') ? -order : order;
    }
    return 0;
  });
}

function divided({ path, query }: Seen, rows: readonly Source[]): Reply {
  const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);
  switch (path) {
    case '/numbered':
    case '/untold': {
      const [page, size] = [number('page', 1), number('per_page', 5)];
      return { body: rows.slice((page - 1) * size, page * size), headers: { 'x-total': String(rows.length) } };
    }
    case '/offset': {
      const [offset, limit] = [number('offset', 0), number('limit', 5)];
      return { body: { items: rows.slice(offset, offset + limit), total: rows.length } };
    }
    case '/linked': {
      const [from, size] = [number('from', 0), number('per_page', 5)];
      const next = new URLSearchParams(query);
      next.set('from', String(from + size));
      const link = from + size < rows.length ? { link: `<${path}?${next}>; rel="next"` } : {};
      return { body: rows.slice(from, from + size), headers: link };
    }
    case '/cursor': {
      const [from, limit] = [Number(atob(query.get('cursor') ?? btoa('0'))), number('limit', 5)];
      return { body: { items: rows.slice(from, from + limit), next: from + limit < rows.length ? btoa(String(from + limit)) : null } };
    }
    default:
      return { body: rows };
  }
}
