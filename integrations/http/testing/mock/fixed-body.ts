import { isDeepStrictEqual } from 'node:util';
import type { RequestOptions, WantedField } from '../../declare/operation-options.js';

/** What the body of a request has in any case. */
export interface FixedBody {
  /** Undefined where there is none. */
  readonly content: object | undefined;
  /** Whether it may have more, since a function makes it. */
  readonly isOpen: boolean;
  /** What a GraphQL document begins with. */
  readonly document?: string;
}

const wanted = (name: string): readonly WantedField[] => [{ name, fields: [] }];

/** What is always in the body of an operation's requests. */
export function fixedBody({ body, graphql }: RequestOptions): FixedBody {
  if (body === undefined) return { content: undefined, isOpen: false };
  if (typeof body !== 'function') return { content: body, isOpen: false };
  if (!graphql) return { content: undefined, isOpen: true };
  const [{ query, ...content }, other] = [body(wanted('a')), body(wanted('b'))];
  return { content, isOpen: false, document: commonBeginning(String(query), String(other['query'])) };
}

function commonBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a body has everything of another one. */
export function hasAll(body: unknown, content: unknown): boolean {
  if (!isRecord(content)) return isDeepStrictEqual(body, content);
  return isRecord(body) && Object.entries(content).every(([name, value]) => Object.hasOwn(body, name) && hasAll(body[name], value));
}

/** The path of something in a body that is neither fixed nor at one of some paths; undefined where there is nothing. */
export function unknownIn(
  body: unknown,
  content: unknown,
  allowed: readonly (readonly string[])[],
  path: readonly string[] = [],
): string | undefined {
  if (allowed.some((each) => isDeepStrictEqual(each, path))) return undefined;
  const leadsOn = allowed.some((each) => each.length > path.length && path.every((name, index) => each[index] === name));
  if (!isRecord(body) || !(leadsOn || isRecord(content))) return isDeepStrictEqual(body, content) ? undefined : path.join('.');
  for (const [name, value] of Object.entries(body)) {
    const fixed = isRecord(content) && Object.hasOwn(content, name) ? content[name] : undefined;
    const found = unknownIn(value, fixed, allowed, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
