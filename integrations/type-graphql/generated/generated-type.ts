import { GraphQLScalarType, type GraphQLFieldResolver } from 'graphql';

/** What GraphQL type stands for a thing: a class, a generated type, a scalar or an enum object. */
export type TypeValue = object;

/** An argument; it may be left out unless `required`. */
export interface ArgDeclaration {
  readonly name: string;
  readonly type: TypeValue;
  readonly list?: boolean;
  readonly required?: boolean;
  readonly description?: string;
}

/** A field of a generated type. */
export interface GeneratedField {
  /** Its name, which is also that of the property that it reads. */
  readonly property: string;
  readonly description?: string | undefined;
  readonly type: TypeValue;
  readonly nullable: boolean;
  /** A list; `items` tells whether its items may be null. */
  readonly list?: { readonly items: boolean };
}

/** What fields of several types show. */
export interface FieldSource {
  readonly kind: string;
  readonly publicName: string;
  readonly description?: string;
}

/** Fields for the same things as those of other types, in lists beside each other: most fields are such, and few are ever used. */
export interface FieldColumns {
  readonly sources: readonly FieldSource[];
  readonly types: readonly TypeValue[];
  readonly nullable: (source: FieldSource) => boolean;
}

/** What a generated type is. */
export interface GeneratedTypeInput {
  readonly kind: 'enum' | 'input' | 'output';
  readonly name: string;
  readonly description?: string | undefined;
  /** The values of an enum, by name. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Whether its objects have objects only where something is selected in them. */
  readonly container?: boolean;
  /** Whether an input takes exactly one of its fields. */
  readonly oneOf?: boolean;
}

/** The resolver of a field of an object; undefined where graphql-js reads the property. */
export type ResolverOf = (property: string) => GraphQLFieldResolver<object, unknown> | undefined;

/** Extensions of what has none: an object for each of thousands of types is much memory. */
export const NO_EXTENSIONS: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null) as Record<string, unknown>);

// Most types have neither.
const NO_VALUES = Object.freeze({});
const NO_ARGS: readonly ArgDeclaration[] = Object.freeze([]);

/**
 * A type that hand-written code cannot name, and so needs nothing of TypeGraphQL.
 *
 * Most types of a schema are such; TypeGraphQL sees only stand-ins of those that fields of classes and operations lead to.
 */
export class GeneratedType {
  readonly kind: GeneratedTypeInput['kind'];
  readonly name: string;
  readonly description: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  readonly container: boolean;
  readonly oneOf: boolean;
  /** The arguments of every field that has this type. */
  args: readonly ArgDeclaration[] = NO_ARGS;
  /** Tells the resolvers of its fields, when these are made. Default: none has one. */
  resolverOf: ResolverOf | undefined;
  readonly #fields: GeneratedField[] = [];
  #columns: FieldColumns | undefined;
  #standIn: StandIn | undefined;

  constructor({ kind, name, description, values = NO_VALUES, container = false, oneOf = false }: GeneratedTypeInput) {
    this.kind = kind;
    this.name = name;
    this.description = description;
    this.values = values;
    this.container = container;
    this.oneOf = oneOf;
  }

  /** Adds a field, after the type is known, so that types may refer to themselves and each other. */
  add(field: GeneratedField): void {
    this.#fields.push(field);
  }

  /** Gives it all its fields at once. */
  fieldsLike(columns: FieldColumns): void {
    this.#columns = columns;
  }

  /** Its fields; those of columns are made whenever they are asked for. */
  get fields(): readonly GeneratedField[] {
    return this.#columns ? fieldsOf(this.#columns) : this.#fields;
  }

  /** Tells the types of its fields, of neighbours with the same one once. There are so many that no list of them is made. */
  eachFieldType(tell: (type: TypeValue) => void): void {
    let last: TypeValue | undefined;
    for (const each of this.#columns?.types ?? this.#fields) {
      const type = this.#columns ? each : (each as GeneratedField).type;
      if (type !== last) tell(type);
      last = type;
    }
  }

  /** How many fields it has. */
  get size(): number {
    return (this.#columns?.sources ?? this.#fields).length;
  }

  /** What its fields have their names of: types with the same one have the same names. */
  get namedBy(): unknown {
    return this.#columns?.sources ?? this.#fields;
  }

  /** Tells the names of its fields. */
  eachFieldName(tell: (name: string) => void): void {
    if (this.#columns) for (const { publicName } of this.#columns.sources) tell(publicName);
    else for (const { property } of this.#fields) tell(property);
  }

  /** What TypeGraphQL is given in its place. */
  get standIn(): StandIn {
    this.#standIn ??= new StandIn(this, this.name);
    return this.#standIn;
  }

  /** The same for one operation, which has arguments of its own. */
  standInFor(operation: string, args: readonly ArgDeclaration[]): StandIn {
    return new StandIn(this, `${this.name}_of_${operation}`, args);
  }
}

function fieldsOf({ sources, types, nullable }: FieldColumns): readonly GeneratedField[] {
  return sources.map((source, index) => {
    const { publicName: property, description } = source;
    return { property, description, type: types[index] as TypeValue, nullable: nullable(source) };
  });
}

/** Stands for a generated type while TypeGraphQL builds: the one kind of GraphQL type that it takes as it is. */
export class StandIn extends GraphQLScalarType {
  readonly generated: GeneratedType;
  /** The arguments of the one field that has it. */
  readonly ownArgs: readonly ArgDeclaration[] | undefined;

  constructor(generated: GeneratedType, name: string, ownArgs?: readonly ArgDeclaration[]) {
    super({ name, extensions: NO_EXTENSIONS });
    this.generated = generated;
    this.ownArgs = ownArgs;
  }

  /** The arguments of every field that has it. */
  get args(): readonly ArgDeclaration[] {
    return this.ownArgs ?? this.generated.args;
  }
}
