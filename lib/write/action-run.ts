import type { ActionContext, ScopeIn } from '../declaration/action.js';
import { ActionReach, ActionWithoutObject } from '../error/action-errors.js';
import { isGeneralManagerError } from '../error/define-error.js';
import { Contention } from '../error/write-errors.js';
import { AfterFlush } from '../interface/after-flush.js';
import { ContendedUnit, type WriteUnit } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { parseKey } from '../plan/parse-key.js';
import type { ActionWrite } from './parse-action.js';
import type { Touched } from './touched.js';
import { Violations } from './violations.js';
import type { WriteControl } from './write-request.js';
import type { WriteRun } from './write-run.js';

/** What actions run with. */
export interface ActionOptions {
  readonly model: ApplicationModel;
  readonly unit: WriteUnit;
  readonly run: WriteRun;
  readonly caller: Caller;
  readonly control: WriteControl;
  readonly scope: ScopeIn;
}

/** What an action gave, and, of the class as a whole, the key of the object that it gave. */
export interface ActionGiven {
  readonly result?: unknown;
  readonly key?: readonly unknown[];
}

/** What an action did: with which object, and what it gave; told when the unit is flushed. */
export interface Performed {
  readonly touched?: Touched;
  readonly given: () => ActionGiven;
}

/** Lets the code of an action work in a unit of work: on an object that is found and may be changed, or for the class as a whole. */
export class ActionRun {
  readonly #options: ActionOptions;

  constructor(options: ActionOptions) {
    this.#options = options;
  }

  async perform(write: ActionWrite, inspect: (before: Readonly<Record<string, unknown>>) => void): Promise<Performed> {
    const { manager, action, where } = write;
    const touched = where && (await this.#options.run.open(manager, where, (_loaded, before) => inspect(before)));
    const given = await this.#given(write);
    if (touched && action.needs.length > 0) await this.#options.unit.populate(manager, [touched.object], action.needs);
    const result = await this.#run(write, touched?.object ?? manager.target, given);
    await this.#note(write, touched);
    return { ...(touched && { touched }), given: this.#giver(write, result) };
  }

  /** What is known before the flush is checked before it. */
  #giver(write: ActionWrite, result: unknown): () => ActionGiven {
    if (result instanceof AfterFlush) return () => this.#givenOf(write, result.value());
    const known = this.#givenOf(write, result);
    return () => known;
  }

  #givenOf(write: ActionWrite, result: unknown): ActionGiven {
    if (write.action.returns) return { result };
    return write.action.scope === 'object' ? {} : { key: this.#keyIn(write, result) };
  }

  /** A write of the code's own that met others is a reason to repeat all of it. */
  async #run({ manager, action }: ActionWrite, target: object, given: Readonly<Record<string, unknown>>): Promise<unknown> {
    try {
      return await action.perform(target, given, this.#context(manager));
    } catch (error) {
      if (isGeneralManagerError(error) && error.code === Contention.code) throw new ContendedUnit(error.message, { cause: error });
      throw error;
    }
  }

  /** Values as they were checked, objects as far as the caller may see them. */
  async #given({ values, references }: ActionWrite): Promise<Readonly<Record<string, unknown>>> {
    const given: Record<string, unknown> = Object.fromEntries(values);
    for (const { name, manager, places, list } of references) {
      const objects: object[] = [];
      for (const where of places) objects.push((await this.#options.run.finder.existing({ manager, where })).object);
      given[name] = list ? objects : objects[0];
    }
    return given;
  }

  #context(manager: ManagerModel): ActionContext {
    const { unit, caller, control, scope } = this.#options;
    const { own, system } = scope(unit.session);
    return {
      actor: 'actor' in caller ? caller.actor : null,
      reason: control.reason,
      signal: control.signal,
      session: unit.session,
      manager: own.manager.bind(own),
      system,
      refuse: ({ code, message, arguments: names = [] }) => {
        const violations = new Violations();
        for (const path of names.length > 0 ? names.map((name) => [name]) : [[]]) violations.add(path, code, message);
        return violations.refuse(manager) as never;
      },
    };
  }

  /** What the code has changed: of its own object that is written; others have doors of their own. */
  async #note({ manager, action }: ActionWrite, touched: Touched | undefined): Promise<void> {
    for (const { object, manager: other, fields } of await this.#options.unit.changes()) {
      if (object === touched?.object) for (const field of fields) touched.named.add(field);
      else if (other) throw ActionReach.create({ manager: manager.name, action: action.name, other: other.name });
    }
  }

  /** @throws GM_WRITE_ACTION_RESULT where what was given names no object */
  #keyIn({ manager, action }: ActionWrite, result: unknown): readonly unknown[] {
    const parts = manager.key?.parts.map(({ field }) => field) ?? [];
    const [only] = parts;
    const isObject = typeof result === 'object' && result !== null && parts.every((name) => name in result);
    const own = isObject ? Object.fromEntries(parts.map((name) => [name, Reflect.get(result, name)])) : result;
    try {
      return parseKey(this.#options.model, manager, isObject && parts.length === 1 && only ? Reflect.get(result, only) : own);
    } catch (error) {
      if (!isGeneralManagerError(error)) throw error;
      throw ActionWithoutObject.create({ manager: manager.name, action: action.name });
    }
  }
}
