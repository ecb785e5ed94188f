/** How often mutants are reached, by their ids. */
export type Hits = Readonly<Record<string, number>>;

/** What the instrumented sources note: what is reached while the specs load, and by each test. */
export interface Coverage {
  readonly static: Hits;
  readonly perTest: Readonly<Record<string, Hits>>;
}

/** What `currentTestId` is while a suite starts: its title and a blank, as no test ends with. */
export const duringHooks = (title: string): string => `${title} `;

/**
 * Which tests cover which mutants. What the hooks before a suite reach counts for each of its tests. What is reached both while the specs load
 * and by tests counts for the tests: only what is reached while loading alone has to be loaded anew.
 */
export function coverageOfTests({ static: loading, perTest }: Coverage, tests: readonly string[]): Coverage {
  const hooks = Object.entries(perTest).filter(([name]) => name.endsWith(' '));
  const covered = tests.map((test): [string, Hits] => {
    const before = hooks.filter(([name]) => test.startsWith(name)).map(([, hits]) => hits);
    return [test, [perTest[test] ?? {}, ...before].reduce(add)];
  });
  const reached = new Set(covered.flatMap(([, hits]) => Object.keys(hits)));
  const only = Object.entries(loading).filter(([mutant]) => !reached.has(mutant));
  return { static: Object.fromEntries(only), perTest: Object.fromEntries(covered) };
}

const add = (left: Hits, right: Hits): Hits => {
  const mutants = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries([...mutants].map((mutant) => [mutant, (left[mutant] ?? 0) + (right[mutant] ?? 0)]));
};
