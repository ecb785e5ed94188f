/** The known name that a misspelt one was meant to be, most likely; undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  const near = known.map((each) => ({ each, apart: distance(name.toLowerCase(), each.toLowerCase()) }));
  return near.filter(({ apart }) => apart <= most).sort((one, other) => one.apart - other.apart)[0]?.each;
}

/** Letters to add, take away or change, or neighbours to swap, that make one name of the other. */
function distance(one: string, other: string): number {
  let [before, last] = [[] as readonly number[], Array.from({ length: other.length + 1 }, (_each, index) => index) as readonly number[]];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const [mine, its] = [one[row - 1], other[column - 1]];
      const changed = at(last, column - 1) + (mine === its ? 0 : 1);
      const isSwapped = row > 1 && column > 1 && mine === other[column - 2] && its === one[row - 2];
      const swapped = isSwapped ? at(before, column - 2) + 1 : changed;
      next.push(Math.min(changed, swapped, at(last, column) + 1, at(next, column - 1) + 1));
    }
    [before, last] = [last, next];
  }
  return at(last, other.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
