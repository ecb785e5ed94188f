import type { Estimate } from './options.js';

/** Of the normal distribution, for 95%. */
const Z = 1.96;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The median and its confidence interval by ranks: whatever the distribution, and untouched by single values that are far off. */
export function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((left, right) => left - right);
  const spread = (Z * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - spread));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + spread) - 1);
  return { median: median(sorted), low: sorted[low] ?? Number.NaN, high: sorted[high] ?? Number.NaN };
}

/** The lowest median of so many values in a row. */
export function lowestMedian(values: readonly number[], width: number): number {
  const starts = Array.from({ length: Math.max(1, values.length - width + 1) }, (_each, start) => start);
  return Math.min(...starts.map((start) => median(values.slice(start, start + width))));
}
