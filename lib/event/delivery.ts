import { DeliveryAbandoned, DeliveryTimeout, UndeliverableEvent } from '../error/event-errors.js';
import { isGeneralManagerError } from '../error/define-error.js';
import type { Plugin } from '../hook/plugin.js';
import type { LeasedEvent } from '../interface/event-queue.js';
import { keyInput } from '../model/key.js';
import type { ApplicationModel } from '../model/model.js';
import { parseKey } from '../plan/parse-key.js';
import type { EventObservers } from '../manager/event-observers.js';
import type { WriteEvent } from '../write/events.js';

/** Of the lease, so that what happened is noted before it ends. */
const SHARE = 0.9;
/** Beyond this, Node's timers fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** What an attempt may take, and which one is the last. */
interface DeliveryBounds {
  readonly leaseMs: number;
  readonly maxAttempts: number;
}

/** Gives leased events to the plugins that they are for. */
export class Delivery {
  readonly #model: ApplicationModel;
  readonly #observers: EventObservers;
  readonly #plugins: ReadonlyMap<string, Plugin>;

  constructor(model: ApplicationModel, plugins: readonly Plugin[], observers: EventObservers) {
    this.#model = model;
    this.#observers = observers;
    this.#plugins = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  }

  /**
   * One attempt within the time of the lease; whatever the hook does beyond it no longer counts.
   *
   * @throws what the hook throws; GM_EVENT_TIMEOUT, GM_EVENT_UNDELIVERABLE, GM_EVENT_ABANDONED
   */
  async attempt(leased: LeasedEvent, bounds: DeliveryBounds): Promise<void> {
    const { id: event, consumer, manager, operation, attempt, trace = {} } = leased;
    const observed = { event, consumer, manager, operation, attempt, trace };
    return this.#observers.delivery(observed, async () => this.#attempt(leased, bounds));
  }

  async #attempt(leased: LeasedEvent, bounds: DeliveryBounds): Promise<void> {
    const { consumer, attempt } = leased;
    if (attempt > bounds.maxAttempts) throw DeliveryAbandoned.create({ consumer });
    const event = this.#eventOf(leased);
    const controller = new AbortController();
    const { signal } = controller;
    const end = (): void => controller.abort(DeliveryTimeout.create({ consumer }));
    const timer = setTimeout(end, Math.min(bounds.leaseMs * SHARE, LONGEST_MS)).unref();
    try {
      await Promise.race([this.#tell(consumer, event, signal), aborted(signal)]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #tell(consumer: string, event: WriteEvent, signal: AbortSignal): Promise<void> {
    await this.#plugins.get(consumer)?.hooks.onEvent?.({ event, signal });
  }

  #eventOf({ id, manager: name, key, operation, fields, author, at, attempt }: LeasedEvent): WriteEvent {
    const manager = this.#model.managers.get(name);
    if (!manager) throw UndeliverableEvent.create({ manager: name });
    try {
      const parsed = parseKey(this.#model, manager, keyInput(this.#model, manager, key));
      return { id, operation, manager, key: parsed, fields, author, at, attempt };
    } catch (error) {
      throw UndeliverableEvent.create({ manager: name }, { cause: error });
    }
  }
}

/** Rejects when the signal aborts. */
async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

const PLAIN = /^\w{1,100}$/;

/** What is kept of an error: a code or the name of its class. Messages may hold data. */
export function errorName(error: unknown): string {
  if (isGeneralManagerError(error)) return error.code;
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return [code, error.name].find((each): each is string => typeof each === 'string' && PLAIN.test(each)) ?? 'Error';
}
