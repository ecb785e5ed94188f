import { GraphQLError } from 'graphql';
import { clientCode, isGeneralManagerError, type Runtime } from '../../../lib/plugin.js';

/** Gives an error of this project as clients see it: its message, `extensions.code` by its kind, its own code and the cure. */
export function toGraphQLError(error: unknown): GraphQLError | undefined {
  if (!isGeneralManagerError(error)) return undefined;
  return new GraphQLError(error.message, { extensions: { code: clientCode(error.kind), gm: error.code, fix: error.fix } });
}

/** The error to throw from a resolver: known ones in the client's form, anything else masked. */
export function resolverError(runtime: Runtime, error: unknown): Error {
  if (error instanceof GraphQLError) return error;
  const masked = runtime.mask(error);
  return toGraphQLError(masked) ?? masked;
}
