import { isDeepStrictEqual } from 'node:util';
import {
  AfterFlush,
  type Condition,
  isGeneralManagerError,
  keyText,
  NoWrites,
  type LoadedObject,
  type LoadRequest,
  type ManagerModel,
  type ReadPlan,
  type ReferenceRequest,
  type UnitAnswers,
  type UnitChange,
  type UnitQuestions,
  type Violation,
  type WriteUnit,
} from '../../../lib/plugin.js';
import { PartialWrite, UnknownOutcome } from '../errors.js';
import { readObjects, type ReadTools } from '../read/read-resource.js';
import { wholePlan } from '../read/whole-plan.js';
import type { CompiledAction, Resource } from '../resource/resource.js';
import { sendAction, type ActionAnswer, type PlannedAction } from './send-action.js';
import { sendWrite, type PlannedWrite } from './send-write.js';

/** Gives what a resource is read and written with. */
export type ToolsOf = (manager: ManagerModel) => ReadTools;

/**
 * A unit of work of HTTP resources: requests are sent at the flush, one after the other, and cannot be undone. Everything is decided before.
 */
export class HttpUnit implements WriteUnit {
  readonly session = this;
  readonly irrevocable = true;
  readonly #toolsOf: ToolsOf;
  readonly #planned = new Map<object, PlannedWrite>();
  readonly #actions: { readonly planned: PlannedAction; readonly note: (answer: ActionAnswer) => void }[] = [];
  /** Objects that were written, and of which the upstream did not say how they are now. */
  readonly #unknown = new Map<object, 'written' | 'acted'>();
  readonly #known = new Map<object, ManagerModel>();
  /** Objects as they were found. */
  readonly #found = new Map<object, Readonly<Record<string, unknown>>>();
  readonly #after: (() => Promise<void>)[] = [];
  #idempotencyScope: string | undefined;

  constructor(toolsOf: ToolsOf) {
    this.#toolsOf = toolsOf;
  }

  async load({ manager, where, questions, limit }: LoadRequest): Promise<readonly LoadedObject[]> {
    const tools = this.#toolsOf(manager);
    const found = await readObjects(tools, wholePlan(manager, where, limit));
    return found.slice(0, limit).map((object) => {
      this.#known.set(object, manager);
      this.#found.set(object, this.stateOf(manager, object));
      const answers = questions.map((question) => tools.executor.evaluator.truth(question, object));
      return { object, type: manager, key: this.keyOf(manager, object), answers };
    });
  }

  async references(requests: readonly ReferenceRequest[]): Promise<readonly (readonly LoadedObject[])[]> {
    return Promise.all(requests.map(async (request) => this.load({ ...request, questions: [], lazy: [] })));
  }

  stateOf(manager: ManagerModel, object: object): Readonly<Record<string, unknown>> {
    const { fields } = this.#toolsOf(manager).resource;
    return Object.fromEntries([...fields.keys()].map((name) => [name, structuredClone(Reflect.get(object, name) as unknown)]));
  }

  /** Resources have no relations of their own. */
  async populate(): Promise<void> {}

  create(manager: ManagerModel, values: ReadonlyMap<string, unknown>): object {
    const { resource } = this.#toolsOf(manager);
    const { prototype } = manager.target as { readonly prototype: object };
    const object = Object.create(prototype) as Record<string, unknown>;
    // What the upstream makes by itself is not known yet.
    for (const name of resource.fields.keys()) object[name] = values.get(name) ?? null;
    this.#known.set(object, manager);
    this.#planned.set(object, { kind: 'create', manager, object, values });
    return object;
  }

  assign(manager: ManagerModel, object: object, values: ReadonlyMap<string, unknown>): void {
    for (const [name, value] of values) Reflect.set(object, name, value);
    const planned = this.#planned.get(object);
    const all = new Map([...(planned?.values ?? []), ...values]);
    if (all.size > 0) this.#planned.set(object, { kind: planned?.kind ?? 'update', manager, object, values: all });
  }

  link(manager: ManagerModel): void {
    throw NoWrites.create({ manager: manager.name, what: 'link objects' });
  }

  async relink(manager: ManagerModel): Promise<void> {
    throw NoWrites.create({ manager: manager.name, what: 'link objects' });
  }

  delete(manager: ManagerModel, object: object): void {
    const planned = this.#planned.get(object);
    this.#planned.delete(object);
    if (planned?.kind !== 'create') this.#planned.set(object, { kind: 'delete', manager, object, values: new Map() });
  }

  /** Notes an action for the flush; what it gives is its result, or, of the class as a whole, the object. */
  act(manager: ManagerModel, action: CompiledAction, object: object | undefined, given: Readonly<Record<string, unknown>>): AfterFlush {
    let answer: ActionAnswer = {};
    const values = new Map(Object.entries(given).map(([name, value]) => [name, this.#sent(value)]));
    const note = (told: ActionAnswer): void => void (answer = told);
    this.#actions.push({ planned: { manager, action, object, given: values }, note });
    return new AfterFlush(() => (action.result ? answer.result : answer.object));
  }

  /** Objects are sent by their keys. */
  #sent(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#sent(each));
    const manager = typeof value === 'object' && value !== null ? this.#known.get(value) : undefined;
    if (!manager) return value;
    const { key, fields } = this.#toolsOf(manager).resource;
    const parts = key.map((name) => [name, fields.get(name)?.encode(Reflect.get(value as object, name))] as const);
    return parts.length === 1 ? parts[0]?.[1] : Object.fromEntries(parts);
  }

  /** What code has changed is sent as well. */
  async changes(): Promise<readonly UnitChange[]> {
    const changes: UnitChange[] = [];
    for (const [object, before] of this.#found) {
      const manager = this.#known.get(object);
      const values = Object.entries(before).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
        const now: unknown = Reflect.get(object, name);
        return isDeepStrictEqual(value, now) ? [] : [[name, now]];
      });
      if (!manager || values.length === 0) continue;
      // By another key another object would be written.
      if (values.some(([name]) => this.#toolsOf(manager).resource.key.includes(name)))
        throw NoWrites.create({ manager: manager.name, what: 'change keys' });
      this.assign(manager, object, new Map(values));
      changes.push({ object, manager, fields: values.map(([name]) => name) });
    }
    return changes;
  }

  /** @throws GM_RESOURCE_PARTIAL_WRITE where others were carried out before one was refused */
  async flush(): Promise<void> {
    const planned = [...this.#planned.values()];
    this.#planned.clear();
    this.#refuseUntold(planned);
    for (const [index, write] of planned.entries()) {
      try {
        await this.#send(write, index);
      } catch (error) {
        throw planned.length === 1 || index === 0 ? error : partial(planned, index, error);
      }
    }
    for (const { planned: action, note } of this.#actions.splice(0)) note(await this.#do(action));
  }

  async #do(planned: PlannedAction): Promise<ActionAnswer> {
    const { manager, object } = planned;
    const answer = await sendAction(this.#toolsOf(manager), planned);
    if (!answer.object) {
      if (object) this.#unknown.set(object, 'acted');
    } else if (object) Object.assign(object, answer.object);
    else this.#known.set(answer.object, manager);
    return answer;
  }

  /** Where the upstream does not tell repeated requests, nothing is sent that may be a repetition. */
  #refuseUntold(planned: readonly PlannedWrite[]): void {
    if (this.#idempotencyScope === undefined) return;
    const untold = planned.find(({ manager }) => this.#toolsOf(manager).resource.writes.create?.request.idempotent !== true);
    if (untold) throw NoWrites.create({ manager: untold.manager.name, what: 'tell writes that are repeated' });
  }

  async #send(write: PlannedWrite, index: number): Promise<void> {
    const { resource, session } = this.#toolsOf(write.manager);
    const isIdempotent = write.kind === 'create' && resource.writes.create?.request.idempotent === true;
    const idempotencyKey = isIdempotent && this.#idempotencyScope !== undefined ? `${this.#idempotencyScope}-${index}` : undefined;
    const answered = await sendWrite({ resource, session, idempotencyKey }, write);
    if (answered) Object.assign(write.object, answered);
    else if (write.kind !== 'delete') this.#unknown.set(write.object, 'written');
    if (write.kind === 'create' && !hasKey(resource, write.object)) {
      throw UnknownOutcome.create({ resource: resource.name, operation: 'create', reason: 'it has no object with a key' });
    }
  }

  /** The upstream is told by a key of its own for each object; what it has had before, it tells itself. */
  async claim(scope: string): Promise<undefined> {
    this.#idempotencyScope = scope;
  }

  async settle(): Promise<void> {}

  async record(): Promise<void> {}

  async enqueue(): Promise<void> {
    throw new TypeError('resources keep no events');
  }

  async ask(asked: readonly UnitQuestions[], plan?: ReadPlan): Promise<UnitAnswers> {
    const truths = asked.map(({ manager, objects, questions }) => {
      const { evaluator } = this.#toolsOf(manager).executor;
      return objects.map((object) => questions.map((question) => evaluator.truth(question, object)));
    });
    return { truths, ...(plan && { page: this.#toolsOf(plan.manager).executor.execute(plan, await this.objectsOf(plan.manager)) }) };
  }

  /** Whether a plan asks for objects of the unit, by their keys. */
  hasAll({ manager, where }: ReadPlan): boolean {
    const [asked] = (where.kind === 'and' ? where.all : [where]).filter((each) => each.kind === 'key');
    if (asked?.kind !== 'key') return false;
    const own = [...this.#known].flatMap(([object, of]) => (of === manager ? [keyText(this.keyOf(manager, object))] : []));
    return asked.keys.every((key) => own.includes(keyText(key)));
  }

  /** The objects of the unit as they are now. */
  async objectsOf(manager: ManagerModel): Promise<readonly object[]> {
    const own = [...this.#known].flatMap(([object, of]) => (of === manager ? [object] : []));
    for (const object of own) {
      const became = this.#unknown.get(object);
      if (!became) continue;
      const where: Condition = { kind: 'key', manager, keys: [this.keyOf(manager, object)] };
      const [now] = await readObjects(this.#toolsOf(manager), wholePlan(manager, where, 1));
      if (now) Object.assign(object, now);
      // What an action did nobody knows here: it may have taken the object away.
      else if (became === 'acted') this.#known.delete(object);
      this.#unknown.delete(object);
    }
    return own.filter((object) => this.#known.has(object));
  }

  afterCommit(run: () => Promise<void>): void {
    this.#after.push(run);
  }

  /** Tells those who wait for what can no longer be undone. */
  async committed(): Promise<void> {
    for (const run of this.#after.splice(0)) await run();
  }

  keyOf(manager: ManagerModel, object: object): readonly unknown[] {
    return this.#toolsOf(manager).resource.key.map((name) => Reflect.get(object, name) as unknown);
  }
}

const hasKey = ({ key }: Resource, object: object): boolean => key.every((name) => (Reflect.get(object, name) ?? null) !== null);

/** Says of each object of a write whether it was written. */
function partial(planned: readonly PlannedWrite[], failed: number, error: unknown): Error {
  const violations = planned.map((_each, index): Violation => {
    if (index < failed) return { path: [index], code: 'WRITTEN', message: 'This was written.' };
    if (index > failed) return { path: [index], code: 'NOT_TRIED', message: 'This was not tried.' };
    const code = isGeneralManagerError(error) ? error.code : 'REFUSED';
    return { path: [index], code, message: 'The upstream refused this.' };
  });
  const [{ manager } = { manager: { name: '' } }] = planned;
  return PartialWrite.create({ resource: manager.name, done: failed, planned: planned.length }, { details: { violations }, cause: error });
}
