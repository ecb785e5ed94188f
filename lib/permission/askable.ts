import { allOfConditions, anyOfConditions, isCondition, notCondition, UNKNOWN, type Condition } from '../plan/condition.js';
import { partsOf } from './composite.js';

/**
 * A bound condition as the source of the objects can be asked: without what only code in memory or a change decides.
 *
 * A check is true where its `where` is and unknown elsewhere, `before` is asked of the object as it is, `after` and `changed` are unknown. So
 * what this says is true or false is so; whoever has no change at hand takes unknown for false.
 */
export function askable(condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
      return allOfConditions(condition.all.map(askable));
    case 'or':
      return anyOfConditions(condition.any.map(askable));
    case 'not':
      return notCondition(askable(condition.of));
    case 'is':
      return isKnown(condition.of) ? condition : isAskable(condition.truth, askable(condition.of));
    case 'relation':
      return isKnown(condition.where) ? condition : atLeast({ ...condition, where: askable(condition.where) });
    case 'check':
      return condition.where ? atLeast(condition.where) : UNKNOWN;
    case 'image':
      return condition.image === 'before' ? condition.where : UNKNOWN;
    case 'changed':
      return UNKNOWN;
    default:
      return condition;
  }
}

/** What is only known of a condition where it is true. */
const atLeast = (condition: Condition): Condition => anyOfConditions([isCondition(true, condition), UNKNOWN]);

/** `is` of something that may be unknown here and known where the change is: unknown stays so, instead of becoming false. */
const isAskable = (truth: boolean, of: Condition): Condition => (truth ? of : notCondition(of));

/** Whether nothing in a condition has to be decided in memory. */
export function isKnown(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'is':
      return partsOf(condition).every(isKnown);
    case 'relation':
      return isKnown(condition.where);
    default:
      return !['check', 'image', 'changed'].includes(condition.kind);
  }
}
