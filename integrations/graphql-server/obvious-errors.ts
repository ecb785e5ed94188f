import {
  getNamedType,
  GraphQLError,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type ObjectValueNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/**
 * Errors of a document that one short walk finds: fields that are not there, lists and objects in the place of single values. Validation walks
 * documents many times, and what is wrong so obviously need not be looked at by it.
 */
export function obviousErrors(schema: GraphQLSchema, document: DocumentNode, max: number): readonly GraphQLError[] {
  const walk = new Walk(schema, max);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk.selections(definition.selectionSet, schema.getRootType(definition.operation));
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      walk.selections(definition.selectionSet, schema.getType(definition.typeCondition.name.value));
  }
  return walk.errors;
}

class Walk {
  readonly errors: GraphQLError[] = [];
  readonly #schema: GraphQLSchema;
  readonly #max: number;

  constructor(schema: GraphQLSchema, max: number) {
    this.#schema = schema;
    this.#max = max;
  }

  selections({ selections }: SelectionSetNode, type: GraphQLNamedType | null | undefined): void {
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const node of selections) {
      if (this.#isFull) return;
      if (node.kind === Kind.FIELD) this.#field(node, type);
      else if (node.kind === Kind.INLINE_FRAGMENT)
        this.selections(node.selectionSet, node.typeCondition ? this.#schema.getType(node.typeCondition.name.value) : type);
    }
  }

  #field(node: FieldNode, type: GraphQLObjectType | GraphQLInterfaceType): void {
    const name = node.name.value;
    // Introspection has fields of its own.
    if (name.startsWith('__')) return;
    const field = type.getFields()[name];
    if (!field) return this.#add(`Cannot query field "${name}" on type "${type.name}".`, node);
    for (const { name: argument, value } of node.arguments ?? []) {
      const definition = field.args.find((each) => each.name === argument.value);
      if (definition) this.#value(value, definition.type);
    }
    if (node.selectionSet) this.selections(node.selectionSet, getNamedType(field.type));
  }

  #value(node: ValueNode, given: GraphQLInputType): void {
    if (this.#isFull || (node.kind !== Kind.LIST && node.kind !== Kind.OBJECT)) return;
    const type = isNonNullType(given) ? given.ofType : given;
    if (isListType(type)) for (const each of node.kind === Kind.LIST ? node.values : [node]) this.#value(each, type.ofType);
    else if (isInputObjectType(type) && node.kind === Kind.OBJECT) this.#object(node, type);
    // Scalars of the application's own may take lists and objects.
    else if (!isScalarType(type) || isSpecifiedScalarType(type)) this.#add(misplaced(given, node), node);
  }

  #object({ fields: given }: ObjectValueNode, type: GraphQLInputObjectType): void {
    const fields = type.getFields();
    for (const { name, value } of given) {
      const field = fields[name.value];
      if (field) this.#value(value, field.type);
    }
  }

  get #isFull(): boolean {
    return this.errors.length > this.#max;
  }

  /** The last one says that there are more. */
  #add(message: string, node: ASTNode): void {
    this.errors.push(
      withoutStack(() => (this.errors.length >= this.#max ? new GraphQLError(TOO_MANY) : new GraphQLError(message, { nodes: node }))),
    );
  }
}

/** Where an error of a document was made says nothing about it, and to find that out costs as much as a short document's parsing. */
function withoutStack<E extends Error>(make: () => E): E {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const misplaced = (type: GraphQLInputType, { kind }: ValueNode): string =>
  `Expected value of type "${String(type)}", found ${kind === Kind.LIST ? 'a list' : 'an object'}.`;

/** As graphql-js says it. */
const TOO_MANY = 'Too many validation errors, error limit reached. Validation aborted.';
