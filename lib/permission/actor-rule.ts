import { attributeOf, type Actor } from './actor.js';
import type { ActorRule } from './rule.js';
import type { Truth } from './truth.js';

/** Evaluates a rule about the actor alone. Never throws: a missing attribute is unknown. */
export function actorTruth(rule: ActorRule, actor: Actor): Truth {
  switch (rule.kind) {
    case 'authenticated':
      return typeof actor === 'object' && actor !== null;
    case 'role':
      return hasRole(actor, rule.names);
    case 'actor':
      return compare(attributeOf(actor, rule.path), rule);
  }
}

function hasRole(actor: Actor, names: readonly string[]): boolean {
  const roles = attributeOf(actor, 'roles');
  return Array.isArray(roles) && names.some((name) => roles.includes(name));
}

function compare(value: unknown, { operator, value: expected }: Extract<ActorRule, { kind: 'actor' }>): Truth {
  if (value === undefined || value === null) return undefined;
  if (operator === 'in') return Array.isArray(expected) && expected.includes(value);
  return operator === 'eq' ? value === expected : value !== expected;
}
