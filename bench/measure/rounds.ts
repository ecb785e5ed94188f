/**
 * Runs all contenders in each round, in an order that rotates and turns round, after a round that is thrown away.
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
  const turn = async (name: string, warmUp: boolean): Promise<void> => {
    try {
      const cell = await run(name, warmUp);
      if (!warmUp) cells.get(name)?.push(cell);
    } catch (error) {
      cells.delete(name);
      fail(name, error);
    }
  };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of orderOf(names, round)) if (cells.has(name)) await turn(name, round === 0);
  }
  return cells;
}

/** Nobody always comes after the same one, whose garbage may still be collected. */
function orderOf(names: readonly string[], round: number): readonly string[] {
  const count = Math.max(1, names.length);
  const rotated = [...names.slice(round % count), ...names.slice(0, round % count)];
  return Math.floor(round / count) % 2 === 0 ? rotated : rotated.toReversed();
}
