import type { EntityManager } from '@mikro-orm/core';
import type {
  Isolation,
  LoadRequest,
  PageResult,
  ReadContext,
  ReadPlan,
  ReferenceRequest,
  Truth,
  UnitQuestions,
} from '../../../lib/plugin.js';

/** What a unit asks for by keys: those of the objects that it holds. */
export interface KeyedQuestions extends Pick<UnitQuestions, 'manager' | 'questions'> {
  readonly keys: readonly (readonly unknown[])[];
}

/** A row that was found: its key, and what is true of it. */
export interface FoundRow {
  readonly key: readonly unknown[];
  readonly answers: readonly Truth[];
}

/** How a unit of work asks its database, in its own transaction. */
export interface UnitSource {
  /** How units are kept apart that do not ask for anything. Default: that of the database. */
  readonly isolation?: Isolation;
  /** Whether entities that are locked have to be read with a lock, because plain reads may see an older state. Default: false. */
  readonly readsLocked?: boolean;
  /** Whether statements that run can be told to stop. Default: true. */
  readonly cancels?: boolean;
  /** Told of a transaction of the unit's own before anything happens in it. */
  began?(em: EntityManager, signal: AbortSignal | undefined): Promise<void>;
  /** Finds rows, in the order of their keys; they stay as they are for everybody else. */
  find(context: ReadContext, request: LoadRequest): Promise<readonly FoundRow[]>;
  /** Finds rows that are only linked to. */
  locate(context: ReadContext, requests: readonly ReferenceRequest[]): Promise<readonly (readonly FoundRow[])[]>;
  /** Asks about rows by their keys, and reads; what is not there is left out. */
  ask(
    context: ReadContext,
    asked: readonly KeyedQuestions[],
    plan: ReadPlan | undefined,
  ): Promise<{ readonly found: readonly (readonly FoundRow[])[]; readonly page?: PageResult }>;
}

/** A key as text, to find objects by. */
export const keyText = (key: readonly unknown[]): string =>
  JSON.stringify(key.map((part) => (part instanceof Date ? part.getTime() : typeof part === 'string' ? part : String(part))));

/** A composite key by the names of its parts. */
export const keyObject = (names: readonly string[], key: unknown): object =>
  Object.fromEntries(names.map((name, index) => [name, (key as readonly unknown[])[index]]));
