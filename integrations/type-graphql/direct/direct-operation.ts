import {
  execute,
  Kind,
  locatedError,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { RowBudget, Sharing, type CachePart, type Runtime, type SharedCache } from '../../../lib/plugin.js';
import { responseKey } from '../resolve/aliases.js';
import { callOf } from '../resolve/context.js';
import { resolverError } from '../resolve/graphql-error.js';
import type { SelectionContext } from '../resolve/selection.js';
import type { RootMutation } from '../resolve/write-operation.js';
import { Written } from '../resolve/written.js';
import { answerOf, isFailure, resolvedAnswer, type AnsweredField, type DirectAnswer, type FieldAnswer } from './direct-answer.js';
import { mutationField } from './mutation-field.js';
import { OpenVariables } from './open-variables.js';
import { queryField } from './query-field.js';
import type { ReaderInfo } from './response-reader.js';
import { fragmentsOf, rootFields, rootType, type MergedNodes, type RootQuery } from './root-fields.js';
import type { FieldCall, RunField } from './run-field.js';
import { SelectingVariables } from './selecting-variables.js';

/** What the direct route works with. */
export interface DirectContext {
  readonly schema: GraphQLSchema;
  readonly runtime: Runtime;
  readonly selections: SelectionContext;
  /** Operations by the shape of their variables, weighed by the length of their documents. */
  readonly operations: SharedCache;
  /** The generated queries, by name. */
  readonly queries: ReadonlyMap<string, RootQuery>;
  /** The generated mutations, by name. */
  readonly mutations: ReadonlyMap<string, RootMutation>;
  /** Whether something of the application sees every field that is resolved, so that all have to be. */
  readonly intercepted: boolean;
}

/** One field at the root of an operation. */
type RootField = { readonly key: string; readonly nodes: readonly FieldNode[] } & (
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'run' } & RunField)
  | { readonly kind: 'rest' }
);

/** An operation with variables of one shape. */
interface Compiled {
  readonly fields: readonly RootField[];
  readonly rest?: DocumentNode;
}

type Values = Readonly<Record<string, unknown>>;

/** What one run of an operation has. */
type Run = Omit<FieldCall, 'keep'> & { readonly given: Values };

/** One operation of a valid document, compiled once for each shape of its variables. */
export class DirectOperation {
  readonly #context: DirectContext;
  readonly #document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #variables: OpenVariables;
  /** Of mutations, which are written with values: nothing of them is open. */
  readonly #selecting: SelectingVariables | undefined;
  readonly #shapes: CachePart<Compiled | 'resolvers'>;
  readonly #weight: number;

  constructor(context: DirectContext, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#context = context;
    this.#document = document;
    this.#operation = operation;
    this.#variables = new OpenVariables(context.schema, document, operation);
    if (operation.operation === OperationTypeNode.MUTATION) this.#selecting = new SelectingVariables(document, operation);
    this.#shapes = context.operations.part();
    this.#weight = document.loc?.source.body.length ?? 1;
  }

  /**
   * The answer; undefined where resolvers have to give all of it, also to tell what is wrong: nothing has been written then. Once something has,
   * there is an answer.
   */
  async run(given: Values | null | undefined, contextValue: unknown): Promise<DirectAnswer | undefined> {
    const sent = given ?? NO_VARIABLES;
    const variables = this.#variables.coerce(sent);
    const compiled = variables && this.#compiled(variables, sent);
    if (!compiled || compiled === 'resolvers') return undefined;
    const { caller, context } = callOf(contextValue, new RowBudget());
    if ('system' in caller) return undefined;
    const run: Run = { inputs: { variables, actor: caller.actor }, context, contextValue, given: sent };
    return this.#selecting ? this.#inTurn(compiled, run) : this.#atOnce(compiled, run);
  }

  async #atOnce({ fields, rest }: Compiled, run: Run): Promise<DirectAnswer | undefined> {
    const sharing = new Sharing();
    const call: FieldCall = { ...run, context: { ...run.context, sharing }, keep: UNWRITTEN };
    // Most operations have one field, for which nothing has to be gathered.
    const [first, ...others] = fields;
    const answers =
      first && others.length === 0
        ? [await this.#answer(first, call)]
        : await Promise.all(fields.map((field) => this.#answer(field, call)));
    const isLeft = answers.some((answer, index) => answer === undefined && fields[index]?.kind !== 'rest');
    if (isLeft) return undefined;
    const answer = answerOf(fields.map(answered(answers)), rest);
    const sharedUntil = rest || answer.errors.length > 0 ? undefined : sharing.until(fields.filter(({ kind }) => kind === 'run').length);
    return sharedUntil === undefined ? answer : { ...answer, sharedUntil };
  }

  /** One after the other; an error that makes the whole answer null ends the operation, as with resolvers. */
  async #inTurn({ fields }: Compiled, run: Run): Promise<DirectAnswer> {
    const written = new Written();
    const answers: FieldAnswer[] = [];
    for (const field of fields) {
      const { key } = field;
      const answer = await this.#answer(field, { ...run, keep: (payload) => written.keep(key, payload) });
      if (answer === undefined) return this.#completed(written, run);
      answers.push(answer);
      if (!isFailure(answer)) continue;
      written.refuse(key, answer);
      if (!isNullable(field)) break;
    }
    return answerOf(fields.slice(0, answers.length).map(answered(answers)));
  }

  /** Lets resolvers complete what has been written, and go on after it. */
  async #completed(written: Written, { given, contextValue }: Run): Promise<DirectAnswer> {
    const { schema } = this.#context;
    const operationName = this.#operation.name?.value;
    return resolvedAnswer(
      await execute({ schema, document: this.#document, operationName, variableValues: given, contextValue, rootValue: written }),
    );
  }

  async #answer(field: RootField, call: FieldCall): Promise<FieldAnswer> {
    if (field.kind !== 'run') return field.kind === 'text' ? field.text : undefined;
    try {
      return await field.run(call);
    } catch (error) {
      return locatedError(this.#shown(error), field.nodes, [field.key]);
    }
  }

  /** Of an operation that has written, nothing may fail any more: not even the logger of what is masked. */
  #shown(error: unknown): unknown {
    try {
      return resolverError(this.#context.runtime, error);
    } catch (failure) {
      return failure;
    }
  }

  #compiled(variables: Values, given: Values): Compiled | 'resolvers' {
    const shape = this.#selecting ? this.#selecting.shape(given) : this.#variables.shape(variables);
    const known = this.#shapes.get(shape);
    if (known) return known.value;
    const compiled = this.#compile(this.#selecting?.of(variables) ?? this.#variables.open(variables));
    this.#shapes.set(shape, compiled, this.#weight + shape.length);
    return compiled;
  }

  #compile(variableValues: Record<string, unknown>): Compiled | 'resolvers' {
    const { schema } = this.#context;
    const info: ReaderInfo = { schema, fragments: fragmentsOf(this.#document), variableValues, operation: this.#operation };
    const type = rootType(info);
    const fields = rootFields(type, info).map((nodes): RootField => {
      const [node] = nodes;
      const place = { key: responseKey(node), nodes };
      if (node.name.value === '__typename') return { ...place, kind: 'text', text: JSON.stringify(type.name) };
      const compiled = this.#field(info, nodes);
      return compiled ? { ...place, ...compiled, kind: 'run' } : { ...place, kind: 'rest' };
    });
    const left = fields.flatMap((field) => (field.kind === 'rest' ? field.nodes : []));
    if (left.length === 0) return { fields };
    // Mutations run one after the other, so that one route has all of them.
    return !this.#selecting && fields.some(({ kind }) => kind === 'run')
      ? { fields, rest: withSelections(this.#document, this.#operation, left) }
      : 'resolvers';
  }

  #field(info: ReaderInfo, nodes: MergedNodes): RunField | undefined {
    if (this.#context.intercepted) return undefined;
    const name = nodes[0].name.value;
    const query = this.#selecting ? undefined : this.#context.queries.get(name);
    const mutation = this.#selecting && this.#context.mutations.get(name);
    try {
      if (query) return queryField(this.#context, info, nodes, query);
      return mutation && mutationField(this.#context, info, nodes, mutation);
    } catch {
      // The resolver of the field answers, or tells what is wrong.
      return undefined;
    }
  }
}

const NO_VARIABLES: Values = Object.freeze({});

const UNWRITTEN = (): void => undefined;

const isNullable = (field: RootField): boolean => field.kind !== 'run' || field.nullable;

const answered =
  (answers: readonly FieldAnswer[]) =>
  (field: RootField, index: number): AnsweredField => ({ key: field.key, answer: answers[index], nullable: isNullable(field) });

function withSelections(document: DocumentNode, operation: OperationDefinitionNode, selections: readonly FieldNode[]): DocumentNode {
  const reduced: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const others = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return { ...document, definitions: [reduced, ...others] };
}
