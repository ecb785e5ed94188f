import type { RelationField } from '../model/field.js';
import type { ManagerModel } from '../model/model.js';
import type { Aggregation } from '../plan/aggregation.js';
import { amongValues } from '../plan/link-values.js';
import { allOfConditions, TRUE, type Condition, type RelationCondition, type ValuePath } from '../plan/condition.js';
import type { ComputedSelection, ReadPlan, RelationSelection, Selection } from '../plan/read-plan.js';
import { keysIn, ownCondition, refersTo } from './own-condition.js';

/** Objects of one manager that a plan looks at. */
export interface Looked {
  readonly manager: ManagerModel;
  readonly where: Condition;
  readonly fields: Set<string>;
  /** Whether any field could matter. */
  any: boolean;
}

/** Walks through a plan, and notes what it looks at. */
export class PlanWalk {
  readonly looked: Looked[] = [];
  /** Whether code of the application's own takes part, of which nobody knows what it looks at. */
  isOpaque = false;

  /** `linked` is what tells the objects of the plan that can be related to what it is read with. */
  plan(plan: ReadPlan, linked: Condition = TRUE): Looked {
    const { manager, where, policy, partition, order, aggregation, history } = plan;
    if (history) this.isOpaque = true;
    const among = partition ? amongValues(manager, partition.fields, partition.keys) : TRUE;
    const looked = this.#look(manager, allOfConditions([where, policy, among]), linked);
    this.#condition(looked, where);
    this.#condition(looked, policy);
    for (const { name } of partition?.fields ?? []) looked.fields.add(name);
    for (const { path } of order) this.#path(looked, path);
    if (aggregation) this.#aggregation(looked, aggregation);
    this.#selection(looked, plan.selection, keysIn(allOfConditions([where, policy]), manager));
    return looked;
  }

  #look(manager: ManagerModel, condition: Condition, linked: Condition = TRUE): Looked {
    const where = allOfConditions([ownCondition(condition), linked]);
    const looked = { manager, where, fields: new Set(manager.key?.parts.map(({ field }) => field)), any: false };
    this.looked.push(looked);
    return looked;
  }

  #selection(looked: Looked, selection: Selection, keys: readonly unknown[] | undefined): void {
    const { fields, guards, relations, computed = [], capabilities, variants } = selection;
    for (const { name } of fields) looked.fields.add(name);
    for (const guard of guards.values()) this.#condition(looked, guard);
    for (const relation of relations) this.#relation(looked, relation, keys);
    for (const each of computed) this.#computed(looked, each);
    for (const { operations, fields: asked, actions } of capabilities)
      for (const condition of [...operations.values(), ...asked.values(), ...(actions?.values() ?? [])]) this.#condition(looked, condition);
    for (const variant of variants.values()) this.#selection(looked, variant, keys);
  }

  #computed(looked: Looked, { fields, guard, guards }: ComputedSelection): void {
    for (const { name } of fields) looked.fields.add(name);
    for (const each of [...guards.values(), ...(guard ? [guard] : [])]) this.#condition(looked, each);
  }

  #relation(looked: Looked, { field, plan, guard, match }: RelationSelection, keys: readonly unknown[] | undefined): void {
    if (guard) this.#condition(looked, guard);
    for (const each of match?.guards.values() ?? []) this.#condition(looked, each);
    const back = field.inverse === undefined ? undefined : plan.manager.fields.get(field.inverse);
    const isBack = keys !== undefined && back?.kind === 'relation' && !field.match;
    const linked = isBack ? refersTo(plan.manager, back, looked.manager, { operator: 'in', value: keys }) : undefined;
    this.#link(looked, field, this.plan(plan, linked));
  }

  /** Both ends of a link: where it is kept, it matters. */
  #link(looked: Looked, { name, owner, inverse, match }: RelationField, target: Looked): void {
    if (match) {
      for (const each of match.local) looked.fields.add(each);
      for (const each of match.foreign) target.fields.add(each);
      return;
    }
    looked.fields.add(name);
    if (inverse !== undefined) target.fields.add(inverse);
    else if (!owner) target.any = true;
  }

  #aggregation(looked: Looked, { groupBy, measures }: Aggregation): void {
    for (const { path } of groupBy) this.#path(looked, path);
    for (const measure of measures) if (measure.kind !== 'count') this.#path(looked, measure.path);
  }

  #path(looked: Looked, { hops, embedded, field, guard, keyColumn, measure }: ValuePath): void {
    let holder = looked;
    for (const hop of hops) {
      if (hop.guard) this.#condition(holder, hop.guard);
      const target = this.#look(hop.target, hop.policy);
      this.#condition(target, hop.policy);
      this.#link(holder, hop.field, target);
      holder = target;
    }
    if (guard) this.#condition(holder, guard);
    if (measure) {
      const target = this.#look(measure.target, measure.policy);
      if (measure.guard) this.#condition(holder, measure.guard);
      this.#condition(target, measure.policy);
      this.#link(holder, measure.relation, target);
      if (measure.measure.kind !== 'count') this.#path(target, measure.measure.path);
      // Keys always matter.
    } else if (keyColumn === undefined) holder.fields.add(embedded[0] ?? field.name);
  }

  #condition(looked: Looked, condition: Condition): void {
    switch (condition.kind) {
      case 'true':
      case 'false':
      case 'unknown':
      case 'key':
        return;
      case 'and':
        return condition.all.forEach((each) => this.#condition(looked, each));
      case 'or':
        return condition.any.forEach((each) => this.#condition(looked, each));
      case 'not':
      case 'is':
        return this.#condition(looked, condition.of);
      case 'compare':
        return this.#path(looked, condition.path);
      case 'relation':
        return this.#related(looked, condition);
      case 'type': {
        const discriminator = looked.manager.inheritance?.discriminator;
        if (discriminator) looked.fields.add(discriminator.field);
        else looked.any = true;
        return;
      }
      default:
        this.isOpaque = true;
    }
  }

  /** Where all have to match, those that do not matter as well. */
  #related(looked: Looked, { field, target, quantifier, where, policy, guard }: RelationCondition): void {
    if (guard) this.#condition(looked, guard);
    const related = this.#look(target, quantifier === 'every' ? policy : allOfConditions([where, policy]));
    this.#condition(related, where);
    this.#condition(related, policy);
    this.#link(looked, field, related);
  }
}
