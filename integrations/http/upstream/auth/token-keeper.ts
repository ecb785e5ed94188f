import type { Clock } from '../clock.js';

/** A token as it was got. */
export interface Token {
  readonly value: string;
  /** When it ends, in milliseconds since 1970; undefined where nobody says. */
  readonly expires?: number | undefined;
}

export type GetToken = () => Promise<Token>;

/**
 * Tokens are renewed so long before they end, or a tenth of their life where that is less; and up to a half of that earlier, so that
 * processes do not do it all at once.
 */
const EARLY_MS = 60_000;
const EARLY_SHARE = 0.1;
/** A refresh that failed is not repeated sooner; a token that is just new is not renewed either. */
const PAUSE_MS = 1000;

/** Keeps the token of one identity. However many ask for it, it is got once; a failure is that of all who wait, and is kept for a second. */
export class TokenKeeper {
  readonly #get: GetToken;
  readonly #clock: Clock;
  readonly #random: () => number;
  #token: Token | undefined;
  #renewAt = Infinity;
  #renewing: Promise<Token> | undefined;
  #failure: Error | undefined;
  #endedAt = -Infinity;

  constructor(get: GetToken, clock: Clock, random: () => number) {
    this.#get = get;
    this.#clock = clock;
    this.#random = random;
  }

  /** A token that has not ended; one that ends soon is given while its successor is got. */
  async current(): Promise<Token> {
    const token = this.#token;
    if (!token) return this.#renew();
    const now = this.#clock.date();
    if (now >= (token.expires ?? Infinity)) return this.#renew();
    if (now >= this.#renewAt && !this.#isPaused) this.#renew().catch(() => undefined);
    return token;
  }

  /** Another token in the place of one that was refused; undefined where it is just new. */
  async successor(refused: string): Promise<Token | undefined> {
    if (this.#token && this.#token.value !== refused) return this.#token;
    if (!this.#renewing && !this.#failure && this.#isPaused) return undefined;
    const token = await this.#renew();
    return token.value === refused ? undefined : token;
  }

  get #isPaused(): boolean {
    return this.#clock.now() - this.#endedAt < PAUSE_MS;
  }

  #renew(): Promise<Token> {
    if (this.#renewing) return this.#renewing;
    if (this.#failure && this.#isPaused) return Promise.reject(this.#failure);
    const renewing = this.#getNext().finally(() => {
      this.#renewing = undefined;
      this.#endedAt = this.#clock.now();
    });
    this.#renewing = renewing;
    return renewing;
  }

  async #getNext(): Promise<Token> {
    try {
      const token = await this.#get();
      const { expires = Infinity } = token;
      this.#token = token;
      this.#failure = undefined;
      this.#renewAt = expires - Math.min(EARLY_MS, (expires - this.#clock.date()) * EARLY_SHARE) * (1 + this.#random() / 2);
      return token;
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }
}
