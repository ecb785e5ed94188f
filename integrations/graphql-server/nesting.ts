/** Whether lists and objects nest deeper than allowed. Goes down no further than that, so that a hostile value cannot exhaust the call stack. */
export function nestsDeeper(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (max <= 0) return true;
  if (Array.isArray(value)) return (value as readonly unknown[]).some((each) => nestsDeeper(each, max - 1));
  for (const name in value) if (nestsDeeper((value as Readonly<Record<string, unknown>>)[name], max - 1)) return true;
  return false;
}
