import { groupPage, pageOf, type Aggregation, type PageResult, type PlacedRow, type ReadPlan, type Row } from '../../../lib/plugin.js';
import { groupsOfNothing } from './groups.js';
import { LevelWriter, type LevelStatement } from './level.js';
import type { Columns, RelationStep } from './row-reader.js';
import type { Sql } from './sql.js';
import type { Tables } from './tables.js';

/** Runs one statement and gives its rows. */
export type Run = (statement: Sql) => Promise<readonly Columns[]>;

/** A row that was read, with the columns that it was made of. */
interface Found extends PlacedRow {
  readonly columns: Columns;
  readonly concrete: string | undefined;
}

/** Whether a plan takes more than one statement. */
export const needsSnapshot = (plan: ReadPlan): boolean =>
  !plan.aggregation &&
  ((plan.rows && plan.total) || [plan.selection, ...plan.selection.variants.values()].some(({ relations }) => relations.length > 0));

/** Reads a plan level by level: one statement for the rows of each relation, whatever their number, and one for each total. */
export async function readPlan(tables: Tables, run: Run, plan: ReadPlan): Promise<PageResult> {
  const writer = new LevelWriter(tables, plan);
  if (plan.aggregation) {
    const { statement, group } = writer.groups(plan.aggregation);
    return groupPage(plan, plan.aggregation, (await run(statement)).map(group));
  }
  const found = plan.rows ? await readLevel(tables, run, writer.rows()) : [];
  const total = plan.total ? await readTotals(run, writer) : undefined;
  return pageOf(plan, found, total && (total.get('[]') ?? 0));
}

async function readLevel(tables: Tables, run: Run, level: LevelStatement): Promise<readonly Found[]> {
  const rows = await run(level.statement);
  const found = rows.map((columns): Found => {
    return { columns, row: level.row(columns), position: level.position(columns), concrete: level.concrete(columns) };
  });
  for (const step of level.steps) await readRelation(tables, run, step, found);
  return found;
}

/** Reads a relation of all rows at once. */
async function readRelation(
  tables: Tables,
  run: Run,
  { manager, relation, key, concrete }: RelationStep,
  rows: readonly Found[],
): Promise<void> {
  const { alias, field, plan } = relation;
  const parents = rows
    .filter((each) => concrete === undefined || each.concrete === concrete)
    .map(({ row, columns }) => ({ row, key: key(columns) }));
  const keys = new Map(parents.flatMap((parent) => (parent.key ? [[JSON.stringify(parent.key), parent.key] as const] : [])));
  const writer = new LevelWriter(tables, plan, { manager, field, keys: [...keys.values()] });
  if (plan.aggregation) return assign(parents, alias, await readMeasures(run, writer, plan, plan.aggregation, keys.size > 0));
  if (keys.size === 0) return assign(parents, alias, () => (field.cardinality === 'one' ? null : pageOf(plan, [], zero(plan))));
  const groups = plan.rows || field.cardinality === 'one' ? await readGroups(tables, run, writer) : new Map<string, readonly Found[]>();
  const totals = plan.total ? await readTotals(run, writer) : undefined;
  assign(parents, alias, (id) => {
    const found = groups.get(id) ?? [];
    if (field.cardinality === 'one') return found[0]?.row ?? null;
    return pageOf(plan, found, totals && (totals.get(id) ?? 0));
  });
}

const zero = (plan: ReadPlan): number | undefined => (plan.total ? 0 : undefined);

function assign(
  parents: readonly { readonly row: Row; readonly key: readonly string[] | undefined }[],
  alias: string,
  value: (id: string) => unknown,
): void {
  for (const { row, key } of parents) row[alias] = value(JSON.stringify(key ?? null));
}

/** The groups of each parent, by the text of its key. */
async function readMeasures(
  run: Run,
  writer: LevelWriter,
  plan: ReadPlan,
  aggregation: Aggregation,
  any: boolean,
): Promise<(id: string) => PageResult> {
  const { statement, parent, group } = writer.groups(aggregation);
  const found = any ? await run(statement) : [];
  const groups = groupBy(found, (columns) => JSON.stringify(parent(columns)));
  return (id) => groupPage(plan, aggregation, groups.get(id)?.map(group) ?? groupsOfNothing(aggregation));
}

function groupBy<T>(all: readonly T[], idOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const id = idOf(each);
    const group = groups.get(id);
    if (group) group.push(each);
    else groups.set(id, [each]);
  }
  return groups;
}

/** The rows of each parent, by the text of its key. */
async function readGroups(tables: Tables, run: Run, writer: LevelWriter): Promise<ReadonlyMap<string, readonly Found[]>> {
  const level = writer.rows();
  const found = await readLevel(tables, run, level);
  return groupBy(found, ({ columns }) => JSON.stringify(level.parent(columns)));
}

async function readTotals(run: Run, writer: LevelWriter): Promise<ReadonlyMap<string, number>> {
  const total = writer.total();
  const counted = await run(total.statement);
  return new Map(counted.map((columns) => [JSON.stringify(total.parent(columns)), total.count(columns)]));
}
