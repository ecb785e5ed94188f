import {
  coerceInputValue,
  GraphQLBoolean,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  valueFromAST,
  visit,
  type DocumentNode,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { Parameter } from '../../../lib/plugin.js';

type Values = Readonly<Record<string, unknown>>;

/** A variable of an operation, and whether its value decides about what is asked. */
interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly literal: boolean;
  /** What it is where it is left out. */
  readonly preset?: { readonly value: unknown };
}

/** Sizes of pages are part of what is asked: the database plans for them. */
const SIZES: readonly string[] = ['first', 'last'];

/**
 * The variables of an operation, parted into what decides about the shape of the reads and what are only values in them.
 *
 * Which fields an input object has, nulls, enum members, booleans and sizes of pages decide; texts, numbers and lists of them do not.
 */
export class OpenVariables {
  readonly #variables: readonly Variable[];

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    const sizes = variablesOfSizes(document);
    this.#variables = (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }): Variable => {
      const name = variable.name.value;
      const type = typeFromAST(schema, node as never) as unknown as GraphQLInputType;
      return { name, type, literal: sizes.has(name), ...(defaultValue && { preset: { value: valueFromAST(defaultValue, type) } }) };
    });
  }

  /** The values as graphql-js coerces them; undefined where it has an error to tell. */
  coerce(given: Values): Values | undefined {
    const coerced: Record<string, unknown> = {};
    for (const { name, type, preset } of this.#variables) {
      const isGiven = Object.hasOwn(given, name);
      if (!isGiven && preset !== undefined) coerced[name] = preset.value;
      else if (!isGiven && isNonNullType(type)) return undefined;
      else if (isGiven) {
        const value = coerceValue(given[name], type);
        if (value === undefined) return undefined;
        coerced[name] = value.value;
      }
    }
    return coerced;
  }

  /** The same text for values of the same shape. */
  shape(values: Values): string {
    let text = '';
    for (const { name, type, literal } of this.#variables) {
      text += Object.hasOwn(values, name) ? (literal ? JSON.stringify(values[name]) : shapeOf(type, values[name])) : '-';
      text += ';';
    }
    return text;
  }

  /** The values with parameters in the place of what any run may have otherwise. */
  open(values: Values): Record<string, unknown> {
    const opened = this.#variables.flatMap(({ name, type, literal }): readonly (readonly [string, unknown])[] => {
      if (!Object.hasOwn(values, name)) return [];
      return [[name, literal ? values[name] : openValue(type, values[name], { text: `$${name}`, get: (variables) => variables[name] })]];
    });
    return Object.fromEntries(opened);
  }
}

function coerceValue(value: unknown, type: GraphQLInputType): { readonly value: unknown } | undefined {
  if (value === null) return isNonNullType(type) ? undefined : { value };
  try {
    // The first error ends it: each of the others would cost as much.
    return { value: coerceInputValue(value, type, refuse) };
  } catch {
    return undefined;
  }
}

function refuse(): never {
  throw REFUSED;
}

/** Told to nobody. */
const REFUSED = new Error('a value of a variable is not valid');

function variablesOfSizes(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (SIZES.includes(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return names;
}

/** Whether a value of the type is part of what is asked. */
const isLiteral = (type: GraphQLInputType): boolean => isEnumType(type) || type === GraphQLBoolean;

const nullable = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);

function shapeOf(given: GraphQLInputType, value: unknown): string {
  if (value === null || value === undefined) return 'n';
  const type = nullable(given);
  if (isLiteral(type)) return `=${JSON.stringify(value)}`;
  if (isListType(type)) {
    const list = value as readonly unknown[];
    if (isValueList(type.ofType, list)) return list.length === 0 ? '0' : 'l';
    return `[${list.map((each) => shapeOf(type.ofType, each)).join(',')}]`;
  }
  if (!isInputObjectType(type)) return 's';
  const fields = type.getFields();
  const entries = Object.entries(value as Values).filter(([, each]) => each !== undefined);
  const shapes = entries.map(([name, each]): string => {
    const field = fields[name];
    return `${name}:${field && !isLocation(field) ? shapeOf(field.type, each) : JSON.stringify(each)}`;
  });
  return `{${shapes.join(',')}}`;
}

/** Where in a document a comparison looks decides about what is asked. */
const isLocation = ({ name, type }: GraphQLInputField): boolean => name === 'path' && isListType(nullable(type));

/** Whether a list has nothing but values in it, so that it is one itself. */
function isValueList(item: GraphQLInputType, list: readonly unknown[]): boolean {
  const type = nullable(item);
  const plain = !isLiteral(type) && !isListType(type) && !isInputObjectType(type);
  return plain && list.every((each) => each !== null && each !== undefined);
}

/** Where a value is among the variables. */
interface Place {
  readonly text: string;
  readonly get: (variables: Values) => unknown;
}

const within = ({ text, get }: Place, key: string | number): Place => ({
  text: typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`,
  get: (variables) => (get(variables) as Readonly<Record<string | number, unknown>>)[key],
});

function openValue(given: GraphQLInputType, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return value;
  const type = nullable(given);
  if (isLiteral(type)) return value;
  if (isListType(type)) {
    const list = value as readonly unknown[];
    if (isValueList(type.ofType, list)) return list.length === 0 ? [] : parameter(place);
    return list.map((each, index) => openValue(type.ofType, each, within(place, index)));
  }
  if (!isInputObjectType(type)) return parameter(place);
  const fields = type.getFields();
  const entries = Object.entries(value as Values).map(([name, each]): [string, unknown] => {
    const field = fields[name];
    return [name, field && !isLocation(field) ? openValue(field.type, each, within(place, name)) : each];
  });
  return Object.fromEntries(entries);
}

const parameter = ({ text, get }: Place): Parameter => new Parameter(({ variables }) => get(variables), [], { kind: 'variable', text });
