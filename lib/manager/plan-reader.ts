import { ReadTimeout } from '../error/errors.js';
import { HistoryUnsupported } from '../error/history-errors.js';
import type { InterfaceAdapter, ReadContext } from '../interface/interface-adapter.js';
import { CONCRETE, type PageResult, type Row } from '../interface/result.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { leadsAcross, matchedConditions, relationsIn, selectsAcross, selectsComputed } from '../plan/across.js';
import type { Condition } from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import { borrowedNames, ownPlan } from '../plan/own-plan.js';
import type { ReadPlan, RelationSelection, Selection } from '../plan/read-plan.js';
import type { ComputedMembers } from './computed-members.js';
import { isPage } from './row-to-object.js';
import { RelatedPages } from './related-pages.js';
import { SemiJoins } from './semi-joins.js';

/** What plans are read with. */
export interface PlanReaderOptions {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly context: ReadContext;
  /** Reads what one source can read by itself. */
  readonly read: (plan: ReadPlan, context: ReadContext) => Promise<PageResult>;
  /** Computes members of what was read. */
  readonly members: ComputedMembers;
}

/**
 * Reads a plan whatever sources it leads to: what filters ask of other sources is found first; then come the objects of the plan's own source,
 * and, level by level, what fields of theirs link them to: one read for all objects of a level.
 */
export class PlanReader {
  readonly #options: PlanReaderOptions;
  readonly #joins: SemiJoins;
  readonly #pages: RelatedPages;
  readonly #started = performance.now();
  /** Whose the session is. */
  readonly #home: InterfaceAdapter;

  constructor(options: PlanReaderOptions, manager: ManagerModel) {
    this.#options = options;
    this.#home = manager.adapter;
    const read = async (plan: ReadPlan): Promise<PageResult> => this.#read(plan);
    this.#joins = new SemiJoins({ ...options, read });
    this.#pages = new RelatedPages({ ...options, read });
  }

  /** @throws GM_READ_NO_HISTORY, GM_READ_TIMEOUT, GM_LIMIT_MATCHES, GM_LIMIT_RELATED_ROWS; the reason of the signal */
  async read(plan: ReadPlan): Promise<PageResult> {
    if (plan.history) this.#refuseBeside(plan, plan.history.before);
    if (!leadsAcross(plan)) return this.#read(plan);
    this.#refusePast(plan);
    const settled = await this.#settled(plan);
    const page = await this.#read(ownPlan(settled));
    await this.#complete(settled.selection, page.rows);
    return { ...page, plan };
  }

  /** A condition that its own source can be asked, whatever it asks of others. */
  async settle(condition: Condition): Promise<Condition> {
    return this.#joins.settle(condition);
  }

  async #read(plan: ReadPlan): Promise<PageResult> {
    return this.#options.read(plan, this.#contextOf(plan.manager));
  }

  /** A session is that of one source; all reads have one time together. */
  #contextOf({ adapter }: ManagerModel): ReadContext {
    const { session, ...context } = this.#options.context;
    const { signal, timeoutMs = 0 } = context;
    signal?.throwIfAborted();
    const left = timeoutMs - (performance.now() - this.#started);
    if (timeoutMs > 0 && left <= 0) throw ReadTimeout.create({});
    return {
      ...context,
      ...(timeoutMs > 0 && { timeoutMs: Math.ceil(left) }),
      ...(session && adapter === this.#home && { session }),
    };
  }

  /** What a source beside has now is no part of how an object was. */
  #refuseBeside(plan: ReadPlan, before: Selection): void {
    const [beside] = [...matchedTargets(plan.selection), ...matchedTargets(before)];
    if (beside) throw HistoryUnsupported.create({ manager: beside.name, reason: 'it is of another interface' });
    if (selectsComputed(plan.selection) || selectsComputed(before))
      throw HistoryUnsupported.create({ manager: plan.manager.name, reason: 'what is computed is not kept' });
  }

  /** Before anything is read: a source without history would give what is there now. */
  #refusePast(plan: ReadPlan): void {
    if (!this.#options.context.asOf) return;
    const conditions = matchedConditions(plan).map(({ target }) => target);
    const without = [...conditions, ...matchedTargets(plan.selection)].find(({ lifecycle }) => !lifecycle.history);
    if (without) throw HistoryUnsupported.create({ manager: without.name, reason: 'its history is not kept' });
  }

  /** With conditions that the plan's own source can be asked, at every relation that it follows itself. */
  async #settled(plan: ReadPlan): Promise<ReadPlan> {
    const where = await this.#joins.settle(plan.where);
    return { ...plan, where, selection: await this.#settledSelection(plan.selection) };
  }

  async #settledSelection(selection: Selection): Promise<Selection> {
    const relations: RelationSelection[] = [];
    for (const relation of selection.relations)
      relations.push(relation.match ? relation : { ...relation, plan: await this.#settled(relation.plan) });
    const variants = new Map<string, Selection>();
    for (const [name, variant] of selection.variants) variants.set(name, await this.#settledSelection(variant));
    return { ...selection, relations, variants };
  }

  /** Adds to rows what their source could not follow; takes away what they have only for that. */
  async #complete(selection: Selection, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0 || !selectsAcross(selection)) return;
    const parts = [
      { part: selection, of: rows, borrowed: borrowedNames(selection) },
      ...[...selection.variants].map(([name, part]) => {
        return { part, of: rows.filter((row) => row[CONCRETE] === name), borrowed: borrowedNames(part, selection) };
      }),
    ];
    const veiled = parts.map(({ part, of }) => this.#options.members.veil(part, of));
    for (const { part, of } of parts) for (const relation of part.relations) await this.#follow(relation, of);
    for (const [index, { part, of }] of parts.entries()) await this.#options.members.fill(part, of, veiled[index] ?? new Map<Row, Row>());
    for (const { of, borrowed } of parts) for (const row of of) for (const name of borrowed) Reflect.deleteProperty(row, name);
  }

  async #follow(relation: RelationSelection, rows: readonly Row[]): Promise<void> {
    const { alias, plan, match } = relation;
    if (!match)
      return this.#complete(
        plan.selection,
        rows.flatMap((row) => rowsIn(row[alias])),
      );
    const settled = { ...relation, match, plan: await this.#settled(plan) };
    const { rows: found, take } = await this.#pages.load(settled, rows);
    await this.#complete(settled.plan.selection, found);
    take();
  }
}

/** The managers at the other ends of relations that fields link, at any depth. */
const matchedTargets = (selection: Selection): readonly ManagerModel[] =>
  relationsIn(selection).flatMap(({ match, plan }) => [...(match ? [plan.manager] : []), ...matchedTargets(plan.selection)]);

/** The rows that a relation led to. */
function rowsIn(value: unknown): readonly Row[] {
  if (isPage(value)) return value.rows;
  return typeof value === 'object' && value !== null ? [value as Row] : [];
}
