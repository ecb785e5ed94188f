import {
  getNamedType,
  GraphQLEnumType,
  GraphQLList,
  GraphQLNonNull,
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
import { LateInput, LateOutput, type Lateness } from './late-types.js';
import { GeneratedType, type ArgDeclaration, type GeneratedField, type TypeValue } from './generated-type.js';

/** Makes the GraphQL types of generated types. */
export class GeneratedTypes {
  readonly #builtType: (value: object) => GraphQLNamedType | undefined;
  readonly #made = new Map<GeneratedType, GraphQLNamedType>();
  readonly #args = new Map<GeneratedType, readonly GraphQLArgument[]>();
  readonly #built = new Map<object, GraphQLNamedType | undefined>();
  /** Scalars and comparisons stand in thousands of fields; what only wraps them is shared. */
  readonly #nonNull = new Map<GraphQLType, GraphQLType>();
  readonly #lists = new Map<GraphQLType, GraphQLType>();

  readonly #lateness: Lateness;

  /** `builtType` gives the type that TypeGraphQL made of a class or an enum object. */
  constructor(builtType: (value: object) => GraphQLNamedType | undefined, lateness: Lateness) {
    this.#builtType = builtType;
    this.#lateness = lateness;
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
    if (isListType(type)) return this.#list(this.wrapAs(type.ofType, generated));
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
        return new LateInput({ name, description, fields: () => this.#inputFields(generated) }, this.#lateness);
      case 'output':
        return new LateOutput({ name, description, fields: () => this.#outputFields(generated) }, this.#lateness);
    }
  }

  #inputFields({ fields }: GeneratedType): Record<string, GraphQLInputFieldConfig> {
    const configs: Record<string, GraphQLInputFieldConfig> = {};
    for (const { property, description, type, nullable, list } of fields) {
      configs[property] = { description, type: this.#wrap(type, nullable, list) as GraphQLInputType };
    }
    return configs;
  }

  #outputFields({ fields, container }: GeneratedType): Record<string, GraphQLFieldConfig<unknown, unknown>> {
    const configs: Record<string, GraphQLFieldConfig<unknown, unknown>> = {};
    for (const field of fields) configs[field.property] = this.#outputField(field, container);
    return configs;
  }

  #outputField({ property, description, type, nullable, list }: GeneratedField, container: boolean): GraphQLFieldConfig<unknown, unknown> {
    const wrapped = this.#wrap(type, nullable, list) as GraphQLOutputType;
    if (!container || !isObjectType(getNamedType(wrapped))) return { description, type: wrapped };
    // An object in which only its type's name is selected was not made.
    return { description, type: wrapped, resolve: (parent) => (Reflect.get(parent as object, property) as unknown) ?? {} };
  }

  #wrap(value: TypeValue, nullable: boolean, list: GeneratedField['list'] | undefined): GraphQLType {
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
