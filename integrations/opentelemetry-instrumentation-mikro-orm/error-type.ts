import { ATTR_DB_RESPONSE_STATUS_CODE, ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Attributes } from '@opentelemetry/api';

/** Codes of databases: `23505`, `SQLITE_CONSTRAINT_UNIQUE`, `ER_DUP_ENTRY`. */
const CODE = /^[A-Z0-9][A-Z0-9_]{1,60}$/;

/** Names of classes. */
const NAME = /^[A-Za-z_$][\w$]{0,60}$/;

/** What is told of an error: the code of the database and the name of its class, never its message, which holds values. */
export function errorAttributes(error: unknown): Attributes {
  const code = codeOf(error);
  const name = error instanceof Error ? error.constructor.name : '';
  const type = code ?? (NAME.test(name) ? name : '_OTHER');
  return { [ATTR_ERROR_TYPE]: type, ...(code !== undefined && { [ATTR_DB_RESPONSE_STATUS_CODE]: code }) };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}
