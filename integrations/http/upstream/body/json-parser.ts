import { isDeeper } from './json-depth.js';
import type { BodyParser } from './parser.js';

/** `__proto__` as a key, also where letters of it are escaped. */
const PROTO = /"(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}"\s*:/;

/**
 * Reads JSON of UTF-8 (RFC 8259). Of keys that are there twice the last one counts; `__proto__` is left out.
 *
 * @param maxDepth levels of lists and objects
 */
export function jsonParser(maxDepth: number): BodyParser {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return Object.freeze({
    mediaTypes: Object.freeze(['application/json', '*+json']),
    parse: (content: Uint8Array) => {
      if (isDeeper(content, maxDepth)) throw new RangeError('nested too deeply');
      const text = decoder.decode(content);
      return (PROTO.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text)) as unknown;
    },
  });
}

const withoutProto = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value);
