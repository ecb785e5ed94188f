import { CacheCycle } from '../error/cache-errors.js';
import { nameOf, type Cache, type CacheAsk, type CacheOutcome, type CacheSubject, type CacheWork } from './cache.js';
import { NotPlain } from './canonical-hash.js';
import { Recording, type Recordings } from './recording.js';
import type { RequestCaches } from './request-cache.js';
import type { CacheScope } from './scope.js';

/** How an answer is computed, and made text of. */
export type Answer<T> = CacheWork<T>;

/** A question in whatever scope. */
export interface Question {
  /** Undefined where the answer has none: it is computed then. */
  readonly key: string | undefined;
  readonly scope: Exclude<CacheScope, 'none'>;
  readonly subject: CacheSubject;
  readonly kept?: CacheAsk['kept'];
  readonly signal?: AbortSignal | undefined;
}

/** What a scoped cache works with. */
export interface ScopedCacheOptions {
  /** Undefined where the application has no cache: then only requests remember. */
  readonly cache: Cache | undefined;
  readonly requests: RequestCaches;
  readonly recordings: Recordings;
  readonly tell: (question: Pick<Question, 'subject' | 'scope'>, outcome: CacheOutcome) => void;
}

/** Answers of every scope: those of requests are with the request, all others in the cache. */
export class ScopedCache {
  readonly #options: ScopedCacheOptions;

  constructor(options: ScopedCacheOptions) {
    this.#options = options;
  }

  /** Whether something may be kept so at all. */
  keeps(scope: Question['scope']): boolean {
    return scope === 'request' || this.#options.cache !== undefined;
  }

  async get<T>({ key, scope, subject, kept, signal }: Question, given: Answer<T>): Promise<T> {
    const { cache, tell } = this.#options;
    const answer = { ...given, encode: encoded(given) };
    if (key === undefined) {
      tell({ subject, scope }, 'bypass');
      return answer.compute();
    }
    if (scope === 'request') return this.#ofRequest({ key, scope, subject, signal }, answer);
    const ask: CacheAsk = { key, scope, subject, kept, signal };
    return cache ? cache.get(ask, answer) : answer.compute();
  }

  async #ofRequest<T>(question: Question & { readonly key: string }, answer: Answer<T>): Promise<T> {
    const { requests, recordings, tell } = this.#options;
    const answers = requests.current;
    if (!answers) {
      tell(question, 'bypass');
      return answer.compute();
    }
    if (recordings.current?.isOf(question.key)) throw CacheCycle.create({ name: nameOf(question.subject) });
    const known = answers.get(question.key);
    if (known) {
      const kept = await known.catch(() => undefined);
      if (kept?.body !== undefined) {
        tell(question, 'hit');
        recordings.current?.merge(kept.made);
        return answer.decode(kept.body);
      }
      // Whoever was first has given up, or got what cannot be given twice.
      return answer.compute();
    }
    tell(question, 'miss');
    const outer = recordings.current;
    const recording = new Recording(new Map(), { keys: [question.key], outer });
    const computing = recordings.within(recording, async () => answer.compute());
    const kept = computing.then((value) => ({ body: answer.encode(value), made: recording.made }));
    answers.set(question.key, kept);
    const value = await computing;
    outer?.merge(recording.made);
    return value;
  }
}

const encoded =
  <T>(answer: Answer<T>) =>
  (value: T): string | undefined => {
    try {
      return answer.encode(value);
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  };
