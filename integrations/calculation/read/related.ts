import { allOfConditions, keyText, type OrderTerm, type RelationSelection, type Row } from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import type { Candidate } from './candidate.js';
import type { ReadTools } from './tools.js';

/** Reads what an input leads to as it was selected: one read for all objects of a page. */
export async function readRelated(
  tools: ReadTools,
  { field, plan }: RelationSelection,
  candidates: readonly Candidate[],
): Promise<(candidate: Candidate) => Row | null> {
  const place = tools.bound.places.get(field.name);
  if (place?.kind !== 'manager') throw new TypeError(`${field.name} is no input that leads to objects`);
  const { target, columns } = place;
  const rows = new Map<string, Row>();
  const keys = [...new Map(candidates.map(({ keys: each }) => each[field.name] ?? []).map((key) => [keyText(key), key])).values()];
  const { maxKeys } = tools.runtime.limits;
  const isClosed = plan.policy.kind === 'false' || plan.policy.kind === 'unknown';
  if (isClosed) return () => null;
  for (let start = 0; start < keys.length; start += maxKeys) {
    const some = keys.slice(start, start + maxKeys);
    const asked = {
      ...plan,
      where: allOfConditions([plan.where, { kind: 'key', manager: target, keys: some }]),
      order: keyOrder(place),
      page: { limit: some.length, offset: 0, backwards: false },
      positions: true,
    };
    const page = await tools.runtime.readPlan(asked, tools.caller, tools.deadline.left(tools.context));
    page.rows.forEach((row, index) => rows.set(JSON.stringify(page.positions[index]?.slice(0, columns.length)), row));
  }
  return (candidate) => copyOf(rows.get(keyText(candidate.keys[field.name] ?? [])));
}

const keyOrder = ({ target, columns }: ManagerPlace): readonly OrderTerm[] =>
  columns.map(({ field }, keyColumn) => {
    return { path: { manager: target, hops: [], embedded: [], field, keyColumn }, direction: 'asc', nulls: 'last' };
  });

/** Several objects lead to the same one, and each has it for itself. */
const copyOf = (row: Row | undefined): Row | null =>
  row ? (Object.create(Object.getPrototypeOf(row) as object | null, Object.getOwnPropertyDescriptors(row)) as Row) : null;
