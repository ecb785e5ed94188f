import { InvalidFactoryOption, NoFill } from '../error/factory-errors.js';
import { toObject } from '../manager/row-to-object.js';
import type { Caller } from '../manager/runtime.js';
import { selectionOf } from '../plan/selection-of.js';
import type { Select } from '../manager/types.js';
import type { WriteOptions, Written } from '../manager/write-types.js';
import type { ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import { BuildStore } from './build-store.js';
import type { FactoryDefinition, FactoryRelations, FactoryValues } from './define-factory.js';
import { FACTORY, type FactoryEngine } from './engine.js';
import { FillStore } from './fill-store.js';
import { Maker, type MakeRequest } from './maker.js';
import { PipelineStore } from './pipeline-store.js';
import { poolsFor } from './pools.js';
import { merged, type Settings, type Wanted } from './settings.js';

/** What a factory has been told so far. */
interface State {
  readonly manager: ManagerModel;
  readonly definition: FactoryDefinition | undefined;
  readonly engine: () => Promise<FactoryEngine>;
  readonly caller: Caller;
  readonly traits: readonly string[];
  readonly with: Readonly<Record<string, Wanted>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly nulls?: number;
  readonly start?: number;
}

/** How many objects are inserted in bulk. */
export interface InsertOptions {
  /** Objects that are made for each required relation, to be shared. Default: a tenth of the objects, at most 1,000. */
  readonly parents?: number;
  /** Objects of one statement. Default: 1,000. */
  readonly batch?: number;
  /** Told after each batch how many objects there are so far. */
  readonly onProgress?: (made: number) => void;
}

/**
 * Makes objects of one manager. It is immutable: what is said gives another factory.
 *
 * @example
 * const track = await gm.factory(Track).create({ name: 'Take five' });
 * await gm.factory(Album).with({ tracks: 12 }).createMany(3);
 */
export class Factory<T extends object, Params = Readonly<Record<string, unknown>>, Trait extends string = string> {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Makes the objects as an actor, with its permissions; what they need is still made by the system. */
  as(actor: Actor): Factory<T, Params, Trait> {
    return this.#told({ caller: { actor: actor ?? null } });
  }

  /** In a state of the definition; later ones count more. */
  trait(...names: readonly Trait[]): Factory<T, Params, Trait> {
    return this.#told({ traits: [...this.#state.traits, ...names] });
  }

  /** With related objects; `false` leaves a relation empty that need not be there. */
  with(relations: FactoryRelations<T>): Factory<T, Params, Trait> {
    return this.#told({ with: { ...this.#state.with, ...(relations as Readonly<Record<string, Wanted>>) } });
  }

  /** With parameters that are no fields, for the functions of the definition. */
  params(params: Partial<Params>): Factory<T, Params, Trait> {
    return this.#told({ params: { ...this.#state.params, ...params } });
  }

  /** With another part of nulls among values that may be null: from 0 to 1. */
  nulls(nulls: number): Factory<T, Params, Trait> {
    if (!(nulls >= 0 && nulls <= 1)) throw InvalidFactoryOption.create({ option: 'nulls', expected: 'a number from 0 to 1' });
    return this.#told({ nulls });
  }

  /** From the object with a number on, counted from 0; otherwise each goes on where the last one has ended. */
  from(start: number): Factory<T, Params, Trait> {
    if (!Number.isSafeInteger(start) || start < 0) throw InvalidFactoryOption.create({ option: 'from', expected: 'a whole number from 0' });
    return this.#told({ start });
  }

  /** An object of the class that is not stored, with all that it needs. */
  async build(values: FactoryValues<T, Params> = {}): Promise<T> {
    const [object] = await this.buildMany(1, values);
    return object as T;
  }

  async buildMany(count: number, values: FactoryValues<T, Params> = {}): Promise<readonly T[]> {
    const engine = await this.#state.engine();
    const store = new BuildStore(engine);
    const made = await new Maker(engine).make(this.#request(engine, { count, values, store, parents: store }));
    return made.map(({ object }) => object as T);
  }

  /**
   * Makes an object and all that it needs, through the write pipeline: as the system, or as the actor that was named. Null where that actor may not
   * see it.
   *
   * @throws GM_FACTORY_NO_VALUE, GM_FACTORY_RULE, GM_FACTORY_EXHAUSTED, GM_FACTORY_CYCLE; as the `create` of a Bucket
   */
  async create<const S extends Select<T> | undefined = undefined>(
    values: FactoryValues<T, Params> = {},
    options: WriteOptions<S> = {},
  ): Promise<Written<T, S>> {
    const [object] = await this.createMany<S>(1, values, options);
    return object as Written<T, S>;
  }

  /** Makes many objects, in few statements. */
  async createMany<const S extends Select<T> | undefined = undefined>(
    count: number,
    values: FactoryValues<T, Params> = {},
    { select, ...control }: WriteOptions<S> = {},
  ): Promise<readonly Written<T, S>[]> {
    const engine = await this.#state.engine();
    const { manager, caller } = this.#state;
    const { runtime } = engine;
    const selection = selectionOf(runtime.model, manager, select);
    const reason = control.reason ?? 'factory';
    const beneath = new FillStore();
    const own = (each: ManagerModel): typeof selection | undefined => (each === manager || isBelow(manager, each) ? selection : undefined);
    const all = (each: ManagerModel): typeof selection => selectionOf(runtime.model, each, undefined);
    const store = new PipelineStore({ runtime, caller, control: { ...control, reason }, select: own, beneath });
    const parents = new PipelineStore({ runtime, caller: FACTORY, control: { reason }, select: all, beneath });
    const made = await new Maker(engine).make(this.#request(engine, { count, values, store, parents }));
    return made.map(({ row, values: known }) => (row ? toObject(row) : 'system' in caller ? known : null) as Written<T, S>);
  }

  /**
   * Inserts many objects in bulk, in few statements and constant memory, beneath the write pipeline: by the system only, without history. They share
   * the objects that they need. Gives how many there are.
   *
   * @throws GM_FACTORY_NO_BULK; as `create`
   */
  async insertMany(
    count: number,
    values: FactoryValues<T, Params> = {},
    { parents, batch, onProgress }: InsertOptions = {},
  ): Promise<number> {
    const { manager, caller } = this.#state;
    const engine = await this.#state.engine();
    const reason = 'system' in caller ? engine.refusesFill(manager) : 'an actor has permissions';
    if (reason !== undefined) throw NoFill.create({ manager: manager.name, reason });
    const store = new FillStore(batch);
    const request = this.#request(engine, { count, values, store, parents: store });
    const pools = await poolsFor(engine, request, parents ?? Math.min(1000, Math.max(Math.ceil(count / 10), Math.min(count, 10))));
    let made = 0;
    for await (const some of new Maker(engine).batches({ ...request, pools })) {
      made += some.length;
      onProgress?.(made);
    }
    return made;
  }

  #request(
    engine: FactoryEngine,
    { count, values, store, parents }: Pick<MakeRequest, 'count' | 'store' | 'parents'> & { readonly values: object },
  ): MakeRequest {
    if (!Number.isSafeInteger(count) || count < 0)
      throw InvalidFactoryOption.create({ option: 'count', expected: 'a whole number from 0' });
    const { manager, traits, definition, start, nulls } = this.#state;
    const told: Partial<Settings> = { with: this.#state.with, params: this.#state.params, ...(nulls !== undefined && { nulls }) };
    const settings = merged(merged(engine.settings(manager, traits, definition), told), { values: values as Settings['values'] });
    return { manager, count, settings, store, parents, ...(start !== undefined && { start }) };
  }

  #told(more: Partial<State>): Factory<T, Params, Trait> {
    return new Factory({ ...this.#state, ...more });
  }
}

const isBelow = ({ inheritance }: ManagerModel, { name }: ManagerModel): boolean => inheritance?.concrete.includes(name) ?? false;
