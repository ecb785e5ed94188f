import type { Actor } from '../permission/actor.js';
import { canonical } from '../plan/canonical.js';
import type { Caller } from './runtime.js';

/** What tells actors apart in cursors: the `id` where there is one, else everything the actor consists of. */
export function actorKey(caller: Caller): string {
  if ('system' in caller) return 'system';
  return `actor:${canonical(identity(caller.actor))}`;
}

function identity(actor: Actor): unknown {
  return actor !== null && 'id' in actor ? { id: actor.id } : actor;
}
