import { context, type Context } from '@opentelemetry/api';
import { ActiveOperation } from './active-operation.js';
import type { Host } from './host.js';
import { OPERATIONS, STREAM } from './operations.js';
import type { ChangedUnit, Method, OrmConnection, OrmEntityManager } from './orm.js';
import type { PatchPoints } from './patch-points.js';
import { OperationSpan, traceOperation } from './trace-operation.js';
import { StatementSpan, traceStatement } from './trace-statement.js';
import { traceStream } from './trace-stream.js';

/** A method that is put around one of MikroORM. */
export interface Patch {
  readonly point: keyof PatchPoints;
  readonly method: string;
  readonly around: (host: Host, original: Method) => Method;
}

const operations: readonly Patch[] = OPERATIONS.map((operation) => ({
  point: 'entityManager',
  method: operation.name,
  around: (host, original) =>
    function traced(this: object, ...args) {
      return traceOperation(host, { operation, em: this as OrmEntityManager, args }, original);
    },
}));

const stream: Patch = {
  point: 'entityManager',
  method: STREAM.name,
  around: (host, original) =>
    function traced(this: object, ...args) {
      const call = { operation: STREAM, em: this as OrmEntityManager, args };
      return traceStream(
        () => new OperationSpan(host, call),
        () => original.apply(this, args) as AsyncIterator<unknown>,
      );
    },
};

/** Contexts of flushes that wait for the one that is under way: MikroORM runs them after it, and in its context. */
class FlushQueue {
  readonly #waiting = new WeakMap<object, Context[]>();

  async during(unit: object, run: () => Promise<unknown>): Promise<unknown> {
    const own = context.active();
    const waiting = this.#waiting.get(unit) ?? [];
    this.#waiting.set(unit, waiting);
    waiting.push(own);
    try {
      return await run();
    } finally {
      // A flush within a flush is refused before it begins.
      const index = waiting.indexOf(own);
      if (index !== -1) waiting.splice(index, 1);
    }
  }

  next(unit: object): Context {
    return this.#waiting.get(unit)?.shift() ?? context.active();
  }
}

function flushes(): readonly Patch[] {
  const queue = new FlushQueue();
  return [
    {
      point: 'unitOfWork',
      method: 'commit',
      around: (_host, original) =>
        async function queued(this: object, ...args) {
          return queue.during(this, async () => original.apply(this, args));
        },
    },
    {
      point: 'unitOfWork',
      method: 'doCommit',
      around: (_host, original) =>
        async function counted(this: object, ...args) {
          const own = queue.next(this);
          try {
            return await context.with(own, async () => original.apply(this, args));
          } finally {
            count(this as ChangedUnit, ActiveOperation.of(own));
          }
        },
    },
  ];
}

function count(unit: ChangedUnit, operation: ActiveOperation | undefined): void {
  if (!operation) return;
  for (const { type } of unit.getChangeSets()) {
    if (type === 'create') operation.changes.create += 1;
    else if (type.startsWith('update')) operation.changes.update += 1;
    else if (type.startsWith('delete')) operation.changes.delete += 1;
  }
  operation.identityMapSize = Array.from(unit.getIdentityMap().keys()).length;
}

/** What MikroORM logs a statement with. */
interface QueryContext {
  readonly query?: unknown;
  readonly params?: unknown;
}

/** Statements as they were before their values were written into them. */
const statements: Patch = {
  point: 'connection',
  method: 'executeQuery',
  around: (host, original) =>
    async function traced(this: object, ...args) {
      const [given, , logged] = args;
      const { query, params } = (logged ?? {}) as QueryContext;
      const sql = String(query ?? given);
      return traceStatement(host, { connection: this as OrmConnection, sql, params }, async () => original.apply(this, args));
    },
};

const streamed: Patch = {
  point: 'sqlConnection',
  method: 'stream',
  around: (host, original) =>
    function traced(this: object, ...args) {
      const [query, params] = args;
      const sql = typeof query === 'string' ? query : textOf(query);
      const statement = { connection: this as OrmConnection, sql, params };
      return traceStream(
        () => new StatementSpan(host, statement),
        () => original.apply(this, args) as AsyncIterator<unknown>,
      );
    },
};

/** A query builder, or a raw fragment of MikroORM. */
function textOf(query: unknown): string {
  if (typeof query !== 'object' || query === null) return '';
  const raw: unknown = 'toRaw' in query && typeof query.toRaw === 'function' ? query.toRaw() : query;
  return typeof raw === 'object' && raw !== null && 'sql' in raw ? String(raw.sql) : '';
}

/** Transactions of MikroORM 6 are functions. */
const isSavepoint = (transaction: unknown): boolean => {
  const { savepointName } = (transaction ?? {}) as { readonly savepointName?: unknown };
  return savepointName !== undefined;
};

const hasOuter = (options: unknown): boolean => typeof options === 'object' && options !== null && 'ctx' in options && Boolean(options.ctx);

const controls: readonly Patch[] = (
  [
    ['begin', (options) => (hasOuter(options) ? 'SAVEPOINT' : 'BEGIN')],
    ['commit', (transaction) => (isSavepoint(transaction) ? 'RELEASE SAVEPOINT' : 'COMMIT')],
    ['rollback', (transaction) => (isSavepoint(transaction) ? 'ROLLBACK TO SAVEPOINT' : 'ROLLBACK')],
  ] satisfies readonly (readonly [string, (first: unknown) => string])[]
).map(([method, command]) => ({
  point: 'sqlConnection',
  method,
  around: (host, original) =>
    async function traced(this: object, ...args) {
      const statement = { connection: this as OrmConnection, sql: command(args[0]), params: [] };
      return traceStatement(host, statement, async () => original.apply(this, args));
    },
}));

/** All patches, for one instrumentation. */
export const patches = (): readonly Patch[] => [...operations, stream, ...flushes(), statements, streamed, ...controls];
