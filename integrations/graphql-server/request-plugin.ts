import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { isGeneralManagerError, type GeneralManagerError } from '../../lib/plugin.js';
import { BatchRefused, InvalidJson, InvalidRequest, TooNested, UnknownDocument, UnsupportedContentType } from './errors.js';
import { nestsDeeper } from './nesting.js';
import { clientError, maskError, type Presentation } from './present-error.js';
import type { ObservedRequests } from './observed-requests.js';
import type { DocumentRequest, FoundDocument, TrustedDocuments } from './trusted-documents.js';

const JSON_TYPES: readonly string[] = ['application/json', 'application/graphql+json'];
const BAD_REQUEST = { http: { status: 400 } };

/** What requests are read with. */
export interface RequestOptions {
  readonly maxNesting: number;
  readonly documents: TrustedDocuments;
  readonly presentation: Presentation;
  readonly observed: ObservedRequests;
  /** Remembers requests by GET that name a document which the server knows. */
  readonly trusted: WeakSet<Request>;
}

/**
 * Reads operations from requests.
 *
 * Of POST only JSON is taken: a foreign page can send forms and plain text with the user's cookies, without the browser asking first.
 */
export function requestPlugin({ maxNesting, documents, presentation, observed, trusted }: RequestOptions): Plugin {
  const complete = async (params: GraphQLParams, request: Request): Promise<GraphQLParams> => {
    const { document, rest } = await withDocument(bounded(params, maxNesting), documents, presentation);
    observed.of(request)?.tell({ trusted: document?.trusted ?? false });
    if (document?.trusted && request.method === 'GET') trusted.add(request);
    return document ? { ...rest, query: document.text } : rest;
  };
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      if (request.method === 'GET') setRequestParser(async (asked) => complete(fromUrl(asked.url), request));
      if (request.method !== 'POST') return;
      if (!JSON_TYPES.includes(contentType(request, serverContext))) {
        throw clientError(UnsupportedContentType.create({}), { http: { status: 415 } });
      }
      setRequestParser(async (sent) => complete(await fromBody(sent), request));
    },
  };
}

/** What the client sent: Yoga calls a form that Express or NestJS has parsed JSON, also in `headers` of Node's request. */
function contentType(request: Request, serverContext: object | undefined): string {
  const { req } = (serverContext ?? {}) as { readonly req?: Partial<IncomingMessage> };
  const header = req?.headersDistinct ? req.headersDistinct['content-type']?.[0] : request.headers.get('content-type');
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

async function fromBody(request: Request): Promise<GraphQLParams> {
  const body: unknown = await request.json().catch((error: unknown) => {
    // A body beyond its limit ends with an error of GraphQL's form.
    throw error instanceof GraphQLError ? error : clientError(InvalidJson.create({ part: 'body' }), BAD_REQUEST);
  });
  if (Array.isArray(body)) throw clientError(BatchRefused.create({}), BAD_REQUEST);
  if (typeof body !== 'object' || body === null) throw clientError(InvalidRequest.create({}), BAD_REQUEST);
  return body as GraphQLParams;
}

function fromUrl(url: string): GraphQLParams {
  const { searchParams } = new URL(url);
  const text = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  const json = (name: 'variables' | 'extensions'): GraphQLParams['variables'] => parseJson(text(name), name);
  const params = {
    query: text('query'),
    documentId: text('documentId'),
    operationName: text('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}

function parseJson(value: string | undefined, part: string): GraphQLParams['variables'] {
  if (value === undefined || value === '') return undefined;
  try {
    return JSON.parse(value) as GraphQLParams['variables'];
  } catch {
    throw clientError(InvalidJson.create({ part }), BAD_REQUEST);
  }
}

function bounded(params: GraphQLParams, maxNesting: number): GraphQLParams {
  // The parameters themselves are the first level.
  if (nestsDeeper(params, maxNesting + 1)) throw clientError(TooNested.create({ max: maxNesting }), BAD_REQUEST);
  return params;
}

/** Finds the document, and takes its id away. */
async function withDocument(
  params: GraphQLParams & DocumentRequest,
  documents: TrustedDocuments,
  presentation: Presentation,
): Promise<{ readonly document: FoundDocument | undefined; readonly rest: GraphQLParams }> {
  const { documentId: _id, ...rest } = params;
  try {
    return { document: await documents.documentFor(params), rest };
  } catch (error) {
    throw isGeneralManagerError(error) ? documentError(error) : failure(presentation, error);
  }
}

/** What clients of persisted queries know an unknown id by: they send the text then. */
const NOT_FOUND = { code: 'PERSISTED_QUERY_NOT_FOUND' };

function documentError(error: GeneralManagerError): GraphQLError {
  const status = error.kind === 'forbidden' ? 403 : 400;
  return clientError(error, { ...(error.code === UnknownDocument.code && NOT_FOUND), http: { status } });
}

/** Of a store that fails. */
function failure(presentation: Presentation, error: unknown): GraphQLError {
  const { message, extensions } = maskError(presentation, error);
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 500 } } });
}
