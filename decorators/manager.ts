import { declareOn } from '../lib/declaration/declaration.js';
import type { ManagerOptions } from '../lib/declaration/options.js';

/**
 * Declares a class as a manager.
 *
 * Only writes a declaration on the class; nothing is built before `bootstrap`. Works as a legacy decorator, as a TC39
 * decorator, and as a plain call on a schema.
 *
 * @example
 * @Entity()
 * @Manager({ description: 'A track on sale.' })
 * class Track {}
 *
 * @example
 * Manager()(TrackSchema);
 */
export function Manager(options: ManagerOptions = {}): (target: object, context?: ClassDecoratorContext) => void {
  return declareOn('manager', Object.freeze({ ...options }));
}
