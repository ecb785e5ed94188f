import { NoWrites, TooManyWrites } from '../error/write-errors.js';
import { isNothing } from './at-once.js';
import { isDurable, WriteEvents } from './events.js';
import type { PageResult, Row } from '../interface/result.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import { ContendedUnit, type LoadedObject, type UnitQuestions, type WriteAuthor, type WriteUnit } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import { keyInput } from '../model/key.js';
import type { ManagerModel } from '../model/model.js';
import type { Truth } from '../permission/truth.js';
import { TRUE, type Condition } from '../plan/condition.js';
import { leadsAcross } from '../plan/across.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { ReadRequest } from '../plan/read-request.js';
import type { WriteAccess } from './access.js';
import { ActionRun, type Performed } from './action-run.js';
import type { expectation } from './expect.js';
import type { ParsedRequest } from './parse-request.js';
import { isMadeMeanwhile } from './missed.js';
import { namedRefusal } from './refusals.js';
import { authorOf, stampOf } from './stamp.js';
import type { RepeatableWrite } from './repeatable.js';
import type { Touched } from './touched.js';
import { validateObjects } from './validate.js';
import { forbidden } from './forbidden.js';
import type { WritePipelineOptions } from './write-options.js';
import { WriteRun } from './write-run.js';
import type { WriteControl, WriteRequest, WriteResult } from './write-request.js';

/** A checked request, and who makes it. */
export interface WriteTask {
  readonly request: WriteRequest;
  readonly parsed: ParsedRequest;
  readonly access: WriteAccess;
  readonly caller: Caller;
  readonly expect: ReturnType<typeof expectation>;
  readonly repeatable?: RepeatableWrite | undefined;
}

type Filtered = Extract<ParsedRequest, { readonly kind: 'filtered' }>;

/** What writes give that are no actions, besides their objects. */
const givesNothing: Performed['given'] = () => ({});

const NO_ROWS: readonly (Row | null)[] = Object.freeze([]);

/** One attempt to carry out a checked request in a unit of work. */
export class Attempt {
  readonly #options: WritePipelineOptions;
  readonly #task: WriteTask;
  readonly #unit: WriteUnit;
  readonly #run: WriteRun;
  /** What reads of the attempt run with. */
  readonly #context: ReadContext;

  constructor(options: WritePipelineOptions, task: WriteTask, unit: WriteUnit, control: WriteControl) {
    const { model, limits, policies } = options;
    const { access, caller } = task;
    this.#options = options;
    this.#task = task;
    this.#unit = unit;
    const context = { session: unit.session, timeoutMs: 0, ...(control.signal && { signal: control.signal }) };
    this.#context = context;
    this.#run = new WriteRun({
      model,
      limits,
      access,
      unit,
      read: async (plan): Promise<PageResult> => plan.manager.adapter.read(plan, context, caller),
      guardOf: (manager, field) =>
        'system' in caller ? undefined : policies.guard(manager, field, { operation: 'read', actor: caller.actor, open: false }),
    });
  }

  /** What the source refused, as something to try again where others have made meanwhile what this attempt has missed. */
  raced(error: unknown): unknown {
    const isRaced = isMadeMeanwhile(error, this.#run.finder.missed);
    return isRaced ? new ContendedUnit('Somebody else has made what was missing.', { cause: error }) : error;
  }

  /** What the source refused, by the objects of this attempt. */
  named(error: unknown): unknown {
    return namedRefusal(error, this.#task.request.manager, this.#run.touched.all);
  }

  async run(control: WriteControl): Promise<WriteResult> {
    const { parsed, request, caller } = this.#task;
    if (parsed.kind === 'filtered' && parsed.dryRun) return this.#count(await this.#found(parsed), parsed);
    const { repeatable } = this.#task;
    const earlier = await repeatable?.earlier(this.#unit);
    if (earlier) return { count: earlier.length, rows: await this.#rowsByKey(earlier) };
    const { roots, given } = await this.#carryOut(parsed, control);
    const removed = request.kind === 'delete' ? await this.#rowsOf(roots.map(({ object }) => object)) : undefined;
    this.#stamp();
    await this.#validate();
    if (this.#unit.irrevocable) await this.#decideBefore();
    await this.#unit.flush();
    const author = authorOf(caller, control.reason);
    await this.#unit.record(author);
    const rows = await this.#conclude(request.kind === 'delete' || request.kind === 'deleteMany' ? [] : roots);
    await repeatable?.settle(this.#unit, roots);
    await this.#announce(this.#run.touched.all, author);
    if (parsed.kind !== 'action') return { count: roots.length, rows: removed ?? rows };
    const { key, result } = given();
    return { count: 1, rows: key ? await this.#rowsByKey([key]) : rows, result };
  }

  /** Changes what is to be changed, before it is flushed. */
  async #carryOut(
    parsed: ParsedRequest,
    control: WriteControl,
  ): Promise<Pick<Performed, 'given'> & { readonly roots: readonly Touched[] }> {
    if (parsed.kind === 'filtered') return { roots: await this.#writeFound(parsed), given: givesNothing };
    if (parsed.kind === 'objects') return { roots: await this.#writeEach(parsed.writes), given: givesNothing };
    const { model, scope } = this.#options;
    const { caller, expect } = this.#task;
    const action = new ActionRun({ model, unit: this.#unit, run: this.#run, caller, control, scope: scope(caller) });
    const { touched, ...performed } = await action.perform(parsed, expect);
    return { roots: touched ? [touched] : [], ...performed };
  }

  async #validate(): Promise<void> {
    const { caller, request } = this.#task;
    await validateObjects({ unit: this.#unit, validators: this.#options.validators, caller }, this.#run.touched.all, request.manager);
  }

  async #announce(touched: readonly Touched[], author: WriteAuthor): Promise<void> {
    const { plugins, reads, observers, enqueued } = this.#options;
    const failed = (error: unknown): void => void reads.mask(error);
    await new WriteEvents({ plugins, failed, observers, enqueued }, this.#unit).announce(touched, author);
  }

  async #writeEach(writes: Extract<ParsedRequest, { readonly kind: 'objects' }>['writes']): Promise<readonly Touched[]> {
    const roots: Touched[] = [];
    await this.#run.foresee(writes);
    for (const write of writes) roots.push(await this.#run.write(write, (_loaded, before) => this.#task.expect(before)));
    return roots;
  }

  async #writeFound(parsed: Filtered): Promise<readonly Touched[]> {
    const found = await this.#found(parsed);
    const { write } = parsed;
    if (write.kind === 'update' && found.length > 0) await this.#run.foresee([write]);
    const touched: Touched[] = [];
    for (const each of found) touched.push(write.kind === 'update' ? await this.#run.update(each, write) : this.#run.delete(each, write));
    return touched;
  }

  async #found({ write, filter, max }: Filtered): Promise<readonly LoadedObject[]> {
    const { reads } = this.#options;
    const { manager } = write;
    const request: ReadRequest = { select: { fields: [], relations: [] }, filter, page: { first: 1 } };
    const { where: asked } = reads.plan(manager, request, TRUE, this.#task.caller);
    const where = await reads.settle(manager, asked, this.#task.caller, this.#context);
    const found = await this.#run.finder.find(manager, where, write.kind, max + 1);
    if (found.length > max) throw TooManyWrites.create({ max });
    return found;
  }

  #count(found: readonly LoadedObject[], { write }: Filtered): WriteResult {
    const proposed = write.kind === 'update' ? Object.fromEntries(write.values.map(({ field, value }) => [field.name, value])) : undefined;
    const refused = found.filter((each) => this.#run.finder.refusal(each, write.kind, write.manager, proposed));
    return { count: found.length, refused: refused.length, rows: NO_ROWS };
  }

  /** Objects that say who changed them last. */
  #stamp(): void {
    const { caller } = this.#task;
    for (const { type, object, operation } of this.#run.touched.all) {
      const { changedBy, softDeletion } = type.lifecycle;
      if (!changedBy || (operation === 'delete' && !softDeletion)) continue;
      this.#unit.assign(type, object, new Map([[changedBy.field, stampOf(type, changedBy, caller)]]));
    }
  }

  /** Decides on every object as the write is going to leave it: afterwards it is too late. */
  async #decideBefore(): Promise<void> {
    const { request } = this.#task;
    if (this.#options.plugins.some(isDurable)) throw NoWrites.create({ manager: request.manager.name, what: 'keep durable events' });
    await this.#decideAll(undefined);
  }

  /** Reads what was asked for, and decides where that has not been done. */
  async #conclude(roots: readonly Touched[]): Promise<readonly (Row | null)[]> {
    const plan = this.#planOf(roots);
    const page = await (this.#unit.irrevocable ? this.#read(plan) : this.#decideAll(plan));
    if (plan) return [page?.rows[0] ?? null];
    return roots.length === 0 ? NO_ROWS : this.#rowsOf(roots.map(({ object }) => object));
  }

  async #read(plan: ReadPlan | undefined): Promise<PageResult | undefined> {
    return plan && (await this.#unit.ask([], plan)).page;
  }

  /** Decides on every object as the write has left it, and reads in the same go. */
  async #decideAll(plan: ReadPlan | undefined): Promise<PageResult | undefined> {
    for (const touched of this.#run.touched.all) if (this.#isDecidedInMemory(touched)) this.#decide(touched, []);
    const groups = this.#groups();
    if (groups.length === 0 && !plan) return undefined;
    const { truths, page } = await this.#unit.ask(
      groups.map(({ asked }) => asked),
      plan,
    );
    groups.forEach(({ touched }, group) => touched.forEach((each, index) => this.#decide(each, truths[group]?.[index] ?? [])));
    return page;
  }

  /** Objects of which the same is asked. */
  #groups(): readonly { readonly touched: readonly Touched[]; readonly asked: UnitQuestions }[] {
    const groups = new Map<readonly Condition[], Touched[]>();
    for (const touched of this.#run.touched.all) {
      const questions = this.#questionsOf(touched);
      const group = groups.get(questions) ?? [];
      group.push(touched);
      if (questions.length > 0) groups.set(questions, group);
    }
    return [...groups].map(([questions, touched]) => {
      const [first] = touched as [Touched];
      return { touched, asked: { manager: first.manager, objects: touched.map(({ object }) => object), questions } };
    });
  }

  #questionsOf({ manager, operation }: Touched): readonly Condition[] {
    return operation === 'delete' ? [] : (this.#task.access.inquiry(manager, operation)?.after ?? []);
  }

  #isDecidedInMemory(touched: Touched): boolean {
    return touched.operation !== 'delete' && this.#questionsOf(touched).length === 0;
  }

  /** @throws GM_WRITE_FORBIDDEN, GM_WRITE_FORBIDDEN_FIELD */
  #decide({ manager, type, operation, object, before, answers, named }: Touched, after: readonly Truth[]): void {
    const change = { ...(before && { before }), after: object };
    const decision = this.#task.access.inquiry(manager, operation)?.decide({ before: answers, after, change, type, named });
    if (decision && !decision.allowed) throw forbidden(manager, operation, decision);
  }

  /** The plan for what was written, where that is one object. */
  #planOf([root, ...others]: readonly Touched[]): ReadPlan | undefined {
    const { select } = this.#task.request;
    if (!select || isNothing(select) || !root || others.length > 0 || !this.#isSeen(root.manager)) return undefined;
    const plan = this.#options.reads.plan(root.manager, { select, page: { first: 1 } }, this.#keyOf(root), this.#task.caller);
    // A unit of work reads what is in its own source.
    return leadsAcross(plan) ? undefined : plan;
  }

  #keyOf({ manager, object }: Touched): Condition {
    return { kind: 'key', manager, keys: [this.#unit.keyOf(manager, object)] };
  }

  async #rowsOf(objects: readonly object[]): Promise<readonly (Row | null)[]> {
    return this.#rowsByKey(objects.map((object) => this.#unit.keyOf(this.#task.request.manager, object)));
  }

  async #rowsByKey(keys: readonly (readonly unknown[])[]): Promise<readonly (Row | null)[]> {
    const { request, caller } = this.#task;
    const { manager, select } = request;
    if (!select || isNothing(select)) return NO_ROWS;
    if (!this.#isSeen(manager)) return keys.map(() => null);
    const given = keys.map((key) => keyInput(this.#options.model, manager, key));
    return this.#options.reads.readMany(manager, given, select, caller, { session: this.#unit.session });
  }

  #isSeen(manager: ManagerModel): boolean {
    return this.#task.access.visible(manager).kind !== 'false';
  }
}
