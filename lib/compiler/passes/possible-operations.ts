import { isClosed, type Policy } from '../../permission/policy.js';
import type { WriteOperation } from '../../permission/decide.js';
import type { PolicyOperation } from '../../permission/rule.js';
import type { DraftManager } from '../draft.js';

/** Whose objects something may be possible with. */
export interface PossibleSubject {
  readonly manager: DraftManager;
  readonly hasKey: boolean;
  readonly policy: Policy;
  /** The policies of the concrete types that a row can have; none outside of a hierarchy. */
  readonly concrete: readonly Policy[];
}

/** The operations that the interface can carry out and that the policy does not keep from everybody. */
export function possibleOperations({ manager, hasKey, policy, concrete }: PossibleSubject): readonly PolicyOperation[] {
  const { adapter, description } = manager;
  const isOpen = (operation: PolicyOperation): boolean =>
    !isClosed(policy[operation]) && (concrete.length === 0 || concrete.some((each) => !isClosed(each[operation])));
  const isWritten = (operation: WriteOperation): boolean =>
    adapter.write !== undefined && !description.readOnly && hasKey && (description.writes?.includes(operation) ?? true);
  const isMade = isWritten('create') && description.inheritance?.abstract !== true && !isClosed(policy.create);
  const isChanged = (operation: 'update' | 'delete'): boolean => isWritten(operation) && isOpen('read') && isOpen(operation);
  return [
    ...(isOpen('read') ? (['read'] as const) : []),
    ...(isMade ? (['create'] as const) : []),
    ...(['update', 'delete'] as const).filter(isChanged),
  ];
}
