import type { Filter } from '../manager/types.js';
import type { ActorReference } from './actor-reference.js';

/** What `where` takes: a filter in which `actor(path)` may stand for any value. */
export type Where<T> = [T] extends [never] ? Readonly<Record<string, unknown>> : Filter<T, ActorReference>;
