import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** More are put around each other only by those who want to harm. */
const MAX_ENCODINGS = 2;

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** What transports that leave decoding to us may ask for. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** The encodings of a body, the last one applied last; undefined where there are too many, or unknown ones. */
export function encodingsOf(headers: Headers): readonly string[] | undefined {
  const header = headers.get('content-encoding');
  if (header === null) return [];
  const encodings = header
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'identity');
  return encodings.length <= MAX_ENCODINGS && encodings.every((each) => DECODERS.has(each)) ? encodings : undefined;
}

/** Takes encodings off, a chunk at a time: who stops reading stops decoding. */
export function decode(body: AsyncIterable<Uint8Array>, encodings: readonly string[]): AsyncIterable<Uint8Array> {
  if (encodings.length === 0) return body;
  const decoders = encodings.toReversed().map((each) => DECODERS.get(each)?.() ?? createGunzip());
  // Errors come to whoever reads the last stream.
  return pipeline([Readable.from(body, { objectMode: false }), ...decoders], () => undefined) as unknown as AsyncIterable<Uint8Array>;
}
