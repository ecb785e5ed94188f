import { allOfConditions, anyOfConditions, TRUE, type Condition } from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import { askedOf, isOwn, mapParts } from './conditions.js';

/**
 * A condition on what an input leads to that is true of an object exactly where this one is true of the calculation; undefined where that depends
 * on something else. `selects`: it stands where unknown selects as little as false.
 */
export function exactly(condition: Condition, place: ManagerPlace, isOnly: boolean, selects = true): Condition | undefined {
  switch (condition.kind) {
    case 'relation':
      return condition.field.name === place.input.name && !condition.guard ? askedOf(condition, selects) : undefined;
    case 'key':
      return isOnly ? { kind: 'key', manager: place.target, keys: condition.keys } : undefined;
    case 'compare': {
      const column = place.columns[place.names.indexOf(condition.path.field.name)];
      if (!column || !isOwn(condition.path) || condition.path.guard || column.path.length > 1) return undefined;
      return { ...condition, path: { manager: place.target, hops: [], embedded: [], field: column.field } };
    }
    default:
      return mapParts(condition, (part) => exactly(part, place, isOnly, selects && (condition.kind === 'and' || condition.kind === 'or')));
  }
}

/** What has to be true of what an input leads to wherever this is true of the calculation; TRUE where nothing is known. */
export function projected(condition: Condition, place: ManagerPlace, isOnly: boolean): Condition {
  const exact = exactly(condition, place, isOnly);
  if (exact) return exact;
  switch (condition.kind) {
    case 'and':
      return allOfConditions(condition.all.map((each) => projected(each, place, isOnly)));
    case 'or':
      return anyOfConditions(condition.any.map((each) => projected(each, place, isOnly)));
    case 'is':
      return condition.truth ? projected(condition.of, place, isOnly) : TRUE;
    case 'relation':
      return condition.field.name === place.input.name && condition.quantifier === 'some' ? askedOf(condition, true) : TRUE;
    case 'key': {
      const { start, columns, target } = place;
      const keys = condition.keys.map((key) => key.slice(start, start + columns.length));
      return { kind: 'key', manager: target, keys: [...new Map(keys.map((key) => [JSON.stringify(key.map(String)), key])).values()] };
    }
    default:
      return TRUE;
  }
}
