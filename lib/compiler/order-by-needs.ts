/** Names in an order in which each comes behind what it needs; and those that need each other, which have none. */
export interface Ordered {
  readonly order: readonly string[];
  readonly cycle: readonly string[];
}

/** Orders names by what they need; other names are left aside. */
export function orderByNeeds(needs: ReadonlyMap<string, readonly string[]>): Ordered {
  const order: string[] = [];
  let waiting = [...needs.keys()];
  for (;;) {
    const ready = waiting.filter((name) => (needs.get(name) ?? []).every((other) => order.includes(other) || !needs.has(other)));
    if (ready.length === 0) return { order, cycle: waiting };
    order.push(...ready);
    waiting = waiting.filter((name) => !ready.includes(name));
  }
}
