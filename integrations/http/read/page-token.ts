import type { PageStyle, PageWindow } from '../pagination/index.js';
import type { UpstreamRequest } from '../upstream/index.js';

/** A page of a list that can be asked for again, and where in it reading goes on. */
export interface PagePlace {
  readonly window: PageWindow;
  /** What asks for the page, where lists cannot be begun at its window. */
  readonly request: UpstreamRequest;
}

/** What differs between the first request of a list and that of a page: what a cursor remembers, without what was filtered by. */
interface Token {
  /** Where the page begins. */
  readonly o: number;
  readonly s: number;
  /** A next link. */
  readonly t?: string;
  readonly q?: readonly (readonly [string, string])[];
  /** Paths into the body with their values. */
  readonly b?: readonly (readonly [readonly string[], unknown])[];
}

/** The text that stands for a page in a position. */
export function pageToken(style: PageStyle, first: UpstreamRequest, { window, request }: PagePlace): string {
  const base: Token = { o: window.offset, s: window.size };
  if (style.begin !== 'first') return JSON.stringify(base);
  const query = (request.query ?? []).filter(([name, value]) => !(first.query ?? []).some((each) => each[0] === name && each[1] === value));
  const changes = changesOf(contentOf(first), contentOf(request));
  const token: Token = {
    ...base,
    ...(request.target !== first.target && { t: request.target }),
    ...(query.length > 0 && { q: query }),
    ...(changes.length > 0 && { b: changes }),
  };
  return JSON.stringify(token);
}

/** The page that a text stands for; undefined where it is none. */
export function pageOfToken(style: PageStyle, first: UpstreamRequest, text: string): PagePlace | undefined {
  const token = parse(text);
  if (!token) return undefined;
  const window: PageWindow = { offset: token.o, size: token.s };
  return { window, request: style.begin === 'first' ? applied(first, token) : style.request(first, window) };
}

function parse(text: string): Token | undefined {
  try {
    const found = JSON.parse(text) as Partial<Token> | null;
    return found && Number.isSafeInteger(found.o) && Number.isSafeInteger(found.s) ? (found as Token) : undefined;
  } catch {
    return undefined;
  }
}

function applied(first: UpstreamRequest, { t, q = [], b = [] }: Token): UpstreamRequest {
  const { query = [], ...rest } = first;
  const names = new Set(q.map(([name]) => name));
  // A link says everything that is asked for.
  const asked = t === undefined ? [...query.filter(([name]) => !names.has(name)), ...q] : q;
  const body = b.length > 0 && first.body ? { ...first.body, content: JSON.stringify(changed(contentOf(first), b)) } : first.body;
  return { ...rest, target: t ?? first.target, query: asked, ...(body && { body }) };
}

function contentOf({ body }: UpstreamRequest): unknown {
  return typeof body?.content === 'string' ? JSON.parse(body.content) : undefined;
}

type Change = readonly [readonly string[], unknown];

function changesOf(before: unknown, after: unknown, path: readonly string[] = []): readonly Change[] {
  if (!isRecord(before) || !isRecord(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [[path, after]];
  return Object.keys(after).flatMap((name) => changesOf(before[name], after[name], [...path, name]));
}

function changed(content: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((state, [path, value]) => placed(state, path, value), content);
}

function placed(holder: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const known = isRecord(holder) ? holder : {};
  return { ...known, [name]: placed(known[name], rest, value) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
