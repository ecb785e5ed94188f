import { copyOf, type BoxModel, type BoxOperation, type Outcome } from './box-model.js';

/** An operation that has run, and what came of it. */
export interface Ran {
  readonly operation: BoxOperation;
  readonly outcome: Outcome;
}

/**
 * Looks for an order of operations that ran at the same time in which each does what it did: what was done had no reason to be refused, and what
 * was refused had its reason at some moment. Gives the model at the end of it; undefined where nothing explains what came of them.
 */
export function explain(model: BoxModel, ran: readonly Ran[], isReal: (model: BoxModel) => boolean): BoxModel | undefined {
  const done = ran.filter(({ outcome }) => outcome.code === 'done');
  const refused = ran.filter(({ outcome }) => outcome.code !== 'done' && outcome.code !== 'GM_WRITE_CONTENTION');
  const isRefused = (moments: readonly BoxModel[]): boolean =>
    refused.every(({ operation, outcome }) => moments.some((moment) => operation.reasons(moment).includes(outcome.code)));
  const search = (moments: readonly BoxModel[], rest: readonly Ran[]): BoxModel | undefined => {
    const now = moments.at(-1) as BoxModel;
    if (rest.length === 0) return isReal(now) && isRefused(moments) ? now : undefined;
    for (const next of rest) {
      const after = copyOf(now);
      if (next.operation.reasons(now).length > 0 || !next.operation.apply(after, next.outcome)) continue;
      const found = search(
        [...moments, after],
        rest.filter((each) => each !== next),
      );
      if (found) return found;
    }
    return undefined;
  };
  return search([model], done);
}
