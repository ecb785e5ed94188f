import { GraphQLError, parse, type DocumentNode, type ParseOptions } from 'graphql';
import { checkLimits } from './check-limits.js';
import { TooManyTokens } from './errors.js';
import type { ServerLimits } from './limits.js';
import { scanDocument } from './scan-document.js';

/**
 * Parses a document within the limits: what comes out may be validated, which costs far more.
 *
 * @throws GM_LIMIT_TOKENS; the errors of {@link scanDocument} and {@link checkLimits}; a GraphQLError where the text is no document
 */
export function parseWithin(text: string, limits: ServerLimits, options?: ParseOptions): DocumentNode {
  scanDocument(text, limits);
  const document = parseTokens(text, limits, options);
  checkLimits(document, limits);
  return document;
}

/** How the parser says that there are more tokens than allowed; it has no code for that. */
const TOKENS = 'tokens. Parsing aborted.';

function parseTokens(text: string, { maxTokens }: ServerLimits, options?: ParseOptions): DocumentNode {
  try {
    return parse(text, { ...options, maxLexicalTokens: maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError && error.message.endsWith(TOKENS) ? TooManyTokens.create({ max: maxTokens }) : error;
  }
}
