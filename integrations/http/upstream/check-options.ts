import { InvalidUpstreamOption } from './errors.js';
import type { UpstreamOptions } from './options.js';

/** Options that are numbers, by their path, and what they have to be. */
type Rule = readonly [option: string, value: number | undefined, isValid: (value: number) => boolean, expected: string];

const isPositive = (value: number): boolean => value > 0;
const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isShare = (value: number): boolean => value > 0 && value <= 1;
/** Timers of Node end at once where they are longer. */
const isTime = (value: number): boolean => value > 0 && value <= 2_147_483_647;

/**
 * Checks the numbers of options.
 *
 * @throws GM_UPSTREAM_INVALID_OPTION
 */
export function checkOptions(options: UpstreamOptions): void {
  for (const [option, value, isValid, expected] of [...rules(options), ...rulesOfResilience(options)]) {
    if (value !== undefined && !isValid(value)) throw InvalidUpstreamOption.create({ option, expected });
  }
}

function rules({ timeouts, maxBytes, maxDepth, redirects, hedge, rateLimit }: UpstreamOptions): readonly Rule[] {
  return [
    ['timeouts.attemptMs', timeouts?.attemptMs, isTime, TIME],
    ['timeouts.totalMs', timeouts?.totalMs, isTime, TIME],
    ['maxBytes', maxBytes, isWhole, WHOLE],
    ['maxDepth', maxDepth, isWhole, WHOLE],
    ['redirects', typeof redirects === 'number' ? redirects : redirects?.max, isCount, 'a whole number, or 0'],
    ['hedge.afterMs', hedge?.afterMs, isTime, TIME],
    ['rateLimit.requests', rateLimit?.requests, (value) => isWhole(value) && value <= 100_000, 'a whole number from 1 to 100,000'],
    ['rateLimit.perMs', rateLimit?.perMs, isPositive, TIME],
  ];
}

function rulesOfResilience({ retry, breaker, bulkhead }: UpstreamOptions): readonly Rule[] {
  const { maxAttempts, baseMs, capMs } = retry || {};
  const { threshold, minimum, windowMs, openMs, probes } = breaker || {};
  const { maxConcurrent, maxQueued } = bulkhead || {};
  return [
    ['retry.maxAttempts', maxAttempts, isWhole, WHOLE],
    ['retry.baseMs', baseMs, isTime, TIME],
    ['retry.capMs', capMs, isTime, TIME],
    ['breaker.threshold', threshold, isShare, 'a number above 0 and up to 1'],
    ['breaker.minimum', minimum, isWhole, WHOLE],
    ['breaker.windowMs', windowMs, isTime, TIME],
    ['breaker.openMs', openMs, isTime, TIME],
    ['breaker.probes', probes, isWhole, WHOLE],
    ['bulkhead.maxConcurrent', maxConcurrent, isWhole, WHOLE],
    ['bulkhead.maxQueued', maxQueued, isCount, 'a whole number, or 0'],
  ];
}

const TIME = 'a number of milliseconds';
const WHOLE = 'a whole number above 0';
