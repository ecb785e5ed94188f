/** The middle of some values, with the least and the most. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)] ?? Number.NaN, sorted[Math.ceil(middle)] ?? Number.NaN];
  return { median: (low + high) / 2, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

/**
 * The middle of some values, with the interval that has the true one in 95 of 100 cases, whatever they are spread like: by the number of values that may lie below it.
 * Of fewer than six all of them.
 */
export function likely(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const outside = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return {
    median: spread(sorted).median,
    least: sorted[outside] ?? Number.NaN,
    most: sorted[sorted.length - 1 - outside] ?? Number.NaN,
  };
}

export const median = (values: readonly number[]): number => spread(values).median;

/** How many times as much the first are as the others, each of its own round. */
export const ratios = (own: readonly number[], others: readonly number[]): readonly number[] =>
  own.map((value, round) => value / (others[round] ?? Number.NaN));

export const ratio = (own: readonly number[], others: readonly number[]): Spread => spread(ratios(own, others));
