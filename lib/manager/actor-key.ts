import type { ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import { canonical } from '../plan/canonical.js';
import type { CursorScope } from '../plan/cursor.js';
import type { Caller } from './runtime.js';

/** Actors may be part of a graph of objects that leads back to them. */
const LEVELS = 4;

/** What tells actors apart in cursors: the `id` where there is one, else everything the actor consists of. */
export function actorKey(caller: Caller): string {
  if ('system' in caller) return 'system';
  return `actor:${canonical(identity(caller.actor), LEVELS)}`;
}

function identity(actor: Actor): unknown {
  return actor !== null && 'id' in actor && actor.id !== undefined ? { id: actor.id } : actor;
}

/** What a cursor of a list is bound to. */
export function cursorScope({ name }: ManagerModel, scope: string, caller: Caller): CursorScope {
  return { manager: name, scope, actor: actorKey(caller) };
}
