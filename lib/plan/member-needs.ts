import { TooManyNeeded } from '../error/computed-errors.js';
import type { ComputedMember } from '../model/computed.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { MergedSelection, type NeededOf } from './merged-selection.js';
import type { SelectionRequest } from './read-request.js';
import { selectionOf } from './selection-of.js';

/** What computed members need of the objects of a manager: of all that are computed for the caller, and of all for the system, together. */
export interface MemberNeeds {
  readonly caller: SelectionRequest;
  readonly system: SelectionRequest;
  /** Takes out of a row what one member needs. */
  readonly picks: ReadonlyMap<ComputedMember, NeededOf>;
}

/** Members with all that they need, each behind those that it needs. */
export function membersBehind({ computed }: ManagerModel, names: readonly string[]): readonly ComputedMember[] {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    computed.get(name)?.members.forEach(add);
  };
  names.forEach(add);
  return [...computed].flatMap(([name, member]) => (wanted.has(name) ? [member] : []));
}

/** Whether what a member needs is read without permissions. */
export const isSystem = ({ declaration }: ComputedMember): boolean => declaration.system !== undefined;

/** Puts together what members need. The same members give the same aliases whenever they are put together. */
export function memberNeeds(model: ApplicationModel, manager: ManagerModel, members: readonly ComputedMember[], max: number): MemberNeeds {
  // Rows of a concrete type have what is needed for the classes above as well.
  const [caller, system] = [new MergedSelection(`${manager.name}.`), new MergedSelection(`!${manager.name}.`)];
  const picks = members.map((member): readonly [ComputedMember, NeededOf] => {
    const merged = isSystem(member) ? system : caller;
    const refuse = (relation: string): Error => TooManyNeeded.create({ manager: member.manager, relation, max });
    return [member, merged.add(selectionOf(model, manager, member.select, isSystem(member)), refuse)];
  });
  return { caller: caller.request(), system: system.request(), picks: new Map(picks) };
}
