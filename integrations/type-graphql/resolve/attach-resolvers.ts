import { defaultFieldResolver, isInterfaceType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { Runtime } from '../../../lib/plugin.js';
import type { TableType } from '../emit/field-table.js';
import type { GeneratedType } from '../generated/generated-type.js';
import { answerCapabilities, answerGenerated } from './capabilities.js';
import { FieldResolvers, type Resolver } from './field-resolvers.js';
import type { SelectionContext } from './selection.js';

/** What resolvers of generated fields work with. */
export interface ResolverInput {
  readonly runtime: Runtime;
  readonly selections: SelectionContext;
  /** Names the object type of a value of an interface. */
  readonly concreteType: (value: unknown) => string | undefined;
  /** The generated type of a name. */
  readonly generated: (name: string) => GeneratedType | undefined;
}

/** A generated field, and the property that TypeGraphQL reads for it. */
interface Attached {
  readonly name: string;
  readonly property: string;
  readonly guarded?: boolean;
}

/** Gives generated fields their resolvers: property reads of what the one read of the operation brought. */
export function attachResolvers(schema: GraphQLSchema, { runtime, selections, concreteType, generated }: ResolverInput): void {
  const resolvers = new FieldResolvers(runtime, selections);
  for (const [name, entry] of selections.table) {
    const made = generated(name);
    const type = schema.getType(name);
    // TypeGraphQL makes a promise of every type resolution; ours needs none.
    if (isInterfaceType(type)) type.resolveType = concreteType;
    if (made) attachLate(made, resolvers, entry);
    else if (isObjectType(type)) attachAll(type, resolvers, entry);
  }
}

/** Fields of generated types are made late, and their resolvers with them. */
function attachLate(type: GeneratedType, resolvers: FieldResolvers, entry: TableType): void {
  const { manager, capabilities } = entry;
  type.resolverOf = (property) => resolverOf(resolvers, entry, property);
  if (manager && capabilities) answerGenerated(manager, type, capabilities.name);
}

function attachAll(type: GraphQLObjectType, resolvers: FieldResolvers, { manager, fields, written, capabilities }: TableType): void {
  for (const [publicName, entry] of fields) {
    if (entry.declared) continue;
    const resolve = resolvers.of(manager, entry);
    if (resolve) attach(type, { ...entry, name: publicName, property: entry.field.name }, resolve);
  }
  if (!manager) return;
  if (capabilities) {
    attach(type, capabilities, resolvers.capabilities(manager, capabilities.name));
    answerCapabilities(manager, type, capabilities.name);
  }
  for (const [publicName, relation] of written) {
    const field = type.getFields()[publicName];
    if (field) field.resolve = resolvers.dereferencing(manager, relation, field.resolve ?? defaultFieldResolver);
  }
}

function resolverOf(resolvers: FieldResolvers, { manager, fields, capabilities }: TableType, property: string): Resolver | undefined {
  const entry = fields.get(property);
  if (entry) return resolvers.of(manager, entry);
  return manager && capabilities?.name === property ? resolvers.capabilities(manager, property) : undefined;
}

function attach(type: GraphQLObjectType, { name, property, guarded: isGuarded }: Attached, resolve: Resolver): void {
  const field = type.getFields()[name];
  if (field) field.resolve = isGuarded && field.resolve ? guarded(field.resolve, property, resolve) : resolve;
}

/** Lets TypeGraphQL decide first: its resolver ends with a read of the property, which then is what the field's own resolver gives. */
function guarded(guard: Resolver, property: string, resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const get = (): unknown => resolve(parent, args, context, info);
    return guard(Object.create(parent, { [property]: { get } }) as object, args, context, info);
  };
}
