const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * The values of an answer in the order in which they stand, whatever the objects are around them.
 *
 * Schemas differ in where pages have their objects, and in whether keys and decimals are text; an instant is the same in any zone.
 */
export function leavesOf(answer: unknown, left: readonly string[] = []): readonly string[] {
  const leaves: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      // How many there are has to be the same as well.
      leaves.push(`${value.length} objects`);
      value.forEach(visit);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) if (!left.includes(key)) visit(member);
    } else leaves.push(typeof value === 'string' && INSTANT.test(value) ? new Date(value).toISOString() : String(value));
  };
  visit(answer);
  return leaves;
}

/** The first place where two answers differ, in words; undefined where they say the same. */
export function differenceOf(one: readonly string[], other: readonly string[]): string | undefined {
  const at = one.findIndex((leaf, index) => leaf !== other[index]);
  if (at < 0 && one.length === other.length) return undefined;
  const place = at < 0 ? one.length : at;
  return `value ${place + 1} is ${other[place] ?? 'missing'} in the place of ${one[place] ?? 'nothing'}`;
}
