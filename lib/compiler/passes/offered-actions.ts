import type { ActionModel } from '../../model/action.js';
import { isClosed } from '../../permission/policy.js';
import { declaredActions, isBrought } from '../declared-actions.js';
import type { OfferedAction } from './operations-of.js';
import { possibleOperations, type PossibleSubject } from './possible-operations.js';

/** The actions that the interface can carry out and that no policy keeps from everybody. */
export function offeredActions(subject: PossibleSubject, actions: readonly ActionModel[]): readonly OfferedAction[] {
  const names = new Map(declaredActions(subject.manager).map(({ name, operation }) => [name, operation]));
  return actions.filter((action) => isOffered(subject, action)).map((action) => ({ action, operation: names.get(action.name) }));
}

function isOffered(subject: PossibleSubject, { name, scope, policy }: ActionModel): boolean {
  if (scope === 'class') return subject.manager.adapter.write !== undefined && policy !== undefined && !isClosed(policy);
  // What decides in place of the rules for updates stands where they do.
  const deciding = policy ? { ...subject, policy: { ...subject.policy, update: policy }, concrete: [] } : subject;
  const { manager } = deciding;
  // What the interface does by itself needs no updates of its.
  const able = { ...manager, description: { ...manager.description, readOnly: false, writes: ['update' as const] } };
  const possible = possibleOperations(isBrought(manager, name) ? { ...deciding, manager: able } : deciding);
  return possible.includes('read') && possible.includes('update');
}
