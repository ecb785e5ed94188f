const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The placeholders of a path. */
export const placeholdersOf = (path: string): readonly string[] => [...path.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/**
 * A path with values in place of its placeholders; undefined where a value would make it another path: an empty one, or dots alone.
 */
export function expand(path: string, values: ReadonlyMap<string, string>): string | undefined {
  const given = placeholdersOf(path).map((name) => values.get(name) ?? '');
  if (given.some((value) => value === '' || value === '.' || value === '..')) return undefined;
  return path.replaceAll(PLACEHOLDER, (_found, name: string) => encodeURIComponent(values.get(name) ?? ''));
}
