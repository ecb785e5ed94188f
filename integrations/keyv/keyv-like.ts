/** What is used of a Keyv, in the versions 5 and 6. */
export interface KeyvLike {
  readonly store: unknown;
  readonly namespace?: string | undefined;
  get(key: string): Promise<unknown>;
  getMany(keys: string[]): Promise<unknown[]>;
  set(key: string, value: string, timeToLive?: number): Promise<unknown>;
  deleteMany(keys: string[]): Promise<unknown>;
  clear(): Promise<unknown>;
  on(event: string, listener: (error: unknown) => void): unknown;
  readonly iterator?: ((namespace?: string) => AsyncGenerator<unknown, void>) | undefined;
}

/** Whether a value is a Keyv, rather than options or a store of another kind. */
export const isKeyv = (value: unknown): value is KeyvLike =>
  typeof value === 'object' && value !== null && 'store' in value && 'getMany' in value && 'deleteMany' in value;

/** Whether a Keyv keeps what it has in the memory of the process, without any bound: the cache does that itself, with one. */
export const isInMemory = ({ store }: KeyvLike): boolean => store instanceof Map;
