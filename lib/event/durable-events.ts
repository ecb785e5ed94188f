import { DurableElsewhere, DurableUnsupported, InvalidSelection, NoDurableEvents, UnknownConsumer } from '../error/event-errors.js';
import type { Problem } from '../error/problem.js';
import { Contention } from '../error/write-errors.js';
import type { Plugin } from '../hook/plugin.js';
import type { DeadEvent, EventQueue, PendingEvents, ReplaySelection } from '../interface/event-queue.js';
import { ContendedUnit } from '../interface/write-unit.js';
import type { EventObservers } from '../manager/event-observers.js';
import type { Logger } from '../manager/logger.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { isDurable } from '../write/events.js';
import { Delivery } from './delivery.js';
import { EventWorker } from './worker.js';
import { workerSettings, type WorkerOptions } from './worker-options.js';

/** What durable events of an application consist of. */
export interface DurableEventsOptions {
  readonly model: ApplicationModel;
  readonly plugins: readonly Plugin[];
  /** Undefined where no interface keeps events. */
  readonly queue: EventQueue | undefined;
  readonly logger: Logger;
  readonly observers: EventObservers;
}

/** Dead events that are listed at once, unless asked otherwise. */
const LISTED = 100;

/** The durable events of an application: what waits, what is dead, and what to do about it. For operators, not for clients. */
export class DurableEvents {
  readonly #options: DurableEventsOptions;
  readonly #plugins: readonly Plugin[];
  readonly #workers = new Set<EventWorker>();

  constructor(options: DurableEventsOptions) {
    this.#options = options;
    this.#plugins = options.plugins.filter(isDurable);
  }

  /** What keeps the application from having the durable events that its plugins want. */
  get problems(): readonly Problem[] {
    const { queue, model } = this.#options;
    if (this.#plugins.length === 0) return [];
    // What is kept elsewhere would never be delivered.
    if (queue) return writtenElsewhere(model, queue).map(({ name }) => DurableElsewhere.problem(name, { manager: name }));
    return this.#plugins.map(({ name }) => DurableUnsupported.problem(`plugins.${name}`, { plugin: name }));
  }

  /** What the source lacks for them. */
  async verify(): Promise<readonly Problem[]> {
    return this.#plugins.length > 0 ? ((await this.#options.queue?.verify()) ?? []) : [];
  }

  /** Says that there may be events. */
  nudge(): void {
    for (const worker of this.#workers) worker.nudge();
  }

  /** @throws GM_EVENT_NONE, GM_EVENT_UNKNOWN_CONSUMER */
  worker(options: WorkerOptions = {}): EventWorker {
    if (this.#plugins.length === 0) throw NoDurableEvents.create({});
    const consumers = options.consumers ?? this.consumers;
    for (const consumer of consumers) if (!this.consumers.includes(consumer)) throw UnknownConsumer.create({ consumer });
    const { model, logger, observers } = this.#options;
    const delivery = new Delivery(model, this.#plugins, observers);
    const stop = (): void => void worker.stop();
    const ended = (each: EventWorker): void => {
      this.#workers.delete(each);
      options.signal?.removeEventListener('abort', stop);
    };
    const worker = new EventWorker({ queue: this.#queue, delivery, consumers, settings: workerSettings(options), logger, ended });
    this.#workers.add(worker);
    options.signal?.addEventListener('abort', stop);
    if (options.signal?.aborted) stop();
    return worker;
  }

  /** Plugins that have durable events. */
  get consumers(): readonly string[] {
    return this.#plugins.map(({ name }) => name);
  }

  /** Whether the application has closed the source: whoever asks it would open it again. */
  get isClosed(): boolean {
    return this.#options.queue?.isClosed() ?? true;
  }

  /** What waits, by plugin; those without anything are not in it. */
  async pending(): Promise<readonly PendingEvents[]> {
    return this.#queue.pending();
  }

  /** The dead events, the oldest first. */
  async dead({ consumer, limit = LISTED }: { readonly consumer?: string; readonly limit?: number } = {}): Promise<readonly DeadEvent[]> {
    return this.#queue.dead({ consumer, limit });
  }

  /**
   * Makes events due again, with all of their attempts: the dead ones of a plugin, or of all; with `ids` or `since` also those that were
   * delivered. Gives how many.
   *
   * @throws GM_EVENT_INVALID_SELECTION; GM_WRITE_CONTENTION where writes that are on their way take too long
   * @example
   * await gm.events.replay({ consumer: 'search', since: new Date('2026-01-01') });
   */
  async replay(selection: ReplaySelection = {}): Promise<number> {
    if (selection.ids) requireIds(selection.ids);
    if (selection.since) requireTime(selection.since, 'since');
    const replayed = await this.#queue.replay(selection).catch((error: unknown) => {
      throw error instanceof ContendedUnit ? Contention.create({}, { cause: error }) : error;
    });
    this.nudge();
    return replayed;
  }

  /**
   * Takes events for delivered that are not, so that the later ones of their objects go on; those in hand stay. Gives how many.
   *
   * @throws GM_EVENT_INVALID_SELECTION
   */
  async skip({ ids }: { readonly ids: readonly string[] }): Promise<number> {
    requireIds(ids);
    const skipped = await this.#queue.skip(ids);
    this.nudge();
    return skipped;
  }

  /**
   * Deletes events that were delivered or skipped before a time. Gives how many.
   *
   * @throws GM_EVENT_INVALID_SELECTION
   */
  async prune({ before }: { readonly before: Date }): Promise<number> {
    requireTime(before, 'before');
    return this.#queue.prune(before);
  }

  get #queue(): EventQueue {
    const { queue } = this.#options;
    if (!queue) throw NoDurableEvents.create({});
    return queue;
  }
}

const writtenElsewhere = ({ managers }: ApplicationModel, queue: EventQueue): readonly ManagerModel[] =>
  [...managers.values()].filter(({ adapter, possible }) => {
    return adapter.events !== undefined && adapter.events !== queue && possible.some((operation) => operation !== 'read');
  });

function requireIds(ids: readonly string[]): void {
  const isId = (id: unknown): boolean => typeof id === 'string' && /^\d{1,18}$/.test(id);
  if (!Array.isArray(ids) || !ids.every(isId)) throw InvalidSelection.create({ what: 'ids' });
}

function requireTime(time: unknown, what: string): void {
  if (!(time instanceof Date) || Number.isNaN(time.getTime())) throw InvalidSelection.create({ what });
}
