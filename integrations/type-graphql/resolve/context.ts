import type { Actor, Caller, ReadContext, RowBudget } from '../../../lib/plugin.js';

/** What generated operations read of the GraphQL context. */
export interface GeneralManagerContext {
  /** Who acts; null or absent is the anonymous actor. */
  readonly actor?: Actor | undefined;
  /** The caller's EntityManager, so that reads run in its transaction. */
  readonly session?: object | undefined;
  /** Aborts the reads of the request. */
  readonly signal?: AbortSignal | undefined;
}

/** Who calls, and what the reads run with. */
export function callOf(context: unknown, budget?: RowBudget): { readonly caller: Caller; readonly context: ReadContext } {
  const { actor, session, signal } = (typeof context === 'object' && context !== null ? context : {}) as GeneralManagerContext;
  return {
    caller: { actor: actor ?? null },
    context: { ...(session && { session }), ...(signal && { signal }), ...(budget && { budget }) },
  };
}
