import type {
  CacheObservation,
  Observation,
  ObservedOperation,
  ObservedRequest,
  OperationOutcome,
  RequestOutcome,
} from '../hook/observation.js';
import type { Plugin } from '../hook/plugin.js';
import { tallied, type StatementTally } from '../hook/statement-tally.js';
import type { UpstreamObserver } from '../interface/upstream-observer.js';
import { EventObservers } from './event-observers.js';
import type { Logger } from './logger.js';
import { Telling, thrown, type Told } from './telling.js';
import { UpstreamObservers } from './upstream-observers.js';

/** A request that is under way, as those see it who carry it out. */
export interface RequestObservation {
  /** Runs a part of it within what surrounds it. */
  within<T>(run: () => T): T;
  /** Ends it; what comes after the first time is not told. */
  ended(outcome: RequestOutcome): void;
}

/** Tells plugins that observe; what they do wrong is logged, and changes nothing. */
export class Observers {
  /** For interfaces that ask upstreams. */
  readonly ofUpstreams: UpstreamObserver;
  readonly ofEvents: EventObservers;
  readonly #ofOperations: readonly Plugin[];
  readonly #ofRequests: readonly Plugin[];
  readonly #telling: Telling;
  readonly #ofCache: readonly Plugin[];

  constructor(plugins: readonly Plugin[], logger: Logger) {
    this.#telling = new Telling(logger);
    this.ofUpstreams = new UpstreamObservers(plugins, this.#telling);
    this.ofEvents = new EventObservers(plugins, this.#telling);
    this.#ofOperations = plugins.filter(({ hooks }) => hooks.onOperation);
    this.#ofRequests = plugins.filter(({ hooks }) => hooks.onRequest);
    this.#ofCache = plugins.filter(({ hooks }) => hooks.onCache);
  }

  /** Runs an operation under those who observe operations; costs nothing where nobody does. What asks a source within it is counted by the context. */
  async operation<T>(observed: ObservedOperation, run: () => Promise<T>, outcomeOf: OutcomeOf<T>): Promise<T> {
    return this.counting(observed, async (tally) => (tally ? tallied(tally, run) : run()), outcomeOf);
  }

  /** The same for what hands its tally on by itself: contexts cost more than all the rest. */
  counting<T>(observed: ObservedOperation, run: Counted<T>, outcomeOf: OutcomeOf<T>): Promise<T> {
    return this.#ofOperations.length === 0 ? run(undefined) : this.#told(observed, run, outcomeOf);
  }

  #told<T>(observed: ObservedOperation, run: Counted<T>, outcomeOf: OutcomeOf<T>): Promise<T> {
    const telling = this.#telling;
    const observations = telling.begin(this.#ofOperations, ({ hooks }) => hooks.onOperation?.(observed));
    if (observations.length === 0) return run(undefined);
    const tally: StatementTally = { statements: 0 };
    return telling
      .within(observations, () => run(tally))
      .then(
        (result) => {
          telling.end(observations, Object.assign(outcomeOf(result), tally));
          return result;
        },
        (error: unknown) => {
          telling.end(observations, { error: thrown(error), statements: tally.statements });
          throw error;
        },
      );
  }

  /** Tells how a question to the cache went. */
  cache(observed: CacheObservation): void {
    for (const { name, hooks } of this.#ofCache) this.#telling.guarded(name, () => hooks.onCache?.(observed));
  }

  /** A request that begins; undefined where nobody observes requests. */
  request(observed: ObservedRequest): RequestObservation | undefined {
    if (this.#ofRequests.length === 0) return undefined;
    const telling = this.#telling;
    const observations = telling.begin(this.#ofRequests, ({ hooks }) => hooks.onRequest?.(observed));
    if (observations.length === 0) return undefined;
    return new BegunRequest(telling, observations);
  }
}

/** A request that plugins have begun to observe. */
class BegunRequest implements RequestObservation {
  readonly #telling: Telling;
  readonly #observations: readonly Told<Observation<RequestOutcome>>[];
  #hasEnded = false;

  constructor(telling: Telling, observations: readonly Told<Observation<RequestOutcome>>[]) {
    this.#telling = telling;
    this.#observations = observations;
  }

  within<T>(run: () => T): T {
    return this.#telling.within(this.#observations, run);
  }

  ended(outcome: RequestOutcome): void {
    if (!this.#hasEnded) this.#telling.end(this.#observations, outcome);
    this.#hasEnded = true;
  }
}

type Counted<T> = (tally: StatementTally | undefined) => Promise<T>;

type OutcomeOf<T> = (result: T) => Omit<OperationOutcome, 'statements'>;
