/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or a date, which is taken from the upstream's own date where the answer has one, so that
 * clocks need not agree. What is not understood is nothing.
 *
 * @param date of here, in milliseconds since 1970
 * @returns milliseconds, not negative
 */
export function readRetryAfter(headers: Headers, date: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  const until = dateOf(text);
  return until === undefined ? undefined : Math.max(0, until - dateOfAnswer(headers, date));
}

/** When an answer was given: by its own clock, else by ours. */
export const dateOfAnswer = (headers: Headers, date: number): number => dateOf(headers.get('date') ?? '') ?? date;

/** HTTP dates begin with the name of a day, in all three forms; others that JavaScript reads are none. */
function dateOf(text: string): number | undefined {
  const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : date;
}
