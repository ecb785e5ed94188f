import type { ManagerModel } from '../model/model.js';
import { buildPlan, type BuildContext } from './build-plan.js';
import { canonical } from './canonical.js';
import { TRUE } from './condition.js';
import { parsePage } from './parse-page.js';
import type { HistoryReading, ReadPlan } from './read-plan.js';
import type { HistoryRequest } from './read-request.js';

/** What a history is read by, besides what is asked for. */
export type HistoryAccess = Omit<HistoryReading, 'before'>;

/**
 * Makes a plan for the states that an object has had, newest first; the selection and the policy of the plan are those of each state.
 *
 * @throws as `buildPlan`
 */
export function buildHistory(
  context: BuildContext,
  manager: ManagerModel,
  { before, after, page: { first, after: cursor } }: HistoryRequest,
  access: HistoryAccess,
): ReadPlan {
  const scope = `history ${canonical(access.key)}`;
  // Each state is a row of its own, and so is what is selected of it.
  const [then, last] = [before, after].map((select) => buildPlan(context, manager, { select, page: { first } }, TRUE) as ReadPlan);
  if (!then || !last) throw new TypeError('a change has two sides');
  const page = parsePage(manager, { first, after: cursor }, context.limits, (given) => context.openCursor(given, manager, scope));
  return { ...last, page: page as ReadPlan['page'], scope, positions: true, history: { ...access, before: then.selection } };
}
