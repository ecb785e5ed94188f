import {
  allOfConditions,
  HistoryUnsupported,
  NOTHING,
  scalarField,
  TRUE,
  type Condition,
  type PageResult,
  type ReadPlan,
  type Row,
} from '../../../lib/plugin.js';
import { Members } from '../compute/members.js';
import { conjuncts } from '../plan/conditions.js';
import { LocalPlan } from '../plan/local-plan.js';
import { namesIn, namesInAggregation, namesInOrder, namesInSelection } from '../plan/looks-at.js';
import { exactly } from '../plan/project.js';
import type { Candidate } from './candidate.js';
import { Decider } from './decide.js';
import { enumerate } from './enumerate.js';
import { pageOfInput, readPageOfInput, type PageOfInput } from './page-of-input.js';
import { amongKeys, partsOf } from './parts.js';
import { readRows, type RowQuery } from './read-rows.js';
import { nameOf, type ReadTools } from './tools.js';

/** Under which name an object leads back to the candidate that it is of; no field is called like that. */
const SELF = '?';
const TO_SELF = { ...NOTHING, fields: [scalarField(SELF, 'json')] };

/**
 * Executes a plan: finds the combinations of inputs first, by their domains and all conditions that inputs tell; computes what policies, filters,
 * orders and groups look at, of what is left; and what is selected, of the page alone.
 *
 * @throws GM_CALC_UNBOUNDED, GM_CALC_TOO_MANY_VALUES, GM_CALC_TOO_MANY_OBJECTS, GM_CALC_TOO_MANY_COMPUTED, and those of the sources
 */
export async function readCalculation(tools: ReadTools, plan: ReadPlan): Promise<PageResult> {
  if (tools.context.asOf) throw HistoryUnsupported.create({ manager: nameOf(tools), reason: 'it is computed of what there is now' });
  const { partition } = plan;
  if (!partition) {
    const found = pageOfInput(tools, plan);
    const page = found && (await readFound(tools, plan, found));
    return page ?? (await readParts(tools, plan, (all) => [all]))[0] ?? { ...NO_PAGE, plan };
  }
  const among = amongKeys(plan.manager, partition);
  const narrowed = { ...plan, where: allOfConditions([plan.where, among]) };
  const partitions = await readParts(tools, narrowed, (found) => partsOf(partition, found));
  return { ...NO_PAGE, plan, rows: partitions.flatMap(({ rows }) => rows), partitions: partitions.map((page) => ({ ...page, plan })) };
}

const NO_PAGE = { rows: [], positions: [], hasNext: false, hasPrevious: false };

/** The page that the source of the only input has found; undefined where values are looked at that it was not asked for. */
async function readFound(tools: ReadTools, plan: ReadPlan, found: PageOfInput): Promise<PageResult | undefined> {
  const local = new LocalPlan(tools.bound);
  const selected = selectedOf(local, plan);
  const asked = local.asked.get(found.place.input.name);
  if (!asked || asked.values.size > 0) return undefined;
  const { page, candidates } = await readPageOfInput(tools, found, { plan, asked });
  const members = new Members(tools);
  const rows = await rowsOf({ tools, decider: new Decider(tools, members), plan, ...selected }, members, candidates);
  return { ...page, plan, rows };
}

/** What is read of each object, and who may see each relation. */
function selectedOf(local: LocalPlan, { rows, aggregation, selection }: ReadPlan): Pick<RowQuery, 'selection' | 'guards'> {
  const guards = new Map(selection.relations.map(({ alias, guard }) => [alias, guard ? local.condition(guard) : TRUE]));
  return { selection: rows && !aggregation ? local.selection(selection) : NOTHING, guards };
}

/** Computes and reads what is selected. */
async function rowsOf(query: RowQuery, members: Members, candidates: readonly Candidate[]): Promise<readonly Row[]> {
  const { selection, guards } = query;
  await members.ensure([...namesInSelection(selection), ...[...guards.values()].flatMap(namesIn)], candidates);
  return readRows(query, candidates);
}

/** The pages of parts of what a plan is about. */
async function readParts(
  tools: ReadTools,
  plan: ReadPlan,
  split: (found: readonly Candidate[]) => readonly (readonly Candidate[])[],
): Promise<readonly PageResult[]> {
  const local = new LocalPlan(tools.bound);
  const policy = local.condition(undecided(tools, plan.policy));
  const where = local.condition(undecided(tools, plan.where));
  const isList = plan.rows && !plan.aggregation;
  const order = isList ? local.order(plan.order) : [];
  const aggregation = plan.aggregation && local.aggregation(plan.aggregation);
  const selected = selectedOf(local, plan);
  const candidates = await enumerate(tools, { condition: allOfConditions([plan.where, plan.policy]), asked: local.asked });
  const members = new Members(tools);
  const decider = new Decider(tools, members);
  const found = await decider.decide(candidates, policy, where);
  await decider.compute(found, [...namesInOrder(order), ...(aggregation ? namesInAggregation(aggregation) : [])]);
  const asked = { ...plan, where: TRUE, policy: TRUE, order, selection: TO_SELF, ...(aggregation && { aggregation }) };
  const pages = split(found).map((part) => tools.executor.execute(asked, part.map(toSelf)));
  if (!isList) return pages.map((page) => ({ ...page, plan }));
  const placed = pages.map(({ rows }) => rows.map((row) => row[SELF] as Candidate));
  const all = placed.flat();
  const rows = await rowsOf({ tools, decider, plan, ...selected }, members, all);
  let start = 0;
  return pages.map((page, index) => {
    const first = start;
    start += placed[index]?.length ?? 0;
    return { ...page, plan, rows: rows.slice(first, start) };
  });
}

const toSelf = (candidate: Candidate): object => ({ ...candidate.object, [SELF]: candidate });

/** What of a condition is not decided yet by what was asked of the sources of inputs. */
function undecided({ bound }: ReadTools, condition: Condition): Condition {
  const managers = [...bound.places.values()].filter((place) => place.kind === 'manager');
  const isOnly = bound.places.size === 1;
  const isDecided = (each: Condition): boolean =>
    each.kind === 'key' || managers.some((place) => exactly(each, place, isOnly) !== undefined);
  return allOfConditions(conjuncts(condition).filter((each) => !isDecided(each)));
}
