import { Kind, type DocumentNode } from 'graphql';
import type { DefinedError } from '../../lib/plugin.js';
import { QueryTooDeep, TooBroad, TooManyAliases, TooManyDirectives, TooManyFields, TooManyRootFields } from './errors.js';
import type { ServerLimits } from './limits.js';
import { Meter, type Measure } from './measure.js';

type Bound = readonly [value: (measure: Measure) => number, limit: keyof ServerLimits, error: DefinedError<{ max: number }>];

const BOUNDS: readonly Bound[] = [
  [({ depth }) => depth, 'maxDepth', QueryTooDeep],
  [({ aliases }) => aliases, 'maxAliases', TooManyAliases],
  [({ directives }) => directives, 'maxDirectives', TooManyDirectives],
  [({ fields }) => fields, 'maxFields', TooManyFields],
  [({ breadth }) => breadth, 'maxBreadth', TooBroad],
];

const ROOT: Bound = [({ rootFields }) => rootFields, 'maxRootFields', TooManyRootFields];

/**
 * Refuses a document with an operation beyond the limits, or with a fragment that is, also where nothing uses it: validation walks
 * that as well, and costs far more than this.
 *
 * @throws GM_LIMIT_QUERY_DEPTH, GM_LIMIT_ALIASES, GM_LIMIT_DIRECTIVES, GM_LIMIT_ROOT_FIELDS, GM_LIMIT_FIELDS, GM_LIMIT_BREADTH
 */
export function checkLimits(document: DocumentNode, limits: ServerLimits): void {
  const meter = new Meter(document);
  const check = (measure: Measure, bounds: readonly Bound[]): void => {
    for (const [value, limit, error] of bounds) if (value(measure) > limits[limit]) throw error.create({ max: limits[limit] });
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) check(meter.operation(definition), [ROOT, ...BOUNDS]);
  }
  for (const measure of meter.fragments()) check(measure, BOUNDS);
}
