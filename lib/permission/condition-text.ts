import type { Condition, ValuePath } from '../plan/condition.js';
import { isActorReference } from './actor-reference.js';

/** A condition in words, such as `size gte 3` or `some shelf: name eq "a"`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
      return condition.all.map(conditionText).join(' and ');
    case 'or':
      return `(${condition.any.map(conditionText).join(' or ')})`;
    case 'not':
      return `not (${conditionText(condition.of)})`;
    case 'is':
      return `(${conditionText(condition.of)}) is ${condition.truth}`;
    case 'compare':
      return `${pathText(condition.path)} ${condition.operator} ${valueText(condition.value)}`;
    case 'relation':
      return `${condition.quantifier} ${condition.field.name}: ${conditionText(condition.where)}`;
    case 'key':
      return `key ${condition.keys.map((key) => key.map(valueText).join(', ')).join(' or ')}`;
    case 'predicate':
      return `${condition.predicate.name}(${condition.args.map(valueText).join(', ')})`;
    case 'check':
      return `${condition.check.name}()`;
    case 'changed':
      return `changed ${condition.fields.map(({ name }) => name).join(', ')}`;
    case 'image':
      return `${condition.image}: ${conditionText(condition.where)}`;
    case 'type':
      return `is a ${condition.manager.name}`;
    case 'actor':
      return condition.rule.kind;
    default:
      return condition.kind;
  }
}

/** Where a value is, such as `shelf.measure.width`. */
export function pathText({ hops, embedded, field, json = [] }: ValuePath): string {
  return [...hops.map((hop) => hop.field.name), ...embedded, field.name, ...json].join('.');
}

/** A value as it would be written; attributes of the actor by their path. */
export function valueText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (isActorReference(each)) return `actor.${each.path}`;
    return typeof each === 'bigint' ? `${each}n` : each;
  });
}
