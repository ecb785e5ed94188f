import type { Aggregation, Page, ReadPlan, RelationSelection, Selection } from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';

const PLAN: readonly (keyof ReadPlan)[] = [
  'manager',
  'selection',
  'where',
  'policy',
  'order',
  'page',
  'rows',
  'positions',
  'scope',
  'total',
  'aggregation',
  'partition',
];
const SELECTION: readonly (keyof Selection)[] = ['fields', 'relations', 'guards', 'variants', 'instances', 'capabilities'];
const RELATION: readonly (keyof RelationSelection)[] = ['alias', 'field', 'plan', 'guard'];
const AGGREGATION: readonly (keyof Aggregation)[] = ['groupBy', 'measures', 'having', 'order'];
const PAGE: readonly (keyof Page)[] = ['limit', 'offset', 'after', 'before', 'backwards'];

/**
 * Refuses a plan with parts that are not read here, so that none is passed over.
 *
 * @throws GM_ORM_UNSUPPORTED_READ
 */
export function refuseUnknown(plan: ReadPlan): void {
  refuse(plan, PLAN);
  refuse(plan.page, PAGE);
  if (plan.aggregation) refuse(plan.aggregation, AGGREGATION);
  for (const selection of [plan.selection, ...plan.selection.variants.values()]) {
    refuse(selection, SELECTION);
    for (const relation of selection.relations) {
      refuse(relation, RELATION);
      refuseUnknown(relation.plan);
    }
  }
}

function refuse(part: object, known: readonly string[]): void {
  const unknown = Object.entries(part).find(([name, value]) => !known.includes(name) && asks(value));
  if (unknown) throw UnsupportedRead.create({ what: `the part "${unknown[0]}" of a plan` });
}

/** Whether a part asks for anything. */
function asks(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : value !== undefined && value !== false;
}
