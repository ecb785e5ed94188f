import { definePlugin, type Plugin } from 'general-manager';

/** Tells another service of everything that was written: what happened to which object, and none of its values. */
export const notices = (url: string): Plugin =>
  definePlugin({
    name: 'notices',
    description: 'Tells another service of everything that was written.',
    events: 'durable',
    hooks: {
      onEvent: async ({ event: { id, operation, manager, key, at }, signal }) => {
        const body = JSON.stringify({ id, operation, manager: manager.name, key, at }, (_name, value: unknown) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        const { ok, status } = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal });
        if (!ok) throw new Error(`The notice was answered with ${status}.`);
      },
    },
  });

/** Attempts come fast, and few: whoever runs this wants to see what becomes of them. */
export const NOTICE_WORKER = Object.freeze({ maxAttempts: 5, backoffMs: 200, pollMs: 500 });
