import { AsyncLocalStorage } from 'node:async_hooks';

/** What an operation has asked of its source. */
export interface StatementTally {
  statements: number;
}

/**
 * Whatever is asked within an operation counts for it; where nobody observes there is no tally.
 *
 * The module holds only the key: each tally is made by an application, and lives in the contexts of one of its operations. The key is one for all, since sources
 * count without knowing for whom: what an action asks of another application is part of what it takes, unless that counts by itself.
 */
const tallies = new AsyncLocalStorage<StatementTally>();

/** Runs an operation whose statements are counted. */
export const tallied = <T>(tally: StatementTally, run: () => T): T => tallies.run(tally, run);

/** Whether anybody wants to know how many statements run. */
export const countsStatements = (): boolean => tallies.getStore() !== undefined;

/** Counts a statement, or a request to an upstream, for an operation: by the tally that a read has been given, else by that of the context. */
export function countStatement(tally = tallies.getStore()): void {
  if (tally) tally.statements += 1;
}
