import type { Bound, ValueConstraints } from './constraints.js';
import type { ValuePlan } from './value-plan.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** How far times that nothing bounds are from the reference. */
const SPAN = 730 * DAY;
const SECONDS_OF_DAY = 86_400;

/** Moments from two years before the reference to it, as milliseconds in steps. */
function planOfSteps(constraints: ValueConstraints, reference: Date, step: number, of: (time: number) => unknown): ValuePlan {
  const low = lowest(constraints, step);
  const high = highest(constraints, step);
  const least = low ?? (high === undefined ? floor(reference.getTime(), step) - SPAN : high - SPAN);
  const most = high ?? (low === undefined ? floor(reference.getTime(), step) : low + SPAN);
  const steps = Math.max(0, Math.floor((most - least) / step));
  // Distinct ones may go further than those that look good.
  const count = high === undefined ? 1_000_000 : steps + 1;
  return {
    generate: ({ random }) => of(least + random.int(0, steps) * step),
    distinct: { generate: ({ serial }) => of(least + serial * step), count },
  };
}

/** Days, as `YYYY-MM-DD`. */
export const planOfDates = (constraints: ValueConstraints, reference: Date): ValuePlan =>
  planOfSteps(constraints, reference, DAY, (time) => new Date(time).toISOString().slice(0, 10));

/** Moments to the second. */
export const planOfMoments = (constraints: ValueConstraints, reference: Date): ValuePlan =>
  planOfSteps(constraints, reference, SECOND, (time) => new Date(time));

/** Times of the day; those with a zone are in UTC. */
export function planOfTimes(zoned: boolean): ValuePlan {
  const of = (seconds: number): string => `${clock(seconds)}${zoned ? '+00' : ''}`;
  return {
    generate: ({ random }) => of(random.int(0, SECONDS_OF_DAY - 1)),
    distinct: { generate: ({ serial }) => of(serial), count: SECONDS_OF_DAY },
  };
}

/** Intervals up to a month. */
export const INTERVALS: ValuePlan = Object.freeze({
  generate: ({ random }) => interval(random.int(1, 30 * SECONDS_OF_DAY)),
  distinct: { generate: ({ serial }) => interval(serial + 1), count: 2 ** 31 },
} satisfies ValuePlan);

function interval(seconds: number): string {
  const days = Math.floor(seconds / SECONDS_OF_DAY);
  return `${days} days ${clock(seconds % SECONDS_OF_DAY)}`;
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((each) => String(each).padStart(2, '0')).join(':');
}

const floor = (time: number, step: number): number => Math.floor(time / step) * step;

function lowest({ min, above }: ValueConstraints, step: number): number | undefined {
  const bounds = [min === undefined ? [] : -floor(-timeOf(min), step), above === undefined ? [] : floor(timeOf(above), step) + step].flat();
  return bounds.length === 0 ? undefined : Math.max(...bounds);
}

function highest({ max, below }: ValueConstraints, step: number): number | undefined {
  const bounds = [max === undefined ? [] : floor(timeOf(max), step), below === undefined ? [] : -floor(-timeOf(below), step) - step].flat();
  return bounds.length === 0 ? undefined : Math.min(...bounds);
}

/** Texts without a zone are UTC. */
function timeOf(bound: Bound): number {
  if (bound instanceof Date) return bound.getTime();
  if (typeof bound !== 'string') return Number(bound);
  return Date.parse(/(?:Z|[+-]\d{2}(?::?\d{2})?)$|^\d{4}-\d{2}-\d{2}$/i.test(bound) ? bound : `${bound.replace(' ', 'T')}Z`);
}
