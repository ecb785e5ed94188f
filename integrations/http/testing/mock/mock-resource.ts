import type { ManagerTarget } from '../../../../lib/index.js';
import { declarationOf } from '../../../../lib/plugin.js';
import type { Resource } from '../../resource/resource.js';
import { InvalidMock, InvalidMockObject } from '../errors.js';
import { operationsOf } from '../operations.js';
import type { Faults, MockFault } from './faults.js';
import type { MockAct, MockOutcome, MockSettings } from './settings.js';
import type { Store, Stored } from './store.js';

/** What belongs to one resource of a mock. */
export interface MockParts {
  readonly resource: Resource;
  readonly settings: MockSettings;
  readonly store: Store;
}

/**
 * What a mock upstream has of one resource: its objects, what goes wrong with it, and what the declaration does not say.
 *
 * @example
 * upstream.of(Project).add({ id: 1, name: 'Bridge' }).fail({ operation: 'detail', status: 503, times: 2 });
 */
export class MockResource<T extends object> {
  readonly #parts: MockParts;
  readonly #faults: Faults;

  constructor(parts: MockParts, faults: Faults) {
    this.#parts = parts;
    this.#faults = faults;
  }

  /** The objects that are there, as the class has them. */
  get objects(): readonly Readonly<Partial<T>>[] {
    return structuredClone(this.#parts.store.all.map(({ object }) => object)) as readonly Partial<T>[];
  }

  /** The objects that are there, each as the upstream has it (`source`) and as the class has it (`object`). */
  get stored(): readonly Stored[] {
    return this.#parts.store.all;
  }

  /** The objects that are there, as the upstream has them. */
  get raw(): readonly object[] {
    return structuredClone(this.#parts.store.all.map(({ source }) => source));
  }

  /**
   * Adds objects with values as the class has them, such as factories build; a key, and what may be missing, can be left out.
   *
   * @throws GM_MOCK_INVALID_OBJECT, GM_MOCK_NOT_INVERTIBLE
   */
  add(...objects: readonly Readonly<Partial<T>>[]): this {
    const { resource, store } = this.#parts;
    const relations = Object.keys(declarationOf(resource.target)?.manager?.relations ?? {});
    for (const object of objects) {
      const unknown = Object.keys(object).find((name) => !resource.fields.has(name) && !relations.includes(name));
      if (unknown !== undefined) throw InvalidMockObject.create({ resource: resource.name, path: unknown, reason: 'is not declared' });
      store.add(object);
    }
    return this;
  }

  /** Adds objects as the upstream has them, with whatever it has beside the fields. @throws GM_MOCK_INVALID_OBJECT */
  addRaw(...objects: readonly object[]): this {
    for (const object of objects) this.#parts.store.addSource(object);
    return this;
  }

  /** Takes all objects away. */
  clear(): this {
    this.#parts.store.clear();
    return this;
  }

  /** Says what the upstream makes itself when objects are created: values, or functions of the number of the object, from 1. */
  make(values: { readonly [K in keyof T & string]?: T[K] | ((number: number) => T[K]) }): this {
    for (const [name, made] of Object.entries<unknown>(values)) {
      if (!this.#parts.resource.fields.has(name)) throw InvalidMock.create({ what: `${this.#parts.resource.name} has no field ${name}` });
      this.#parts.settings.made.set(name, typeof made === 'function' ? (made as (number: number) => unknown) : () => made);
    }
    return this;
  }

  /** Says what matches a filter, by its declaration (`state`, `'name.contains'`); of several operands all are given. */
  filter(declared: string, matches: (object: Readonly<T>, operands: readonly string[]) => boolean): this {
    const { resource, settings } = this.#parts;
    const known = resource.lists.flatMap(({ filters }) => [...filters.values()].map(({ path, operator }) => `${path}.${operator}`));
    const key = [declared, `${declared}.eq`].find((each) => known.includes(each));
    if (key === undefined) throw InvalidMock.create({ what: `${resource.name} declares no filter ${declared}` });
    settings.filters.set(key, matches as (object: object, operands: readonly string[]) => boolean);
    return this;
  }

  /** Says what an action does; one of an object that gives nothing has no effect without it. */
  act(action: string, does: (call: MockAct<T>) => MockOutcome<T> | void): this {
    this.#require(action, 'action');
    this.#parts.settings.actions.set(action, does as (call: MockAct) => MockOutcome | undefined);
    return this;
  }

  /** Says what the upstream answers around what is asked for, where the operation has a `read` that takes it apart. */
  answer(operation: string, around: (body: unknown) => unknown): this {
    this.#require(operation);
    this.#parts.settings.answers.set(operation, around);
    return this;
  }

  /** Makes of what `serialize` of an operation has made the object again, as the upstream has it. */
  takeApart(operation: string, apart: (body: unknown) => unknown): this {
    this.#require(operation);
    this.#parts.settings.bodies.set(operation, apart);
    return this;
  }

  /** Lets the next requests of the resource go wrong. @throws GM_MOCK_INVALID */
  fail(fault: MockFault): this {
    this.#faults.add(
      fault,
      this.#parts.resource,
      operationsOf(this.#parts.resource).map(({ name }) => name),
    );
    return this;
  }

  #require(name: string, kind?: string): void {
    const { resource } = this.#parts;
    const found = operationsOf(resource).some((each) => each.name === name && (kind === undefined || each.kind === kind));
    if (!found) throw InvalidMock.create({ what: `${resource.name} declares no ${kind ?? 'operation'} ${name}` });
  }
}

/** A class that is declared with `http()`, `rest()` or `graphql()`. */
export type ResourceTarget<T extends object = object> = ManagerTarget<T>;
