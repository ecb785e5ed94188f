import type { GraphQLError } from 'graphql';
import { processRegularResult, type FetchAPI } from 'graphql-yoga';
import { completeError, maskError, type Presentation } from '../present-error.js';
import { resultOf, type DirectAnswer } from './direct-route.js';

/** A response on its way. */
interface Presented {
  readonly status: number;
  readonly head: Readonly<Record<string, string>>;
  readonly body: string;
  /** As clients see them. */
  readonly errors: readonly GraphQLError[];
}

/** Makes the response of a whole answer with errors, in a media type. */
export type PresentErrors = (answer: DirectAnswer, type: string) => Promise<Presented>;

/** Presents errors as the GraphQL server does, by the same functions. */
export function presentErrors(presentation: Presentation, fetchAPI: FetchAPI): PresentErrors {
  return async (answer, type) => {
    const { data, errors = [] } = resultOf(answer);
    const shown = errors.map((error) => completeError(presentation, maskError(presentation, error)));
    const response = processRegularResult({ errors: shown, data }, fetchAPI, type);
    const { 'content-type': _type, ...head } = Object.fromEntries(response.headers);
    return { status: response.status, head, body: await response.text(), errors: shown };
  };
}
