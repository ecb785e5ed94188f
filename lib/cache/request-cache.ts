import { AsyncLocalStorage } from 'node:async_hooks';
import type { Made } from './entry.js';

interface Kept {
  readonly body: string | undefined;
  readonly made: Made;
}

/** What one request has read: each answer once, until the request writes something. */
class RequestAnswers {
  readonly #answers = new Map<string, Promise<Kept>>();

  get(key: string): Promise<Kept> | undefined {
    return this.#answers.get(key);
  }

  set(key: string, answer: Promise<Kept>): void {
    this.#answers.set(key, answer);
    const forget = (): void => void (this.#answers.get(key) === answer && this.#answers.delete(key));
    answer.catch(forget);
  }

  clear(): void {
    this.#answers.clear();
  }
}

/** The requests that are under way, as asynchronous calls see them. */
export class RequestCaches {
  readonly #storage = new AsyncLocalStorage<RequestAnswers>();

  get current(): RequestAnswers | undefined {
    return this.#storage.getStore();
  }

  /** Runs a request; one within another is a part of it. */
  within<T>(run: () => T): T {
    return this.current ? run() : this.#storage.run(new RequestAnswers(), run);
  }
}
