import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { TooManyDefinitions, TooManyFields, TooManyMerges } from './errors.js';
import { unusedFragment } from './invalid-fragments.js';
import type { ServerLimits } from './limits.js';
import { fragmentsOf, Meter, type Fragments, type Measure } from './measure.js';
import { MergeCounter } from './merges.js';

type Measured = readonly [operation: OperationDefinitionNode, measure: Measure];

/**
 * Refuses a document with an operation beyond the limits, before validation walks it, which costs far more than this. Fragments that
 * are used in a cycle, twice defined or not used at all make a document invalid for any schema: they are refused here as well.
 *
 * @throws GM_LIMIT_DEFINITIONS, GM_LIMIT_MERGES, the errors of {@link Meter}; a GraphQLError for such a fragment
 */
export function checkLimits(document: DocumentNode, limits: ServerLimits): void {
  if (document.definitions.length > limits.maxDefinitions) throw TooManyDefinitions.create({ max: limits.maxDefinitions });
  const fragments = fragmentsOf(document);
  const meter = new Meter(fragments, limits);
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const measured = operations.map((each): Measured => [each, meter.operation(each)]);
  for (const fragment of fragments.values()) if (!meter.uses(fragment)) throw unusedFragment(fragment);
  // Only now: the whole is known to be small, whatever uses what.
  checkMerges(measured, fragments, limits);
}

function checkMerges(operations: readonly Measured[], fragments: Fragments, { maxFields, maxMerges }: ServerLimits): void {
  // Most documents are so small that any two of their fields could merge.
  if (operations.reduce((sum, [, { fields }]) => sum + (fields * (fields - 1)) / 2, 0) <= maxMerges) return;
  const merges = new MergeCounter(fragments, maxFields + 1);
  for (const [{ selectionSet }] of operations) {
    merges.add(selectionSet);
    // Inline fragments are no fields, but walked.
    if (merges.visited > maxFields) throw TooManyFields.create({ max: maxFields });
    if (merges.pairs > maxMerges) throw TooManyMerges.create({ max: maxMerges });
  }
}
