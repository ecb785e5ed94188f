import {
  getNamedType,
  GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';
import { GeneratedType, StandIn } from './generated-type.js';
import { GeneratedTypes } from './generated-types.js';

/** What a schema is completed with. */
export interface Completion {
  /** What is reached: of this the generated types are made, and scalars that only they lead to join. */
  readonly reached: Iterable<unknown>;
  /** The name of the type that a class or enum object is. */
  readonly nameOf: (value: object) => string | undefined;
}

/**
 * Puts the generated types in the place of their stand-ins.
 *
 * What TypeGraphQL built has to be valid; generated types are so by the way that they are made.
 */
export function completeSchema(built: GraphQLSchema, { reached, nameOf }: Completion): GraphQLSchema {
  const lateness = { complete: false };
  const types = new GeneratedTypes((value) => built.getType(nameOf(value) ?? ''), lateness);
  const own = Object.values(built.getTypeMap()).filter((type) => !(type instanceof StandIn));
  for (const type of own) {
    if (isObjectType(type) || isInterfaceType(type)) for (const field of Object.values(type.getFields())) replace(types, field);
  }
  const added = [...reached].flatMap((value) => (value instanceof GeneratedType ? [types.of(value)] : isScalarType(value) ? [value] : []));
  // With all types listed GraphQL need not follow them one through the other, as deep as the model is large.
  const schema = new GraphQLSchema({ ...built.toConfig(), types: [...new Set([...own, ...added])], assumeValid: true });
  lateness.complete = true;
  return schema;
}

interface Field {
  type: GraphQLOutputType;
  args: readonly GraphQLArgument[];
}

function replace(types: GeneratedTypes, field: Field): void {
  const { generated } = getNamedType(field.type) as Partial<StandIn>;
  if (generated) {
    field.type = types.wrapAs(field.type, generated) as GraphQLOutputType;
    if (generated.args.length > 0) field.args = types.argsOf(generated);
  }
  for (const arg of field.args) {
    const { generated: operand } = getNamedType(arg.type) as Partial<StandIn>;
    if (operand) arg.type = types.wrapAs(arg.type, operand) as GraphQLInputType;
  }
}
