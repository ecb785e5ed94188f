import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { clientExtensions, isGeneralManagerError, type GeneralManagerError } from '../../lib/plugin.js';

/** How errors are shown to clients. */
export interface Presentation {
  /** Masks an error that is not of this project and logs it once. */
  readonly mask: (error: unknown) => Error;
  /** Whether GraphQL's suggestions of names stay in messages. */
  readonly suggestions: boolean;
}

/** An error of this project in the form of GraphQL: `extensions.code` by its kind, its own code and the cure. */
export function clientError(error: GeneralManagerError, extensions: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(error.message, { extensions: { ...clientExtensions(error), ...extensions } });
}

/** The body of an error answer that is given outside of GraphQL. */
export const errorBody = (error: GeneralManagerError): object => ({ errors: [clientError(error).toJSON()] });

/** What a client gets to see of an error in the execution of an operation: known errors as they are, anything else masked. */
export function maskError({ mask }: Presentation, error: unknown): GraphQLError {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original instanceof GraphQLError) return located(original, error);
  const known = isGeneralManagerError(original) ? original : mask(original);
  const masked = new GraphQLError('Unexpected error.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  return located(isGeneralManagerError(known) ? clientError(known) : masked, error);
}

/** Keeps where in the operation the error happened. */
function located(shown: GraphQLError, source: unknown): GraphQLError {
  if (!(source instanceof GraphQLError) || shown === source) return shown;
  return copyOf(source, shown.message, shown.extensions);
}

/** Completes an error that graphql-js or the server made: a code for every one, no suggestions where they are not wanted. */
export function completeError({ suggestions }: Presentation, error: GraphQLError): GraphQLError {
  const extensions = withoutDetail(error.extensions);
  const message = suggestions ? error.message : error.message.replace(/ Did you mean .*\?$/s, '');
  return copyOf(error, message, typeof extensions['code'] === 'string' ? extensions : { ...extensions, ...classify(error) });
}

/**
 * Takes out the original error, and from our own errors Yoga's mark that JSON answers have status 200: the specification has that
 * for documents that are not valid, not for requests that are refused.
 */
function withoutDetail({ originalError: _original, http, ...extensions }: GraphQLErrorExtensions): GraphQLErrorExtensions {
  if (http === undefined) return extensions;
  const { spec: _spec, ...plain } = http;
  return { ...extensions, http: 'gm' in extensions ? plain : http };
}

/** What an error without a code is: a document that does not parse, variables that do not fit, or a resolver's own. */
function classify({ message, path, nodes }: GraphQLError): GraphQLErrorExtensions {
  if (path) return { code: 'INTERNAL_SERVER_ERROR' };
  const http = { spec: true, status: 400 };
  if (message.startsWith('Syntax Error')) return { code: 'GRAPHQL_PARSE_FAILED', http };
  return { code: nodes ? 'BAD_USER_INPUT' : 'BAD_REQUEST', http };
}

/** Marks what validation found, so that it is told from errors in variables. */
export function validationError(error: GraphQLError): GraphQLError {
  return 'code' in error.extensions ? error : copyOf(error, error.message, { ...error.extensions, code: 'GRAPHQL_VALIDATION_FAILED' });
}

/** The same place in the document and the answer, with another message. */
function copyOf({ nodes, source, positions, path }: GraphQLError, message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
