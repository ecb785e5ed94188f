import type { ReadPlan, Selection } from '../../../lib/plugin.js';
import { UnsupportedRead } from '../errors.js';

const PLAN: Readonly<Record<keyof ReadPlan, true>> = {
  manager: true,
  selection: true,
  where: true,
  policy: true,
  order: true,
  page: true,
  rows: true,
  positions: true,
  scope: true,
  total: true,
};
const SELECTION: Readonly<Record<keyof Selection, true>> = { fields: true, relations: true, guards: true, variants: true, instances: true };

/**
 * Refuses a plan with parts that are not read here.
 *
 * @throws GM_ORM_UNSUPPORTED_READ
 */
export function refuseUnknown(plan: ReadPlan): void {
  refuse(plan, PLAN);
  for (const selection of [plan.selection, ...plan.selection.variants.values()]) {
    refuse(selection, SELECTION);
    for (const relation of selection.relations) refuseUnknown(relation.plan);
  }
}

function refuse(part: object, known: Readonly<Record<string, true>>): void {
  const unknown = Object.entries(part).find(([name, value]) => !Object.hasOwn(known, name) && asks(value));
  if (unknown) throw UnsupportedRead.create({ what: `the part "${unknown[0]}" of a plan` });
}

/** Whether a part asks for anything. */
function asks(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : value !== undefined && value !== false;
}
