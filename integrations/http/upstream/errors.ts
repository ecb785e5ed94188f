import { defineError, isGeneralManagerError, type DefinedError, type GeneralManagerError } from '../../../lib/plugin.js';

/** What an error of an upstream tells besides its message; nothing else is known of the request. */
export interface UpstreamFacts {
  readonly upstream: string;
  readonly operation: string;
  /** The status of the answer, where there was one. */
  readonly status?: number;
  /** How long the upstream asks not to be asked again. */
  readonly retryAfterMs?: number;
}

export type UpstreamError = GeneralManagerError & UpstreamFacts;

/** Tells whether a value is an error of an upstream. */
export const isUpstreamError = (error: unknown): error is UpstreamError =>
  isGeneralManagerError(error) && error.code.startsWith('GM_UPSTREAM_') && 'operation' in error;

/** Makes the error of an entry. There is never a cause: what transports throw names URLs, headers and addresses. */
export const failure = <Params extends UpstreamFacts>(entry: DefinedError<Params>, params: Params): UpstreamError =>
  Object.assign(entry.create(params), params);

const of = ({ upstream, operation }: UpstreamFacts): string => `${upstream} (${operation})`;

// Options

export const InvalidUpstreamOption = defineError<{ option: string; expected: string }>({
  code: 'GM_UPSTREAM_INVALID_OPTION',
  kind: 'declaration',
  message: ({ option, expected }) => `The option "${option}" of an upstream is not ${expected}.`,
  fix: 'Correct the option.',
});

export const InvalidRequest = defineError<UpstreamFacts & { reason: string }>({
  code: 'GM_UPSTREAM_INVALID_REQUEST',
  kind: 'input',
  message: ({ reason, ...facts }) => `A request to ${of(facts)} was not sent: ${reason}.`,
  fix: 'Correct the request; values in paths are encoded, and headers hold neither line breaks nor control characters.',
});

export const Closed = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_CLOSED',
  kind: 'integration',
  message: (facts) => `A request to ${of(facts)} was not sent, because the upstream was closed.`,
  fix: 'Send no requests after close().',
});

// Nothing was answered

export const Aborted = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_ABORTED',
  kind: 'input',
  message: (facts) => `The request to ${of(facts)} was aborted by its signal.`,
  fix: 'Nothing has to be done where the client went away; otherwise do not abort the signal before the request has ended.',
});

export const Timeout = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_TIMEOUT',
  kind: 'unavailable',
  message: (facts) => `${of(facts)} did not answer in time.`,
  fix: 'Try again later, or raise timeouts.attemptMs and timeouts.totalMs.',
});

export const Unreachable = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_UNREACHABLE',
  kind: 'unavailable',
  message: (facts) => `${of(facts)} could not be reached, or broke off the connection.`,
  fix: 'Check that the upstream is up, its name resolves and its certificate is valid; then try again.',
});

export const Truncated = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_TRUNCATED',
  kind: 'unavailable',
  message: (facts) => `The answer of ${of(facts)} broke off.`,
  fix: 'Try again; look into the upstream, or what is between, where it goes on.',
});

export const AddressRefused = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_ADDRESS',
  kind: 'integration',
  message: (facts) => `A request to ${of(facts)} was not sent, because its host is not on the public internet.`,
  fix: 'Allow the network with addresses: { allow: ["10.1.0.0/16"] } where it is meant.',
});

export const RedirectRefused = defineError<UpstreamFacts & { reason: string }>({
  code: 'GM_UPSTREAM_REDIRECT',
  kind: 'integration',
  message: ({ reason, ...facts }) => `${of(facts)} redirected the request, which was not followed: ${reason}.`,
  fix: 'Correct the base URL or path, or set redirects.',
});

// Nothing was sent, to spare the upstream

export const BreakerOpen = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_BREAKER_OPEN',
  kind: 'unavailable',
  message: (facts) => `${of(facts)} is not asked, because most of the last requests failed.`,
  fix: 'Try again later; look into the upstream where it goes on.',
});

export const BulkheadFull = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_BULKHEAD_FULL',
  kind: 'unavailable',
  message: (facts) => `${of(facts)} is not asked, because too many requests to it are on their way or wait.`,
  fix: 'Try again later, or raise bulkhead.maxConcurrent and bulkhead.maxQueued where the upstream bears more.',
});

export const NoToken = defineError<UpstreamFacts & { reason: string }>({
  code: 'GM_UPSTREAM_TOKEN',
  kind: 'unavailable',
  message: ({ reason, ...facts }) => `No credentials for ${of(facts)} could be had: ${reason}.`,
  fix: 'Check that the token endpoint is up and accepts the client and its grant, or that the callback gives a token.',
});

// The answer cannot be used

export const TooLarge = defineError<UpstreamFacts & { maxBytes: number }>({
  code: 'GM_UPSTREAM_TOO_LARGE',
  kind: 'integration',
  message: ({ maxBytes, ...facts }) => `The answer of ${of(facts)} is larger than ${maxBytes} bytes, decompressed.`,
  fix: 'Ask for smaller pages, or raise maxBytes.',
});

export const InvalidContent = defineError<UpstreamFacts & { reason: string }>({
  code: 'GM_UPSTREAM_INVALID_CONTENT',
  kind: 'integration',
  message: ({ reason, ...facts }) => `The answer of ${of(facts)} cannot be read: ${reason}.`,
  fix: 'Correct the base URL or path, or give a parser for what the upstream answers.',
});

// The upstream refused

export const Failed = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_FAILED',
  kind: 'unavailable',
  message: ({ status, ...facts }) => `${of(facts)} failed with status ${status}.`,
  fix: 'Try again later; look into the upstream where it goes on.',
});

export const Refused = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_REFUSED',
  kind: 'integration',
  message: ({ status, ...facts }) => `${of(facts)} refused the request with status ${status}.`,
  fix: 'Correct what is declared for this operation: path, method, parameters or body.',
});

export const InvalidData = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_INVALID_DATA',
  kind: 'input',
  message: ({ status, ...facts }) => `${of(facts)} did not accept the data of the request (status ${status}).`,
  fix: 'Correct the values that were passed.',
});

export const Missing = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_NOT_FOUND',
  kind: 'missing',
  message: ({ status, ...facts }) => `${of(facts)} has no such object (status ${status}).`,
  fix: 'Check the key; it may also be one that these credentials may not see.',
});

export const Conflict = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_CONFLICT',
  kind: 'conflict',
  message: ({ status, ...facts }) => `${of(facts)} reported a conflict (status ${status}).`,
  fix: 'Read the object again, and repeat the change on what it is now.',
});

export const Unauthorized = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_UNAUTHORIZED',
  kind: 'integration',
  message: (facts) => `${of(facts)} did not accept the credentials.`,
  fix: 'Check the credentials of the upstream and whether they have expired.',
});

export const Forbidden = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_FORBIDDEN',
  kind: 'integration',
  message: ({ status, ...facts }) => `${of(facts)} does not allow this with these credentials (status ${status}).`,
  fix: 'Give the credentials of the upstream the rights that the operation needs.',
});

export const RateLimited = defineError<UpstreamFacts>({
  code: 'GM_UPSTREAM_RATE_LIMITED',
  kind: 'unavailable',
  message: (facts) => `${of(facts)} is asked too often, and would not answer before the deadline.`,
  fix: 'Ask less often, declare the limit with rateLimit, or agree a higher one with the upstream.',
});
