import { Lru, type Actor } from '../../../../lib/plugin.js';
import type { AuthenticationContext } from './authentication.js';
import { TokenKeeper, type GetToken } from './token-keeper.js';

/** Identities whose tokens are kept; those that were used longest ago are forgotten. */
const MAX_IDENTITIES = 10_000;

/** One keeper for each identity. */
export class Keepers {
  readonly #keepers = new Lru<unknown, TokenKeeper>(MAX_IDENTITIES);
  readonly #identity: (actor: Actor) => unknown;
  readonly #open: (actor: Actor) => TokenKeeper;

  constructor(
    identity: (actor: Actor) => unknown,
    getter: (actor: Actor) => GetToken,
    { clock, random }: Pick<AuthenticationContext, 'clock' | 'random'>,
  ) {
    this.#identity = identity;
    this.#open = (actor) => new TokenKeeper(getter(actor), clock, random);
  }

  of(actor: Actor): TokenKeeper {
    const identity = this.#identity(actor);
    const known = this.#keepers.get(identity);
    if (known) return known;
    const keeper = this.#open(actor);
    this.#keepers.set(identity, keeper);
    return keeper;
  }
}
