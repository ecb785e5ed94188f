import type { ObservedOperation } from '../hook/observation.js';
import type { ManagerModel } from '../model/model.js';
import { operationOf } from '../write/operation-of.js';
import type { WriteRequest } from '../write/write-request.js';
import type { Caller } from './runtime.js';

const kindOf = (caller: Caller): 'actor' | 'system' => ('system' in caller ? 'system' : 'actor');

/** What is told of a write: an action by its name only where the manager has it. */
export function observedWrite(request: WriteRequest, caller: Caller): ObservedOperation {
  const { manager, kind } = request;
  const told = { operation: operationOf(kind), manager, caller: kindOf(caller), gives: 'rows' } as const;
  const action = kind === 'action' ? manager.actions.find(({ name }) => name === request.action) : undefined;
  return action ? { ...told, action: action.name } : told;
}

/** What is told of a read of objects. */
export const observedRead = (manager: ManagerModel, caller: Caller): ObservedOperation => ({
  operation: 'read',
  manager,
  caller: kindOf(caller),
  gives: 'rows',
});
