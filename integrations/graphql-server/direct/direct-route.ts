import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import { bytesOf, JsonBytes, type JsonText } from '../../../lib/plugin.js';

/** What answers queries and mutations without resolvers, wherever that gives the same answer; an application may have it. */
export interface DirectRoute {
  /** An operation of a valid document; undefined where there is no such query or mutation. */
  operation(document: DocumentNode, name?: string | null): DirectOperation | undefined;
}

/** An operation that is run with variables as the client sent them. */
export interface DirectOperation {
  /** Undefined where resolvers have to give the whole answer; nothing has been written then. */
  run(variables: Readonly<Record<string, unknown>> | null | undefined, context: unknown): Promise<DirectAnswer | undefined>;
}

/** The answer to an operation, or to a part of it. */
export interface DirectAnswer {
  /** By response key, in the order of the response; undefined for what is left to resolvers. */
  readonly fields: readonly (readonly [string, JsonText | undefined])[];
  readonly errors: readonly GraphQLError[];
  /** Whether an error has made the whole answer null. */
  readonly isNull: boolean;
  /** The operation with just the fields that are left to resolvers. */
  readonly rest?: DocumentNode;
  /** Until when the answer may be given to anybody, whoever asks, in milliseconds since 1970; absent where it is that of whoever asked. */
  readonly sharedUntil?: number;
}

/** What an execution would give, with undefined for what is left to resolvers. */
export function resultOf({ fields, errors, isNull }: DirectAnswer): ExecutionResult {
  const values = fields.map(([key, text]): [string, unknown] => [key, text === undefined ? undefined : JSON.parse(String(text))]);
  return { ...(errors.length > 0 && { errors }), data: isNull ? null : Object.fromEntries(values) };
}

/** The body of a response, where the answer is whole and without errors. */
export function bodyOf({ fields, errors, rest }: DirectAnswer): JsonText | undefined {
  if (rest || errors.length > 0) return undefined;
  if (fields.some(([, text]) => text instanceof JsonBytes)) return longBody(fields);
  const [only] = fields;
  if (fields.length === 1 && only) return `{"data":{${JSON.stringify(only[0])}:${String(only[1])}}}`;
  return `{"data":{${fields.map(([key, text]) => `${JSON.stringify(key)}:${String(text)}`).join(',')}}}`;
}

/** Nothing long is copied. */
function longBody(fields: DirectAnswer['fields']): JsonBytes {
  const parts = fields.flatMap(([key, text = ''], index) => [
    ...bytesOf(`${index === 0 ? '{"data":{' : ','}${JSON.stringify(key)}:`),
    ...bytesOf(text),
  ]);
  return new JsonBytes([...parts, ...bytesOf('}}')]);
}
