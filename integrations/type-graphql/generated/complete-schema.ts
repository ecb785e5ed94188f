import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { OperationDeclaration } from '../emit/operations.js';
import type { Reachable } from '../storage/reachable.js';
import { generatedFaults, schemaFaults } from '../check-schema.js';
import { StandIn } from './generated-type.js';
import type { GeneratedTypes } from './generated-types.js';

/** What a schema is completed with. */
export interface Completion {
  /** What the schema is made of: its generated types, and scalars that only these lead to. */
  readonly reachable: Reachable;
  readonly types: GeneratedTypes;
  /** The operations that have no resolver class. */
  readonly operations: readonly OperationDeclaration[];
}

/**
 * Gives a schema the generated operations, and puts the generated types in the place of their stand-ins.
 *
 * A schema made anew would ask all types for all their fields, to find what they lead to; here all of that is known, and types get their
 * fields when they are first used. What TypeGraphQL built is validated, with the stand-ins in it; generated types are valid by the way that
 * they are made, but for names that are none, and for nothing in them.
 */
export function completeSchema(schema: GraphQLSchema, { reachable, types, operations }: Completion): void {
  const map = schema.getTypeMap();
  const roots = { query: schema.getQueryType()?.getFields(), mutation: schema.getMutationType()?.getFields() };
  for (const operation of operations) {
    const fields = roots[operation.root];
    if (fields) fields[operation.name] = types.rootField(operation);
  }
  const faults = [...schemaFaults(schema), ...generatedFaults(reachable.generated)];
  if (faults.length > 0) throw new Error(faults.join(' '));
  for (const type of Object.values(map)) {
    if (type instanceof StandIn) delete map[type.name];
    else if (isObjectType(type) || isInterfaceType(type)) for (const field of Object.values(type.getFields())) replace(types, field);
  }
  for (const type of [...reachable.out, ...reachable.in]) if (isScalarType(type)) map[type.name] = type;
  for (const generated of reachable.generated) map[generated.name] = types.of(generated);
}

/** The types that TypeGraphQL made of classes and enum objects. A map, since types are made late: a function would keep all that the schema was built from. */
export function builtTypes(
  schema: GraphQLSchema,
  reachable: Reachable,
  /** The name of the type that a class or enum object is. */
  nameOf: (value: unknown) => string | undefined,
): ReadonlyMap<unknown, GraphQLNamedType> {
  const built = new Map<unknown, GraphQLNamedType>();
  for (const value of [...reachable.out, ...reachable.in]) {
    const type = schema.getType(nameOf(value) ?? '');
    if (type) built.set(value, type);
  }
  return built;
}

interface Field {
  type: GraphQLOutputType;
  args: readonly GraphQLArgument[];
}

function replace(types: GeneratedTypes, field: Field): void {
  const type = getNamedType(field.type);
  if (type instanceof StandIn) {
    field.type = types.wrapAs(field.type, type.generated) as GraphQLOutputType;
    if (type.args.length > 0) field.args = types.argsOf(type.args);
  }
  for (const arg of field.args) {
    const { generated: operand } = getNamedType(arg.type) as Partial<StandIn>;
    if (operand) arg.type = types.wrapAs(arg.type, operand) as GraphQLInputType;
  }
}
