import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position } from '../interface/result.js';

const TAG_BYTES = 16;

/** What a cursor is good for: the list, its filter and sort, and who reads it. */
export interface CursorScope {
  readonly manager: string;
  /** Canonical text of filter and sort. */
  readonly scope: string;
  /** What tells actors apart. */
  readonly actor: string;
}

/**
 * Seals positions into cursors and opens them again.
 *
 * A cursor is opaque, authenticated (HMAC-SHA-256, 128 bits) and bound to its scope: forged or borrowed ones do not open.
 */
export class CursorSealer {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  seal(position: Position, scope: CursorScope): string {
    const payload = Buffer.from(JSON.stringify(position), 'utf8');
    return Buffer.concat([this.#tag(payload, scope), payload]).toString('base64url');
  }

  /** Gives the position, or undefined where the cursor is malformed or of another scope. */
  open(cursor: string, scope: CursorScope): Position | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length <= TAG_BYTES) return undefined;
    const payload = bytes.subarray(TAG_BYTES);
    if (!timingSafeEqual(bytes.subarray(0, TAG_BYTES), this.#tag(payload, scope))) return undefined;
    return JSON.parse(payload.toString('utf8')) as Position;
  }

  #tag(payload: Uint8Array, { manager, scope, actor }: CursorScope): Buffer {
    const hmac = createHmac('sha256', this.#secret).update(JSON.stringify([manager, scope, actor]));
    return hmac.update('\u0000').update(payload).digest().subarray(0, TAG_BYTES);
  }
}
