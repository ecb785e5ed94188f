import type { Deadline } from '../deadline.js';
import type { UpstreamError, UpstreamFacts } from '../errors.js';
import type { EventTeller } from '../events.js';
import type { RetryBudget } from './retry-budget.js';
import { delayBefore, isPassing, type RetryOptions } from './retry-policy.js';

export interface RepeatOptions {
  readonly retry: RetryOptions;
  readonly budget: RetryBudget;
  readonly events: EventTeller;
  readonly random: () => number;
}

/** A request that may be repeated. */
export interface Repeatable {
  readonly facts: UpstreamFacts;
  readonly isRepeatable: boolean;
}

/** Does something again while it fails in a way that may pass, the budget has repetitions left, and the wait ends before the deadline. */
export async function repeat<T>(
  request: Repeatable,
  deadline: Deadline,
  options: RepeatOptions,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  options.budget.deposit();
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      const { maxAttempts } = options.retry;
      if (!request.isRepeatable || number >= maxAttempts || !isPassing(error, options.retry)) throw error;
      deadline.check();
      await deadline.wait(delayOf(error, number + 1, request.facts, deadline, options));
    }
  }
}

/** How long to wait before the next attempt; where none may follow, the error is thrown. */
function delayOf(
  error: UpstreamError,
  attempt: number,
  { upstream, operation }: UpstreamFacts,
  deadline: Deadline,
  { retry, budget, events, random }: RepeatOptions,
): number {
  const delayMs = delayBefore(attempt, error, retry, random);
  const refused = delayMs >= deadline.remainingMs ? 'deadline' : budget.take() ? undefined : 'budget';
  if (events.isHeard)
    events.tell(
      refused
        ? { type: 'retry-refused', upstream, operation, reason: refused }
        : { type: 'retry', upstream, operation, attempt, delayMs, reason: error.code },
    );
  if (refused) throw error;
  return delayMs;
}
