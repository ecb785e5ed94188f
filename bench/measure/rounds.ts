/**
 * Runs all contenders in each round, in an order that rotates, after a round that is thrown away.
 *
 * What happens to the machine meanwhile happens to all of them; so compare what is of the same round.
 *
 * @returns for each contender what it measured, by round; one that fails is told and left out
 */
export async function inRounds<T>(
  names: readonly string[],
  rounds: number,
  run: (name: string, warmUp: boolean) => Promise<T>,
  fail: (name: string, error: unknown) => void,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const cells = new Map<string, T[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (let place = 0; place < names.length; place += 1) {
      const name = names[(place + round) % names.length] ?? '';
      const own = cells.get(name);
      if (!own) continue;
      try {
        const cell = await run(name, round === 0);
        if (round > 0) own.push(cell);
      } catch (error) {
        cells.delete(name);
        fail(name, error);
      }
    }
  }
  return cells;
}
