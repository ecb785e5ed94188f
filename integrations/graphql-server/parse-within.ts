import { parse, type DocumentNode, type ParseOptions } from 'graphql';
import { checkLimits } from './check-limits.js';
import type { ServerLimits } from './limits.js';
import { scanDocument } from './scan-document.js';

/**
 * Parses a document within the limits: what comes out may be validated, which costs far more.
 *
 * @throws the errors of {@link scanDocument} and {@link checkLimits}; a GraphQLError where the text is no document
 */
export function parseWithin(text: string, limits: ServerLimits, options?: ParseOptions): DocumentNode {
  scanDocument(text, limits);
  const document = parse(text, options);
  checkLimits(document, limits);
  return document;
}
