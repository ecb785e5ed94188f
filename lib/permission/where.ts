import type { Filter } from '../manager/types.js';
import type { ActorReference } from './actor-reference.js';

type Anything = Readonly<Record<string, unknown>>;

/** What `where` takes: a filter in which `actor(path)` may stand for any value. */
export type Where<T> = unknown extends T ? Anything : [T] extends [never] ? Anything : Filter<T, ActorReference>;
