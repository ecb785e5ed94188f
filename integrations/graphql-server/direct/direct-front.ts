import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { JsonBytes } from '../../../lib/plugin.js';
import type { ConcurrencyGate } from '../concurrency-gate.js';
import type { RequestContexts } from '../context.js';
import type { ServerLimits } from '../limits.js';
import type { ObservedRequest } from '../observed-request.js';
import type { ObservedRequests } from '../observed-requests.js';
import type { TrustedDocuments } from '../trusted-documents.js';
import { nestsDeeper } from '../nesting.js';
import { bodyOf, type DirectAnswer } from './direct-route.js';
import type { PresentErrors } from './present-answer.js';
import type { KnownOperation, KnownOperations } from './known-operations.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** What a front works with. */
export interface FrontOptions {
  /** Path of the GraphQL endpoint, as the client sees it. */
  readonly endpoint: string;
  readonly limits: ServerLimits;
  readonly known: KnownOperations;
  readonly documents: TrustedDocuments;
  readonly gate: ConcurrencyGate;
  readonly contexts: RequestContexts;
  readonly observed: ObservedRequests;
  /** Runs what belongs to one request. */
  readonly inRequest: <T>(run: () => T) => T;
  readonly toRequest: (request: IncomingMessage, response: ServerResponse) => Request;
  readonly present: PresentErrors;
  /** Whether answers depend on the origin. */
  readonly cors: boolean;
}

/** Frameworks keep the whole path apart, and may have read the body already. */
type FrameworkRequest = IncomingMessage & { readonly originalUrl?: string; body?: unknown };

const JSON_TYPES: readonly (string | undefined)[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
];

const PLAIN_HOST = /^[\w.:[\]-]+$/;

const JSON_ANSWER = 'application/json';

/** What clients say that they take, and what they get. Anything else the server behind the front works out. */
const ACCEPTED: Readonly<Record<string, string>> = Object.freeze({
  '*/*': JSON_ANSWER,
  'application/json': JSON_ANSWER,
  'application/graphql-response+json': 'application/graphql-response+json',
});

const PARAMS: readonly string[] = ['query', 'documentId', 'operationName', 'variables', 'extensions'];

/**
 * Answers known operations ahead of the GraphQL server; hands everything else on, as if it had not been touched.
 *
 * A request takes this way only where it is plain in every respect: path, method, media types, a body of known length within the limit.
 */
export function directFront(options: FrontOptions, next: Listener): Listener {
  return (request, response) => {
    const length = plainLength(options, request);
    if (length === undefined) return next(request, response);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => {
      const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      const handOn = (): void => {
        // The server behind reads the body from here, as it does where a framework has read it.
        (request as FrameworkRequest).body = Readable.from([body]);
        next(request, response);
      };
      // Events of a request do not come in the context in which they were listened to.
      void options
        .inRequest(() => ask(options, request, response, body))
        .then(
          // What has been answered is not asked again, whatever becomes of the response: it may have been a mutation.
          (asked) => (asked ? send(options, request, response, asked).catch(() => response.destroy()) : handOn()),
          handOn,
        );
    });
  };
}

function plainLength({ endpoint, limits, cors }: FrontOptions, request: FrameworkRequest): number | undefined {
  const { headers } = request;
  if (!isPlainPost(endpoint, request)) return undefined;
  if (!JSON_TYPES.includes(headers['content-type']) || headers['content-encoding'] !== undefined) return undefined;
  if (ACCEPTED[headers.accept ?? '*/*'] === undefined || (cors && headers.origin !== undefined)) return undefined;
  // A host that makes no URL is refused behind the front.
  if (!PLAIN_HOST.test(headers.host ?? '')) return undefined;
  const length = Number(headers['content-length']);
  return length > 0 && length <= limits.maxBodyBytes ? length : undefined;
}

const isPlainPost = (endpoint: string, { method, originalUrl, url, body }: FrameworkRequest): boolean =>
  method === 'POST' && (originalUrl ?? url) === endpoint && body === undefined;

/** The answer, where it is whole; otherwise the server behind the front answers, also to tell what is wrong. */
async function ask(options: FrontOptions, request: IncomingMessage, response: ServerResponse, bytes: Buffer): Promise<Asked | undefined> {
  const { documents, known, observed } = options;
  const params = paramsOf(bytes, options.limits);
  const document = params && (await documents.documentFor(params));
  const found = document && known.get(params?.operationName, document.text);
  if (!found) return undefined;
  const run = async (): Promise<DirectAnswer | undefined> =>
    runKnown(options, request, response, { ...found, variables: params?.variables });
  const seen = observed.ofSent(request);
  const direct = await (seen ? seen.within(run) : run());
  if (!direct) {
    if (seen) observed.handOn(request, seen);
    return undefined;
  }
  seen?.tell({ operation: found.operation, trusted: document.trusted, direct: true });
  return { direct, seen };
}

/** Runs a known operation; undefined where the server behind the front has to answer. */
async function runKnown(
  { contexts, gate, toRequest }: FrontOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { direct: operation, variables }: KnownOperation & { readonly variables: Params['variables'] },
): Promise<DirectAnswer | undefined> {
  const asked = contexts.ofSent(() => toRequest(request, response));
  try {
    const context = await asked;
    // Whoever went away while waiting is not written for.
    const direct = await gate.run(() => (response.destroyed ? FOR_NOBODY : operation.run(variables, context)));
    if (direct && !direct.rest) return direct;
  } catch {
    // The server behind the front tells what is wrong.
  }
  contexts.keep(request, asked);
  return undefined;
}

async function send(
  { present }: FrontOptions,
  { headers }: IncomingMessage,
  response: ServerResponse,
  { direct, seen }: Asked,
): Promise<void> {
  const type = ACCEPTED[headers.accept ?? '*/*'] ?? JSON_ANSWER;
  const text = bodyOf(direct);
  const { status, body, head, errors } =
    text === undefined ? await present(direct, type) : { status: 200, body: text, head: {}, errors: [] };
  seen?.note(errors);
  seen?.end();
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength,
    'cache-control': 'no-store',
    ...head,
  });
  if (typeof body === 'string') response.end(body);
  else endWith(response, body);
}

/** The pieces go to the socket as they came, with one call. */
function endWith(response: ServerResponse, { parts }: JsonBytes): void {
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
  response.uncork();
}

/** What was answered ahead of the server, and whoever observes it. */
interface Asked {
  readonly direct: DirectAnswer;
  readonly seen: ObservedRequest | undefined;
}

const FOR_NOBODY: DirectAnswer = Object.freeze({ fields: [], errors: [], isNull: true });

const NONE: object = Object.freeze({});

interface Params {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly extensions?: object;
}

function paramsOf(bytes: Buffer, { maxNesting }: ServerLimits): Params | undefined {
  const params: unknown = JSON.parse(bytes.toString('utf8'));
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
  const { query, documentId, operationName, variables, extensions } = params as Record<string, unknown>;
  const known =
    [query, documentId, operationName].every((each) => each === undefined || typeof each === 'string') &&
    [variables, extensions].every((each) => each === undefined || (typeof each === 'object' && !Array.isArray(each)));
  // Extensions may name a document; what else they ask for is not known here.
  const extended = Object.keys(extensions ?? {}).some((name) => name !== 'persistedQuery');
  if (!known || extended || Object.keys(params).some((name) => !PARAMS.includes(name))) return undefined;
  // The parameters themselves are the first level.
  const nested = [...Object.values(variables ?? NONE), extensions].some((each) => typeof each === 'object' && each !== null);
  return nested && nestsDeeper(params, maxNesting + 1) ? undefined : params;
}
