import { createHash } from 'node:crypto';
import { introspect } from '../model/introspect.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { OperationPolicy } from '../permission/policy.js';
import type { Predicate } from '../permission/predicate.js';
import type { RuleNode } from '../permission/rule.js';

/** Names what plans refer to of a model, so that the same plan has the same content in every process that has the same model. */
export class ModelReferences {
  readonly #model: ApplicationModel;
  readonly #version: string;
  #names: WeakMap<object, string> | undefined;
  #fingerprint: string | undefined;

  /** Nothing is named before it is asked for: most applications keep nothing. */
  constructor(model: ApplicationModel, version: string) {
    this.#model = model;
    this.#version = version;
  }

  /** What tells this model, and this version of the application, from others. */
  get fingerprint(): string {
    this.#fingerprint ??= fingerprintOf(this.#model, this.#version);
    return this.#fingerprint;
  }

  /** The name of something that is not looked into; undefined for what is not of the model. */
  readonly of = (value: object): string | undefined => {
    this.#names ??= namesIn(this.#model);
    return this.#names.get(value);
  };
}

function fingerprintOf(model: ApplicationModel, version: string): string {
  const text = JSON.stringify([version, introspect(model)], (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest('base64url');
}

function namesIn(model: ApplicationModel): WeakMap<object, string> {
  const names = new WeakMap<object, string>();
  const alike = new Map<string, number>();
  for (const manager of model.managers.values()) {
    names.set(manager, `manager ${manager.name}`);
    for (const field of manager.fields.values()) names.set(field, `field ${manager.name}.${field.name}`);
    for (const [name, member] of manager.computed)
      names.set(member, `computed ${manager.name}.${name} ${codeHash(member.declaration.code)}`);
    for (const predicate of predicatesOf(manager)) if (!names.has(predicate)) names.set(predicate, predicateName(predicate, alike));
  }
  return names;
}

/** By its code, and by its place in the model: what its code closes over cannot be seen, so that two of the same code are two. */
function predicateName(predicate: Predicate, alike: Map<string, number>): string {
  const { name, fields, args } = predicate;
  const code = codeHash(JSON.stringify([fields, args, ...['sql', 'test'].map((part) => String(Reflect.get(predicate, part)))]));
  const text = `predicate ${name} ${code}`;
  const place = alike.get(text) ?? 0;
  alike.set(text, place + 1);
  return `${text} ${place}`;
}

const codeHash = (code: string): string => createHash('sha256').update(code).digest('base64url');

/** The predicates of all rules of a manager, in the order in which these are declared. */
const predicatesOf = ({ policy, actions }: ManagerModel): readonly Predicate[] => {
  const { fields, ...operations } = policy;
  const ofFields = Object.values(fields).flatMap((field) => Object.values(field));
  const all: readonly (OperationPolicy | undefined)[] = [
    ...Object.values(operations),
    ...ofFields,
    ...actions.map((action) => action.policy),
  ];
  return all.flatMap((each) => (each ? [...each.allow, ...each.deny, ...each.require].flatMap(predicatesIn) : []));
};

function predicatesIn(rule: RuleNode): readonly Predicate[] {
  switch (rule.kind) {
    case 'predicate':
      return [rule.predicate];
    case 'anyOf':
    case 'allOf':
      return rule.rules.flatMap(predicatesIn);
    case 'not':
      return predicatesIn(rule.rule);
    default:
      return [];
  }
}
