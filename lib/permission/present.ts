import type { ManagerModel } from '../model/model.js';
import { TRUE, type Condition } from '../plan/condition.js';

/** True of objects that are not softly deleted. */
export function presentCondition(manager: ManagerModel): Condition {
  const { softDeletion } = manager.lifecycle;
  const field = softDeletion && manager.fields.get(softDeletion.field);
  if (!softDeletion || !field || field.kind === 'relation' || field.kind === 'embedded') return TRUE;
  const path = { manager, hops: [], embedded: [], field };
  return softDeletion.flag === undefined
    ? { kind: 'compare', path, operator: 'isNull', value: true }
    : { kind: 'compare', path, operator: 'eq', value: !softDeletion.flag };
}
