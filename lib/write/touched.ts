import type { LoadedObject } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';
import type { WriteOperation } from '../permission/decide.js';
import type { Truth } from '../permission/truth.js';
import type { InputPath } from './write-plan.js';

/** An object that a write makes, changes or removes. */
export interface Touched {
  readonly operation: WriteOperation;
  /** The manager that the write addresses it by, and that of its own class. */
  readonly manager: ManagerModel;
  readonly type: ManagerModel;
  readonly object: object;
  /** Where in the input it was first met. */
  readonly path: InputPath;
  /** The parts of its key, flattened; absent for a new one. */
  readonly key?: readonly unknown[];
  /** Its properties before the write; absent for a new one. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** What the source said of it before the write. */
  readonly answers: readonly Truth[];
  /** Names of the fields that the write is about. */
  readonly named: Set<string>;
}

/** The objects of one write, each once, in the order in which they were met. */
export class TouchedObjects {
  readonly #objects = new Map<object, Touched>();

  get(object: object): Touched | undefined {
    return this.#objects.get(object);
  }

  /** An object that is met again keeps how it was before everything. */
  add(touched: Touched): Touched {
    const known = this.#objects.get(touched.object);
    if (!known) {
      this.#objects.set(touched.object, touched);
      return touched;
    }
    for (const name of touched.named) known.named.add(name);
    if (touched.operation !== 'delete' || known.operation === 'delete') return known;
    const removed = { ...known, operation: 'delete' as const };
    this.#objects.set(touched.object, removed);
    return removed;
  }

  /** How an object was before the write, also where the write has changed it since; `stateOf` tells how it is. */
  asFound(
    { object, answers }: LoadedObject,
    stateOf: () => NonNullable<Touched['before']>,
  ): Pick<Touched, 'answers'> & Required<Pick<Touched, 'before'>> {
    const known = this.#objects.get(object);
    return { before: known?.before ?? stateOf(), answers: known?.operation === 'update' ? known.answers : answers };
  }

  get all(): readonly Touched[] {
    return [...this.#objects.values()];
  }
}
