import type { MemberOutcome } from '../cache/member-cache.js';
import type { Memo } from '../cache/member-memo.js';
import type { ComputeContext } from '../declaration/computed.js';
import { CONCRETE, type Row } from '../interface/result.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import { isKept, type ComputedMember } from '../model/computed.js';
import { ownKeyFields } from '../model/key.js';
import { managerNamed, managerOf } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import { checkedValue } from '../plan/computed-value.js';
import { isSystem, memberNeeds } from '../plan/member-needs.js';
import type { NeededOf } from '../plan/merged-selection.js';
import { memberAlias, veilsOf } from '../plan/own-plan.js';
import type { ComputedSelection, Selection } from '../plan/read-plan.js';
import { Bucket } from './bucket.js';
import { Deadline } from './deadline.js';
import { ownCopy } from './own-copy.js';
import type { Caller, Runtime } from './runtime.js';
import type { ManagerTarget } from './types.js';

/** Computations that are under way at once; in somebody's transaction there is one. */
const AT_ONCE = 8;

/** What members are computed with. */
export interface ComputedMembersOptions {
  readonly runtime: Runtime;
  readonly caller: Caller;
  readonly context: ReadContext;
}

/** What rows have that only the system computes with, while others see null in its place. */
export type Veiled = ReadonlyMap<Row, Row>;

/** How one member is computed of rows. */
interface MemberWork {
  readonly member: ComputedMember;
  /** Absent where values are not kept. */
  readonly memo: Memo | undefined;
  readonly context: ComputeContext | undefined;
}

/** Computes members of rows that have what these need; what fails is an error in the place of the value. */
export class ComputedMembers {
  readonly #options: ComputedMembersOptions;
  readonly #deadline: Deadline;
  /** What clients get to see of what fails: one fault is logged once, however many objects have it. */
  readonly #failures = new Map<ComputedMember, Error>();

  constructor(options: ComputedMembersOptions) {
    this.#options = options;
    this.#deadline = new Deadline(options.context);
  }

  /** Takes out of rows what the caller may not see of them. Comes before anybody else looks at them. */
  veil(selection: Selection, rows: readonly Row[]): Veiled {
    const names = [...veilsOf(selection).keys()];
    const veiled = new Map<Row, Row>();
    if (names.length === 0) return veiled;
    for (const row of rows) {
      veiled.set(row, Object.fromEntries(names.map((name) => [name, row[name]])));
      for (const name of names) if (!isSeen(selection, row, name)) row[name] = null;
    }
    return veiled;
  }

  /** @throws GM_READ_TIMEOUT, the reason of the signal */
  async fill(selection: Selection, rows: readonly Row[], veiled: Veiled): Promise<void> {
    const { computed = [] } = selection;
    const [first] = computed;
    if (!first || rows.length === 0) return;
    const { model, limits } = this.#options.runtime;
    const manager = managerNamed(model, first.member.manager);
    const { picks } = memberNeeds(
      model,
      manager,
      computed.map(({ member }) => member),
      limits.maxRelatedRows,
    );
    for (const each of computed) {
      const pick = picks.get(each.member);
      const ask = (row: Row): object => pick?.(isSystem(each.member) ? { ...row, ...veiled.get(row) } : row) ?? {};
      await this.#deadline.within(this.#fill(each, selection, rows, ask));
    }
  }

  async #fill(each: ComputedSelection, selection: Selection, rows: readonly Row[], needed: NeededOf): Promise<void> {
    const { member, guard } = each;
    const { name } = member.field;
    const work = this.#workOf(member);
    const size = this.#options.context.session ? 1 : AT_ONCE;
    const put = (row: Row, value: unknown): void =>
      // The class has a getter of this name, where rows are instances.
      void Object.defineProperty(row, name, { value, enumerable: true, writable: true, configurable: true });
    for (const row of rows) if (guard && !isSeen(selection, row, name)) put(row, null);
    const seen = rows.filter((row) => !guard || isSeen(selection, row, name));
    for (let start = 0; start < seen.length; start += size) {
      this.#deadline.check();
      await Promise.all(seen.slice(start, start + size).map(async (row) => put(row, await this.#value(work, row, needed))));
    }
  }

  /** Code that takes no context of which values are kept gets none: their keys say that it reads nothing. */
  #workOf(member: ComputedMember): MemberWork {
    const { runtime, context } = this.#options;
    const isReading = !isKept(member) || member.declaration.takesContext;
    const memo = runtime.cache.memo.of({ member, readsAs: isReading ? this.#readerOf(member) : undefined, context });
    return { member, memo, context: isReading ? this.#contextOf(member) : undefined };
  }

  /** What is kept, or what is computed now; an error in its place where that fails. */
  async #value({ member, memo, context }: MemberWork, row: Row, needed: NeededOf): Promise<unknown> {
    const { model } = this.#options.runtime;
    try {
      const before = member.members.map((name): readonly [string, unknown] => [name, row[name]]);
      const failed = before.find(([, value]) => value instanceof Error);
      if (failed) return failed[1];
      const manager = this.#managerOf(member, row);
      const values = { ...needed(row), ...Object.fromEntries(before) };
      const compute = async (): Promise<MemberOutcome> => this.#outcome(member, objectOf(manager, ownCopy(values) as object), context);
      const key = ownKeyFields(model, manager).map(({ name }) => row[name]);
      const outcome = await (memo ? memo({ manager, key, values }, compute) : compute());
      return 'error' in outcome ? outcome.error : outcome.value;
    } catch (error) {
      return this.#failure(member, error);
    }
  }

  async #outcome(member: ComputedMember, object: object, context: ComputeContext | undefined): Promise<MemberOutcome> {
    try {
      const value = await member.declaration.compute?.(object, context as ComputeContext);
      return { value: checkedValue(this.#options.runtime.model, member.manager, member.field, value) };
    } catch (error) {
      return { error: this.#failure(member, error) };
    }
  }

  /** What it may read by itself: as the caller, or without permissions where its declaration says why. */
  #contextOf(member: ComputedMember): ComputeContext {
    const { runtime, context } = this.#options;
    const reader = this.#readerOf(member);
    return {
      signal: context.signal,
      manager: <Other extends object>(target: ManagerTarget<Other> | string): Bucket<Other> =>
        new Bucket<Other>(runtime, managerOf(runtime.model, target), reader).using(this.#deadline.left(context)),
    };
  }

  #failure(member: ComputedMember, error: unknown): Error {
    const known = this.#failures.get(member) ?? this.#options.runtime.mask(error);
    this.#failures.set(member, known);
    return known;
  }

  #readerOf({ declaration: { system } }: ComputedMember): Caller {
    return system === undefined ? this.#options.caller : { system };
  }

  /** That of the row's own class. */
  #managerOf(member: ComputedMember, row: Row): ManagerModel {
    const concrete = row[CONCRETE];
    return managerNamed(this.#options.runtime.model, typeof concrete === 'string' ? concrete : member.manager);
  }
}

/** An instance of a class with what a member needs: made without its constructor, as sources make theirs. */
function objectOf({ target }: ManagerModel, values: object): object {
  const { prototype } = target as { readonly prototype: object };
  return Object.create(prototype, Object.getOwnPropertyDescriptors(values)) as object;
}

/** What was asked of the row about a member, or about a field that only the system computes with. */
function isSeen(selection: Selection, row: Row, name: string): boolean {
  const answer = row[memberAlias(selection) ?? ''] as { readonly fields: Readonly<Record<string, boolean>> } | undefined;
  return answer?.fields[name] === true;
}
