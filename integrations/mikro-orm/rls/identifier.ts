import { createHash } from 'node:crypto';

/** Bytes of an identifier that PostgreSQL keeps. */
const MAX_BYTES = 63;

/** An identifier of a name and an ending; too long names are shortened and told apart by a hash. */
export function identifier(name: string, ending: string): string {
  if (Buffer.byteLength(name + ending) <= MAX_BYTES) return name + ending;
  const hash = `_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  let short = name;
  while (Buffer.byteLength(short + hash + ending) > MAX_BYTES) short = short.replace(/.$/su, '');
  return short + hash + ending;
}
