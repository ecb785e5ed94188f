import { createCipheriv, createDecipheriv, createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Position } from '../interface/result.js';

const TAG_BYTES = 16;
const CIPHER = 'aes-256-ctr';

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
 * A cursor is encrypted, since a position holds keys that the API may hide; authenticated (HMAC-SHA-256, 128 bits); and bound to
 * its scope: forged or borrowed ones do not open. The same position gives the same cursor, so that answers can be compared.
 */
export class CursorSealer {
  readonly #signing: KeyObject;
  readonly #encryption: KeyObject;

  constructor(secret: Uint8Array) {
    this.#signing = keyFor('general-manager cursor signature', secret);
    this.#encryption = keyFor('general-manager cursor encryption', secret);
  }

  seal(position: Position, scope: CursorScope): string {
    const payload = Buffer.from(JSON.stringify(position), 'utf8');
    // The tag of the content is the initialisation vector, too (as in SIV): it differs wherever the content or the scope does.
    const tag = this.#tag(payload, scope);
    return Buffer.concat([tag, createCipheriv(CIPHER, this.#encryption, tag).update(payload)]).toString('base64url');
  }

  /** Gives the position, or undefined where the cursor is malformed or of another scope. */
  open(cursor: string, scope: CursorScope): Position | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    // One text for one cursor: decoding alone would pass over foreign characters and spare bits.
    if (bytes.length <= TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
    const tag = bytes.subarray(0, TAG_BYTES);
    const payload = createDecipheriv(CIPHER, this.#encryption, tag).update(bytes.subarray(TAG_BYTES));
    if (!timingSafeEqual(tag, this.#tag(payload, scope))) return undefined;
    return JSON.parse(payload.toString('utf8')) as Position;
  }

  #tag(payload: Uint8Array, { manager, scope, actor }: CursorScope): Buffer {
    const hmac = createHmac('sha256', this.#signing).update(JSON.stringify([manager, scope, actor]));
    return hmac.update('\u0000').update(payload).digest().subarray(0, TAG_BYTES);
  }
}

/** One secret signs and encrypts: each with a key of its own. */
const keyFor = (purpose: string, secret: Uint8Array): KeyObject => createSecretKey(createHmac('sha256', secret).update(purpose).digest());
