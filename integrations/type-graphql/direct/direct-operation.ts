import {
  isNonNullType,
  Kind,
  locatedError,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import {
  RowBudget,
  type CachePart,
  type Inputs,
  type PreparedRead,
  type ReadContext,
  type Runtime,
  type SharedCache,
} from '../../../lib/plugin.js';
import { responseKey } from '../resolve/aliases.js';
import { callOf } from '../resolve/context.js';
import { resolverError } from '../resolve/graphql-error.js';
import type { SelectionContext } from '../resolve/selection.js';
import { OpenVariables } from './open-variables.js';
import type { ReaderInfo } from './response-reader.js';
import { fragmentsOf, readAsked, responseAsked, rootFields, type MergedNodes, type RootQuery } from './root-fields.js';

/** What the direct route works with. */
export interface DirectContext {
  readonly schema: GraphQLSchema;
  readonly runtime: Runtime;
  readonly selections: SelectionContext;
  /** Operations by the shape of their variables, weighed by the length of their documents. */
  readonly operations: SharedCache;
  /** The generated queries, by name. */
  readonly queries: ReadonlyMap<string, RootQuery>;
  /** Whether something of the application sees every field that is resolved, so that all have to be. */
  readonly intercepted: boolean;
}

/** The answer to an operation, or to a part of it. */
export interface DirectAnswer {
  /** JSON text by response key, in the order of the response; undefined for what is left to resolvers. */
  readonly fields: readonly (readonly [string, string | undefined])[];
  readonly errors: readonly GraphQLError[];
  /** Whether an error has made the whole answer null. */
  readonly isNull: boolean;
  /** The operation with just the fields that are left to resolvers. */
  readonly rest?: DocumentNode;
}

/** One field at the root of an operation. */
type RootField =
  | { readonly kind: 'text'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'read';
      readonly key: string;
      readonly read: PreparedRead;
      readonly nodes: readonly FieldNode[];
      readonly nullable: boolean;
    }
  | { readonly kind: 'rest'; readonly key: string; readonly nodes: readonly FieldNode[] };

/** An operation with variables of one shape. */
interface Compiled {
  readonly fields: readonly RootField[];
  readonly rest?: DocumentNode;
}

/** One operation of a valid document, compiled once for each shape of its variables. */
export class DirectOperation {
  readonly #context: DirectContext;
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #variables: OpenVariables;
  readonly #shapes: CachePart<Compiled | 'resolvers'>;
  readonly #weight: number;

  constructor(context: DirectContext, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#context = context;
    this.#document = document;
    this.#operation = operation;
    this.#variables = new OpenVariables(context.schema, document, operation);
    this.#shapes = context.operations.part();
    this.#weight = document.loc?.source.body.length ?? 1;
  }

  /** The answer; undefined where resolvers have to give all of it, also to tell what is wrong. */
  async run(given: Readonly<Record<string, unknown>> | null | undefined, contextValue: unknown): Promise<DirectAnswer | undefined> {
    const variables = this.#variables.coerce(given ?? NO_VARIABLES);
    const compiled = variables && this.#compiled(variables);
    if (!compiled || compiled === 'resolvers') return undefined;
    const { caller, context } = callOf(contextValue, new RowBudget());
    if ('system' in caller) return undefined;
    const inputs = { variables, actor: caller.actor };
    const answers = await Promise.all(compiled.fields.map(async (field) => this.#answer(field, inputs, context)));
    return answers.includes(UNANSWERED) ? undefined : answerOf(compiled, answers);
  }

  async #answer(field: RootField, inputs: Inputs, context: ReadContext): Promise<Answer> {
    if (field.kind !== 'read') return field.kind === 'text' ? field.text : undefined;
    try {
      return (await field.read.run(inputs, context)) ?? UNANSWERED;
    } catch (error) {
      return new Failure(locatedError(resolverError(this.#context.runtime, error), field.nodes, [field.key]));
    }
  }

  #compiled(variables: Readonly<Record<string, unknown>>): Compiled | 'resolvers' {
    const shape = this.#variables.shape(variables);
    const known = this.#shapes.get(shape);
    if (known) return known.value;
    const compiled = this.#compile(this.#variables.open(variables));
    this.#shapes.set(shape, compiled, this.#weight + shape.length);
    return compiled;
  }

  #compile(variableValues: Record<string, unknown>): Compiled | 'resolvers' {
    const { schema } = this.#context;
    const type = schema.getQueryType();
    if (!type) return 'resolvers';
    const info: ReaderInfo = { schema, fragments: fragmentsOf(this.#document), variableValues, operation: this.#operation };
    const fields = rootFields(type, info).map((nodes): RootField => {
      const [node] = nodes;
      const key = responseKey(node);
      if (node.name.value === '__typename') return { kind: 'text', key, text: JSON.stringify(type.name) };
      const read = this.#read(info, nodes);
      const definition = type.getFields()[node.name.value];
      return read && definition
        ? { kind: 'read', key, nodes, read, nullable: !isNonNullType(definition.type) }
        : { kind: 'rest', key, nodes };
    });
    const left = fields.flatMap((field) => (field.kind === 'rest' ? field.nodes : []));
    if (left.length === 0) return { fields };
    return fields.some(({ kind }) => kind === 'read')
      ? { fields, rest: withSelections(this.#document, this.#operation, left) }
      : 'resolvers';
  }

  #read(info: ReaderInfo, nodes: MergedNodes): PreparedRead | undefined {
    const query = this.#context.queries.get(nodes[0].name.value);
    if (!query || this.#context.intercepted) return undefined;
    try {
      const response = responseAsked(this.#context, info, nodes, query);
      return this.#context.runtime.prepare({ ...readAsked(this.#context, info, nodes, query), response });
    } catch {
      // The resolver of the field answers, or tells what is wrong.
      return undefined;
    }
  }
}

const NO_VARIABLES: Readonly<Record<string, unknown>> = Object.freeze({});

const UNANSWERED = '';

/** Text, nothing where resolvers answer, or what went wrong. */
type Answer = string | undefined | Failure;

class Failure {
  readonly error: GraphQLError;

  constructor(error: GraphQLError) {
    this.error = error;
  }
}

function answerOf({ fields, rest }: Compiled, answers: readonly Answer[]): DirectAnswer {
  const errors = answers.flatMap((answer) => (answer instanceof Failure ? [answer.error] : []));
  const isNull = fields.some((field, index) => answers[index] instanceof Failure && field.kind === 'read' && !field.nullable);
  const texts = fields.map(({ key }, index) => {
    const answer = answers[index];
    return [key, answer instanceof Failure ? 'null' : answer] as const;
  });
  return { fields: texts, errors, isNull, ...(rest && { rest }) };
}

function withSelections(document: DocumentNode, operation: OperationDefinitionNode, selections: readonly FieldNode[]): DocumentNode {
  const reduced: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const others = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return { ...document, definitions: [reduced, ...others] };
}
