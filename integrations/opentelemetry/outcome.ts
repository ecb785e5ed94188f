import { isGeneralManagerError, type ErrorKind, type OperationOutcome } from '../../lib/index.js';

/** How an operation went. With `left_off` another way answers, which is an operation of its own. */
export type Outcome = 'ok' | 'refused' | 'invalid' | 'missing' | 'conflict' | 'limit' | 'failed' | 'left_off';

const BY_KIND: Readonly<Partial<Record<ErrorKind, Outcome>>> = Object.freeze({
  forbidden: 'refused',
  unauthenticated: 'refused',
  input: 'invalid',
  missing: 'missing',
  conflict: 'conflict',
  limit: 'limit',
});

/** By the kind of the error; anything that is not the caller's doing is `failed`. */
export function outcomeOf({ error, leftOff }: Pick<OperationOutcome, 'error' | 'leftOff'>): Outcome {
  if (error) return (isGeneralManagerError(error) && BY_KIND[error.kind]) || 'failed';
  return leftOff ? 'left_off' : 'ok';
}

/** The code of an error of the project; callers get no others. */
export const errorTypeOf = (error: Error): string => (isGeneralManagerError(error) ? error.code : '_OTHER');

const CLIENT_OUTCOMES: Readonly<Record<string, Outcome>> = Object.freeze({
  FORBIDDEN: 'refused',
  UNAUTHENTICATED: 'refused',
  BAD_USER_INPUT: 'invalid',
  BAD_REQUEST: 'invalid',
  GRAPHQL_PARSE_FAILED: 'invalid',
  GRAPHQL_VALIDATION_FAILED: 'invalid',
  PERSISTED_QUERY_NOT_FOUND: 'invalid',
  NOT_FOUND: 'missing',
  CONFLICT: 'conflict',
  LIMIT_EXCEEDED: 'limit',
  INTERNAL_SERVER_ERROR: 'failed',
});

/** The code of an error as clients see it; resolvers of an application may make up others. */
export const clientErrorType = (code: string): string => (code in CLIENT_OUTCOMES ? code : '_OTHER');

/** How a request went, by the worst of its errors. */
export function requestOutcome(codes: readonly string[]): Outcome {
  if (codes.length === 0) return 'ok';
  const outcomes = codes.map((code) => CLIENT_OUTCOMES[code] ?? 'failed');
  return outcomes.includes('failed') ? 'failed' : (outcomes[0] ?? 'failed');
}
