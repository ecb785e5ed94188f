import type { ErrorKind } from './define-error.js';

const CODES: Readonly<Record<ErrorKind, string>> = Object.freeze({
  input: 'BAD_USER_INPUT',
  forbidden: 'FORBIDDEN',
  unauthenticated: 'UNAUTHENTICATED',
  missing: 'NOT_FOUND',
  conflict: 'CONFLICT',
  limit: 'LIMIT_EXCEEDED',
  unavailable: 'SERVICE_UNAVAILABLE',
  declaration: 'INTERNAL_SERVER_ERROR',
  model: 'INTERNAL_SERVER_ERROR',
  integration: 'INTERNAL_SERVER_ERROR',
  internal: 'INTERNAL_SERVER_ERROR',
});

/** The code that clients of an API see for a kind of error (`extensions.code` in GraphQL). */
export const clientCode = (kind: ErrorKind): string => CODES[kind];
