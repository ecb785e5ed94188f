import { DocumentTooLong, TooManyLines, TooNested } from './errors.js';
import type { ServerLimits } from './limits.js';

const QUOTES = '"""';
const QUOTE = 0x22;
const HASH = 0x23;
const BACKSLASH = 0x5c;

/** What a bracket does to the nesting, by its code. */
const NESTING = new Int8Array(128);
for (const bracket of '{[(') NESTING[bracket.charCodeAt(0)] = 1;
for (const bracket of '}])') NESTING[bracket.charCodeAt(0)] = -1;

/**
 * Bounds a document before it is parsed: its length, its lines, and how deep its brackets nest, since parsers recurse. One walk over
 * the characters, a small part of what parsing costs.
 *
 * @throws GM_LIMIT_CHARACTERS, GM_LIMIT_LINES, GM_LIMIT_NESTING
 */
export function scanDocument(text: string, { maxCharacters, maxLines, maxNesting }: ServerLimits): void {
  if (text.length > maxCharacters) throw DocumentTooLong.create({ max: maxCharacters });
  if (occursMore(text, '\n', maxLines) || occursMore(text, '\r', maxLines)) throw TooManyLines.create({ max: maxLines });
  // The engine finds the next of these many times as fast as a loop over the characters would.
  const marks = /["#{}()[\]]/g;
  let nesting = 0;
  while (marks.test(text)) {
    const at = marks.lastIndex - 1;
    const code = text.charCodeAt(at);
    if (code === QUOTE)
      marks.lastIndex = 1 + (text.startsWith(QUOTES, at) ? endOfBlock(text, at + QUOTES.length) : endOfString(text, at + 1));
    else if (code === HASH) marks.lastIndex = endOfLine(text, at);
    else nesting += NESTING[code] ?? 0;
    if (nesting > maxNesting) throw TooNested.create({ max: maxNesting });
  }
}

/** Each error is given its line, for which graphql-js walks over the lines before it. */
function occursMore(text: string, end: string, max: number): boolean {
  let count = 0;
  for (let at = text.indexOf(end); at >= 0 && count <= max; at = text.indexOf(end, at + 1)) count += 1;
  return count > max;
}

/** Where a string ends; where it does not, the lexer stops, and with it the parser. */
function endOfString(text: string, start: number): number {
  const ends = /["\\\n\r]/g;
  ends.lastIndex = start;
  while (ends.test(text)) {
    const at = ends.lastIndex - 1;
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code !== BACKSLASH) return text.length;
    ends.lastIndex = at + 2;
  }
  return text.length;
}

function endOfBlock(text: string, start: number): number {
  let at = text.indexOf(QUOTES, start);
  while (at > start && text.charCodeAt(at - 1) === BACKSLASH) at = text.indexOf(QUOTES, at + QUOTES.length);
  return at < 0 ? text.length : at + QUOTES.length - 1;
}

function endOfLine(text: string, start: number): number {
  const ends = /[\n\r]/g;
  ends.lastIndex = start;
  return ends.test(text) ? ends.lastIndex - 1 : text.length;
}
