/** Whether lists and objects nest deeper than allowed. Goes down no further than that, so that a hostile value cannot exhaust the call stack. */
export function nestsDeeper(value: unknown, max: number): boolean {
  if (!isNest(value)) return false;
  if (max <= 0) return true;
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) if (isNest(each) && nestsDeeper(each, max - 1)) return true;
    return false;
  }
  for (const name in value) {
    const each = (value as Readonly<Record<string, unknown>>)[name];
    if (isNest(each) && nestsDeeper(each, max - 1)) return true;
  }
  return false;
}

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;
