/** An answer of a health endpoint. */
export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: { readonly status: 'ok' | 'unavailable' };
}

const TIMEOUT_MS = 2000;

/** Whether the process is up (`/healthz`), and whether it can serve (`/readyz`). Says nothing of why not. */
export class Health {
  readonly #check: (signal: AbortSignal) => Promise<void>;
  #draining = false;

  constructor(check: (signal: AbortSignal) => Promise<void>) {
    this.#check = check;
  }

  /** From now on the process is not ready: it finishes what it has. */
  drain(): void {
    this.#draining = true;
  }

  /** The answer for a path; undefined where it is not one of health. */
  async answer(path: string): Promise<HealthAnswer | undefined> {
    if (path === '/healthz') return answer(true);
    return path === '/readyz' ? answer(!this.#draining && (await this.#isReady())) : undefined;
  }

  async #isReady(): Promise<boolean> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const expired = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('timeout')), { once: true });
    });
    try {
      await Promise.race([this.#check(signal), expired]);
      return true;
    } catch {
      return false;
    }
  }
}

function answer(ok: boolean): HealthAnswer {
  return ok ? { status: 200, body: { status: 'ok' } } : { status: 503, body: { status: 'unavailable' } };
}
