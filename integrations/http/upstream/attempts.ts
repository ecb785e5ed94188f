import type { Actor } from '../../../lib/plugin.js';
import type { AuthenticationCall, Authenticator, Credentials } from './auth/authentication.js';
import { TokenFailure } from './auth/token-failure.js';
import type { Clock } from './clock.js';
import type { Deadline } from './deadline.js';
import { failure, isUpstreamError, NoToken, type UpstreamFacts } from './errors.js';
import type { EventTeller } from './events.js';
import { exchange, type ExchangeOptions } from './exchange.js';
import type { PreparedRequest } from './prepare.js';
import type { UpstreamAnswer } from './request.js';
import type { Breaker } from './resilience/breaker.js';
import type { Bulkhead } from './resilience/bulkhead.js';

/** What attempts go through. */
export interface AttemptOptions {
  readonly clock: Clock;
  readonly attemptMs: number;
  readonly authenticator: Authenticator | undefined;
  readonly bulkhead: Bulkhead | undefined;
  readonly breaker: Breaker | undefined;
  readonly exchange: ExchangeOptions;
  readonly events: EventTeller;
}

/** One attempt: which of a request's it is, and for whom. */
export interface Attempt {
  readonly request: PreparedRequest;
  readonly number: number;
  readonly isHedge: boolean;
  readonly actor: Actor;
  readonly deadline: Deadline;
}

const NO_CREDENTIALS: Credentials = Object.freeze({});

/** Sends with credentials; where they are refused, once more with others, where there are others. */
export function attempt(one: Attempt, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { authenticator } = options;
  return authenticator ? authorised(one, authenticator, options) : guarded(one, NO_CREDENTIALS, options);
}

async function authorised(one: Attempt, authenticator: Authenticator, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { request, actor, deadline } = one;
  const call: AuthenticationCall = {
    actor,
    get signal() {
      return deadline.signal;
    },
  };
  const credentials = await had(request.facts, deadline, () => authenticator.credentials(call));
  try {
    return await guarded(one, credentials, options);
  } catch (error) {
    if (!isUpstreamError(error) || error.status !== 401) throw error;
    const others = await had(request.facts, deadline, () => authenticator.renew?.(credentials, call));
    if (!others) throw error;
    return await guarded(one, others, options);
  }
}

async function had<T>(facts: UpstreamFacts, deadline: Deadline, get: () => T | Promise<T>): Promise<T> {
  try {
    const value = get();
    return value instanceof Promise ? await deadline.race(value) : value;
  } catch (error) {
    if (isUpstreamError(error)) throw error;
    throw failure(NoToken, { ...facts, reason: error instanceof TokenFailure ? error.reason : 'the authentication failed' });
  }
}

/** Waits for its turn, where the upstream is not to be spared. */
function guarded(one: Attempt, credentials: Credentials, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { bulkhead, breaker } = options;
  const { deadline, request } = one;
  const { facts } = request;
  const send = (): Promise<UpstreamAnswer> => paced(one, credentials, options);
  const broken = breaker ? (): Promise<UpstreamAnswer> => breaker.run(facts, send) : send;
  return bulkhead ? bulkhead.run(facts, deadline, broken) : broken();
}

/** Goes no faster than the upstream bears. */
async function paced(one: Attempt, credentials: Credentials, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { pacer } = options.exchange;
  const { request, deadline } = one;
  if (!pacer.isFree) await pacer.turn(request.facts, deadline);
  pacer.begin();
  const own = deadline.within(options.attemptMs);
  try {
    const exchanged = (): Promise<UpstreamAnswer> => exchange(request, credentials, own, options.exchange);
    return await (options.events.isHeard ? observed(one, exchanged, options) : exchanged());
  } finally {
    own.end();
    pacer.end();
  }
}

async function observed(one: Attempt, send: () => Promise<UpstreamAnswer>, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { events, clock } = options;
  const { upstream, operation } = one.request.facts;
  const labels = { upstream, operation, attempt: one.number, hedge: one.isHedge };
  const begin = clock.now();
  const end = (outcome: string, status?: number): void =>
    events.tell({
      type: 'attempt-end',
      ...labels,
      durationMs: clock.now() - begin,
      outcome,
      ...(status !== undefined && { statusClass: `${Math.floor(status / 100)}xx` }),
    });
  events.tell({ type: 'attempt-start', ...labels });
  try {
    const answer = await send();
    end('success', answer.status);
    return answer;
  } catch (error) {
    if (isUpstreamError(error)) end(error.code, error.status);
    else end('unknown');
    throw error;
  }
}
