import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql';
import type { JsonText } from '../../../lib/plugin.js';

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

/** What one field at the root gave: its JSON, an error, or nothing, where it is left to resolvers. */
export type FieldAnswer = JsonText | GraphQLError | undefined;

/** One field at the root, and what it gave. */
export interface AnsweredField {
  readonly key: string;
  readonly answer: FieldAnswer;
  /** Whether its error leaves the others as they are. */
  readonly nullable: boolean;
}

/** Puts together what the fields of an operation gave. */
export function answerOf(fields: readonly AnsweredField[], rest?: DocumentNode): DirectAnswer {
  return {
    fields: fields.map(({ key, answer }) => [key, isFailure(answer) ? 'null' : answer] as const),
    errors: fields.map(({ answer }) => answer).filter(isFailure),
    isNull: fields.some(({ answer, nullable }) => isFailure(answer) && !nullable),
    ...(rest && { rest }),
  };
}

/** The answer that resolvers gave. */
export function resolvedAnswer({ data, errors = [] }: ExecutionResult): DirectAnswer {
  return { fields: Object.entries(data ?? {}).map(([key, value]) => [key, JSON.stringify(value)]), errors, isNull: !data };
}

export const isFailure = (answer: FieldAnswer): answer is GraphQLError => answer instanceof GraphQLError;
