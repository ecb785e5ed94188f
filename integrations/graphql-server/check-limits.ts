import { Kind, type DocumentNode } from 'graphql';
import type { DefinedError } from '../../lib/plugin.js';
import { QueryTooDeep, TooBroad, TooManyAliases, TooManyDirectives, TooManyFields, TooManyMerges, TooManyRootFields } from './errors.js';
import type { ServerLimits } from './limits.js';
import { fragmentsOf, Meter, type Measure } from './measure.js';
import { MergeCounter } from './merges.js';

type Bound = readonly [value: (measure: Measure) => number, limit: keyof ServerLimits, error: DefinedError<{ max: number }>];

const BOUNDS: readonly Bound[] = [
  [({ depth }) => depth, 'maxDepth', QueryTooDeep],
  [({ aliases }) => aliases, 'maxAliases', TooManyAliases],
  [({ directives }) => directives, 'maxDirectives', TooManyDirectives],
  [({ breadth }) => breadth, 'maxBreadth', TooBroad],
];

const ROOT: Readonly<Bound> = [({ rootFields }) => rootFields, 'maxRootFields', TooManyRootFields];

/**
 * Refuses a document with an operation beyond the limits, or with a fragment that is, also where nothing uses it: validation walks
 * that as well, and costs far more than this.
 *
 * @throws GM_LIMIT_QUERY_DEPTH, GM_LIMIT_ALIASES, GM_LIMIT_DIRECTIVES, GM_LIMIT_ROOT_FIELDS, GM_LIMIT_FIELDS, GM_LIMIT_BREADTH,
 * GM_LIMIT_MERGES
 */
export function checkLimits(document: DocumentNode, limits: ServerLimits): void {
  const fragments = fragmentsOf(document);
  const meter = new Meter(fragments);
  const merges = new MergeCounter(fragments, limits.maxFields + 1);
  const roots = [...measureRoots(document, meter, limits)];
  // Only now: the whole is known to be small, whatever uses what.
  for (const { selectionSet } of roots) {
    merges.add(selectionSet);
    // Cycles are measured once, but walked on each way.
    if (merges.visited > limits.maxFields) throw TooManyFields.create({ max: limits.maxFields });
    if (merges.pairs > limits.maxMerges) throw TooManyMerges.create({ max: limits.maxMerges });
  }
}

/** Gives what nothing else uses: the operations, and fragments without use. */
function* measureRoots({ definitions }: DocumentNode, meter: Meter, limits: ServerLimits): Generator<Root> {
  let fields = 0;
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  for (const definition of [...operations, ...fragments]) {
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    const measure = isOperation ? meter.operation(definition) : meter.unused(definition);
    if (!measure) continue;
    refuseBeyond(measure, isOperation ? [ROOT, ...BOUNDS] : BOUNDS, limits);
    fields += measure.fields;
    if (fields > limits.maxFields) throw TooManyFields.create({ max: limits.maxFields });
    yield definition;
  }
}

type Root = Extract<DocumentNode['definitions'][number], { kind: Kind.OPERATION_DEFINITION | Kind.FRAGMENT_DEFINITION }>;

function refuseBeyond(measure: Measure, bounds: readonly Bound[], limits: ServerLimits): void {
  for (const [value, limit, error] of bounds) if (value(measure) > limits[limit]) throw error.create({ max: limits[limit] });
}
