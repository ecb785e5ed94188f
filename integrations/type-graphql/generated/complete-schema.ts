import {
  getNamedType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isType,
  type GraphQLArgument,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLType,
} from 'graphql';
import { GeneratedType, StandIn, type ArgDeclaration, type GeneratedField, type TypeValue } from './generated-type.js';

/** What a schema is completed with. */
export interface Completion {
  /** What is reached; of this the generated types are made. */
  readonly reached: Iterable<unknown>;
  /** The name of the type that a class or enum object is. */
  readonly nameOf: (value: object) => string | undefined;
}

/** Puts the generated types in the place of their stand-ins. */
export function completeSchema(built: GraphQLSchema, { reached, nameOf }: Completion): GraphQLSchema {
  const types = new GeneratedTypes((value) => built.getType(nameOf(value) ?? ''));
  const own = Object.values(built.getTypeMap()).filter((type) => !(type instanceof StandIn));
  for (const type of own) {
    if (isObjectType(type) || isInterfaceType(type)) for (const field of Object.values(type.getFields())) replace(types, field);
  }
  const generated = [...reached].filter((value) => value instanceof GeneratedType).map((each) => types.of(each));
  // With all types listed GraphQL need not follow them one through the other, as deep as the model is large.
  return new GraphQLSchema({ ...built.toConfig(), types: [...own, ...generated] });
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

class GeneratedTypes {
  readonly #builtType: (value: object) => GraphQLNamedType | undefined;
  readonly #made = new Map<GeneratedType, GraphQLNamedType>();
  readonly #args = new Map<GeneratedType, readonly GraphQLArgument[]>();
  readonly #built = new Map<object, GraphQLNamedType | undefined>();
  /** Scalars and comparisons stand in thousands of fields; what only wraps them is shared. */
  readonly #nonNull = new Map<GraphQLType, GraphQLType>();
  readonly #lists = new Map<GraphQLType, GraphQLType>();

  constructor(builtType: (value: object) => GraphQLNamedType | undefined) {
    this.#builtType = builtType;
  }

  of(generated: GeneratedType): GraphQLNamedType {
    const known = this.#made.get(generated);
    if (known) return known;
    const made = this.#make(generated);
    this.#made.set(generated, made);
    return made;
  }

  /** The type in the same lists and with the same nulls. */
  wrapAs(type: GraphQLType, generated: GeneratedType): GraphQLType {
    if (isNonNullType(type)) return this.#required(this.wrapAs(type.ofType as GraphQLType, generated));
    if (isListType(type)) return this.#list(this.wrapAs(type.ofType as GraphQLType, generated));
    return this.of(generated);
  }

  argsOf(generated: GeneratedType): readonly GraphQLArgument[] {
    const known = this.#args.get(generated);
    if (known) return known;
    const args = generated.args.map((arg) => this.#arg(arg));
    this.#args.set(generated, args);
    return args;
  }

  #arg({ name, description, type, list = false, required = false }: ArgDeclaration): GraphQLArgument {
    const wrapped = this.#wrap(type, !required, list ? { items: false } : undefined) as GraphQLInputType;
    return { name, description, type: wrapped, defaultValue: undefined, deprecationReason: undefined, extensions: {}, astNode: undefined };
  }

  #make(generated: GeneratedType): GraphQLNamedType {
    const { kind, name, description, values } = generated;
    switch (kind) {
      case 'enum':
        return new GraphQLEnumType({
          name,
          description,
          values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
        });
      case 'input':
        return new GraphQLInputObjectType({ name, description, fields: () => this.#inputFields(generated) });
      case 'output':
        return new GraphQLObjectType({ name, description, fields: () => this.#outputFields(generated) });
    }
  }

  #inputFields({ fields }: GeneratedType): Record<string, GraphQLInputFieldConfig> {
    const configs: Record<string, GraphQLInputFieldConfig> = {};
    for (const { name, description, type, nullable, list } of fields) {
      configs[name] = { description, type: this.#wrap(type, nullable, list) as GraphQLInputType };
    }
    return configs;
  }

  #outputFields({ fields, container }: GeneratedType): Record<string, GraphQLFieldConfig<unknown, unknown>> {
    const configs: Record<string, GraphQLFieldConfig<unknown, unknown>> = {};
    for (const field of fields) configs[field.name] = this.#outputField(field, container);
    return configs;
  }

  #outputField({ name, description, type, nullable, list }: GeneratedField, container: boolean): GraphQLFieldConfig<unknown, unknown> {
    const wrapped = this.#wrap(type, nullable, list) as GraphQLOutputType;
    if (!container || !isObjectType(getNamedType(wrapped))) return { description, type: wrapped };
    // An object in which only its type's name is selected was not made.
    return { description, type: wrapped, resolve: (parent) => (Reflect.get(parent as object, name) as unknown) ?? {} };
  }

  #wrap(value: TypeValue, nullable: boolean, list: GeneratedField['list']): GraphQLType {
    const named = this.#named(value);
    const listed = list ? this.#list(list.items ? named : this.#required(named)) : named;
    return nullable ? listed : this.#required(listed);
  }

  #named(value: TypeValue): GraphQLType {
    if (value instanceof GeneratedType) return this.of(value);
    if (isType(value)) return value;
    if (!this.#built.has(value)) this.#built.set(value, this.#builtType(value));
    return this.#built.get(value) as GraphQLNamedType;
  }

  #required(type: GraphQLType): GraphQLType {
    return remembered(this.#nonNull, type, () => new GraphQLNonNull(type as GraphQLNamedType));
  }

  #list(type: GraphQLType): GraphQLType {
    return remembered(this.#lists, type, () => new GraphQLList(type));
  }
}

function remembered(known: Map<GraphQLType, GraphQLType>, type: GraphQLType, make: () => GraphQLType): GraphQLType {
  const found = known.get(type) ?? make();
  known.set(type, found);
  return found;
}
