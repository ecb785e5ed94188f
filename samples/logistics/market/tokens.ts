import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** With what clients of the market ask it for tokens. */
export const MARKET_KEY = 'demo-key-of-the-fleet';

const VALID_MS = 60_000;

/** The tokens that the market has given, and until when each is good. */
export class Tokens {
  readonly #until = new Map<string, number>();

  /** A new one, for the key. */
  give(): string {
    const [token, now] = [randomUUID(), Date.now()];
    for (const [old, until] of this.#until) if (until < now) this.#until.delete(old);
    this.#until.set(token, now + VALID_MS);
    return token;
  }

  isGood(token: string | undefined): boolean {
    return token !== undefined && (this.#until.get(token) ?? 0) >= Date.now();
  }
}

/** What a request brings. */
export const tokenOf = ({ headers }: IncomingMessage): string | undefined => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
