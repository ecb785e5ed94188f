import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BodyTooLarge } from './errors.js';
import type { ServerLimits } from './limits.js';
import { clientError, completeError, type Presentation } from './present-error.js';

/** Gives every error of an answer a code, and takes out what clients should not see. */
export function errorPlugin(presentation: Presentation, limits: ServerLimits): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || !result.errors) return;
      const errors = result.errors.map((error) => completeError(presentation, tooLarge(error, limits) ?? error));
      setResult({ ...result, errors });
    },
  };
}

/** Yoga's own answer to a body beyond the limit, as an error of the catalogue. */
function tooLarge(error: GraphQLError, { maxBodyBytes }: ServerLimits): GraphQLError | undefined {
  const isTooLarge = error.extensions['code'] === 'REQUEST_ENTITY_TOO_LARGE';
  return isTooLarge ? clientError(BodyTooLarge.create({ max: maxBodyBytes }), { http: { status: 413 } }) : undefined;
}
