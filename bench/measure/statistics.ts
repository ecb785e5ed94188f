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

export const median = (values: readonly number[]): number => spread(values).median;

/** How many times as much the first are as the others, each of its own round. */
export const ratio = (own: readonly number[], others: readonly number[]): Spread =>
  spread(own.map((value, round) => value / (others[round] ?? Number.NaN)));
