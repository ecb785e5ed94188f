import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import { clientExtensions, isGeneralManagerError } from '../../../lib/plugin.js';
import type { AskedAnswer, AskedApplication, ClientOptions } from './options.js';

type Resolve = (document: DocumentNode) => Promise<ExecutionResult>;

/** Executes an operation as the server does. */
export async function within(
  application: AskedApplication,
  source: string | DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
  contextValue: object,
  route: NonNullable<ClientOptions['route']>,
): Promise<ExecutionResult> {
  const { schema, direct } = application;
  const document = documentOf(source);
  if (document instanceof GraphQLError) return { errors: [withCode(document, 'GRAPHQL_PARSE_FAILED')] };
  const invalid = validate(schema, document);
  if (invalid.length > 0) return { errors: invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  const resolve: Resolve = async (part) => execute({ schema, document: part, variableValues, contextValue });
  const answer = route === 'direct' ? await direct?.operation(document)?.run(variableValues, contextValue) : undefined;
  const { data, errors } = answer ? await joined(answer, resolve) : await resolve(document);
  return { ...(errors && { errors: errors.map((error) => shown(application, error)) }), ...(data !== undefined && { data }) };
}

function documentOf(source: string | DocumentNode): DocumentNode | GraphQLError {
  if (typeof source !== 'string') return source;
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Puts together what is there and what resolvers give for the rest. */
async function joined({ fields, errors, isNull, rest }: AskedAnswer, resolve: Resolve): Promise<ExecutionResult> {
  const other = rest && !isNull ? await resolve(rest) : undefined;
  const all = [...errors, ...(other?.errors ?? [])];
  const given = fields.map(([key, text]): [string, unknown] => [
    key,
    text === undefined ? other?.data?.[key] : (JSON.parse(String(text)) as unknown),
  ]);
  const data = isNull || other?.data === null ? null : Object.fromEntries(given);
  return { ...(all.length > 0 && { errors: all }), data };
}

/** An error as clients see it: those of the project and GraphQLErrors as they are, all others masked. */
function shown(application: AskedApplication, error: GraphQLError): GraphQLError {
  const original = error.originalError ?? error;
  if (original instanceof GraphQLError) return withCode(error, error.path ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT');
  const known = isGeneralManagerError(original) ? original : application.mask(original);
  if (isGeneralManagerError(known)) return copyOf(error, known.message, { ...clientExtensions(known) });
  return copyOf(error, 'Unexpected error.', { code: 'INTERNAL_SERVER_ERROR' });
}

/** Gives an error that has none a code. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { http: _http, ...extensions } = error.extensions;
  return copyOf(error, error.message, { code, ...extensions });
}

/** The same place in the document and the answer, with another message. */
function copyOf({ nodes, source, positions, path }: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
