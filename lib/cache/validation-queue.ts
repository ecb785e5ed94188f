import { changesOf } from './merge-footprints.js';
import type { ChangeLog, Fence, Footprint } from './change-log.js';

/** Footprints that one statement asks about. */
const MOST = 256;

/** Statements of one source at a time: whoever comes while they run goes into the next one, together. */
const AT_ONCE = 2;

interface Waiting {
  readonly footprints: readonly Footprint[];
  readonly resolve: (found: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** What was found out about footprints of one source. */
interface Verdict {
  readonly fence: Fence;
  readonly changed: boolean;
}

/** What became of footprints since: whether something may have changed, and where that was looked at, of each source. */
export interface Verified {
  readonly changed: boolean;
  readonly fences: ReadonlyMap<ChangeLog, Fence>;
}

/** Asks sources about footprints: a thousand who ask at the same time are answered by a few statements. */
export class ValidationQueue {
  readonly #queues = new Map<ChangeLog, SourceQueue>();
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Looks at the sources after it is called, never before. */
  async verify(footprints: readonly Footprint[]): Promise<Verified> {
    const bySource = new Map<ChangeLog, Footprint[]>();
    for (const footprint of footprints) {
      const changes = changesOf(footprint.dependencies);
      // Whose source tells no changes (any more) cannot be right for sure.
      if (!changes) return { changed: true, fences: new Map() };
      bySource.set(changes, [...(bySource.get(changes) ?? []), footprint]);
    }
    const verdicts = await Promise.all([...bySource].map(async ([changes, own]) => [changes, await this.#of(changes).ask(own)] as const));
    return {
      changed: verdicts.some(([, { changed }]) => changed),
      fences: new Map(verdicts.map(([changes, { fence }]) => [changes, fence])),
    };
  }

  #of(changes: ChangeLog): SourceQueue {
    const queue = this.#queues.get(changes) ?? new SourceQueue(changes, this.#timeoutMs);
    this.#queues.set(changes, queue);
    return queue;
  }
}

class SourceQueue {
  readonly #changes: ChangeLog;
  readonly #timeoutMs: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #scheduled = false;

  constructor(changes: ChangeLog, timeoutMs: number) {
    this.#changes = changes;
    this.#timeoutMs = timeoutMs;
  }

  async ask(footprints: readonly Footprint[]): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ footprints, resolve, reject });
      this.#schedule();
    });
  }

  /** What comes in the same turn goes together. */
  #schedule(): void {
    if (this.#scheduled || this.#running >= AT_ONCE || this.#waiting.length === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const batch = this.#take();
    this.#running += 1;
    // More than one statement takes goes into the next one at once.
    this.#schedule();
    try {
      const unique = [...new Set(batch.flatMap(({ footprints }) => footprints))];
      const { fence, changed } = await this.#changes.validate(unique, AbortSignal.timeout(this.#timeoutMs));
      const bad = new Set(unique.filter((_footprint, index) => changed[index] !== false));
      for (const { footprints, resolve } of batch) resolve({ fence, changed: footprints.some((each) => bad.has(each)) });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#running -= 1;
      this.#schedule();
    }
  }

  #take(): readonly Waiting[] {
    let count = 0;
    let end = 0;
    const seen = new Set<Footprint>();
    while (end < this.#waiting.length && (end === 0 || count < MOST)) {
      for (const footprint of this.#waiting[end]?.footprints ?? []) seen.add(footprint);
      count = seen.size;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }
}
