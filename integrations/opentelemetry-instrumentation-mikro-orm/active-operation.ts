import { createContextKey, type Context } from '@opentelemetry/api';

const OPERATION = createContextKey('opentelemetry-instrumentation-mikro-orm operation');

/** An operation of an EntityManager that is under way. */
export class ActiveOperation {
  /** Change sets of a flush, by kind. */
  readonly changes = { create: 0, update: 0, delete: 0 };
  identityMapSize = 0;
  #statements = 0;
  readonly #parent: ActiveOperation | undefined;
  readonly #entity: unknown;
  /** What it calls of its own EntityManager to do its work, and has not called yet. */
  readonly #delegated: Set<string>;

  constructor(parent: ActiveOperation | undefined, entity: unknown, delegated: readonly string[]) {
    this.#parent = parent;
    this.#entity = entity;
    this.#delegated = new Set(delegated);
  }

  static of(context: Context): ActiveOperation | undefined {
    const found = context.getValue(OPERATION);
    return found instanceof ActiveOperation ? found : undefined;
  }

  in(context: Context): Context {
    return context.setValue(OPERATION, this);
  }

  /** Statements so far, those of operations within it included. */
  get statements(): number {
    return this.#statements;
  }

  count(): void {
    this.#statements += 1;
    this.#parent?.count();
  }

  /** Whether a call is this operation itself under another name: each counts once, so that what it loads besides has spans of its own. */
  takes(method: string, entity: unknown): boolean {
    return (this.#entity === undefined || this.#entity === entity) && this.#delegated.delete(method);
  }
}
