import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLType,
} from 'graphql';

/** A type that has fields. */
export type OutputType = GraphQLObjectType | GraphQLInterfaceType;

/** A field of an output type. */
export type OutputField = GraphQLField<unknown, unknown>;

/** What is behind lists and marks of not being null. */
const namedType = (type: GraphQLType | undefined): GraphQLNamedType | undefined => type && getNamedType(type);

/** The type of a field, where that has fields. */
export function outputType(type: GraphQLType | undefined): OutputType | undefined {
  const named = namedType(type);
  return isObjectType(named) || isInterfaceType(named) ? named : undefined;
}

/** The type of an argument or an input field, where that has fields. */
export function inputType(type: GraphQLType | undefined): GraphQLInputObjectType | undefined {
  const named = namedType(type);
  return isInputObjectType(named) ? named : undefined;
}

/** The enum of a field. */
export function enumType(type: GraphQLType | undefined): GraphQLEnumType | undefined {
  const named = namedType(type);
  return isEnumType(named) ? named : undefined;
}

/** The names of what an input takes; none where there is no such input. */
export const inputNames = (type: GraphQLInputObjectType | undefined): readonly string[] => Object.keys(type?.getFields() ?? {});

/** An argument of a field. */
export const argumentOf = (field: OutputField | undefined, name: string): GraphQLArgument | undefined =>
  field?.args.find((argument) => argument.name === name);

/** Whether something has to be given. */
export const isRequired = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** Whether something is a list, null or not. */
export const isList = (type: GraphQLType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** The types of the arguments of a field. */
export const argumentTypes = (field: OutputField): Readonly<Record<string, string>> =>
  Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)]));
