import { defineError } from '../../lib/plugin.js';

/** Throw it from `context` to refuse credentials: `throw Unauthenticated.create({})` answers 401. */
export const Unauthenticated = defineError({
  code: 'GM_HTTP_UNAUTHENTICATED',
  kind: 'unauthenticated',
  message: () => 'The credentials of the request are not valid.',
  fix: 'Send valid credentials, or none to act anonymously.',
});

// The request

export const UnsupportedContentType = defineError({
  code: 'GM_HTTP_CONTENT_TYPE',
  kind: 'input',
  message: () => 'A POST request has to carry JSON.',
  fix: 'Send the header "content-type: application/json" and a JSON body.',
});

export const InvalidJson = defineError<{ part: string }>({
  code: 'GM_HTTP_INVALID_JSON',
  kind: 'input',
  message: ({ part }) => `The ${part} of the request is not valid JSON.`,
  fix: 'Send { "query": "…", "variables": { … }, "operationName": "…" } as JSON.',
});

export const InvalidRequest = defineError({
  code: 'GM_HTTP_INVALID_REQUEST',
  kind: 'input',
  message: () => 'The body of the request is not a JSON object.',
  fix: 'Send { "query": "…", "variables": { … }, "operationName": "…" }.',
});

export const BatchRefused = defineError({
  code: 'GM_HTTP_BATCH',
  kind: 'input',
  message: () => 'A list was sent where one operation is taken.',
  fix: 'Send one operation per request; one document may select several fields.',
});

export const NoSuchPath = defineError({
  code: 'GM_HTTP_NOT_FOUND',
  kind: 'missing',
  message: () => 'Nothing is served at this path.',
  fix: 'Use the path of the GraphQL endpoint.',
});

export const MalformedRequest = defineError({
  code: 'GM_HTTP_MALFORMED',
  kind: 'input',
  message: () => 'The request is not valid HTTP.',
  fix: 'Check the request line and the headers.',
});

export const RequestTimeout = defineError({
  code: 'GM_HTTP_TIMEOUT',
  kind: 'input',
  message: () => 'The request did not arrive in time.',
  fix: 'Send the whole request at once, or raise the timeouts of the server.',
});

// Trusted documents

export const UnknownDocument = defineError({
  code: 'GM_HTTP_UNKNOWN_DOCUMENT',
  kind: 'missing',
  message: () => 'The server knows no document with this id.',
  fix: 'Send the id of a document that the server was given; requests cannot register one.',
});

export const UntrustedDocument = defineError({
  code: 'GM_HTTP_UNTRUSTED_DOCUMENT',
  kind: 'forbidden',
  message: () => 'Only documents that the server knows are run, and the request names none.',
  fix: 'Send the "documentId" of a known document, or the hash of its text in "extensions.persistedQuery.sha256Hash".',
});

export const DocumentMismatch = defineError({
  code: 'GM_HTTP_DOCUMENT_MISMATCH',
  kind: 'input',
  message: () => 'The request names one document and brings the text of another.',
  fix: 'Send the id alone.',
});

export const InvalidManifest = defineError<{ reason: string }>({
  code: 'GM_HTTP_INVALID_MANIFEST',
  kind: 'declaration',
  message: ({ reason }) => `The documents cannot be used: ${reason}.`,
  fix: 'Write them as { "<id>": "<text>" }, with a name for each operation, or make the manifest with makeManifest().',
});

// Limits

export const QueryTooDeep = defineError<{ max: number }>({
  code: 'GM_LIMIT_QUERY_DEPTH',
  kind: 'limit',
  message: ({ max }) => `The operation is nested deeper than ${max} levels.`,
  fix: 'Select fewer levels, or raise limits.maxDepth of the server.',
});

export const TooManyAliases = defineError<{ max: number }>({
  code: 'GM_LIMIT_ALIASES',
  kind: 'limit',
  message: ({ max }) => `The operation uses more than ${max} aliases.`,
  fix: 'Use fewer aliases, or raise limits.maxAliases of the server.',
});

export const TooManyDirectives = defineError<{ max: number }>({
  code: 'GM_LIMIT_DIRECTIVES',
  kind: 'limit',
  message: ({ max }) => `The operation uses more than ${max} directives.`,
  fix: 'Use fewer directives, or raise limits.maxDirectives of the server.',
});

export const TooManyRootFields = defineError<{ max: number }>({
  code: 'GM_LIMIT_ROOT_FIELDS',
  kind: 'limit',
  message: ({ max }) => `The operation selects more than ${max} fields at its root.`,
  fix: 'Split the operation, or raise limits.maxRootFields of the server.',
});

export const TooManyFields = defineError<{ max: number }>({
  code: 'GM_LIMIT_FIELDS',
  kind: 'limit',
  message: ({ max }) => `The document selects more than ${max} fields, fragments counted at each use.`,
  fix: 'Select fewer fields at once, or raise limits.maxFields of the server.',
});

export const TooBroad = defineError<{ max: number }>({
  code: 'GM_LIMIT_BREADTH',
  kind: 'limit',
  message: ({ max }) => `One selection set of the document has more than ${max} fields and fragments, each counted at each use.`,
  fix: 'Select fewer fields of one object, or raise limits.maxBreadth of the server.',
});

export const TooManyMerges = defineError<{ max: number }>({
  code: 'GM_LIMIT_MERGES',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} pairs of fields with the same name in one selection set.`,
  fix: 'Select each field once, or raise limits.maxMerges of the server.',
});

export const TooManyDefinitions = defineError<{ max: number }>({
  code: 'GM_LIMIT_DEFINITIONS',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} operations and fragments.`,
  fix: 'Send fewer at once, or raise limits.maxDefinitions of the server.',
});

export const TooManyInputs = defineError<{ max: number }>({
  code: 'GM_LIMIT_INPUTS',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} variables, arguments and values of lists and objects.`,
  fix: 'Send long lists and objects as variables, or raise limits.maxInputs of the server.',
});

export const DocumentTooLong = defineError<{ max: number }>({
  code: 'GM_LIMIT_CHARACTERS',
  kind: 'limit',
  message: ({ max }) => `The document is longer than ${max} characters.`,
  fix: 'Send a shorter document and long values as variables, or raise limits.maxCharacters of the server.',
});

export const TooManyLines = defineError<{ max: number }>({
  code: 'GM_LIMIT_LINES',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} lines.`,
  fix: 'Send a document with fewer lines, or raise limits.maxLines of the server.',
});

export const TooManyTokens = defineError<{ max: number }>({
  code: 'GM_LIMIT_TOKENS',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} tokens.`,
  fix: 'Send a smaller document, or raise limits.maxTokens of the server.',
});

export const TooNested = defineError<{ max: number }>({
  code: 'GM_LIMIT_NESTING',
  kind: 'limit',
  message: ({ max }) => `The document or its variables nest brackets deeper than ${max} levels.`,
  fix: 'Nest less deeply, or raise limits.maxNesting of the server.',
});

export const BodyTooLarge = defineError<{ max: number }>({
  code: 'GM_LIMIT_BODY',
  kind: 'limit',
  message: ({ max }) => `The body of the request is larger than ${max} bytes.`,
  fix: 'Send a smaller request, or raise limits.maxBodyBytes of the server.',
});

export const TooBusy = defineError({
  code: 'GM_LIMIT_CONCURRENCY',
  kind: 'limit',
  message: () => 'The server has as many operations to do as it takes at a time.',
  fix: 'Try again after the seconds of the header "retry-after", or raise limits.maxConcurrent or limits.maxQueued of the server.',
});

export const HeadersTooLarge = defineError({
  code: 'GM_LIMIT_HEADERS',
  kind: 'limit',
  message: () => 'The headers of the request, or its URL, are too large.',
  fix: 'Send fewer or shorter headers, and long operations by POST.',
});
