import {
  allOfConditions,
  anyOfConditions,
  isCondition,
  notCondition,
  type Condition,
  type RelationCondition,
  type ValuePath,
} from '../../../lib/plugin.js';

/**
 * Whether an object that an input leads to is such that a condition over the input is true, as a condition on that object: true or false, never
 * unknown; but where it only `selects`, unknown does as well as false.
 */
export function askedOf({ quantifier, where, policy }: RelationCondition, selects: boolean): Condition {
  const found = allOfConditions([policy, where]);
  if (quantifier === 'some') return selects ? found : isCondition(true, found);
  const sought = quantifier === 'none' ? where : notCondition(isCondition(true, where));
  return notCondition(isCondition(true, allOfConditions([policy, sought])));
}

/** Makes a condition anew of its parts; undefined where one of them cannot be. */
export function mapParts(condition: Condition, map: (part: Condition) => Condition | undefined): Condition | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = (condition.kind === 'and' ? condition.all : condition.any).map(map);
      const known = parts.filter((part) => part !== undefined);
      if (known.length < parts.length) return undefined;
      return condition.kind === 'and' ? allOfConditions(known) : anyOfConditions(known);
    }
    case 'not':
    case 'is': {
      const of = map(condition.of);
      if (!of) return undefined;
      return condition.kind === 'not' ? notCondition(of) : isCondition(condition.truth, of);
    }
    case 'true':
    case 'false':
    case 'unknown':
      return condition;
    default:
      return undefined;
  }
}

/** The conditions that all have to be true. */
export const conjuncts = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? condition.all : condition.kind === 'true' ? [] : [condition];

/** Whether a path leads to a value of the object itself. */
export const isOwn = ({ hops, embedded, measure }: ValuePath): boolean =>
  hops.length === 0 && embedded.length === 0 && measure === undefined;
