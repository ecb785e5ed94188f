import { EventType, type EntityManager } from '@mikro-orm/core';
import type { Meta } from '../metadata.js';

/** What makes a change of rows, and what looks at it on the way; none of them sees an INSERT that the unit of work does not know of. */
const EVENTS = [EventType.beforeCreate, EventType.afterCreate, EventType.beforeFlush, EventType.onFlush, EventType.afterFlush] as const;

/** Whether hooks or subscribers of the application look at the making of an entity. */
export const isWatched = (em: EntityManager, meta: Meta): boolean => EVENTS.some((event) => em.getEventManager().hasListeners(event, meta));
