import { membersOf } from '../../declaration/declaration.js';
import type { ActionModel } from '../../model/action.js';
import { isClosed } from '../../permission/policy.js';
import type { OfferedAction } from './operations-of.js';
import { possibleOperations, type PossibleSubject } from './possible-operations.js';

/** The actions that the interface can carry out and that no policy keeps from everybody. */
export function offeredActions(subject: PossibleSubject, actions: readonly ActionModel[]): readonly OfferedAction[] {
  const names = new Map(membersOf('actions', subject.manager.target).map(({ name, operation }) => [name, operation]));
  return actions.filter((action) => isOffered(subject, action)).map((action) => ({ action, operation: names.get(action.name) }));
}

function isOffered(subject: PossibleSubject, { scope, policy }: ActionModel): boolean {
  if (scope === 'class') return subject.manager.adapter.write !== undefined && policy !== undefined && !isClosed(policy);
  // What decides in place of the rules for updates stands where they do.
  const deciding = policy ? { ...subject, policy: { ...subject.policy, update: policy }, concrete: [] } : subject;
  const possible = possibleOperations(deciding);
  return possible.includes('read') && possible.includes('update');
}
