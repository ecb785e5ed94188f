import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Dependency, Footprint } from './change-log.js';
import type { Entry } from './entry.js';

/** Changes with every change of the form of entries: others are not understood, and are misses. */
const FORMAT = 'gm1';

const TAG_CHARACTERS = 43;

/** Dependencies as plain JSON and back; undefined for what does not fit the model any more. */
export interface DependencyCodec {
  encode(dependencies: readonly Dependency[]): unknown;
  decode(encoded: unknown): readonly Dependency[] | undefined;
}

interface Sealed {
  readonly key: string;
  readonly body: string;
  readonly footprints: readonly (readonly [fence: string, dependencies: unknown])[];
  readonly until: number | null;
  readonly epochs: Readonly<Record<string, string>>;
  readonly stampedAt: number;
}

/**
 * Writes entries as texts for stores that others can write to, and reads them again: authenticated (HMAC-SHA-256), with their own key inside. What was
 * damaged, forged, cut off, or moved from one key to another is no entry.
 */
export class EntrySealer {
  readonly #key: KeyObject;
  readonly #codec: DependencyCodec;

  constructor(secret: Uint8Array, codec: DependencyCodec) {
    this.#key = createSecretKey(createHmac('sha256', secret).update('general-manager cache entry').digest());
    this.#codec = codec;
  }

  seal({ key, body, made, stampedAt }: Entry): string {
    const footprints = made.footprints.map(({ fence, dependencies }) => [fence, this.#codec.encode(dependencies)] as const);
    const { epochs, until } = made;
    const sealed: Sealed = { key, body, footprints, until: Number.isFinite(until) ? until : null, epochs, stampedAt };
    const text = JSON.stringify(sealed);
    return `${FORMAT}${this.#tag(text)}${text}`;
  }

  /** The entry of a key; undefined for anything else. */
  open(key: string, text: unknown): Entry | undefined {
    if (typeof text !== 'string' || !text.startsWith(FORMAT)) return undefined;
    const start = FORMAT.length + TAG_CHARACTERS;
    const content = text.slice(start);
    const [tag, expected] = [Buffer.from(text.slice(FORMAT.length, start)), Buffer.from(this.#tag(content))];
    if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) return undefined;
    const sealed = JSON.parse(content) as Sealed;
    return sealed.key === key ? this.#entry(sealed) : undefined;
  }

  #entry({ key, body, footprints, until, epochs, stampedAt }: Sealed): Entry | undefined {
    const decoded = footprints.flatMap(([fence, encoded]): readonly Footprint[] => {
      const dependencies = this.#codec.decode(encoded);
      return dependencies ? [{ fence, dependencies }] : [];
    });
    if (decoded.length < footprints.length) return undefined;
    return { key, body, made: { footprints: decoded, until: until ?? Infinity, epochs }, stampedAt };
  }

  #tag(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
