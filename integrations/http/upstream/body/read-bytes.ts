/** Reads a body up to a size; undefined where it is larger, and then nothing more of it is read. */
export async function readBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const isTooLarge = (chunk: Uint8Array): boolean => {
    size += chunk.byteLength;
    chunks.push(chunk);
    return size > maxBytes;
  };
  const isWhole = body instanceof ReadableStream ? await readStream(body, isTooLarge) : await iterate(body, isTooLarge);
  if (!isWhole) return undefined;
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks, size);
}

/** What a reader costs less than iterating is several percent of a request. */
async function readStream(body: ReadableStream<Uint8Array>, isTooLarge: (chunk: Uint8Array) => boolean): Promise<boolean> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    if (isTooLarge(value)) {
      await reader.cancel();
      return false;
    }
  }
}

/** Leaving the loop cancels the body. */
async function iterate(body: AsyncIterable<Uint8Array>, isTooLarge: (chunk: Uint8Array) => boolean): Promise<boolean> {
  for await (const chunk of body) if (isTooLarge(chunk)) return false;
  return true;
}
