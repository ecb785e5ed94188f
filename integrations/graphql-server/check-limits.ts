import { Kind, type DocumentNode } from 'graphql';
import { QueryTooDeep, TooManyAliases, TooManyDirectives, TooManyRootFields } from './errors.js';
import type { ServerLimits } from './limits.js';
import { Meter } from './measure.js';

/**
 * Refuses a document with an operation beyond the limits. Comes before validation, which costs far more.
 *
 * @throws GM_LIMIT_QUERY_DEPTH, GM_LIMIT_ALIASES, GM_LIMIT_DIRECTIVES, GM_LIMIT_ROOT_FIELDS
 */
export function checkLimits(document: DocumentNode, limits: ServerLimits): void {
  const meter = new Meter(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, directives, fields } = meter.operation(definition);
    if (depth > limits.maxDepth) throw QueryTooDeep.create({ max: limits.maxDepth });
    if (aliases > limits.maxAliases) throw TooManyAliases.create({ max: limits.maxAliases });
    if (directives > limits.maxDirectives) throw TooManyDirectives.create({ max: limits.maxDirectives });
    if (fields > limits.maxRootFields) throw TooManyRootFields.create({ max: limits.maxRootFields });
  }
}
