import {
  getVariableValues,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** Errors that one request is told: each costs, and is told with its value. */
const MAX_ERRORS = 5;

/** Longest text, in characters, that is told as a value that is not valid. */
const MAX_TEXT = 1000;

const BAD_REQUEST = { http: { status: 400 } };

type Values = Readonly<Record<string, unknown>>;

/**
 * Errors of variables that are wrong in so many places, or by such long texts, that telling all of it costs far more than reading the request. Undefined
 * for all others: what is wrong with them is told by whoever executes.
 */
export function variableErrors(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Values,
): readonly GraphQLError[] | undefined {
  const misfits = new Misfits();
  for (const { variable, type: node } of variableDefinitions) {
    const type = typeFromAST(schema, node as never) as unknown;
    const name = variable.name.value;
    if (isInputType(type) && given[name] !== undefined) misfits.look(given[name], type, name);
    const { long } = misfits;
    if (long) return [new GraphQLError(longText(long), { nodes: node, extensions: BAD_REQUEST })];
    if (misfits.areMany) return told(getVariableValues(schema, variableDefinitions, given, { maxErrors: MAX_ERRORS }).errors);
  }
  return undefined;
}

const longText = ({ name, type, length }: LongText): string =>
  `Variable "$${name}" got an invalid value; ${type} cannot represent a text of ${length} characters.`;

const told = (errors: readonly GraphQLError[] | undefined): readonly GraphQLError[] | undefined =>
  errors?.map(
    ({ message, nodes, originalError }) =>
      new GraphQLError(message, { ...(nodes && { nodes }), ...(originalError && { originalError }), extensions: BAD_REQUEST }),
  );

/** A long text in the place of something else. */
interface LongText {
  readonly name: string;
  readonly type: string;
  readonly length: number;
}

/** Counts values that do not fit their types, up to more than are told. */
class Misfits {
  long: LongText | undefined;
  #count = 0;

  get areMany(): boolean {
    return this.#count > MAX_ERRORS;
  }

  look(value: unknown, given: GraphQLInputType, name: string): void {
    if (this.#isDone) return;
    const type = isNonNullType(given) ? given.ofType : given;
    if (value === null || value === undefined) {
      if (type !== given) this.#count += 1;
    } else if (isListType(type)) this.#each(value, type.ofType, name);
    else if (isInputObjectType(type)) {
      if (typeof value !== 'object' || Array.isArray(value)) this.#count += 1;
      else this.#inside(value as Values, type.getFields(), name);
    } else if (isEnumType(type) || isSpecifiedScalarType(type)) this.#single(value, type.name, name);
  }

  get #isDone(): boolean {
    return this.areMany || this.long !== undefined;
  }

  #each(value: unknown, type: GraphQLInputType, name: string): void {
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      this.look(each, type, name);
      if (this.#isDone) return;
    }
  }

  #single(value: unknown, type: string, name: string): void {
    if (isFitting(value, type)) return;
    this.#count += 1;
    if (typeof value === 'string' && value.length > MAX_TEXT) this.long = { name, type, length: value.length };
  }

  #inside(value: Values, fields: Readonly<Record<string, { readonly type: GraphQLInputType }>>, name: string): void {
    for (const key of Object.keys(value)) {
      const field = fields[key];
      if (field) this.look(value[key], field.type, name);
      else this.#count += 1;
      if (this.#isDone) return;
    }
  }
}

/** About what scalars of GraphQL take, without making errors of what they do not. */
function isFitting(value: unknown, type: string): boolean {
  switch (type) {
    case 'Int':
    case 'Float':
      return typeof value === 'number';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'ID':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
    // Names of members are no longer than texts may be.
    case 'String':
      return typeof value === 'string';
    default:
      return typeof value === 'string' && value.length <= MAX_TEXT;
  }
}
