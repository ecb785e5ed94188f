/** Why there is no token, in words that hold no secret; each request that waits for it makes an error of its own of it. */
export class TokenFailure extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'TokenFailure';
    this.reason = reason;
  }
}

/** What is told of an error that a callback threw: what it says itself may hold a secret. */
export const callbackFailure = (error: unknown): TokenFailure =>
  new TokenFailure(`the callback threw ${error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'something'}`);
