import {
  getNamedType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLType,
} from 'graphql';
import type { OperationDeclaration } from '../emit/operations.js';
import { GeneratedType, NO_EXTENSIONS, type ArgDeclaration, type GeneratedField, type TypeValue } from './generated-type.js';

/** Makes the GraphQL types of generated types. */
export class GeneratedTypes {
  readonly #built: ReadonlyMap<unknown, GraphQLNamedType>;
  readonly #made = new Map<GeneratedType, GraphQLNamedType>();
  readonly #argsOf = new Map<readonly ArgDeclaration[], readonly GraphQLArgument[]>();
  readonly #args = new Map<ArgDeclaration, GraphQLArgument>();
  /** Scalars and comparisons stand in thousands of fields; what only wraps them is shared. */
  readonly #nonNull = new Map<GraphQLType, GraphQLType>();
  readonly #lists = new Map<GraphQLType, GraphQLType>();

  /** `built` has the types that TypeGraphQL made of classes and enum objects. */
  constructor(built: ReadonlyMap<unknown, GraphQLNamedType>) {
    this.#built = built;
  }

  of(generated: GeneratedType): GraphQLNamedType {
    return remembered(this.#made, generated, () => this.#make(generated));
  }

  /** The type in the same lists and with the same nulls. */
  wrapAs(type: GraphQLType, generated: GeneratedType): GraphQLType {
    if (isNonNullType(type)) return this.#required(this.wrapAs(type.ofType as GraphQLType, generated));
    if (isListType(type)) return this.#list(this.wrapAs(type.ofType, generated));
    return this.of(generated);
  }

  argsOf(declared: readonly ArgDeclaration[]): readonly GraphQLArgument[] {
    return remembered(this.#argsOf, declared, () => declared.map((arg) => this.#arg(arg)));
  }

  /** Lists share the arguments that tell their page, mutations those that say why. */
  #arg(declaration: ArgDeclaration): GraphQLArgument {
    return remembered(this.#args, declaration, () => this.#makeArg(declaration));
  }

  #makeArg({ name, description, type, list = false, required = false }: ArgDeclaration): GraphQLArgument {
    const wrapped = this.#wrap(type, !required, list ? { items: false } : undefined) as GraphQLInputType;
    return {
      name,
      description,
      type: wrapped,
      defaultValue: undefined,
      deprecationReason: undefined,
      extensions: NO_EXTENSIONS,
      astNode: undefined,
    };
  }

  #make(generated: GeneratedType): GraphQLNamedType {
    const { kind, name, description, values, oneOf: isOneOf } = generated;
    switch (kind) {
      case 'enum':
        return new GraphQLEnumType({
          name,
          description,
          values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
        });
      case 'input':
        return new GraphQLInputObjectType({
          name,
          description,
          isOneOf,
          extensions: NO_EXTENSIONS,
          fields: () => this.#inputFields(generated),
        });
      case 'output':
        return new GraphQLObjectType<object, unknown>({
          name,
          description,
          extensions: NO_EXTENSIONS,
          fields: () => this.#outputFields(generated),
        });
    }
  }

  #inputFields({ fields }: GeneratedType): Record<string, GraphQLInputFieldConfig> {
    const configs: Record<string, GraphQLInputFieldConfig> = {};
    for (const { property, description, type, nullable, list } of fields) {
      configs[property] = { description, type: this.#wrap(type, nullable, list) as GraphQLInputType };
    }
    return configs;
  }

  #outputFields(generated: GeneratedType): Record<string, GraphQLFieldConfig<object, unknown>> {
    const configs: Record<string, GraphQLFieldConfig<object, unknown>> = {};
    for (const field of generated.fields) configs[field.property] = this.#outputField(field, generated);
    return configs;
  }

  #outputField(
    { property, description, type, nullable, list }: GeneratedField,
    { container, resolverOf }: GeneratedType,
  ): GraphQLFieldConfig<object, unknown> {
    const wrapped = this.#wrap(type, nullable, list) as GraphQLOutputType;
    const args = type instanceof GeneratedType && type.args.length > 0 ? this.#argConfigs(type.args) : undefined;
    // An object in which only its type's name is selected was not made.
    const made = container && isObjectType(getNamedType(wrapped));
    const resolve = made ? (parent: object): unknown => (Reflect.get(parent, property) as unknown) ?? {} : resolverOf?.(property);
    return { description, type: wrapped, ...(args && { args }), ...(resolve && { resolve }) };
  }

  #argConfigs(declared: readonly ArgDeclaration[]): Record<string, GraphQLArgument> {
    return Object.fromEntries(this.argsOf(declared).map((arg) => [arg.name, arg]));
  }

  /** A field at the root: a generated operation without middlewares before it. */
  rootField({
    name,
    description,
    type,
    list = false,
    nullable = false,
    args = [],
    answer,
  }: OperationDeclaration): GraphQLField<unknown, unknown> {
    const shared = type instanceof GeneratedType && args.length === 0 ? type.args : args;
    return {
      name,
      description,
      type: this.#wrap(type, nullable, list ? { items: false } : undefined) as GraphQLOutputType,
      args: this.argsOf(shared),
      resolve: (_root, _args, context, info) => answer(context, info),
      deprecationReason: undefined,
      extensions: NO_EXTENSIONS,
      astNode: undefined,
    };
  }

  #wrap(value: TypeValue, nullable: boolean, list: GeneratedField['list'] | undefined): GraphQLType {
    const named = this.#named(value);
    const listed = list ? this.#list(list.items ? named : this.#required(named)) : named;
    return nullable ? listed : this.#required(listed);
  }

  #named(value: TypeValue): GraphQLType {
    if (value instanceof GeneratedType) return this.of(value);
    if (isType(value)) return value;
    return this.#built.get(value) as GraphQLNamedType;
  }

  #required(type: GraphQLType): GraphQLType {
    return remembered(this.#nonNull, type, () => new GraphQLNonNull(type as GraphQLNamedType));
  }

  #list(type: GraphQLType): GraphQLType {
    return remembered(this.#lists, type, () => new GraphQLList(type));
  }
}

function remembered<Subject, Made>(known: Map<Subject, Made>, subject: Subject, make: () => Made): Made {
  const found = known.get(subject);
  if (found !== undefined) return found;
  const made = make();
  known.set(subject, made);
  return made;
}
