import { TRUE } from '../plan/condition.js';
import type { ManagerModel } from '../model/model.js';
import type { ChangeLog, Dependency, Fence, Footprint } from './change-log.js';

/** More dependencies on one manager than this are one on all of its objects: what an entry asks when it is checked stays small. */
const MOST = 32;

/** One footprint for each source and fence, with few dependencies: those that are alike once, those that are many as one on any object. */
export function mergeFootprints(footprints: readonly Footprint[], encode: (dependency: Dependency) => string): readonly Footprint[] {
  const groups = new Map<ChangeLog | undefined, Map<Fence, Dependency[]>>();
  for (const { fence, dependencies } of footprints) {
    // What depends on nothing stays right.
    if (dependencies.length === 0) continue;
    const changes = changesOf(dependencies);
    const fences = groups.get(changes) ?? new Map<Fence, Dependency[]>();
    groups.set(changes, fences);
    const known = fences.get(fence) ?? [];
    fences.set(fence, known);
    known.push(...dependencies);
  }
  return [...groups.values()].flatMap((fences) => {
    return [...fences].map(([fence, dependencies]): Footprint => ({ fence, dependencies: fewer(dependencies, encode) }));
  });
}

/** Who tells about dependencies: a read is of one source. */
export const changesOf = ([first]: readonly Dependency[]): ChangeLog | undefined => first?.manager.adapter.changes;

function fewer(dependencies: readonly Dependency[], encode: (dependency: Dependency) => string): readonly Dependency[] {
  const byManager = new Map<ManagerModel, Map<string, Dependency>>();
  for (const dependency of dependencies) {
    const known = byManager.get(dependency.manager) ?? new Map<string, Dependency>();
    byManager.set(dependency.manager, known);
    known.set(encode(dependency), dependency);
  }
  return [...byManager].flatMap(([manager, known]) => (known.size > MOST ? [onAny(manager, [...known.values()])] : [...known.values()]));
}

function onAny(manager: ManagerModel, dependencies: readonly Dependency[]): Dependency {
  const fields = dependencies.map((each) => each.fields);
  const all = fields.every((each) => each !== undefined) ? [...new Set(fields.flat())] : undefined;
  return { manager, where: TRUE, ...(all && { fields: all }) };
}
