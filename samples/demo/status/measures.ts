import type { Exposition, Sample } from './exposition.js';

/** What was told at two times, the later one last. */
export interface Interval {
  readonly from: Exposition;
  readonly to: Exposition;
  readonly seconds: number;
}

/** The lines of a chart at one time, by name; null where nothing is known. */
export type Lines = Readonly<Record<string, number | null>>;

/** Which series count. */
export type Choice = Readonly<Record<string, string>>;

const fits = ({ labels }: Sample, choice: Choice): boolean => Object.entries(choice).every(([name, value]) => labels[name] === value);

/** What each second brought of a counter, by one of its labels. */
export function rates({ from, to, seconds }: Interval, metric: string, by: string, choice: Choice = {}): Lines {
  const [before, after] = [sums(from, metric, by, choice), sums(to, metric, by, choice)];
  // A counter that is smaller than before belongs to a process that has begun anew.
  return Object.fromEntries([...after].map(([line, value]) => [line, Math.max(0, value - (before.get(line) ?? 0)) / seconds]));
}

/** Gauges as they are, by one of their labels; those with the same value are added up. */
export const gauges = ({ to }: Interval, metric: string, by: string, choice: Choice = {}): Lines =>
  Object.fromEntries(sums(to, metric, by, choice));

/** A gauge as it is, added up over all its labels; null where there is none. */
export function gauge({ to }: Interval, metric: string, choice: Choice = {}): number | null {
  const found = to.get(metric)?.filter((each) => fits(each, choice)) ?? [];
  return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
}

function sums(exposition: Exposition, metric: string, by: string, choice: Choice): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const each of exposition.get(metric) ?? []) {
    const line = each.labels[by];
    if (line !== undefined && fits(each, choice)) sums.set(line, (sums.get(line) ?? 0) + each.value);
  }
  return sums;
}

/** The value that a share of what a histogram was told in the interval is below, as Prometheus' `histogram_quantile` finds it; null where it was told nothing. */
export function quantile({ from, to }: Interval, metric: string, share: number, choice: Choice = {}): number | null {
  const [before, after] = [sums(from, `${metric}_bucket`, 'le', choice), sums(to, `${metric}_bucket`, 'le', choice)];
  const buckets = [...after]
    .map(([le, count]) => ({ top: le === '+Inf' ? Infinity : Number(le), count: Math.max(0, count - (before.get(le) ?? 0)) }))
    .toSorted((a, b) => a.top - b.top);
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return null;
  const rank = share * total;
  const place = buckets.findIndex(({ count }) => count >= rank);
  const { top, count } = buckets[place] as (typeof buckets)[number];
  const below = buckets[place - 1] ?? { top: 0, count: 0 };
  return top === Infinity ? below.top : below.top + ((top - below.top) * (rank - below.count)) / Math.max(count - below.count, 1);
}
