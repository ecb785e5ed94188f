import { addMember, declaresMember } from '../lib/declaration/declaration.js';
import type { BusinessRule, RuleAnswer, RuleChange, RuleDescription } from '../lib/declaration/rule.js';
import type { Rule as PermissionRule } from '../lib/permission/rule.js';

/** A rule of a permission, as a type. */
export type Rule<T = never> = PermissionRule<T>;

/** What a rule says whose test is a method. */
interface MethodDescription extends Omit<RuleDescription, 'name' | 'fields'> {
  /** Default: that of the method. */
  readonly name?: string;
  readonly fields?: readonly string[];
}

/** A decorator of methods, in both modes. */
interface MethodRuleDecorator {
  (prototype: object, name: string, descriptor: PropertyDescriptor): void;
  (method: (...args: never[]) => unknown, context: ClassMethodDecoratorContext): void;
}

/**
 * Adds a business rule to a managed class: on the class with its test in `holds`, or on a method that is the test, called on the object.
 *
 * A rule that does not hold is a violation of the write; `undefined` and `null` say nothing. It may be asynchronous. Subclasses inherit it.
 *
 * @example
 * @Rule<Voyage>({ name: 'inOrder', fields: ['end'], message: '{end} is before {start}.', holds: ({ after }) => after.end >= after.start })
 * class Voyage {}
 * @example
 * class Voyage {
 *   @Rule({ fields: ['end'], message: '{end} is before {start}.' })
 *   inOrder() { return this.end >= this.start; }
 * }
 */
export function Rule<T extends object>(rule: BusinessRule<T>): (target: object, context?: ClassDecoratorContext) => void;
export function Rule(rule: MethodDescription): MethodRuleDecorator;
export function Rule(rule: MethodDescription & Partial<Pick<BusinessRule, 'holds'>>): (target: object, place?: unknown) => void {
  return (target, place) => {
    const member = declaresMember(target, place);
    if (!member) return addMember('rules', target, place as ClassDecoratorContext | undefined, rule as BusinessRule);
    const { name } = member;
    const holds = (change: RuleChange): RuleAnswer =>
      (Reflect.get(change.after, name) as (change: RuleChange) => RuleAnswer).call(change.after, change);
    addMember('rules', member.carrier, undefined, { ...rule, name: rule.name ?? name, holds });
  };
}
