import { defineError } from '../../lib/plugin.js';

export const Unauthenticated = defineError({
  code: 'GM_HTTP_UNAUTHENTICATED',
  kind: 'unauthenticated',
  message: () => 'The credentials of the request are not valid.',
  fix: 'Send valid credentials, or none to act anonymously.',
});

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

export const TooManyTokens = defineError<{ max: number }>({
  code: 'GM_LIMIT_TOKENS',
  kind: 'limit',
  message: ({ max }) => `The document has more than ${max} tokens.`,
  fix: 'Send a smaller document, or raise limits.maxTokens of the server.',
});

export const BodyTooLarge = defineError<{ max: number }>({
  code: 'GM_LIMIT_BODY',
  kind: 'limit',
  message: ({ max }) => `The body of the request is larger than ${max} bytes.`,
  fix: 'Send a smaller request, or raise limits.maxBodyBytes of the server.',
});

export const UnsupportedContentType = defineError({
  code: 'GM_HTTP_CONTENT_TYPE',
  kind: 'input',
  message: () => 'A POST request has to carry JSON.',
  fix: 'Send the header "content-type: application/json" and a JSON body.',
});
