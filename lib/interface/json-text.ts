/** JSON text: characters, or the bytes of them that a source sent and nobody had to look into. */
export type JsonText = string | JsonBytes;

/** JSON text in UTF-8, in the pieces in which it came; becomes characters where somebody wants those. */
export class JsonBytes {
  readonly parts: readonly Uint8Array[];
  readonly byteLength: number;

  constructor(parts: readonly Uint8Array[]) {
    this.parts = parts;
    this.byteLength = parts.reduce((length, part) => length + part.byteLength, 0);
  }

  /** Whether a character of ASCII is in the text: its byte stands for nothing else in UTF-8. */
  includes(character: string): boolean {
    const byte = character.charCodeAt(0);
    return this.parts.some((part) => part.includes(byte));
  }

  toString(): string {
    return Buffer.concat(this.parts, this.byteLength).toString('utf8');
  }
}

/** The pieces of a text that is put together of others. */
export const bytesOf = (text: JsonText): readonly Uint8Array[] => (typeof text === 'string' ? [Buffer.from(text, 'utf8')] : text.parts);
