import { createHash } from 'node:crypto';
import { KeyReused } from '../error/write-errors.js';
import type { WriteUnit } from '../interface/write-unit.js';
import { actorKey } from '../manager/actor-key.js';
import type { Caller } from '../manager/runtime.js';
import { canonical } from '../plan/canonical.js';
import type { Touched } from './touched.js';
import type { WriteRequest } from './write-request.js';

/** A write with a key of its own: when it comes again, it gives what it gave the first time. */
export class RepeatableWrite {
  readonly #scope: string;
  readonly #request: string;

  /** Keys of different callers, managers and operations never meet. */
  constructor({ manager, kind, ...request }: WriteRequest, key: string, caller: Caller) {
    this.#scope = digest([manager.name, kind, actorKey(caller), key]);
    this.#request = digest('data' in request ? request.data : null);
  }

  /**
   * The keys of what it made the first time; undefined where this is the first time.
   *
   * @throws GM_WRITE_KEY_REUSED where it was another write
   */
  async earlier(unit: WriteUnit): Promise<readonly (readonly string[])[] | undefined> {
    const known = await unit.claim(this.#scope, this.#request);
    if (known && known.request !== this.#request) throw KeyReused.create({});
    return known?.keys;
  }

  async settle(unit: WriteUnit, made: readonly Touched[]): Promise<void> {
    await unit.settle(
      this.#scope,
      made.map(({ type, object }) => unit.keyOf(type, object)),
    );
  }
}

const digest = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');
