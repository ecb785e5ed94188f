/** Whether lists and objects nest deeper than allowed. Needs no call stack, so that a hostile value cannot exhaust it. */
export function nestsDeeper(value: unknown, max: number): boolean {
  let level: readonly object[] = [value].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > max) return true;
    level = level.flatMap((each) => Object.values(each).filter(isContainer));
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
