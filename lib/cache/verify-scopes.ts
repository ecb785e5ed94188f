import type { ComputedDeclaration } from '../declaration/computed.js';
import { membersOf } from '../declaration/declaration.js';
import { InvalidScope, UnseenRows, Untracked } from '../error/cache-errors.js';
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
    const own = cache === 'dependency' && !isTracked(manager) ? [Untracked.problem(`${name}.cache`, { subject: name })] : [];
    return [...own, ...untrackedMembers({ managers }, manager)];
  });

/** The managers that are to be kept, though their source decides by what nobody knows. */
export const unseenProblems = ({ managers }: ApplicationModel): readonly Problem[] =>
  [...managers.values()].flatMap(({ name, cache = 'none', adapter }) =>
    cache !== 'none' && adapter.decidesUnseen ? [UnseenRows.problem(`${name}.cache`, { subject: name })] : [],
  );

/** Computed members that are to be kept until something changes, where nobody tells changes of what they are computed of. */
function untrackedMembers({ managers }: Pick<ApplicationModel, 'managers'>, manager: ManagerModel): readonly Problem[] {
  const members = membersOf('computed', manager.target);
  const untold = manager.computed.size > 0 ? readsUntold({ managers }) : needsUntold({ managers }, manager, members);
  return members
    .filter((member) => member.cache === 'dependency' && untold(member))
    .map(({ name }) => Untracked.problem(`${manager.name}.computed.${name}.cache`, { subject: `${manager.name}.${name}` }));
}

type Untold = (member: ComputedDeclaration) => boolean;

/** Of entities and resources: what they need comes with each read, and what their code reads by itself is known when it does, unless all is untold. */
function readsUntold({ managers }: Pick<ApplicationModel, 'managers'>): Untold {
  const isSilent = ![...managers.values()].some((each) => each.adapter.derives !== true && isTracked(each));
  return ({ takesContext }) => takesContext && isSilent;
}

/** Of calculations: what they need is read when they are computed, and so is what members that they need do. */
function needsUntold(
  { managers }: Pick<ApplicationModel, 'managers'>,
  manager: ManagerModel,
  members: readonly ComputedDeclaration[],
): Untold {
  const isUntold = ({ needs = {} }: ComputedDeclaration, path: readonly string[] = []): boolean =>
    neededManagers(managers, manager, needs).some((each) => !isTracked(each)) ||
    members.some((each) => Object.hasOwn(needs, each.name) && !path.includes(each.name) && isUntold(each, [...path, each.name]));
  return (member) => isUntold(member);
}

/** The managers that a selection leads to. */
function neededManagers(managers: ApplicationModel['managers'], from: ManagerModel, select: object): readonly ManagerModel[] {
  return Object.entries(select).flatMap(([name, inner]: [string, unknown]) => {
    const field = from.fields.get(name);
    const target = field?.kind === 'relation' ? managers.get(field.target) : undefined;
    if (!target) return [];
    const within = typeof inner === 'object' && inner !== null ? inner : {};
    const selected: unknown = 'select' in within ? within.select : within;
    return [target, ...(typeof selected === 'object' && selected !== null ? neededManagers(managers, target, selected) : [])];
  });
}

/** A scope that reads of a manager can be kept in. */
export function scopeFor(manager: ManagerModel, scope: CacheScope): CacheScope {
  const { name: subject } = manager;
  if (!isCacheScope(scope)) throw InvalidScope.create({ subject });
  if (scope === 'dependency' && !isTracked(manager)) throw Untracked.create({ subject });
  if (scope !== 'none' && manager.adapter.decidesUnseen) throw UnseenRows.create({ subject });
  return scope;
}
