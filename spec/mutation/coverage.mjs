/**
 * Which tests cover which mutants. What the hooks of a suite cover, noted as its title and a space, counts for each of its tests. What is
 * covered both while the specs load and by tests counts for the tests: only what is covered while loading alone has to be loaded anew.
 */
export function coverageOfTests({ static: loading = {}, perTest = {} } = {}, tests) {
  const covered = Object.fromEntries(tests.map(({ id }) => [id, { ...perTest[id] }]));
  for (const [name, counts] of Object.entries(perTest).filter(([name]) => name.endsWith(' '))) {
    for (const { id } of tests.filter(({ id }) => id.startsWith(name))) add(covered[id], counts);
  }
  const runtime = new Set(Object.values(covered).flatMap(Object.keys));
  return { static: Object.fromEntries(Object.entries(loading).filter(([mutant]) => !runtime.has(mutant))), perTest: covered };
}

function add(to, counts) {
  for (const [mutant, count] of Object.entries(counts)) to[mutant] = (to[mutant] ?? 0) + count;
}
