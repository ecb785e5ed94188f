import type { ActionDeclaration } from '../declaration/action.js';
import { membersOf } from '../declaration/declaration.js';
import type { DraftManager } from './draft.js';

/** The part of a manager that says which actions it has. */
type Acting = Pick<DraftManager, 'target' | 'description'>;

/** The actions of a manager: those of its class, then those that its interface brings. Of one name there is one. */
export function declaredActions({ target, description }: Acting): readonly ActionDeclaration[] {
  const own = membersOf('actions', target);
  return [...own, ...(description.actions ?? []).filter(({ name }) => own.every((each) => each.name !== name))];
}

/** Whether an action is carried out by the interface, and not by code of the class. */
export const isBrought = ({ target, description }: Acting, name: string): boolean =>
  membersOf('actions', target).every((each) => each.name !== name) && description.actions?.some((each) => each.name === name) === true;
