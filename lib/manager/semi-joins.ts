import { TooManyMatches } from '../error/relation-errors.js';
import type { PageResult } from '../interface/result.js';
import type { ValueField } from '../model/field.js';
import { canGroup } from '../model/measure.js';
import type { ApplicationModel } from '../model/model.js';
import { matchedIn } from '../plan/across.js';
import {
  allOfConditions,
  anyOfConditions,
  isCondition,
  notCondition,
  TRUE,
  type Condition,
  type RelationCondition,
} from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import { amongValues, linkKey, valuesOf, type LinkKey } from '../plan/link-values.js';
import { valueFields } from '../plan/match.js';
import { NOTHING, type ReadPlan } from '../plan/read-plan.js';

/** What semi-joins work with. */
export interface SemiJoinOptions {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly read: (plan: ReadPlan) => Promise<PageResult>;
}

/**
 * Makes conditions on fields of conditions on what those fields lead to: the objects at the other end are found first, under their policy; the
 * objects of this end then are those whose fields have one of the values that were found.
 */
export class SemiJoins {
  readonly #options: SemiJoinOptions;

  constructor(options: SemiJoinOptions) {
    this.#options = options;
  }

  /**
   * The condition with nothing left in it that its own source cannot ask. `selects`: it stands where unknown selects as little as false.
   *
   * @throws GM_LIMIT_MATCHES
   */
  async settle(condition: Condition, selects = true): Promise<Condition> {
    if (matchedIn(condition).length === 0) return condition;
    switch (condition.kind) {
      case 'and':
        return allOfConditions(await this.#each(condition.all, selects));
      case 'or':
        return anyOfConditions(await this.#each(condition.any, selects));
      case 'not':
        return notCondition(await this.settle(condition.of, false));
      case 'is':
        return isCondition(condition.truth, await this.settle(condition.of, false));
      case 'relation':
        return condition.field.match ? this.#join(condition, selects) : { ...condition, where: await this.settle(condition.where) };
      default:
        return condition;
    }
  }

  /** One after the other: they may be in one transaction. */
  async #each(conditions: readonly Condition[], selects: boolean): Promise<readonly Condition[]> {
    const settled: Condition[] = [];
    for (const each of conditions) settled.push(await this.settle(each, selects));
    return settled;
  }

  /** Whether there is such an object is true or false, never unknown. */
  async #join(condition: RelationCondition, selects: boolean): Promise<Condition> {
    const { manager, field, quantifier, where, guard = TRUE } = condition;
    const local = valueFields(manager, field.match?.local ?? []);
    // Every: there is none of which it is not true.
    const sought = quantifier === 'every' ? notCondition(isCondition(true, where)) : where;
    const found = await this.#find(condition, sought);
    const { model } = this.#options;
    const linked = amongValues(
      manager,
      local,
      found.flatMap((key) => [valuesOf(model, local, key)].filter((values) => values !== undefined)),
    );
    const joined = allOfConditions([guard, linked]);
    if (quantifier === 'some') return selects ? joined : isCondition(true, joined);
    return notCondition(isCondition(true, joined));
  }

  /** What the fields at the other end hold in the objects that are sought, each once. */
  async #find({ target, field, policy }: RelationCondition, sought: Condition): Promise<readonly LinkKey[]> {
    const where = await this.settle(sought);
    if (where.kind === 'false' || where.kind === 'unknown' || policy.kind === 'false') return [];
    const { limits, read } = this.#options;
    const foreign = valueFields(target, field.match?.foreign ?? []);
    const asked = { manager: target, where, policy, order: [], positions: false, scope: '', total: false };
    const page = { limit: limits.maxMatches, offset: 0, backwards: false };
    const isGrouped = field.cardinality === 'many' && target.aggregate && foreign.every(canGroup);
    const found = await read(
      isGrouped
        ? { ...asked, page, rows: false, selection: NOTHING, aggregation: groupsOf(target, foreign) }
        : { ...asked, page, rows: true, selection: { ...NOTHING, fields: foreign } },
    );
    if (found.hasNext) throw TooManyMatches.create({ manager: target.name, max: limits.maxMatches });
    const tuples = isGrouped ? (found.groups ?? []).map(({ key }) => key) : found.rows.map((row) => foreign.map(({ name }) => row[name]));
    const keys = tuples.map((tuple) => linkKey(tuple)).filter((key) => key !== undefined);
    return [...new Map(keys.map((key) => [key.id, key])).values()];
  }
}

/** Different values alone, in a total order. */
function groupsOf(manager: RelationCondition['target'], fields: readonly ValueField[]): NonNullable<ReadPlan['aggregation']> {
  return {
    groupBy: fields.map((field) => ({ names: [field.name], path: { manager, hops: [], embedded: [], field } })),
    measures: [],
    having: { kind: 'true' },
    order: fields.map((_field, index) => ({ by: 'key', index, direction: 'asc', nulls: 'last' })),
  };
}
