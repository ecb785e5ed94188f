import {
  keyText,
  MergedSelection,
  RowBudget,
  widened,
  type Caller,
  type NeededOf as Pick,
  type Row,
  type SelectionRequest,
} from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import { TooManyNeeded } from '../errors.js';
import { callerOf, nameOf, type ReadTools } from '../read/tools.js';

/** What is needed of the objects that an input leads to. */
export interface Needed {
  /** The objects by the texts of their keys; what is not there, or may not be seen any more, is missing. */
  load(keys: readonly (readonly unknown[])[]): Promise<ReadonlyMap<string, object>>;
}

/** One read: everything that is needed of an input by one caller. */
interface Group {
  readonly place: ManagerPlace;
  readonly caller: Caller;
  readonly merged: MergedSelection;
  readonly rows: Map<string, Row>;
  readonly asked: Map<string, readonly unknown[]>;
  readonly done: Set<string>;
}

/** Reads what is needed of inputs: all that is asked for at about the same time in one read for each input. */
export class NeedsLoader {
  readonly #tools: ReadTools;
  readonly #groups = new Map<string, Group>();
  #flush: Promise<void> | undefined;

  constructor(tools: ReadTools) {
    this.#tools = tools;
  }

  /** Says what will be needed; has to be said of everything before anything is loaded. */
  need(place: ManagerPlace, select: SelectionRequest, system: string | undefined): Needed {
    const group = this.#groupOf(place, system);
    const { needed: max } = this.#tools.bound.calculation.limits;
    const pick = group.merged.add(select, (relation) => TooManyNeeded.create({ calculation: nameOf(this.#tools), relation, max }));
    return { load: async (keys) => this.#load(group, pick, keys) };
  }

  #groupOf(place: ManagerPlace, system: string | undefined): Group {
    const id = JSON.stringify([place.input.name, system ?? null]);
    const known = this.#groups.get(id);
    if (known) return known;
    const caller = callerOf(this.#tools, system);
    const group: Group = { place, caller, merged: new MergedSelection(), rows: new Map(), asked: new Map(), done: new Set() };
    this.#groups.set(id, group);
    return group;
  }

  async #load(group: Group, pick: Pick, keys: readonly (readonly unknown[])[]): Promise<ReadonlyMap<string, object>> {
    for (const key of keys) if (!group.done.has(keyText(key))) group.asked.set(keyText(key), key);
    if (group.asked.size > 0) await this.#flushed();
    const found = keys.flatMap((key): readonly (readonly [string, object])[] => {
      const row = group.rows.get(keyText(key));
      return row ? [[keyText(key), pick(row)]] : [];
    });
    return new Map(found);
  }

  /** What is asked for until the event loop turns is read together. */
  async #flushed(): Promise<void> {
    this.#flush ??= this.#flushSoon();
    return this.#flush;
  }

  async #flushSoon(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#flush = undefined;
    // One after the other: they may be in one transaction.
    for (const group of this.#groups.values()) await this.#read(group);
  }

  async #read(group: Group): Promise<void> {
    const keys = [...group.asked.values()];
    group.asked.clear();
    const { runtime } = this.#tools;
    for (let start = 0; start < keys.length; start += runtime.limits.maxKeys)
      await this.#readSome(group, keys.slice(start, start + runtime.limits.maxKeys));
    for (const key of keys) group.done.add(keyText(key));
  }

  async #readSome({ place, caller, merged, rows }: Group, keys: readonly (readonly unknown[])[]): Promise<void> {
    const { runtime, context, bound, deadline } = this.#tools;
    const { target, columns } = place;
    const request = { select: merged.request(), page: { first: 1 }, positions: true };
    const plan = runtime.part(target, request, caller, { budget: new RowBudget(), ...(context.deleted && { deleted: true }) });
    const page = await runtime.readPlan(
      {
        ...plan,
        selection: widened(plan.selection, bound.calculation.limits.needed),
        where: { kind: 'key', manager: target, keys },
        page: { limit: keys.length, offset: 0, backwards: false },
      },
      caller,
      deadline.left(context),
    );
    page.rows.forEach((row, index) => rows.set(JSON.stringify(page.positions[index]?.slice(0, columns.length)), row));
  }
}
