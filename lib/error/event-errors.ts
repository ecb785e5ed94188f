// What is said of durable events.
import { defineError } from './define-error.js';

export const DurableUnsupported = defineError<{ plugin: string }>({
  code: 'GM_EVENT_UNSUPPORTED',
  kind: 'integration',
  message: ({ plugin }) => `The plugin "${plugin}" wants durable events, which no interface of the application keeps.`,
  fix: "Run the application on PostgreSQL, or give the plugin events: 'memory'.",
});

export const DurableElsewhere = defineError<{ manager: string }>({
  code: 'GM_EVENT_ELSEWHERE',
  kind: 'integration',
  message: ({ manager }) =>
    `A plugin wants durable events, but writes of ${manager} are in another database than the one that events are delivered from.`,
  fix: 'Give bootstrap the ORM of this manager first, or make the managers of the other databases read-only.',
});

export const NoDurableEvents = defineError({
  code: 'GM_EVENT_NONE',
  kind: 'declaration',
  message: () => 'The application has no durable events: no plugin wants them, or no interface keeps them.',
  fix: "Give bootstrap a plugin with events: 'durable' and an onEvent hook, on PostgreSQL.",
});

export const UnknownConsumer = defineError<{ consumer: string }>({
  code: 'GM_EVENT_UNKNOWN_CONSUMER',
  kind: 'input',
  message: ({ consumer }) => `"${consumer}" is no plugin of this application with durable events.`,
  fix: 'Name such a plugin, or leave the name out for all of them.',
});

export const InvalidSelection = defineError<{ what: string }>({
  code: 'GM_EVENT_INVALID_SELECTION',
  kind: 'input',
  message: ({ what }) => `Which events are meant cannot be told: ${what}.`,
  fix: 'Give ids as texts of digits, times as dates, and what the operation asks for.',
});

export const UndeliverableEvent = defineError<{ manager: string }>({
  code: 'GM_EVENT_UNDELIVERABLE',
  kind: 'integration',
  message: ({ manager }) => `An event is of ${manager}, or has a key, that the application does not know any more.`,
  fix: 'Bring the manager back and replay the event, or skip it with gm.events.skip().',
});

export const DeliveryTimeout = defineError<{ consumer: string }>({
  code: 'GM_EVENT_TIMEOUT',
  kind: 'limit',
  message: ({ consumer }) => `An onEvent hook of "${consumer}" took longer than its lease.`,
  fix: 'Obey the signal that the hook is given, do less in it, or give the worker a longer leaseMs.',
});

export const DeliveryAbandoned = defineError<{ consumer: string }>({
  code: 'GM_EVENT_ABANDONED',
  kind: 'internal',
  message: ({ consumer }) => `Each attempt to give an event to "${consumer}" ended without an answer, as when its process dies.`,
  fix: 'Find out what ends the process, then replay the event.',
});
