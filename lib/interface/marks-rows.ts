import type { ReadPlan } from '../plan/read-plan.js';

/** Whether rows carry the mark of having been read under the policies: only where a field has rules of its own, or hand-written code gets them, does anybody ask. */
export const marksRows = ({ manager, selection }: Pick<ReadPlan, 'manager' | 'selection'>): boolean =>
  selection.instances || Object.keys(manager.policy.fields).length > 0 || manager.inheritance !== undefined;
