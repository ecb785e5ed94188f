import type { Condition } from '../plan/condition.js';
import { and, negate, or, type Truth } from './truth.js';

/** A condition that is put together of others about the same object. */
export type CompositeCondition = Extract<Condition, { readonly kind: 'and' | 'or' | 'not' | 'is' }>;

export const isComposite = (condition: Condition): condition is CompositeCondition => ['and', 'or', 'not', 'is'].includes(condition.kind);

/** What a condition is put together of. */
export function partsOf(condition: CompositeCondition): readonly Condition[] {
  if (condition.kind === 'and') return condition.all;
  return condition.kind === 'or' ? condition.any : [condition.of];
}

/** The truth of a condition, by that of its parts. */
export function compositeTruth(condition: CompositeCondition, truthOf: (part: Condition) => Truth): Truth {
  switch (condition.kind) {
    case 'and':
      return and(condition.all.map(truthOf));
    case 'or':
      return or(condition.any.map(truthOf));
    case 'not':
      return negate(truthOf(condition.of));
    case 'is':
      return truthOf(condition.of) === condition.truth;
  }
}
