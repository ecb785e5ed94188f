import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { HarRecording, NockRecording, RecordedResponse, Recording } from './options.js';

/** A response, however it was recorded. */
export interface Response {
  readonly method: string;
  /** Undefined where only the operation is known. */
  readonly url: URL | undefined;
  readonly operation: string | undefined;
  readonly requestBody: string;
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it cannot be read. */
  readonly body: { readonly json: unknown } | undefined;
}

/** The responses of a recording. */
export const responsesOf = (recording: Recording): readonly Response[] =>
  'log' in recording ? recording.log.entries.map(ofHar) : recording.map((each) => ('scope' in each ? ofNock(each) : ofPlain(each)));

type HarEntry = HarRecording['log']['entries'][number];

function ofHar({ request, response }: HarEntry): Response {
  const { text = '', encoding } = response.content ?? {};
  const headers = new Headers();
  for (const { name, value } of response.headers ?? []) if (isHeader(name)) headers.append(name, value);
  return {
    method: request.method.toUpperCase(),
    url: urlOf(request.url),
    operation: undefined,
    requestBody: request.postData?.text ?? '',
    status: response.status,
    headers,
    // Archives have bodies as they are behind their encoding.
    body: read(encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text),
  };
}

/** Of HTTP/2 archives note `:status`. */
const isHeader = (name: string): boolean => !name.startsWith(':');

function ofNock({ scope, method = 'GET', path, body, status = 200, response, headers, rawHeaders }: NockRecording): Response {
  const told = new Headers(pairs(headers ?? rawHeaders ?? {}));
  return {
    method: method.toUpperCase(),
    url: urlOf(new URL(path, scope).href),
    operation: undefined,
    requestBody: textOf(body),
    status,
    headers: told,
    body: isEncoded(response, told) ? decoded(response, told) : typeof response === 'string' ? read(response) : { json: response },
  };
}

function ofPlain({ method = 'GET', path, operation, requestBody, status = 200, headers = {}, body }: RecordedResponse): Response {
  return {
    method: method.toUpperCase(),
    url: path === undefined ? undefined : urlOf(path),
    operation,
    requestBody: textOf(requestBody),
    status,
    headers: new Headers(headers),
    body: typeof body === 'string' ? read(body) : { json: body },
  };
}

const urlOf = (path: string): URL | undefined => URL.parse(path, 'http://recorded') ?? undefined;

const textOf = (body: unknown): string => (body === undefined || body === '' ? '' : typeof body === 'string' ? body : JSON.stringify(body));

function pairs(headers: Readonly<Record<string, string>> | readonly string[]): [string, string][] {
  if (!isList(headers)) return Object.entries(headers);
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as [string, string]] : []));
}

const isList = (headers: Readonly<Record<string, string>> | readonly string[]): headers is readonly string[] => Array.isArray(headers);

function read(text: string): Response['body'] {
  if (text === '') return { json: undefined };
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = Object.freeze({
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
});

/** nock notes encoded bodies as chunks of hexadecimal digits. */
const isEncoded = (response: unknown, headers: Headers): response is readonly string[] =>
  headers.has('content-encoding') &&
  Array.isArray(response) &&
  response.every((each) => typeof each === 'string' && /^[\da-f]*$/i.test(each));

function decoded(chunks: readonly string[], headers: Headers): Response['body'] {
  try {
    const decode = DECODERS[headers.get('content-encoding') ?? ''];
    return decode && read(decode(Buffer.from(chunks.join(''), 'hex')).toString());
  } catch {
    return undefined;
  }
}
