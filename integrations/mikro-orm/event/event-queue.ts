import type { DeadEvent, EventLease, EventQueue, LeasedEvent, PendingEvents, Problem, ReplaySelection } from '../../../lib/plugin.js';
import { SideTableMissing, SideTableOutdated } from '../errors.js';
import { SIDE_TABLES } from '../side/side-tables.js';
import { claim } from './claim.js';
import { deadEvent, pendingEvents } from './event-row.js';
import { DURABLE, type EventTable } from './event-statements.js';
import { replay } from './replay.js';

/** Rows that are deleted at a time. */
const PRUNED = 10_000;

/** Durable events in a side table of PostgreSQL. */
export class TableQueue implements EventQueue {
  readonly #table: EventTable;

  constructor(table: EventTable) {
    this.#table = table;
  }

  isClosed(): boolean {
    return this.#table.isClosed;
  }

  async verify(): Promise<readonly Problem[]> {
    const entity = SIDE_TABLES.event;
    const missing = await this.#table.missing();
    if (!missing) return [SideTableMissing.problem(entity, { entity, option: DURABLE })];
    return missing.length === 0 ? [] : [SideTableOutdated.problem(entity, { entity, columns: missing })];
  }

  async claim(request: Parameters<EventQueue['claim']>[0]): Promise<readonly LeasedEvent[]> {
    return claim(this.#table, request);
  }

  async complete({ id, token }: EventLease): Promise<boolean> {
    return this.#conclude('done_at = now(), error = null', [id, token]);
  }

  async fail({ id, token }: EventLease, { error, retryMs }: Parameters<EventQueue['fail']>[1]): Promise<boolean> {
    if (retryMs === undefined) return this.#conclude('error = $3, dead_at = now()', [id, token, error]);
    return this.#conclude(`error = $3, available_at = now() + $4 * interval '1 millisecond'`, [id, token, error, retryMs]);
  }

  async pending(): Promise<readonly PendingEvents[]> {
    const statement = (name: string): string => `select consumer, count(*) filter (where dead_at is null) as pending,
      count(dead_at) as dead, min(at) as oldest from ${name} where done_at is null group by consumer order by consumer`;
    return (await this.#table.run(statement, [])).map(pendingEvents);
  }

  async dead({ consumer, limit }: Parameters<EventQueue['dead']>[0]): Promise<readonly DeadEvent[]> {
    const statement = (
      name: string,
    ): string => `select id::text, consumer, manager, key, operation, at, attempts, dead_at, error from ${name}
      where done_at is null and dead_at is not null and ($1::text is null or consumer = $1) order by ${name}.id limit $2`;
    return (await this.#table.run(statement, [consumer ?? null, limit])).map(deadEvent);
  }

  async replay(selection: ReplaySelection): Promise<number> {
    return replay(this.#table, selection);
  }

  async skip(ids: readonly string[]): Promise<number> {
    const statement = (name: string): string => `update ${name} set done_at = now(), dead_at = null, leased_by = null, leased_until = null
      where id = any($1::bigint[]) and done_at is null and (leased_until is null or leased_until <= now()) returning 1`;
    return (await this.#table.run(statement, [ids])).length;
  }

  async prune(before: Date): Promise<number> {
    const statement = (name: string): string => `delete from ${name} where id in
      (select id from ${name} where done_at < $1 limit ${PRUNED} for update skip locked) returning 1`;
    let pruned = 0;
    for (let last = PRUNED; last === PRUNED; pruned += last) last = (await this.#table.run(statement, [before.toISOString()])).length;
    return pruned;
  }

  /** Ends a lease, where it is still the one that was given. */
  async #conclude(change: string, parameters: readonly unknown[]): Promise<boolean> {
    const statement = (name: string): string => `update ${name} set leased_by = null, leased_until = null, ${change}
      where id = $1::bigint and leased_by = $2::uuid and done_at is null returning 1`;
    return (await this.#table.run(statement, parameters)).length > 0;
  }
}
