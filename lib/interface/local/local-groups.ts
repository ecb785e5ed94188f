import type { Aggregation, Having, Measure } from '../../plan/aggregation.js';
import type { ReadPlan } from '../../plan/read-plan.js';
import { and, negate, or, type Truth } from '../../permission/truth.js';
import type { Group, PageResult } from '../result.js';
import { compareLocally } from './compare-locally.js';
import type { LocalEvaluator } from './local-evaluator.js';
import { compareTerm } from './local-order.js';
import { measureOf } from './measure.js';
import { groupPage } from './page.js';
import { identityOf } from './value-text.js';

/** The groups of objects, as a page of them. */
export function readGroups(evaluator: LocalEvaluator, plan: ReadPlan, aggregation: Aggregation, objects: readonly object[]): PageResult {
  const made = membersOf(evaluator, aggregation, objects).map(({ key, members }): Group => {
    return { key, measures: aggregation.measures.map((measure) => measureOf(evaluator, measure, members)) };
  });
  const kept = made.filter((group) => holds(aggregation, aggregation.having, group) === true);
  const sorted = kept.sort((left, right) => compareGroups(aggregation, left, right));
  const { offset, limit } = plan.page;
  return groupPage(plan, aggregation, aggregation.groupBy.length === 0 ? sorted : sorted.slice(offset, offset + limit + 1));
}

interface Members {
  readonly key: readonly unknown[];
  readonly members: object[];
}

/** Without keys there is exactly one group, also of nothing. */
function membersOf(evaluator: LocalEvaluator, { groupBy }: Aggregation, objects: readonly object[]): readonly Members[] {
  if (groupBy.length === 0) return [{ key: [], members: [...objects] }];
  const groups = new Map<string, Members>();
  for (const object of objects) {
    const key = groupBy.map(({ path }) => evaluator.value(path, object));
    const id = JSON.stringify(groupBy.map(({ path }, index) => (key[index] === null ? null : identityOf(path.field, key[index]))));
    const group = groups.get(id);
    if (group) group.members.push(object);
    else groups.set(id, { key, members: [object] });
  }
  return [...groups.values()];
}

function holds(aggregation: Aggregation, having: Having, group: Group): Truth {
  const truth = (each: Having): Truth => holds(aggregation, each, group);
  switch (having.kind) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'and':
      return and(having.all.map(truth));
    case 'or':
      return or(having.any.map(truth));
    case 'not':
      return negate(truth(having.of));
    case 'compare': {
      const field = fieldOf(aggregation.measures[having.measure]);
      return compareLocally({ field }, having.operator, group.measures[having.measure], having.value);
    }
  }
}

function compareGroups({ groupBy, measures, order }: Aggregation, left: Group, right: Group): number {
  for (const { by, index, direction, nulls } of order) {
    const field = by === 'key' ? groupBy[index]?.path.field : fieldOf(measures[index]);
    if (!field) continue;
    const valueOf = (group: Group): unknown => (by === 'key' ? group.key[index] : group.measures[index]) ?? null;
    const found = compareTerm({ field, direction, nulls }, valueOf(left), valueOf(right));
    if (found !== 0) return found;
  }
  return 0;
}

function fieldOf(measure: Measure | undefined): Measure['field'] {
  if (!measure) throw new TypeError('no such measure');
  return measure.field;
}
