import type { OperationPolicy, Policy } from '../permission/policy.js';
import { valueText } from '../permission/condition-text.js';
import type { PolicyOperation, RuleNode } from '../permission/rule.js';
import type { FieldModel, ValueField } from './field.js';
import type { ApplicationModel, CapabilitiesModel, EmbeddableModel, EnumModel, KeyModel, ManagerModel, OperationModel } from './model.js';

/** One manager as plain data. */
export interface ManagerIntrospection {
  readonly name: string;
  readonly plural: string;
  readonly description?: string;
  readonly interface: string;
  readonly readOnly: boolean;
  readonly key: readonly string[];
  readonly fields: readonly FieldModel[];
  /** What is computed; absent where nothing is. */
  readonly computed?: readonly ValueField[];
  readonly operations: readonly OperationModel[];
  /** Each operation's rule in words, such as `role(finance)`. */
  readonly policy: Readonly<Record<PolicyOperation, string>>;
  /** The rules of fields that have their own, in words. */
  readonly fieldPolicies: Readonly<Record<string, Readonly<Partial<Record<PolicyOperation, string>>>>>;
  /** The names of its business rules. */
  readonly rules: readonly string[];
  readonly concrete?: readonly string[];
  /** How the API tells what a client may do; absent where it does not. */
  readonly capabilities?: CapabilitiesModel;
}

/** The whole model as plain data; safe for `JSON.stringify`. */
export interface Introspection {
  readonly managers: readonly ManagerIntrospection[];
  readonly enums: readonly EnumModel[];
  readonly embeddables: readonly EmbeddableModel[];
}

/** Gives the model as plain data. */
export function introspect(model: ApplicationModel): Introspection {
  return {
    managers: [...model.managers.values()].map(describe),
    enums: [...model.enums.values()],
    embeddables: [...model.embeddables.values()],
  };
}

function describe(manager: ManagerModel): ManagerIntrospection {
  const { name, plural, description, adapter, readOnly, key, fields, operations, policy, rules, inheritance, capabilities } = manager;
  return {
    name,
    plural,
    ...(description !== undefined && { description }),
    interface: adapter.name,
    readOnly,
    key: keyNames(key),
    fields: [...fields.values()],
    ...(manager.computed.size > 0 && { computed: [...manager.computed.values()].map(({ field }) => field) }),
    operations,
    policy: {
      read: policyText(policy.read),
      create: policyText(policy.create),
      update: policyText(policy.update),
      delete: policyText(policy.delete),
    },
    fieldPolicies: fieldTexts(policy.fields),
    rules: rules.map((rule) => rule.name),
    ...(inheritance && { concrete: inheritance.concrete }),
    ...(capabilities && { capabilities }),
  };
}

const keyNames = (key: KeyModel | undefined): readonly string[] => (key?.parts ?? []).map(({ field }) => field);

function fieldTexts(fields: Policy['fields']): ManagerIntrospection['fieldPolicies'] {
  const texts = Object.entries(fields).map(([name, policy]) => {
    const operations = Object.entries(policy).map(([operation, rules]) => [operation, policyText(rules)]);
    return [name, Object.fromEntries(operations) as Partial<Record<PolicyOperation, string>>] as const;
  });
  return Object.fromEntries(texts);
}

/** A policy in words. */
export function policyText({ allow, deny, require }: OperationPolicy): string {
  if (allow.length === 0) return 'nobody (no policy)';
  const parts = [
    allow.map(ruleText).join(' or '),
    ...require.map((rule) => `require ${ruleText(rule)}`),
    ...deny.map((rule) => `deny ${ruleText(rule)}`),
  ];
  return parts.join(', ');
}

/** A rule in words. */
export function ruleText(rule: RuleNode): string {
  switch (rule.kind) {
    case 'role':
      return `role(${rule.names.join(', ')})`;
    case 'actor':
      return `actor.${rule.path} ${rule.operator} ${valueText(rule.value)}`;
    case 'where':
      return `where(${valueText(rule.where)})`;
    case 'predicate':
      return `${rule.predicate.name}(${rule.args.map(valueText).join(', ')})`;
    case 'check':
      return `check(${rule.check.name})`;
    case 'changed':
      return `changed(${rule.fields.join(', ')})`;
    case 'image':
      return `${rule.image}(${valueText(rule.where)})`;
    case 'delegate':
      return `delegate(${rule.field})`;
    case 'anyOf':
      return `anyOf(${rule.rules.map(ruleText).join(', ')})`;
    case 'allOf':
      return `allOf(${rule.rules.map(ruleText).join(', ')})`;
    case 'not':
      return `not(${ruleText(rule.rule)})`;
    default:
      return rule.kind;
  }
}
