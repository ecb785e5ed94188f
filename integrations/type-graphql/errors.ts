import { defineError } from '../../lib/plugin.js';

export const SchemaInvalid = defineError<{ reason: string }>({
  code: 'GM_GQL_SCHEMA_INVALID',
  kind: 'integration',
  message: ({ reason }) => `The GraphQL schema cannot be built: ${reason.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
  fix: 'Correct the hand-written resolvers or types that are named, or rename what clashes with them.',
});

export const TypeNameClash = defineError<{ name: string; one: string; other: string }>({
  code: 'GM_GQL_TYPE_CLASH',
  kind: 'model',
  message: ({ name, one, other }) => `Two GraphQL types would be called ${name}: that of ${one} and that of ${other}.`,
  fix: 'Rename one of the two, a manager with @Manager({ name }), a hand-written type in its decorator, or switch off the operation that needs it.',
});

export const ScalarClash = defineError<{ name: string; one: string; other: string }>({
  code: 'GM_GQL_SCALAR_CLASH',
  kind: 'model',
  message: ({ name, one, other }) => `Two GraphQL scalars would be called ${name}: that of ${one} and that of ${other}.`,
  fix: 'Use the exported SCALARS in hand-written types, or pass your own in bootstrap({ graphql: { scalars } }).',
});

export const OperationClash = defineError<{ root: 'query' | 'mutation'; name: string; method: string }>({
  code: 'GM_GQL_OPERATION_CLASH',
  kind: 'model',
  message: ({ root, name, method }) => `The generated ${root} ${name} has the same name as the hand-written ${method}.`,
  fix: "Leave the operation to the resolver with @Manager({ operations: { …: 'custom' } }), or rename one of the two.",
});

export const CustomOperationMissing = defineError<{ root: 'query' | 'mutation'; name: string }>({
  code: 'GM_GQL_CUSTOM_MISSING',
  kind: 'declaration',
  message: ({ root, name }) =>
    `The operation ${name} is left to a hand-written resolver, but none of the given resolvers has a ${root} of this name.`,
  fix: 'Pass a resolver with this operation to bootstrap({ resolvers }), or let it be generated.',
});

export const CapabilitiesClash = defineError<{ name: string; other: string }>({
  code: 'GM_GQL_CAPABILITIES_CLASH',
  kind: 'model',
  message: ({ name, other }) => `Capabilities would be told under the name ${name}, which is already taken by ${other}.`,
  fix: 'Rename one of the two with @Manager({ operations: { capabilities: { name } }, plural, fields }), or switch capabilities off.',
});

export const InterfaceNeeded = defineError<{ className: string }>({
  code: 'GM_GQL_INTERFACE_NEEDED',
  kind: 'declaration',
  message: ({ className }) =>
    `${className} has managed subclasses and is emitted as a GraphQL interface, but the class carries @ObjectType.`,
  fix: 'Use @InterfaceType on the class, or remove the decorator.',
});

export const ObjectWithoutKey = defineError<{ manager: string; field: string }>({
  code: 'GM_GQL_OBJECT_WITHOUT_KEY',
  kind: 'integration',
  message: ({ manager, field }) => `A hand-written resolver gave a ${manager} without its key, so that its ${field} cannot be read.`,
  fix: 'Return objects with all properties of their key, and only after they are stored.',
});

export const CountTooLarge = defineError({
  code: 'GM_GQL_COUNT_TOO_LARGE',
  kind: 'limit',
  message: () => "A count is larger than GraphQL's Int can be.",
  fix: 'Count fewer objects with a filter, or count them with the TypeScript API.',
});

export const TooManyRelations = defineError<{ max: number }>({
  code: 'GM_LIMIT_RELATIONS',
  kind: 'limit',
  message: ({ max }) => `The operation selects more than ${max} relations and capabilities, fragments counted at each use.`,
  fix: 'Select less at once, or raise maxRelations with bootstrap({ graphql: { maxRelations } }).',
});

export const InvalidDocument = defineError<{ reason: string }>({
  code: 'GM_PLAN_INVALID_DOCUMENT',
  kind: 'input',
  message: ({ reason }) => `The document cannot be planned: ${reason.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
  fix: 'Give a GraphQL document that is valid for the schema.',
});

export const UnknownOperation = defineError<{ names: readonly string[] }>({
  code: 'GM_PLAN_UNKNOWN_OPERATION',
  kind: 'input',
  message: ({ names }) => `It is not clear which operation of the document is meant; it has ${names.join(', ') || 'none with a name'}.`,
  fix: 'Name one of them with the option operation.',
});

export const InvalidVariables = defineError<{ names: readonly string[] }>({
  code: 'GM_PLAN_INVALID_VARIABLES',
  kind: 'input',
  message: ({ names }) => `No value of its type is given for ${names.join(', ')}.`,
  fix: 'Give each variable that the operation needs a value of its type.',
});
