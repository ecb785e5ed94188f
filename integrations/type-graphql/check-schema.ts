import {
  astFromValue,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { GeneratedType } from './generated/generated-type.js';

/** Every fault of what TypeGraphQL built: what GraphQL's rules forbid, and default values that do not fit their types. */
export function schemaFaults(schema: GraphQLSchema): readonly string[] {
  const faults = validateSchema(schema).map(({ message }) => message);
  return faults.length > 0 ? faults : defaultFaults(schema);
}

const NAME = /^(?!__)[A-Za-z_][A-Za-z_0-9]*$/;

/** Faults that generated types can have: names that are none, and nothing in them. All else is right by the way that they are made. */
export function generatedFaults(reached: Iterable<unknown>): readonly string[] {
  const faults: string[] = [];
  const known = new Set<string>();
  const isWrong = (name: string): boolean => {
    if (known.has(name)) return false;
    if (!NAME.test(name)) return true;
    known.add(name);
    return false;
  };
  for (const type of reached) {
    if (!(type instanceof GeneratedType)) continue;
    const names = type.kind === 'enum' ? Object.keys(type.values) : type.fields.map(({ property }) => property);
    if (names.length === 0) faults.push(`Type ${type.name} must define one or more ${type.kind === 'enum' ? 'values' : 'fields'}.`);
    const wrong = [type.name, ...names].filter(isWrong);
    faults.push(...wrong.map((name) => `Name ${JSON.stringify(name)} of type ${type.name} is not a name in GraphQL.`));
  }
  return faults;
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
