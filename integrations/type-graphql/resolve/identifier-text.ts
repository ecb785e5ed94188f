/** GraphQL's ID writes texts and whole numbers only. */
export function identifierText(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : value;
}
