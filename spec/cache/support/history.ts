/** A value that somebody saw: the request began and ended at times of a clock that all processes share, in nanoseconds. */
export interface Seen {
  /** Whose requests follow each other. */
  readonly session: string;
  readonly id: number;
  readonly value: number;
  readonly start: bigint;
  readonly end: bigint;
}

/** An attempt to write a value that nobody else writes. */
export interface Attempt {
  readonly id: number;
  readonly value: number;
  readonly start: bigint;
  /** When the writer knew how it went; undefined where it never did. */
  readonly end?: bigint | undefined;
  readonly outcome: 'done' | 'undone' | 'unknown';
}

/** A promise that was broken. */
export interface Violation {
  readonly kind: 'stale' | 'unborn' | 'undone' | 'backwards';
  readonly id: number;
  /** What was seen, and the least or most that was right. */
  readonly seen: Seen;
  readonly expected: number;
}

/**
 * Looks for reads that nobody was promised. Each object is written by one at a time, with values that only go up, so that these four are all there is:
 * older than a write that was acknowledged before the read began (`stale`), not yet written when it ended (`unborn`), written by a transaction that was
 * rolled back (`undone`), older than what a read saw that had ended before it began, in whatever process (`backwards`).
 */
export function violations(seen: readonly Seen[], attempts: readonly Attempt[]): readonly Violation[] {
  const ids = new Set([...seen, ...attempts].map(({ id }) => id));
  return [...ids].flatMap((id) =>
    ofOne(
      id,
      seen.filter((each) => each.id === id),
      attempts.filter((each) => each.id === id),
    ),
  );
}

function ofOne(id: number, seen: readonly Seen[], attempts: readonly Attempt[]): readonly Violation[] {
  const undone = new Set(attempts.filter(({ outcome }) => outcome === 'undone').map(({ value }) => value));
  const acknowledged = highest(
    attempts.flatMap(({ outcome, end, value }) => (outcome === 'done' && end !== undefined ? [[end, value]] : [])),
  );
  const begun = highest(attempts.map(({ start, value }) => [start, value]));
  const known = highest(seen.map(({ end, value }) => [end, value]));
  const found: Violation[] = [];
  for (const each of seen) {
    const tell = (kind: Violation['kind'], expected: number): unknown => found.push({ kind, id, seen: each, expected });
    const [least, most, earlier] = [acknowledged(each.start), begun(each.end), known(each.start)];
    if (each.value < least) tell('stale', least);
    if (each.value > most) tell('unborn', most);
    if (undone.has(each.value)) tell('undone', least);
    if (each.value < earlier) tell('backwards', earlier);
  }
  return found;
}

/** Tells the highest of all values up to a time. */
function highest(values: readonly (readonly [at: bigint, value: number])[]): (time: bigint) => number {
  const steps: { readonly at: bigint; readonly value: number }[] = [];
  for (const [at, value] of values.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))))
    steps.push({ at, value: Math.max(value, steps.at(-1)?.value ?? 0) });
  return (time) => {
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.at ?? 0n) <= time) low = middle + 1;
      else high = middle;
    }
    return steps[low - 1]?.value ?? 0;
  };
}
