import type { UpstreamAnswer } from '../upstream/request.js';
import { countOf, namesOf, valueAt } from './body-value.js';
import type { BodyPath } from './page-style.js';

/** Where an answer tells how many items the whole list has. */
export interface TotalOptions {
  /** Where in the body. */
  readonly total?: BodyPath;
  /** In which header, such as `X-Total-Count`. */
  readonly totalHeader?: string;
}

/** Reads the total of answers. */
export function totalReader({ total, totalHeader }: TotalOptions): (answer: UpstreamAnswer) => number | undefined {
  if (totalHeader !== undefined) return ({ headers }) => countOf(headers.get(totalHeader));
  if (total === undefined) return () => undefined;
  const names = namesOf(total);
  return ({ body }) => countOf(valueAt(body, names));
}

export const tellsTotal = ({ total, totalHeader }: TotalOptions): boolean => total !== undefined || totalHeader !== undefined;
