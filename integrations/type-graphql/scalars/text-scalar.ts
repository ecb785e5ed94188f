import { GraphQLError, GraphQLScalarType, Kind, type ASTNode, type ValueNode } from 'graphql';

/** What makes a scalar that travels as text. */
export interface TextScalarOptions {
  readonly name: string;
  /** What its values are; ends up in the schema and in errors. */
  readonly description: string;
  /** Text of a value; undefined where the value is not one of the scalar's. */
  readonly write: (value: unknown) => string | undefined;
  /** Value of a text; undefined where it is none. */
  readonly read: (text: string) => unknown;
  /** Text of a number that is given in the place of a text; undefined where that could be another one. Default: no number is taken. */
  readonly number?: (value: number) => string | undefined;
}

/** Makes a scalar that travels as text, so that nothing of it is lost in JSON numbers. */
export function textScalar({ name, description, write, read, number }: TextScalarOptions): GraphQLScalarType {
  const parse = (text: string | undefined, node?: ASTNode): unknown => {
    const value = text === undefined ? undefined : read(text);
    if (value !== undefined) return value;
    throw new GraphQLError(`This is not a ${name}: ${description}`, { nodes: node ?? null, extensions: { code: 'BAD_USER_INPUT' } });
  };
  const textOf = (node: ValueNode): string | undefined => {
    const digits = number !== undefined && (node.kind === Kind.INT || node.kind === Kind.FLOAT);
    return node.kind === Kind.STRING || digits ? node.value : undefined;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize(value) {
      const text = write(value);
      if (text === undefined) throw new GraphQLError(`A value cannot be written as ${name}.`);
      return text;
    },
    parseValue: (value) => parse(typeof value === 'number' ? number?.(value) : typeof value === 'string' ? value : undefined),
    parseLiteral: (node) => parse(textOf(node), node),
  });
}
