const HALF = /\p{Surrogate}/u;

/**
 * Whether a value is a text that every source stores as it is: U+0000 is refused by databases, and half of a surrogate pair becomes another
 * character on the way, so that it would equal there what it does not equal here.
 */
export const isStorableText = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\u0000') && !HALF.test(value);
