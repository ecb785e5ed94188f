import type { DeadEvent, LeasedEvent, PendingEvents, StoredEvent } from '../../../lib/plugin.js';

type Row = Readonly<Record<string, unknown>>;

/** A row of the side table, as far as everybody may know it. */
function storedEvent(row: Row): StoredEvent {
  return {
    id: String(row['id']),
    consumer: String(row['consumer']),
    manager: String(row['manager']),
    key: row['key'] as readonly string[],
    operation: row['operation'] as StoredEvent['operation'],
    at: time(row['at']),
    attempt: Number(row['attempts']),
  };
}

/** A row that has just been leased. */
export function leasedEvent(row: Row, token: string): LeasedEvent {
  const author = { actor: text(row['actor']), system: row['system'] === true, reason: text(row['reason']) };
  const trace = row['trace'] as LeasedEvent['trace'] | null;
  return { ...storedEvent(row), token, fields: row['fields'] as readonly string[], author, ...(trace && { trace }) };
}

/** A row that is dead. */
export const deadEvent = (row: Row): DeadEvent => ({ ...storedEvent(row), deadAt: time(row['dead_at']), error: text(row['error']) });

/** Counts of the rows of one consumer. */
export const pendingEvents = (row: Row): PendingEvents => ({
  consumer: String(row['consumer']),
  pending: Number(row['pending']),
  dead: Number(row['dead']),
  oldest: time(row['oldest']),
});

/** Orders events as they happened. */
export const compareIds = (one: StoredEvent, other: StoredEvent): number => Number(BigInt(one.id) - BigInt(other.id));

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const time = (value: unknown): Date => new Date(value as string | Date);
