import { InvalidScope, Untracked } from '../error/cache-errors.js';
import type { Problem } from '../error/problem.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { isCacheScope, type CacheScope } from './scope.js';
import { isTracked } from './tells-changes.js';

/** What is no scope of what managers say about their caching. */
export const scopeProblems = ({ managers }: ApplicationModel): readonly Problem[] =>
  [...managers.values()].flatMap(({ name, cache = 'none' }) =>
    isCacheScope(cache) ? [] : [InvalidScope.problem(`${name}.cache`, { subject: name })],
  );

/** The managers that are to be kept until something changes, and of which no changes are told; once sources know whether they tell them. */
export const untrackedProblems = ({ managers }: ApplicationModel): readonly Problem[] =>
  [...managers.values()].flatMap((manager) => {
    const { name, cache } = manager;
    return cache === 'dependency' && !isTracked(manager) ? [Untracked.problem(`${name}.cache`, { subject: name })] : [];
  });

/** A scope that reads of a manager can be kept in. */
export function scopeFor(manager: ManagerModel, scope: CacheScope): CacheScope {
  const { name: subject } = manager;
  if (!isCacheScope(scope)) throw InvalidScope.create({ subject });
  if (scope === 'dependency' && !isTracked(manager)) throw Untracked.create({ subject });
  return scope;
}
