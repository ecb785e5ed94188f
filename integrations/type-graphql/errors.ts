import { defineError } from '../../lib/plugin.js';

export const SchemaInvalid = defineError<{ reason: string }>({
  code: 'GM_GQL_SCHEMA_INVALID',
  kind: 'integration',
  message: ({ reason }) => `The GraphQL schema cannot be built: ${reason.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
  fix: 'Correct the hand-written resolvers or types that are named, or rename what clashes with them.',
});

export const TypeNameClash = defineError<{ name: string; other: string }>({
  code: 'GM_GQL_TYPE_CLASH',
  kind: 'model',
  message: ({ name, other }) => `The GraphQL type ${name} would also be generated for ${other}.`,
  fix: 'Rename one of the two with @Manager({ name }).',
});

export const OperationClash = defineError<{ name: string }>({
  code: 'GM_GQL_OPERATION_CLASH',
  kind: 'model',
  message: ({ name }) => `A hand-written query is called ${name}, as is this generated one.`,
  fix: "Leave the operation to the resolver with @Manager({ operations: { …: 'custom' } }), or rename one of the two.",
});

export const CustomOperationMissing = defineError<{ name: string }>({
  code: 'GM_GQL_CUSTOM_MISSING',
  kind: 'declaration',
  message: ({ name }) => `The operation ${name} is left to a hand-written resolver, but none of the given resolvers has a query of this name.`,
  fix: 'Pass a resolver with this query to bootstrap({ resolvers }), or let the operation be generated.',
});
