import { context, type Context } from '@opentelemetry/api';

/** Told of how an iteration went. */
export interface IterationListener {
  readonly context: Context;
  succeed(response: unknown): void;
  fail(error: unknown): void;
  stop(): void;
}

/**
 * Iterates what `original` gives, in the context of a span that begins with the first step and ends with the last. What the consumer does
 * between steps is not in it.
 */
export function traceStream(begin: () => IterationListener, original: () => AsyncIterator<unknown>): AsyncGenerator {
  let source: AsyncIterator<unknown> | undefined;
  let listener: IterationListener | undefined;
  let count = 0;
  let ended = false;
  const once = (end: () => void): void => {
    if (!ended) end();
    ended = true;
  };
  const step = async (take: (source: AsyncIterator<unknown>) => Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> => {
    const listening = (listener ??= begin());
    try {
      return await context.with(listening.context, async () => take((source ??= original())));
    } catch (error) {
      once(() => listening.fail(error));
      throw error;
    }
  };
  return {
    async next() {
      const result = await step(async (each) => each.next());
      if (result.done) once(() => listener?.succeed(count));
      else count += 1;
      return result;
    },
    async return(value: unknown) {
      // What was never begun has nothing to end.
      if (!source) return { done: true, value };
      const result = await step(async (each) => each.return?.(value) ?? { done: true, value });
      once(() => listener?.stop());
      return result;
    },
    async throw(error: unknown) {
      if (!source) throw error;
      return step(async (each) => {
        if (!each.throw) throw error;
        return each.throw(error);
      });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}
