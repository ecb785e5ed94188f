import type { Runtime } from '../../lib/plugin.js';
import { CLASS_TYPES } from './classes/class-types.js';
import { emitWith, type Emitted } from './emit-with.js';
import type { EmitOptions } from './emit-options.js';
import { SCALARS } from './scalars/index.js';

/**
 * Emits the managers of a model into TypeGraphQL, next to hand-written resolvers, and builds the schema.
 *
 * Every build runs against a private copy of TypeGraphQL's storage: nothing is left behind, whether it succeeds or fails.
 */
export function emitSchema(runtime: Runtime, options: EmitOptions = {}): Emitted {
  return emitWith({ classes: CLASS_TYPES, scalars: SCALARS }, runtime, options);
}
