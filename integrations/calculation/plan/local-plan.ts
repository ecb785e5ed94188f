import {
  allOfConditions,
  FALSE,
  isCondition,
  notCondition,
  scalarField,
  TRUE,
  type Aggregation,
  type CapabilitySelection,
  type Condition,
  type OrderTerm,
  type ReadPlan,
  type RelationCondition,
  type Selection,
  type ValuePath,
} from '../../../lib/plugin.js';
import type { BoundCalculation } from '../compile/bound.js';
import { mapParts } from './conditions.js';

/** What is asked of each object that an input leads to, besides its key. */
export interface Asked {
  /** Conditions, each answered with true or false, by the name that the answer has in candidates. */
  readonly questions: Map<string, Condition>;
  /** Values, by the name that they have in candidates. */
  readonly values: Map<string, ValuePath>;
}

/**
 * Makes what a plan says about what inputs lead to into something about candidates alone: the source of an input answers each condition, and gives
 * each value by which is sorted, grouped or measured.
 */
export class LocalPlan {
  readonly asked = new Map<string, Asked>();
  readonly #bound: BoundCalculation;

  constructor(bound: BoundCalculation) {
    this.#bound = bound;
    for (const [name, { kind }] of bound.places) if (kind === 'manager') this.asked.set(name, { questions: new Map(), values: new Map() });
  }

  condition(condition: Condition): Condition {
    if (condition.kind === 'relation') return this.#relation(condition);
    if (condition.kind === 'compare') return { ...condition, path: this.path(condition.path) };
    return mapParts(condition, (part) => this.condition(part)) ?? condition;
  }

  path(path: ValuePath): ValuePath {
    const [hop, ...hops] = path.hops;
    if (!hop) return path.guard ? { ...path, guard: this.condition(path.guard) } : path;
    const guard = allOfConditions([hop.guard ? this.condition(hop.guard) : TRUE, this.#ask(hop.field.name, hop.policy)]);
    const values = this.#of(hop.field.name).values;
    const name = `>${hop.field.name}.${values.size}`;
    values.set(name, { ...path, manager: hop.target, hops });
    const field = { ...path.field, name, nullable: true };
    return { manager: this.#bound.manager, hops: [], embedded: [], field, ...(guard.kind !== 'true' && { guard }) };
  }

  order(terms: readonly OrderTerm[]): readonly OrderTerm[] {
    return terms.map((term) => ({ ...term, path: this.path(term.path) }));
  }

  aggregation(aggregation: Aggregation): Aggregation {
    return {
      ...aggregation,
      groupBy: aggregation.groupBy.map((key) => ({ ...key, path: this.path(key.path) })),
      measures: aggregation.measures.map((measure) => (measure.kind === 'count' ? measure : { ...measure, path: this.path(measure.path) })),
    };
  }

  /** What is read of candidates themselves; relations are read apart. */
  selection(selection: ReadPlan['selection']): Selection {
    const local = (conditions: ReadonlyMap<string, Condition>): ReadonlyMap<string, Condition> =>
      new Map([...conditions].map(([name, condition]) => [name, this.condition(condition)]));
    const capability = (each: CapabilitySelection): CapabilitySelection => {
      const operations = local(each.operations) as CapabilitySelection['operations'];
      return { ...each, operations, fields: local(each.fields), ...(each.actions && { actions: local(each.actions) }) };
    };
    return {
      ...selection,
      guards: local(selection.guards),
      relations: [],
      capabilities: selection.capabilities.map(capability),
    };
  }

  #relation({ quantifier, where, policy, guard, field }: RelationCondition): Condition {
    const seen = guard ? this.condition(guard) : TRUE;
    const sought = quantifier === 'every' ? notCondition(isCondition(true, where)) : where;
    const found = allOfConditions([seen, this.#ask(field.name, allOfConditions([policy, sought]))]);
    return quantifier === 'some' ? isCondition(true, found) : notCondition(isCondition(true, found));
  }

  #ask(input: string, condition: Condition): Condition {
    if (condition.kind === 'true') return condition;
    if (condition.kind === 'false' || condition.kind === 'unknown') return FALSE;
    const { questions } = this.#of(input);
    const known = [...questions].find(([, question]) => question === condition)?.[0];
    const name = known ?? `?${input}.${questions.size}`;
    questions.set(name, condition);
    const path = { manager: this.#bound.manager, hops: [], embedded: [], field: scalarField(name, 'boolean') };
    return { kind: 'compare', path, operator: 'eq', value: true };
  }

  #of(input: string): Asked {
    const asked = this.asked.get(input);
    if (!asked) throw new TypeError(`${this.#bound.manager.name}.${input} is no input that leads to objects`);
    return asked;
  }
}
