import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { OpenPlan } from '../plan/read-plan.js';
import type { ReadContext } from './interface-adapter.js';
import type { Position } from './result.js';

/** Makes a cursor of a row's position in the list of a plan. */
export type SealCursor = (position: Position, plan: OpenPlan) => string;

/** What a text statement runs with. */
export interface TextRun {
  readonly context: ReadContext;
  readonly caller: Caller;
  readonly seal: SealCursor;
}

/** A compiled plan of which the answer is JSON text, as the adapter that made it understands it. */
export interface TextStatement {
  readonly manager: ManagerModel;
  readonly text: string;
  /** Values, or parameters that each run resolves. */
  readonly parameters: readonly unknown[];
  /** What the source cannot write itself: JSON text of a value that it gives instead. */
  readonly conversions: readonly ((value: unknown, seal: SealCursor) => string)[];
}
