import { InvalidQuestion } from './errors.js';

/** Longer than any question. */
const MAX_BYTES = 16_384;

/**
 * The JSON of a request. A foreign page can send forms and plain text with the user's cookies, without the browser asking first; JSON it
 * cannot.
 *
 * @throws GM_ADMIN_INVALID_QUESTION
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (request.method !== 'POST' || type !== 'application/json')
    throw InvalidQuestion.create({ reason: 'it is no POST of application/json' });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BYTES) throw InvalidQuestion.create({ reason: 'it is too long' });
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw InvalidQuestion.create({ reason: 'it is no JSON' });
  }
}
