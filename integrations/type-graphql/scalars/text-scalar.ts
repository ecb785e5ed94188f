import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** What makes a scalar that travels as text. */
export interface TextScalarOptions {
  readonly name: string;
  readonly description: string;
  /** Text of a value; undefined where the value is not one of the scalar's. */
  readonly write: (value: unknown) => string | undefined;
  /** Value of a text (or of a whole number, where `integers`); undefined where it is none. */
  readonly read: (text: string) => unknown;
  /** Whether whole number literals are read too. */
  readonly integers?: boolean;
}

/** Makes a scalar that travels as text, so that nothing of it is lost in JSON numbers. */
export function textScalar({ name, description, write, read, integers = false }: TextScalarOptions): GraphQLScalarType {
  const parse = (value: unknown): unknown => {
    const text = typeof value === 'string' ? value : integers && Number.isSafeInteger(value) ? String(value) : undefined;
    const parsed = text === undefined ? undefined : read(text);
    if (parsed === undefined) throw new GraphQLError(`This is not a ${name}: ${description}`);
    return parsed;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => {
      const text = write(value);
      if (text === undefined) throw new GraphQLError(`A value cannot be written as ${name}.`);
      return text;
    },
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING || (integers && node.kind === Kind.INT) ? node.value : undefined),
  });
}
