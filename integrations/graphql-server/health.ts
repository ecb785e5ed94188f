/** Where health is told, and how long it may take. */
export interface HealthOptions {
  /** Path that tells whether the process is up. Default: `/healthz`. */
  readonly live?: string;
  /** Path that tells whether it can serve. Default: `/readyz`. */
  readonly ready?: string;
  /** Milliseconds that the application has to answer. Default: 2,000. */
  readonly timeoutMs?: number;
}

/** An answer of a health endpoint. */
export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: { readonly status: 'ok' | 'unavailable' };
}

/** Whether the process is up, and whether it can serve. Says nothing of why not. */
export class Health {
  readonly #check: (signal: AbortSignal) => Promise<void>;
  readonly #options: Required<HealthOptions>;
  #draining = false;
  #running: Promise<boolean> | undefined;

  constructor(
    check: (signal: AbortSignal) => Promise<void>,
    { live = '/healthz', ready = '/readyz', timeoutMs = 2000 }: HealthOptions = {},
  ) {
    this.#check = check;
    this.#options = { live, ready, timeoutMs };
  }

  /** From now on the process is not ready: it finishes what it has. */
  drain(): void {
    this.#draining = true;
  }

  /** The answer for a path; undefined where it is not one of health. */
  async answer(path: string): Promise<HealthAnswer | undefined> {
    if (path === this.#options.live) return answer(true);
    if (path !== this.#options.ready) return undefined;
    return answer((await this.#isReady()) && !this.#draining);
  }

  /** Probes that come together share one check, so that they are no load of their own. */
  async #isReady(): Promise<boolean> {
    if (this.#draining) return false;
    this.#running ??= this.#ask().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #ask(): Promise<boolean> {
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        resolve(false);
        abort.abort();
      }, this.#options.timeoutMs);
    });
    try {
      return await Promise.race([this.#check(abort.signal).then(() => true), expired]);
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

function answer(ok: boolean): HealthAnswer {
  return ok ? { status: 200, body: { status: 'ok' } } : { status: 503, body: { status: 'unavailable' } };
}
