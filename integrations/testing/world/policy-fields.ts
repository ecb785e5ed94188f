import { targetOf, type ApplicationModel, type FieldModel, type ManagerModel, type OperationPolicy } from '../../../lib/plugin.js';

type RuleNode = OperationPolicy['allow'][number];

/** What the policies look at: changing it changes what an actor may read or is told to be able to do, so that it is left as it is. */
export class PolicyFields {
  readonly #model: ApplicationModel;
  readonly #fields = new Set<string>();
  readonly #reached = new Set<string>();

  constructor(model: ApplicationModel) {
    this.#model = model;
    for (const manager of model.managers.values()) {
      const { read, update, delete: remove, fields } = manager.policy;
      const ofFields = Object.values(fields).flatMap((each) => [each.read, each.update]);
      for (const policy of [read, update, remove, ...ofFields]) if (policy) this.#policy(manager, policy);
    }
  }

  /** Whether a policy depends on a field. Managers of one hierarchy share their fields. */
  has(manager: ManagerModel, field: string): boolean {
    return this.#fields.has(`${familyOf(manager)}.${field}`);
  }

  /** Whether a policy depends on which objects of the manager there are. */
  reaches(manager: ManagerModel): boolean {
    return this.#reached.has(familyOf(manager));
  }

  #policy(manager: ManagerModel, { allow, deny, require }: OperationPolicy): void {
    for (const rule of [...allow, ...deny, ...require]) this.#rule(manager, rule);
  }

  #rule(manager: ManagerModel, rule: RuleNode): void {
    if (rule.kind === 'where' || rule.kind === 'image') this.#where(manager, rule.where);
    if (rule.kind === 'check') this.#where(manager, rule.check.where);
    if (rule.kind === 'delegate') this.#follow(manager, manager.fields.get(rule.field), undefined);
    if (rule.kind === 'predicate') for (const name of rule.predicate.fields) this.#note(manager, name);
    if (rule.kind === 'not') this.#rule(manager, rule.rule);
    if (rule.kind === 'anyOf' || rule.kind === 'allOf') for (const each of rule.rules) this.#rule(manager, each);
  }

  #where(manager: ManagerModel, where: unknown): void {
    if (!isFilter(where)) return;
    for (const [name, value] of Object.entries(where)) {
      if (name === 'and' || name === 'or') for (const each of [value].flat()) this.#where(manager, each);
      else if (name === 'not') this.#where(manager, value);
      else this.#follow(manager, manager.fields.get(name), value);
    }
  }

  #follow(manager: ManagerModel, field: FieldModel | undefined, value: unknown): void {
    if (!field) return;
    this.#note(manager, field.name);
    if (field.kind !== 'relation') return;
    const target = targetOf(this.#model, field);
    this.#reached.add(familyOf(target));
    if (field.inverse !== undefined) this.#note(target, field.inverse);
    if (field.cardinality === 'one') return this.#where(target, value);
    if (isFilter(value)) for (const each of Object.values(value)) this.#where(target, each);
  }

  #note(manager: ManagerModel, field: string): void {
    this.#fields.add(`${familyOf(manager)}.${field}`);
  }
}

/** The name that all managers of one hierarchy have in common. */
export const familyOf = ({ name, inheritance }: ManagerModel): string => inheritance?.root ?? name;

const isFilter = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
