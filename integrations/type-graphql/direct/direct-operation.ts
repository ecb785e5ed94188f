import {
  isNonNullType,
  Kind,
  locatedError,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { RowBudget, type CachePart, type Inputs, type ManagerModel, type OperationModel, type SharedCache, type PreparedRead, type ReadContext, type Runtime, type TextRequest } from '../../../lib/plugin.js';
import { AggregateReader } from '../resolve/aggregate-reader.js';
import { responseKey } from '../resolve/aliases.js';
import { collectFields } from '../resolve/collect-fields.js';
import { callOf } from '../resolve/context.js';
import { resolverError } from '../resolve/graphql-error.js';
import { keyOf } from '../resolve/read-operation.js';
import { SelectionReader, type SelectionContext } from '../resolve/selection.js';
import type { Occurrence } from '../resolve/variants.js';
import { OpenVariables } from './open-variables.js';
import { ResponseReader, type ReaderInfo } from './response-reader.js';

/** What the direct route works with. */
export interface DirectContext {
  readonly schema: GraphQLSchema;
  readonly runtime: Runtime;
  readonly selections: SelectionContext;
  /** Operations by the shape of their variables, weighed by the length of their documents. */
  readonly operations: SharedCache;
  /** The generated queries, by name. */
  readonly queries: ReadonlyMap<string, { readonly manager: ManagerModel; readonly kind: OperationModel['kind'] }>;
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
  | { readonly kind: 'read'; readonly key: string; readonly read: PreparedRead; readonly nodes: readonly FieldNode[]; readonly nullable: boolean }
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
    const answers = await Promise.all(compiled.fields.map((field) => this.#answer(field, inputs, context)));
    return answers.includes(UNANSWERED) ? undefined : answerOf(compiled, answers);
  }

  #answer(field: RootField, inputs: Inputs, context: ReadContext): Answer | Promise<Answer> {
    if (field.kind !== 'read') return field.kind === 'text' ? field.text : undefined;
    return field.read.run(inputs, context).then(
      (text) => text ?? UNANSWERED,
      (error: unknown) => new Failure(locatedError(resolverError(this.#context.runtime, error), field.nodes, [field.key])),
    );
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
    const root = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'query' }, selectionSet: this.#operation.selectionSet } as const;
    const groups = collectFields(info, type, [root]).flatMap((nodes) => (nodes[0] ? [[nodes[0], ...nodes.slice(1)] as const] : []));
    const fields = groups.map((nodes): RootField => {
      const [node] = nodes;
      const key = responseKey(node);
      if (node.name.value === '__typename') return { kind: 'text', key, text: JSON.stringify(type.name) };
      const read = this.#read(info, nodes);
      const definition = type.getFields()[node.name.value];
      return read && definition ? { kind: 'read', key, nodes, read, nullable: !isNonNullType(definition.type) } : { kind: 'rest', key, nodes };
    });
    const left = fields.flatMap((field) => (field.kind === 'rest' ? field.nodes : []));
    if (left.length === 0) return { fields };
    return fields.some(({ kind }) => kind === 'read') ? { fields, rest: withSelections(this.#document, this.#operation, left) } : 'resolvers';
  }

  #read(info: ReaderInfo, nodes: readonly [FieldNode, ...FieldNode[]]): PreparedRead | undefined {
    const { schema, runtime, selections, queries } = this.#context;
    const parent = schema.getQueryType();
    const name = nodes[0].name.value;
    const query = queries.get(name);
    const definition = parent?.getFields()[name];
    if (!parent || !query || !definition) return undefined;
    const { manager, kind } = query;
    const places = [{ parent, nodes }];
    try {
      const response = new ResponseReader(selections, info).root(kind, definition.type, nodes);
      return runtime.prepare({ manager, response, ...this.#asked(kind, manager, info, places) });
    } catch {
      // The resolver of the field answers, or tells what is wrong.
      return undefined;
    }
  }

  #asked(kind: OperationModel['kind'], manager: ManagerModel, info: ReaderInfo, places: readonly Occurrence[]): Pick<TextRequest, 'request' | 'key'> {
    const { runtime, selections } = this.#context;
    const reader = new SelectionReader(selections, info);
    const aggregates = new AggregateReader(runtime.model, info);
    switch (kind) {
      case 'list':
        return { request: reader.page(places) };
      case 'aggregate':
        return { request: aggregates.aggregate(manager, places) };
      case 'groups':
        return { request: aggregates.groups(manager, places) };
      case 'detail': {
        const value = keyOf(runtime, manager, info, places);
        return { request: { select: reader.object(places) }, key: { value } };
      }
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

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((each) => [each.name.value, each]));
}

function withSelections(document: DocumentNode, operation: OperationDefinitionNode, selections: readonly FieldNode[]): DocumentNode {
  const reduced: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const others = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return { ...document, definitions: [reduced, ...others] };
}
