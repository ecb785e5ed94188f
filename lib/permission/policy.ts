import type { PermissionOptions, PermissionRule, PolicyPart } from '../declaration/options.js';
import { isRule, type PolicyOperation, type Rule, type RuleNode } from './rule.js';

/** What decides about one operation. */
export interface OperationPolicy {
  /** At least one must be true. */
  readonly allow: readonly RuleNode[];
  /** None may be true; unknown counts as true. */
  readonly deny: readonly RuleNode[];
  /** Every one must be true. */
  readonly require: readonly RuleNode[];
}

/** What decides about a field, besides what decides about its object; absent where that alone does. */
export type FieldPolicy = Readonly<Partial<Record<Exclude<PolicyOperation, 'delete'>, OperationPolicy>>>;

/** What decides about the operations of one manager and about its fields. */
export type Policy = Readonly<Record<PolicyOperation, OperationPolicy>> & { readonly fields: Readonly<Record<string, FieldPolicy>> };

/** The answer to "may this actor do this?". */
export interface Decision {
  readonly allowed: boolean;
  /**
   * Which part decided about the actor: no policy at all, no allow that can be true, a deny, or a require that cannot be true. With
   * `rows` the actor is allowed on some objects only, and each read decides which.
   */
  readonly by: 'allow' | 'rows' | 'no-policy' | 'no-allow' | 'deny' | 'require' | 'system';
}

/** Denies what it is true for, whatever else allows it; unknown counts as true. */
export const deny = <T>(rule: Rule<T>): PolicyPart<T> => Object.freeze({ deny: rule });

/** Has to be true in addition to what allows. */
export const require = <T>(rule: Rule<T>): PolicyPart<T> => Object.freeze({ require: rule });

/** The policy that declarations make together; none of them can take away what another one demands. */
export function policyOf(declarations: readonly PermissionOptions[]): Policy {
  const of = (operation: PolicyOperation): OperationPolicy => merge(declarations.map((each) => each[operation]));
  const names = new Set(declarations.flatMap(({ fields }) => Object.keys(fields ?? {})));
  const fields = [...names].map((name): [string, FieldPolicy] => {
    const rules = (operation: 'read' | 'create' | 'update'): Partial<FieldPolicy> => {
      const given = declarations.map((each) => each.fields?.[name]?.[operation]).filter((rule) => rule !== undefined);
      return given.length === 0 ? {} : { [operation]: merge(given) };
    };
    return [name, { ...rules('read'), ...rules('create'), ...rules('update') }];
  });
  return { read: of('read'), create: of('create'), update: of('update'), delete: of('delete'), fields: Object.fromEntries(fields) };
}

/** What rules for one operation make together. */
export const operationPolicy = (rule: PermissionRule | undefined): OperationPolicy => merge([rule]);

function merge(rules: readonly (PermissionRule | undefined)[]): OperationPolicy {
  // What is no rule is a problem of the boot by itself.
  const parts = rules
    .filter(isPermissionRule)
    .flatMap((rule) => [rule].flat())
    .map(partOf);
  const gather = (name: keyof PolicyPart): readonly RuleNode[] => parts.flatMap((part) => part[name] ?? []);
  return { allow: gather('allow'), deny: gather('deny'), require: gather('require') };
}

const PARTS: readonly string[] = ['allow', 'deny', 'require'];

/** Tells whether a value is a rule, a part of a policy, or a list of them. */
export function isPermissionRule(rule: unknown): rule is PermissionRule {
  if (Array.isArray(rule)) return rule.length > 0 && rule.every((each) => !Array.isArray(each) && isPermissionRule(each));
  if (isRule(rule)) return true;
  if (typeof rule !== 'object' || rule === null) return false;
  const entries = Object.entries(rule);
  return entries.length > 0 && entries.every(([part, value]) => PARTS.includes(part) && isRule(value));
}

const partOf = (rule: Rule | PolicyPart): PolicyPart => ('kind' in rule ? { allow: rule } : rule);

/** Tells whether a policy lets everyone through whoever acts, so that nothing can be hidden by it. */
export function isOpen({ allow, deny: denied, require: required }: OperationPolicy): boolean {
  return denied.length === 0 && required.every(isEveryone) && allow.some(isEveryone);
}

/** Tells whether a policy lets nobody through whoever acts: none was declared, or just that. */
export const isClosed = ({ allow }: OperationPolicy): boolean => allow.every(isNobody);

const isNobody = (rule: RuleNode): boolean => rule.kind === 'nobody';

const isEveryone = (rule: RuleNode): boolean => rule.kind === 'everyone';
