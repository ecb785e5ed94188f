import { GraphQLError } from 'graphql';
import { clientExtensions, isGeneralManagerError, type ClientExtensions, type Runtime } from '../../../lib/plugin.js';

/** Gives an error of this project as clients see it: its message and, in `extensions`, its codes, the cure, and what is wrong where. */
export function toGraphQLError(error: unknown, extensions: Partial<ClientExtensions> = {}): GraphQLError | undefined {
  if (!isGeneralManagerError(error)) return undefined;
  return new GraphQLError(error.message, { extensions: { ...clientExtensions(error), ...extensions } });
}

/** The error to throw from a resolver: known ones in the client's form, anything else masked. */
export function resolverError(runtime: Runtime, error: unknown, extensions: Partial<ClientExtensions> = {}): Error {
  if (error instanceof GraphQLError) return error;
  const masked = runtime.mask(error);
  return toGraphQLError(masked, extensions) ?? masked;
}
