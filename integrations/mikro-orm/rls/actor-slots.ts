import { attributeOf, type Actor, type ActorRule } from '../../../lib/plugin.js';
import { NotExpressible, UnknownActorValue } from '../errors.js';
import { quote } from '../sql/statement.js';
import type { OpenOperand } from './open-operand.js';
import { isStorable, literal, parameterText, quoteText, type ParameterText } from './quote-literal.js';

/** The session setting that tells the database who acts. */
export const ACTOR_SETTING = 'general_manager.actor';

/** Where an expression finds the JSON of the actor. */
export type ActorSource = (read: (actor: string) => string) => string;

/** In a function that is given the actor beside the row. */
export const FROM_PARAMETER: ActorSource = (read) => `(${read('$2')})`;

type Comparison = Extract<ActorRule, { readonly kind: 'actor' }>;

/**
 * What the policies ask of the actor. Each question has a key in the JSON of the session setting, and an expression that reads it;
 * what is not there is null, so that comparisons with it are unknown.
 */
export class ActorSlots {
  readonly #schema: string;
  readonly #slots = new Map<string, (actor: Actor) => unknown>();

  constructor(schema: string) {
    this.#schema = quote(schema);
  }

  /** In a policy: a subquery is evaluated once for each statement, not for each row. */
  readonly fromSetting: ActorSource = (read) => `(select ${read(`${this.#schema}.gm_rls_actor()`)})`;

  /** The keys that the policies read, in order. */
  get names(): readonly string[] {
    return [...this.#slots.keys()].toSorted();
  }

  /** The JSON text of the setting: exactly what the policies ask of the actor. Anonymous actors are JSON's null. */
  setting(actor: Actor): string {
    if (actor === null) return 'null';
    const entries = [...this.#slots].map(([name, read]): [string, unknown] => [name, read(actor)]);
    return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
  }

  /** The expression of an operand, without a cast to its type. */
  operand(source: ActorSource, operand: OpenOperand, encode: (value: unknown) => unknown, cast: string): string {
    this.#slots.set(operand.name, (actor) => {
      const value = operand.resolve(actor);
      return value === undefined ? undefined : storable(operand.name, () => parameterText(encode(value), cast));
    });
    const key = quoteText(operand.name);
    return source((actor) => (cast.endsWith('[]') ? `${this.#schema}.gm_rls_list(${actor}, ${key})` : `${actor} ->> ${key}`));
  }

  /** The expression of a rule about the actor alone. */
  rule(source: ActorSource, rule: ActorRule): string {
    switch (rule.kind) {
      case 'authenticated':
        return source((actor) => `jsonb_typeof(${actor}) = 'object'`);
      case 'role':
        this.#attribute('roles');
        return source((actor) => `${this.#schema}.gm_rls_has_role(${actor}, ${literal(rule.names, 'text[]')})`);
      case 'actor':
        return this.#compare(source, rule);
    }
  }

  #compare(source: ActorSource, { path, operator, value }: Comparison): string {
    const key = quoteText(this.#attribute(path));
    const attribute = source((actor) => `nullif(${actor} -> ${key}, 'null'::jsonb)`);
    if (operator !== 'in') return `(${attribute} ${operator === 'eq' ? '=' : '<>'} ${constant(value, operator)})`;
    const values = (value as readonly unknown[]).map((each) => constant(each, operator));
    // An empty list is false, but unknown without the attribute, which `any` does not tell apart.
    return `(case when ${attribute} is not null then ${attribute} = any(array[${values.join(', ')}]::jsonb[]) end)`;
  }

  /** Attributes that are compared with constants keep their path as key. */
  #attribute(path: string): string {
    const name = path.replaceAll('::', ':%3A');
    this.#slots.set(name, (actor) => plainValue(attributeOf(actor, path)));
    return name;
  }
}

/** What JSON has no values for becomes an object, which equals no constant but its like. */
function plainValue(value: unknown, nested = false): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return isStorable(value) ? value : {};
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { number: String(value) };
  return Array.isArray(value) && !nested ? value.map((each) => plainValue(each, true) ?? null) : {};
}

function constant(value: unknown, operator: Comparison['operator']): string {
  if (!['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
    throw NotExpressible.create({ reason: 'an attribute is compared with something that is no text, number or boolean' });
  }
  if (typeof value === 'string' && !isStorable(value)) {
    throw NotExpressible.create({ reason: 'a constant has characters that PostgreSQL cannot hold' });
  }
  // NaN is found in a list, but equals nothing.
  const found = Number.isNaN(value) && operator !== 'in' ? { nothing: true } : plainValue(value);
  return `${quoteText(JSON.stringify(found))}::jsonb`;
}

/** Text that the setting can hold; where it cannot, the statement must not run with less than the actor has. */
function storable(name: string, read: () => ParameterText): unknown {
  const text = readOrRefuse(name, read);
  const check = (each: ParameterText): unknown => {
    if (each === null) return null;
    if (typeof each !== 'string') return each.map(check);
    if (!isStorable(each)) throw UnknownActorValue.create({ attribute: name });
    return each;
  };
  return check(text) ?? undefined;
}

function readOrRefuse(name: string, read: () => ParameterText): ParameterText {
  try {
    return read();
  } catch (error) {
    throw UnknownActorValue.create({ attribute: name }, { cause: error });
  }
}
