import type { Rule } from './rule.js';

/** Three-valued truth; `undefined` is unknown. */
export type Truth = boolean | undefined;

/** Who acts: any object of the application's own, or `null` for an anonymous actor. */
export type Actor = object | null;

/** Kleene conjunction: false wins, then unknown. */
export const and = (values: readonly Truth[]): Truth => (values.includes(false) ? false : values.includes(undefined) ? undefined : true);

/** Kleene disjunction: true wins, then unknown. */
export const or = (values: readonly Truth[]): Truth => (values.includes(true) ? true : values.includes(undefined) ? undefined : false);

/** Evaluates a rule for an actor. Never throws: a missing attribute is unknown. */
export function evaluate(rule: Rule, actor: Actor): Truth {
  switch (rule.kind) {
    case 'everyone':
      return true;
    case 'nobody':
      return false;
    case 'authenticated':
      return typeof actor === 'object' && actor !== null;
    case 'role':
      return hasRole(actor, rule.names);
    case 'actor':
      return compare(attribute(actor, rule.path), rule);
    case 'anyOf':
      return rule.rules.length > 0 && or(rule.rules.map((each) => evaluate(each, actor)));
    case 'allOf':
      return rule.rules.length > 0 && and(rule.rules.map((each) => evaluate(each, actor)));
    case 'not': {
      const truth = evaluate(rule.rule, actor);
      return truth === undefined ? undefined : !truth;
    }
  }
}

function hasRole(actor: Actor, names: readonly string[]): boolean {
  const roles = attribute(actor, 'roles');
  return Array.isArray(roles) && names.some((name) => roles.includes(name));
}

/** Reads an own attribute of the actor by a dotted path; inherited properties (`constructor`, `__proto__`) are not attributes. */
function attribute(actor: Actor, path: string): unknown {
  let value: unknown = actor;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = ownOrGetter(value, name);
  }
  return value;
}

function ownOrGetter(holder: object, name: string): unknown {
  if (Object.hasOwn(holder, name)) return Reflect.get(holder, name);
  for (let type = classOf(holder); type && type !== Object.prototype; type = classOf(type)) {
    const inherited = Object.getOwnPropertyDescriptor(type, name);
    if (inherited) return 'get' in inherited && inherited.get !== undefined ? Reflect.get(holder, name) : undefined;
  }
  return undefined;
}

const classOf = (holder: object): object | null => Object.getPrototypeOf(holder) as object | null;

function compare(value: unknown, { operator, value: expected }: Extract<Rule, { kind: 'actor' }>): Truth {
  if (value === undefined || value === null) return undefined;
  if (operator === 'in') return Array.isArray(expected) && expected.includes(value);
  return operator === 'eq' ? value === expected : value !== expected;
}
