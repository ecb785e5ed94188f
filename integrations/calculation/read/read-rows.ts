import { marksRows, READ, type CapabilitySelection, type Condition, type ReadPlan, type Row, type Selection } from '../../../lib/plugin.js';
import type { Candidate } from './candidate.js';
import type { Decider } from './decide.js';
import { readRelated } from './related.js';
import type { ReadTools } from './tools.js';

/** What rows are made with. */
export interface RowQuery {
  readonly tools: ReadTools;
  readonly decider: Decider;
  readonly plan: ReadPlan;
  /** That of the plan, with conditions on candidates. */
  readonly selection: Selection;
  /** Who may see each relation, by its alias. */
  readonly guards: ReadonlyMap<string, Condition>;
}

/** What a plan reads of the candidates of a page. What failed to be computed is an error in its place. */
export async function readRows(query: RowQuery, candidates: readonly Candidate[]): Promise<readonly Row[]> {
  const rows = candidates.map((candidate) => rowOf(query, candidate));
  for (const relation of query.plan.selection.relations) {
    const guard = query.guards.get(relation.alias);
    const seen = candidates.filter((candidate) => !guard || query.decider.holds(guard, candidate));
    const related = await readRelated(query.tools, relation, seen);
    candidates.forEach((candidate, index) => {
      const row = rows[index];
      if (row) row[relation.alias] = seen.includes(candidate) ? related(candidate) : null;
    });
  }
  return rows;
}

function rowOf({ decider, plan, selection }: RowQuery, candidate: Candidate): Row {
  const row: Row = {};
  for (const { name } of selection.fields) {
    const guard = selection.guards.get(name);
    row[name] = guard === undefined || decider.holds(guard, candidate) ? (candidate.object[name] ?? null) : null;
  }
  for (const capability of selection.capabilities) row[capability.alias] = answersOf(decider, capability, candidate);
  if (marksRows(plan)) row[READ] = true;
  if (!selection.instances) return row;
  const { prototype } = plan.manager.target as { readonly prototype: object };
  return Object.create(prototype, Object.getOwnPropertyDescriptors(row)) as Row;
}

function answersOf(decider: Decider, { operations, fields, actions }: CapabilitySelection, candidate: Candidate): object {
  const answers = (conditions: ReadonlyMap<string, Condition>): object =>
    Object.fromEntries([...conditions].map(([name, condition]) => [name, decider.holds(condition, candidate)]));
  return { ...answers(operations), fields: answers(fields), ...(actions && { actions: answers(actions) }) };
}
