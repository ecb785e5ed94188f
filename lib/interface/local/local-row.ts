import type { EmbeddedField, FieldModel } from '../../model/field.js';
import { embeddableNamed, managerNamed } from '../../model/lookup.js';
import type { ManagerModel } from '../../model/model.js';
import { concreteType } from '../../permission/concrete-type.js';
import type { Condition } from '../../plan/condition.js';
import type { CapabilitySelection, ReadPlan, RelationSelection, Selection } from '../../plan/read-plan.js';
import { marksRows } from '../marks-rows.js';
import { CONCRETE, READ, type PageResult, type Row } from '../result.js';
import type { LocalEvaluator } from './local-evaluator.js';

/** Reads a plan of related objects. */
export type ReadRelated = (plan: ReadPlan, objects: readonly object[]) => PageResult;

/** Reads what a selection asks for of an object. */
export class LocalRows {
  readonly #evaluator: LocalEvaluator;
  readonly #readRelated: ReadRelated;

  constructor(evaluator: LocalEvaluator, readRelated: ReadRelated) {
    this.#evaluator = evaluator;
    this.#readRelated = readRelated;
  }

  row(manager: ManagerModel, selection: Selection, object: object): Row {
    const row: Row = {};
    this.#fill(row, manager, selection, object);
    const concrete = manager.inheritance && concreteType(this.#evaluator.model, object);
    if (concrete) {
      row[CONCRETE] = concrete.name;
      const variant = selection.variants.get(concrete.name);
      if (variant) this.#fill(row, managerNamed(this.#evaluator.model, concrete.name), variant, object);
    }
    if (marksRows({ manager, selection })) row[READ] = true;
    return selection.instances ? instanceOf(concrete ?? manager, row) : row;
  }

  #fill(row: Row, manager: ManagerModel, selection: Selection, object: object): void {
    const { fields, guards, relations, capabilities, instances } = selection;
    for (const field of fields) {
      row[field.name] = this.#sees(guards.get(field.name), object) ? this.#value(manager, field, object, instances) : null;
    }
    for (const relation of relations) row[relation.alias] = this.#relation(manager, relation, object);
    for (const capability of capabilities) row[capability.alias] = this.#capability(capability, object);
  }

  #sees(guard: Condition | undefined, object: object): boolean {
    return guard === undefined || this.#evaluator.truth(guard, object) === true;
  }

  #value(manager: ManagerModel, field: FieldModel, object: object, hidden: boolean): unknown {
    const value = this.#evaluator.read(object, manager, field) ?? null;
    if (field.kind !== 'embedded' || value === null) return value;
    if (!field.list) return this.#embedded(field, value, hidden);
    return (value as readonly unknown[]).map((each) => (each === null ? null : this.#embedded(field, each as object, hidden)));
  }

  #embedded({ embeddable }: EmbeddedField, holder: unknown, hidden: boolean): object {
    const { fields } = embeddableNamed(this.#evaluator.model, embeddable);
    const shown = fields.filter(({ exposed }) => exposed || hidden);
    const part = (field: FieldModel): unknown => {
      const value: unknown = Reflect.get(holder as object, field.name) ?? null;
      if (field.kind !== 'embedded' || value === null) return value;
      if (!field.list) return this.#embedded(field, value, hidden);
      return (value as readonly unknown[]).map((each) => (each === null ? null : this.#embedded(field, each, hidden)));
    };
    return Object.fromEntries(shown.map((field) => [field.name, part(field)]));
  }

  #relation(manager: ManagerModel, { field, guard, plan }: RelationSelection, object: object): unknown {
    const found = this.#evaluator.related(manager, { field, guard, policy: plan.policy }, object);
    const page = this.#readRelated(plan, found);
    return field.cardinality === 'many' ? page : (page.rows[0] ?? null);
  }

  #capability({ operations, fields, actions }: CapabilitySelection, object: object): object {
    const answers = (conditions: ReadonlyMap<string, Condition>): object =>
      Object.fromEntries([...conditions].map(([name, condition]) => [name, this.#evaluator.truth(condition, object) === true]));
    return { ...answers(operations), fields: answers(fields), ...(actions && { actions: answers(actions) }) };
  }
}

/** A row as an instance of the manager's class. */
function instanceOf({ target }: ManagerModel, row: Row): Row {
  const { prototype } = target as { readonly prototype: object };
  return Object.create(prototype, Object.getOwnPropertyDescriptors(row)) as Row;
}
