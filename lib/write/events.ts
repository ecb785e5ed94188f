import { randomUUID } from 'node:crypto';
import type { Plugin } from '../hook/plugin.js';
import type { EventObservers } from '../manager/event-observers.js';
import type { WriteAuthor, WriteUnit } from '../interface/write-unit.js';
import type { ManagerModel } from '../model/model.js';
import type { WriteOperation } from '../permission/decide.js';
import type { Touched } from './touched.js';

/** Something that has happened to an object, told after it can no longer be undone. */
export interface WriteEvent {
  /** Tells it from every other one; of a durable event the same at each attempt, so that a consumer can tell what it has had. */
  readonly id: string;
  readonly operation: WriteOperation;
  /** The manager of the object's own class. */
  readonly manager: ManagerModel;
  /** The parts of its key, flattened. */
  readonly key: readonly unknown[];
  /** Property names of the fields that the write was about; none of a delete. */
  readonly fields: readonly string[];
  readonly author: WriteAuthor;
  readonly at: Date;
  /** 1 at first; in memory there is no other. */
  readonly attempt: number;
}

/** What the announcement of a unit of work needs. */
export interface AnnouncementOptions {
  readonly plugins: readonly Plugin[];
  /** Told what hooks throw: the write itself cannot fail any more. */
  readonly failed: (error: unknown) => void;
  /** What names the trace of the write. */
  readonly observers: { readonly ofEvents: Pick<EventObservers, 'trace'> };
  /** Told that durable events are committed. */
  readonly enqueued: () => void;
}

/** Whether a plugin is told of events by a worker, at least once. */
export const isDurable = ({ events, hooks }: Plugin): boolean => events === 'durable' && hooks.onEvent !== undefined;

/** The part of a unit of work that announcements need. */
type AnnouncedUnit = Pick<WriteUnit, 'keyOf' | 'enqueue' | 'afterCommit'>;

/** Tells plugins what a unit of work did: durable ones by rows in its transaction, the others once it is committed. */
export class WriteEvents {
  readonly #options: AnnouncementOptions;
  readonly #unit: AnnouncedUnit;

  constructor(options: AnnouncementOptions, unit: AnnouncedUnit) {
    this.#options = options;
    this.#unit = unit;
  }

  async announce(touched: readonly Touched[], author: WriteAuthor): Promise<void> {
    const told = this.#options.plugins.filter(({ hooks }) => hooks.onEvent);
    if (told.length === 0 || touched.length === 0) return;
    const events = touched.map((each) => eventOf(this.#unit, each, author));
    await this.#enqueue(events, told.filter(isDurable), author);
    const plugins = told.filter((plugin) => !isDurable(plugin));
    if (plugins.length > 0) this.#unit.afterCommit(async () => this.#tellAll(plugins, events));
  }

  /** Written while the rows of the objects are locked: the numbers of an object's events are in the order of its commits. */
  async #enqueue(events: readonly WriteEvent[], plugins: readonly Plugin[], author: WriteAuthor): Promise<void> {
    if (plugins.length === 0) return;
    const consumers = plugins.map(({ name }) => name);
    const trace = this.#options.observers.ofEvents.trace();
    const common = { consumers, ...(trace && { trace }) };
    const rows = events.map(({ manager, key, operation, fields }) => ({ ...common, manager: manager.name, key, operation, fields }));
    await this.#unit.enqueue(rows, author);
    this.#unit.afterCommit(async () => this.#options.enqueued());
  }

  async #tellAll(plugins: readonly Plugin[], events: readonly WriteEvent[]): Promise<void> {
    // Nothing ends it: there is no lease.
    const { signal } = new AbortController();
    for (const event of events) for (const plugin of plugins) await this.#tell(plugin, event, signal);
  }

  async #tell({ hooks }: Plugin, event: WriteEvent, signal: AbortSignal): Promise<void> {
    try {
      await hooks.onEvent?.({ event, signal });
    } catch (error) {
      this.#options.failed(error);
    }
  }
}

function eventOf(
  unit: Pick<AnnouncedUnit, 'keyOf'>,
  { operation, type, object, named, key = unit.keyOf(type, object) }: Touched,
  author: WriteAuthor,
): WriteEvent {
  const fields = operation === 'delete' ? [] : [...named];
  return { id: randomUUID(), operation, manager: type, key, fields, author, at: new Date(), attempt: 1 };
}
