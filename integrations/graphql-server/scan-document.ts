import { DocumentTooLong, TooNested } from './errors.js';
import type { ServerLimits } from './limits.js';

const QUOTES = '"""';
const OPENING: ReadonlySet<string> = new Set('{[(');
const CLOSING: ReadonlySet<string> = new Set('}])');

/**
 * Bounds a document before it is parsed: its length, and how deep its brackets nest, since parsers recurse. One walk over the
 * characters, a small part of what parsing costs.
 *
 * @throws GM_LIMIT_CHARACTERS, GM_LIMIT_NESTING
 */
export function scanDocument(text: string, { maxCharacters, maxNesting }: ServerLimits): void {
  if (text.length > maxCharacters) throw DocumentTooLong.create({ max: maxCharacters });
  let nesting = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (OPENING.has(character)) nesting += 1;
    else if (CLOSING.has(character)) nesting -= 1;
    else if (character === '"') at = text.startsWith(QUOTES, at) ? endOfBlock(text, at + QUOTES.length) : endOfString(text, at + 1);
    else if (character === '#') at = endOfLine(text, at);
    if (nesting > maxNesting) throw TooNested.create({ max: maxNesting });
  }
}

/** Where a string ends; where it does not, the lexer stops, and with it the parser. */
function endOfString(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return at;
    if (character === '\n' || character === '\r') return text.length;
    if (character === '\\') at += 1;
  }
  return text.length;
}

function endOfBlock(text: string, start: number): number {
  let at = text.indexOf(QUOTES, start);
  while (at > start && text[at - 1] === '\\') at = text.indexOf(QUOTES, at + QUOTES.length);
  return at < 0 ? text.length : at + QUOTES.length - 1;
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
