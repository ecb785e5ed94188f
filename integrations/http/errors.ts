import { defineError } from '../../lib/plugin.js';

export const InvalidResource = defineError<{ resource: string; reason: string }>({
  code: 'GM_RESOURCE_INVALID',
  kind: 'declaration',
  message: ({ resource, reason }) => `The HTTP resource ${resource} is declared in a way that cannot be: ${reason}.`,
  fix: 'Correct what the path names in the options of http(), rest() or graphql().',
});

export const Drift = defineError<{ resource: string; operation: string; path: string; found: string; expected: string }>({
  code: 'GM_RESOURCE_DRIFT',
  kind: 'integration',
  message: ({ resource, operation, path, found, expected }) =>
    `The upstream of ${resource} (${operation}) gave ${found} at "${path}", where ${expected} is declared.`,
  fix: 'Declare the field as the upstream has it: from, nullable, optional, another type, or parse.',
});

export const NotExpressible = defineError<{ resource: string; what: string }>({
  code: 'GM_RESOURCE_NOT_EXPRESSIBLE',
  kind: 'input',
  message: ({ resource, what }) => `The upstream of ${resource} cannot be asked ${what}, and it is not done here.`,
  fix: 'Ask for less, declare how the upstream is asked it, or allow it to be done here with the option local.',
});

export const TooManyObjects = defineError<{ resource: string; objects: number; pages: number }>({
  code: 'GM_RESOURCE_TOO_MANY_OBJECTS',
  kind: 'limit',
  message: ({ resource, objects, pages }) =>
    `The read of ${resource} needs more of the upstream than the ${objects} objects and ${pages} pages that one read may take.`,
  fix: 'Filter by what the upstream can filter, ask for a page without a sort and total of its own, or raise local.objects and local.pages.',
});

export const ParameterMissing = defineError<{ resource: string; parameters: readonly string[] }>({
  code: 'GM_RESOURCE_PARAMETER_MISSING',
  kind: 'input',
  message: ({ resource, parameters }) => `Reads of ${resource} need a filter that says exactly one value for ${parameters.join(', ')}.`,
  fix: 'Filter by these fields, with eq.',
});

export const NoHistory = defineError<{ resource: string }>({
  code: 'GM_RESOURCE_NO_HISTORY',
  kind: 'input',
  message: ({ resource }) => `${resource} cannot be read as it was at another time: its upstream is asked for what it has now.`,
  fix: 'Read without asOf.',
});

export const GraphqlFailed = defineError<{ operation: string; reason: string }>({
  code: 'GM_RESOURCE_GRAPHQL_FAILED',
  kind: 'integration',
  message: ({ operation, reason }) => `A GraphQL upstream answered ${operation} with errors (${reason}).`,
  fix: 'Correct the fields, arguments and variables that are declared for the operation, or the credentials of the upstream.',
});

export const GraphqlMissing = defineError<{ operation: string }>({
  code: 'GM_RESOURCE_GRAPHQL_NOT_FOUND',
  kind: 'missing',
  message: ({ operation }) => `A GraphQL upstream has no such object (${operation}).`,
  fix: 'Check the key; it may also be one that these credentials may not see.',
});

export const PartialWrite = defineError<{ resource: string; done: number; planned: number }>({
  code: 'GM_RESOURCE_PARTIAL_WRITE',
  kind: 'conflict',
  message: ({ resource, done, planned }) =>
    `${done} of ${planned} writes to the upstream of ${resource} were carried out before one was refused; they cannot be undone.`,
  fix: 'Look at the violations of the error: they say of each object whether it was written; then write the others.',
});

export const UnknownOutcome = defineError<{ resource: string; operation: string; reason: string }>({
  code: 'GM_RESOURCE_UNKNOWN_OUTCOME',
  kind: 'integration',
  message: ({ resource, operation, reason }) =>
    `The upstream of ${resource} took the ${operation}, and what it answered cannot be used: ${reason}.`,
  fix: 'Do not repeat the write before looking whether it has happened; declare item and the fields as the upstream answers.',
});
