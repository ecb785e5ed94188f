import type { EventQueue, LeasedEvent } from '../interface/event-queue.js';
import { loggable, type Logger } from '../manager/logger.js';
import { errorName, type Delivery } from './delivery.js';
import { retryDelay } from './retry-delay.js';
import { Wakeup } from './wakeup.js';
import type { WorkerSettings } from './worker-options.js';

/** What a worker works with. */
export interface WorkerParts {
  readonly queue: EventQueue;
  readonly delivery: Delivery;
  readonly consumers: readonly string[];
  readonly settings: WorkerSettings;
  readonly logger: Logger;
  /** Told when it has ended. */
  readonly ended: (worker: EventWorker) => void;
}

/** Longest wait of a worker whose source does not answer. */
const LONGEST_WAIT_MS = 30_000;
/** Attempts to note what became of an event. */
const NOTES = 5;

/**
 * Takes durable events out of a queue and gives them to the plugins that they are for.
 *
 * A queue that was closed is asked nothing: that would open it again, and the process would never end.
 */
export class EventWorker {
  readonly #parts: WorkerParts;
  readonly #wakeup: Wakeup;
  readonly #running = new Set<Promise<void>>();
  readonly #idlers: (() => void)[] = [];
  #loop: Promise<void> | undefined;
  #isStopping = false;
  #failures = 0;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#wakeup = new Wakeup(parts.settings.keepAlive);
  }

  /** Begins to work; a worker is started once. */
  start(): this {
    this.#loop ??= this.#work();
    return this;
  }

  /** Takes no more events; resolves when those in hand are concluded, at the latest when their leases end. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wakeup.wake();
    await this.start().#loop;
  }

  /** Resolves when nothing is left that this worker could do now; events that wait for another attempt, and dead ones, are. */
  async idle(): Promise<void> {
    if (!this.#loop || this.#isStopping) return;
    await new Promise<void>((resolve) => {
      this.#idlers.push(resolve);
      this.#wakeup.wake();
    });
  }

  /** Says that there may be events. */
  nudge(): void {
    this.#wakeup.wake();
  }

  async #work(): Promise<void> {
    while (!this.#isStopping && !this.#parts.queue.isClosed()) await this.#turn();
    this.#isStopping = true;
    await Promise.all(this.#running);
    for (const resolve of this.#idlers.splice(0)) resolve();
    this.#parts.ended(this);
  }

  async #turn(): Promise<void> {
    const { concurrency } = this.#parts.settings;
    const idlers = this.#idlers.splice(0);
    const free = concurrency - this.#running.size;
    this.#wakeup.reset();
    const claimed = free > 0 ? await this.#claim(free) : [];
    for (const each of claimed ?? []) this.#launch(each);
    // What came meanwhile is looked for before anybody is told that there is nothing.
    const isIdle = claimed?.length === 0 && this.#running.size === 0 && !this.#wakeup.isAwake;
    if (isIdle) for (const resolve of idlers) resolve();
    else this.#idlers.unshift(...idlers);
    await this.#wakeup.wait(this.#patience(claimed === undefined));
  }

  /** Milliseconds until it looks again by itself. */
  #patience(failed: boolean): number {
    const { pollMs } = this.#parts.settings;
    return failed ? Math.min(LONGEST_WAIT_MS, pollMs + retryDelay(this.#failures, pollMs)) : pollMs;
  }

  /** Undefined where the source did not answer. */
  async #claim(limit: number): Promise<readonly LeasedEvent[] | undefined> {
    const { queue, consumers, settings } = this.#parts;
    try {
      const claimed = await queue.claim({ consumers, limit, leaseMs: settings.leaseMs });
      this.#failures = 0;
      return claimed;
    } catch (error) {
      this.#failures += 1;
      this.#parts.logger.error({ failures: this.#failures, error: loggable(error) }, 'general-manager: events cannot be claimed');
      return undefined;
    }
  }

  #launch(leased: LeasedEvent): void {
    const run = this.#deliver(leased).finally(() => {
      this.#running.delete(run);
      // What is next of its object may be due now.
      this.#wakeup.wake();
    });
    this.#running.add(run);
  }

  async #deliver(leased: LeasedEvent): Promise<void> {
    const { delivery, queue, settings } = this.#parts;
    try {
      await delivery.attempt(leased, settings);
    } catch (error) {
      return this.#failed(leased, error);
    }
    await this.#note(leased, async () => queue.complete(leased));
  }

  async #failed(leased: LeasedEvent, error: unknown): Promise<void> {
    const { queue, settings, logger } = this.#parts;
    const { attempt } = leased;
    const isDead = attempt >= settings.maxAttempts;
    const retryMs = isDead ? undefined : retryDelay(attempt, settings.backoffMs);
    const fields = { ...told(leased), dead: isDead, error: loggable(error) };
    logger[isDead ? 'error' : 'warn'](fields, isDead ? 'general-manager: event is dead' : 'general-manager: event was not delivered');
    await this.#note(leased, async () => queue.fail(leased, { error: errorName(error), retryMs }));
  }

  /** Notes what became of an event. Where the source does not take it, the lease ends by itself and the event is delivered again. */
  async #note(leased: LeasedEvent, note: () => Promise<boolean>): Promise<void> {
    const { queue, settings, logger } = this.#parts;
    for (let round = 1; !queue.isClosed(); round += 1) {
      try {
        if (!(await note())) logger.warn(told(leased), 'general-manager: event was taken over by another worker');
        return;
      } catch (error) {
        logger.error({ ...told(leased), error: loggable(error) }, 'general-manager: event cannot be concluded');
        if (round === NOTES) return;
      }
      await new Wakeup(settings.keepAlive).wait(Math.min(retryDelay(round, 100), settings.leaseMs / NOTES));
    }
  }
}

/** What logs tell of an event: not its key. */
const told = ({ id, consumer, manager, attempt }: LeasedEvent): object => ({ event: id, consumer, manager, attempt });
