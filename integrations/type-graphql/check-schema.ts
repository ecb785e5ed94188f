import {
  astFromValue,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { GeneratedType } from './generated/generated-type.js';

/** Every fault of what TypeGraphQL built: what GraphQL's rules forbid, and default values that do not fit their types. */
export function schemaFaults(schema: GraphQLSchema): readonly string[] {
  const faults = validateSchema(schema).map(({ message }) => message);
  return faults.length > 0 ? faults : defaultFaults(schema);
}

const NAME = /^(?!__)[A-Za-z_][A-Za-z_0-9]*$/;

/** Faults that generated types can have: names that are none, and nothing in them. All else is right by the way that they are made. */
export function generatedFaults(generated: Iterable<GeneratedType>): readonly string[] {
  const faults: string[] = [];
  // The types of a manager have the same names over and over, most in the very same list.
  const known = new Set<string>();
  const lists = new Set<unknown>();
  const check = (type: GeneratedType, name: string): void => {
    if (known.has(name)) return;
    if (NAME.test(name)) known.add(name);
    else faults.push(`Name ${JSON.stringify(name)} of type ${type.name} is not a name in GraphQL.`);
  };
  for (const type of generated) {
    const { kind, name, values } = type;
    const names = kind === 'enum' ? Object.keys(values) : undefined;
    if ((names?.length ?? type.size) === 0) faults.push(`Type ${name} must define one or more ${names ? 'values' : 'fields'}.`);
    check(type, name);
    for (const each of names ?? []) check(type, each);
    if (names || lists.has(type.namedBy)) continue;
    lists.add(type.namedBy);
    type.eachFieldName((each) => check(type, each));
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
  const check = ({ type, defaultValue }: InputValue): void => {
    if (defaultValue === undefined) return;
    try {
      astFromValue(defaultValue, type);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(check);
    if (isObjectType(type) || isInterfaceType(type)) for (const { args } of Object.values(type.getFields())) args.forEach(check);
  }
  for (const { args } of schema.getDirectives()) args.forEach(check);
  return faults;
}
