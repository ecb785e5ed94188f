import type { Condition, ValuePath } from '../plan/condition.js';
import { isParameter } from '../plan/parameter.js';
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
      return `${pathText(condition.path)}${seen([condition.path.guard])} ${condition.operator} ${valueText(condition.value)}`;
    case 'relation':
      return `${condition.quantifier} ${condition.field.name}${seen([condition.guard, condition.policy])}: ${conditionText(condition.where)}`;
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
  return [...hops.map((hop) => `${hop.field.name}${seen([hop.guard, hop.policy])}`), ...embedded, field.name, ...json].join('.');
}

/** Who may see something on the way; nothing where everybody may, as in rules. */
function seen(conditions: readonly (Condition | undefined)[]): string {
  const asked = conditions.flatMap((each) => (each === undefined || each.kind === 'true' ? [] : [conditionText(each)]));
  return asked.length === 0 ? '' : ` (seen if ${asked.join(' and ')})`;
}

/** A value as it would be written; attributes of the actor by their path, open values by where they come from. */
export function valueText(value: unknown): string {
  if (isParameter(value)) return value.origins.map(({ text }) => text).join(', ') || 'a value of the run';
  if (Array.isArray(value) && value.some(isParameter)) return `[${value.map(valueText).join(',')}]`;
  return JSON.stringify(value, (_key, each: unknown) => {
    if (isActorReference(each)) return `actor.${each.path}`;
    return typeof each === 'bigint' ? `${each}n` : each;
  });
}
