import { Lexer, Source, TokenKind } from 'graphql';
import { DocumentTooLong, TooManyTokens, TooNested } from './errors.js';
import type { ServerLimits } from './limits.js';

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Bounds a document before it is parsed: its length, its tokens, and how deep its brackets nest, since parsers recurse.
 *
 * @throws GM_LIMIT_CHARACTERS, GM_LIMIT_TOKENS, GM_LIMIT_NESTING, and a syntax error where a token is malformed
 */
export function scanDocument(text: string, { maxCharacters, maxTokens, maxNesting }: ServerLimits): void {
  // Ahead of the lexer: one token may be as long as the document.
  if (text.length > maxCharacters) throw DocumentTooLong.create({ max: maxCharacters });
  const lexer = new Lexer(new Source(text));
  let nesting = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    if (tokens >= maxTokens) throw TooManyTokens.create({ max: maxTokens });
    const { kind } = lexer.token;
    if (OPENING.has(kind)) nesting += 1;
    if (CLOSING.has(kind)) nesting -= 1;
    if (nesting > maxNesting) throw TooNested.create({ max: maxNesting });
  }
}
