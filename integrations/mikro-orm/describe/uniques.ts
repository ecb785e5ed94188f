import type { Meta } from '../metadata.js';

/** The sets of properties that no two entities share the values of, besides the key: not those that hold for some rows only. */
export function uniquesOf(meta: Meta): readonly (readonly string[])[] {
  const single = meta.props.filter(({ unique, primary }) => unique && !primary).map(({ name }) => [name]);
  const declared = meta.uniques.flatMap(({ properties, expression, where }): readonly (readonly string[])[] => {
    const names = [properties ?? []].flat().map(String);
    return expression !== undefined || where !== undefined || names.length === 0 ? [] : [names];
  });
  return [...new Map([...single, ...declared].map((names) => [[...names].sort().join('\n'), names])).values()];
}
