import { parseDictionary, parseList, Token, type BareItem, type Parameters } from 'structured-headers';

/** What an upstream says of how often it may be asked. */
export interface Quota {
  /** Requests that are left. */
  readonly remaining: number;
  /** Milliseconds until there are more. */
  readonly resetMs: number;
}

/**
 * Reads `RateLimit` in the forms of draft-ietf-httpapi-ratelimit-headers (`"default";r=50;t=30`, earlier `limit=100, remaining=50,
 * reset=30` and `RateLimit-Remaining`), or `X-RateLimit-*`; of several policies the one with the least left. What is not understood is no quota.
 *
 * @param dateOf gives the time of the answer, in milliseconds since 1970
 */
export function readQuota(headers: Headers, dateOf: () => number): Quota | undefined {
  const combined = headers.get('ratelimit');
  if (combined !== null) return ofList(combined, windowsOf(headers.get('ratelimit-policy'))) ?? ofDictionary(combined);
  return ofPair(headers, 'ratelimit-', dateOf) ?? ofPair(headers, 'x-ratelimit-', dateOf) ?? ofPair(headers, 'x-rate-limit-', dateOf);
}

function ofList(header: string, windows: ReadonlyMap<string, number>): Quota | undefined {
  const quotas = itemsOf(header).flatMap(([name, parameters]) => {
    const remaining = numberOf(parameters.get('r'));
    const seconds = numberOf(parameters.get('t')) ?? windows.get(name);
    return remaining === undefined || seconds === undefined ? [] : [{ remaining, resetMs: seconds * 1000 }];
  });
  return quotas.sort((one, other) => one.remaining - other.remaining || other.resetMs - one.resetMs)[0];
}

/** The windows of policies by name: no more is left before they have passed. */
function windowsOf(header: string | null): ReadonlyMap<string, number> {
  const entries = itemsOf(header ?? '').map(([name, parameters]) => [name, numberOf(parameters.get('w'))] as const);
  return new Map(entries.flatMap(([name, seconds]) => (seconds === undefined ? [] : [[name, seconds] as const])));
}

function itemsOf(header: string): readonly (readonly [name: string, parameters: Parameters])[] {
  try {
    return parseList(header).flatMap(([item, parameters]) =>
      typeof item === 'string' || item instanceof Token ? [[String(item), parameters] as const] : [],
    );
  } catch {
    return [];
  }
}

function ofDictionary(header: string): Quota | undefined {
  try {
    const members = parseDictionary(header);
    const [remaining, seconds] = ['remaining', 'reset'].map((name) => {
      const [value] = members.get(name) ?? [];
      return Array.isArray(value) ? undefined : numberOf(value);
    });
    return remaining === undefined || seconds === undefined ? undefined : { remaining, resetMs: seconds * 1000 };
  } catch {
    return undefined;
  }
}

function ofPair(headers: Headers, prefix: string, dateOf: () => number): Quota | undefined {
  const remaining = textNumber(headers.get(`${prefix}remaining`));
  const reset = remaining === undefined ? undefined : textNumber(headers.get(`${prefix}reset`));
  if (remaining === undefined || reset === undefined) return undefined;
  return { remaining, resetMs: Math.max(0, resetMs(reset, dateOf())) };
}

const SECONDS_SINCE_1970 = 1e9;
const MILLISECONDS_SINCE_1970 = 1e12;

/** There are three habits: seconds from now, seconds since 1970, and milliseconds since 1970. */
function resetMs(reset: number, date: number): number {
  if (reset >= MILLISECONDS_SINCE_1970) return reset - date;
  return reset >= SECONDS_SINCE_1970 ? reset * 1000 - date : reset * 1000;
}

const numberOf = (item: BareItem | undefined): number | undefined => (typeof item === 'number' && item >= 0 ? item : undefined);
const textNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
