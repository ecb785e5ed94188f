import { astFromValue, isInputObjectType, isInterfaceType, isObjectType, validateSchema, type GraphQLInputType, type GraphQLSchema } from 'graphql';

/** Every fault of a schema: what GraphQL's rules forbid, and default values that do not fit their types. */
export function schemaFaults(schema: GraphQLSchema): readonly string[] {
  const faults = validateSchema(schema).map(({ message }) => message);
  return faults.length > 0 ? faults : defaultFaults(schema);
}

interface InputValue {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** Clients are told default values in GraphQL's syntax; what cannot be written in it would fail whenever they ask. */
function defaultFaults(schema: GraphQLSchema): readonly string[] {
  const faults: string[] = [];
  for (const { type, defaultValue } of inputValues(schema)) {
    if (defaultValue === undefined) continue;
    try {
      astFromValue(defaultValue, type);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  return faults;
}

function* inputValues(schema: GraphQLSchema): Iterable<InputValue> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) yield* Object.values(type.getFields());
    if (isObjectType(type) || isInterfaceType(type)) for (const { args } of Object.values(type.getFields())) yield* args;
  }
  for (const { args } of schema.getDirectives()) yield* args;
}
