import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { ManagerModel, PageResult, RelationField, Runtime } from '../../../lib/plugin.js';
import type { TableEntry } from '../emit/field-table.js';
import { Connection } from './connection.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';
import { RelatedLoader } from './related-loader.js';
import { SelectionReader, type SelectionContext } from './selection.js';

/** Gives generated fields their resolvers: property reads of what the one read of the operation brought. */
export function attachResolvers(schema: GraphQLSchema, runtime: Runtime, selections: SelectionContext): void {
  const loader = new RelatedLoader(runtime);
  for (const [name, { manager, fields }] of selections.table) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const [publicName, entry] of fields) {
      const field = type.getFields()[publicName];
      const resolve = resolverOf(runtime, selections, loader, manager, entry);
      if (field && resolve) field.resolve = resolve;
    }
  }
}

// eslint-disable-next-line max-params -- what any generated field may need
function resolverOf(
  runtime: Runtime,
  selections: SelectionContext,
  loader: RelatedLoader,
  manager: ManagerModel | undefined,
  { field, identifier }: TableEntry,
): GraphQLFieldResolver<object, unknown> | undefined {
  if (field.kind === 'relation') return manager && relationResolver(runtime, selections, loader, manager, field);
  if (identifier) return (parent) => identifierText(Reflect.get(parent, field.name));
  return field.name === field.publicName ? undefined : (parent) => Reflect.get(parent, field.name) as unknown;
}

/** GraphQL's ID writes texts and whole numbers only. */
function identifierText(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : value;
}

// eslint-disable-next-line max-params -- what any relation may need
function relationResolver(
  runtime: Runtime,
  selections: SelectionContext,
  loader: RelatedLoader,
  manager: ManagerModel,
  field: RelationField,
): GraphQLFieldResolver<object, unknown> {
  const present = (value: unknown, graphqlContext: unknown): unknown => {
    if (field.cardinality === 'one' || value === null) return value;
    return new Connection(runtime, value as PageResult, callOf(graphqlContext).caller);
  };
  return (parent, _args, graphqlContext, info) => {
    const [node] = info.fieldNodes;
    const alias = node ? selections.aliases.of(node) : '';
    if (alias in parent) return present(Reflect.get(parent, alias), graphqlContext);
    const read = { manager, field, alias, ...callOf(graphqlContext) };
    const request = typeof graphqlContext === 'object' && graphqlContext !== null ? graphqlContext : info.operation;
    const reader = new SelectionReader(selections, info);
    return loader.load(request, parent, read, reader, info).then(
      (value) => present(value, graphqlContext),
      (error: unknown) => {
        throw resolverError(runtime, error);
      },
    );
  };
}
