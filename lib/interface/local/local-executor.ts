import type { ApplicationModel } from '../../model/model.js';
import type { ObjectReader } from '../../permission/object-reader.js';
import type { ReadPlan } from '../../plan/read-plan.js';
import type { PageResult } from '../result.js';
import { LocalEvaluator } from './local-evaluator.js';
import { readGroups } from './local-groups.js';
import { LocalOrder, type Placed } from './local-order.js';
import { LocalRows } from './local-row.js';
import { pageOf } from './page.js';

/**
 * Executes plans on objects in memory: for sources that cannot be asked what a plan asks, and have given everything that may match.
 *
 * Objects have their fields as properties, or `read` gets at them; what a to-one relation leads to is an object or null, what one to many
 * leads to a list. Policies, guards and three-valued logic are those of every other executor. Texts follow each other by code points.
 *
 * @throws GM_PERM_NOT_LOADED where an object lacks what the plan asks for
 * @example
 * const page = new LocalExecutor(model).execute(plan, [{ id: 1, name: 'Take five' }]);
 */
export class LocalExecutor {
  readonly evaluator: LocalEvaluator;
  readonly #rows: LocalRows;

  constructor(model: ApplicationModel, read?: ObjectReader) {
    this.evaluator = new LocalEvaluator(model, read);
    this.#rows = new LocalRows(this.evaluator, (plan, objects) => this.execute(plan, objects));
  }

  execute(plan: ReadPlan, objects: readonly object[]): PageResult {
    const matching = objects.filter((object) => this.matches(plan, object));
    if (plan.aggregation) return readGroups(this.evaluator, plan, plan.aggregation, matching);
    const total = plan.total ? matching.length : undefined;
    if (!plan.rows) return pageOf(plan, [], total);
    const order = new LocalOrder(this.evaluator, plan.order);
    const found = pagedBy(plan, order, order.sort(matching));
    const placed = found.map((each) => ({ row: this.row(plan, each.object), position: plan.positions ? order.position(each) : [] }));
    return pageOf(plan, placed, total);
  }

  /** Whether an object is one that a plan reads. */
  matches({ where, policy }: Pick<ReadPlan, 'where' | 'policy'>, object: object): boolean {
    return this.evaluator.truth(policy, object) === true && this.evaluator.truth(where, object) === true;
  }

  /** What a plan reads of an object. */
  row({ manager, selection }: Pick<ReadPlan, 'manager' | 'selection'>, object: object): PageResult['rows'][number] {
    return this.#rows.row(manager, selection, object);
  }
}

/** The objects of the page and one more, where there are more. */
function pagedBy({ page }: ReadPlan, order: LocalOrder, sorted: readonly Placed[]): readonly Placed[] {
  const { after, before, offset, limit, backwards } = page;
  const within = sorted.filter(
    (each) => (!after || order.isBeyond(each, after, 'after')) && (!before || order.isBeyond(each, before, 'before')),
  );
  return backwards ? within.slice(Math.max(0, within.length - limit - 1)) : within.slice(offset, offset + limit + 1);
}
