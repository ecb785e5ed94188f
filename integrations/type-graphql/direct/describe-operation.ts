import { getVariableValues, OperationTypeNode, type DocumentNode, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import {
  isGeneralManagerError,
  RowBudget,
  type Actor,
  type DescribeOptions,
  type Inputs,
  type ReadDescription,
  type TextRequest,
} from '../../../lib/plugin.js';
import { InvalidVariables } from '../errors.js';
import { responseKey } from '../resolve/aliases.js';
import type { DirectContext } from './direct-operation.js';
import { mutationField } from './mutation-field.js';
import { HISTORIES, NotDirect } from './not-direct.js';
import { OpenVariables } from './open-variables.js';
import { formOf, queryField } from './query-field.js';
import type { ReaderInfo } from './response-reader.js';
import { coerced, fragmentsOf, readAsked, responseAsked, rootFields, type MergedNodes, type RootQuery } from './root-fields.js';

/** How one field at the root of an operation is answered. */
export interface FieldPlan {
  /** The key in the response. */
  readonly key: string;
  /** The field of the schema. */
  readonly field: string;
  /** `direct`: the text that the source writes, or that is made of what was written, is the answer; `resolvers`: graphql-js calls them. */
  readonly route: 'direct' | 'resolvers';
  /** Why resolvers have to. */
  readonly reason?: string;
  /** The read of a generated query; absent for hand-written ones, whatever they read. */
  readonly read?: ReadDescription;
}

/** How an operation is answered. Holds rules and statements: for developers, not for clients. */
export interface OperationPlan {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly name?: string;
  readonly fields: readonly FieldPlan[];
}

/** What an operation is planned with. */
export interface PlanOptions {
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Who would act. Default: nobody. */
  readonly actor?: Actor | undefined;
  /** Which operation of the document, where there are several. */
  readonly operation?: string | undefined;
  /** Asks the source how it would carry out the statements, with the values of this run. Default: false. */
  readonly explain?: boolean | undefined;
  /** Tells what the cache makes of the reads: what they depend on and are kept by, and whether answers are there. Default: false. */
  readonly cache?: boolean | undefined;
}

/** Tells how an operation of a valid document would be answered. */
export async function describeOperation(
  context: DirectContext,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { variables = {}, actor = null, explain = false, cache = false }: PlanOptions,
): Promise<OperationPlan> {
  const described = { operation: operation.operation, ...(operation.name && { name: operation.name.value }) };
  const values = coerced(context, operation, variables);
  if (!values) throw InvalidVariables.create({ names: invalid(context, operation, variables) });
  const type = context.schema.getRootType(operation.operation);
  if (!type) return { ...described, fields: [] };
  const info: ReaderInfo = {
    schema: context.schema,
    fragments: fragmentsOf(document),
    // Nothing of a mutation is open.
    variableValues: isMutation(operation) ? values : new OpenVariables(context.schema, document, operation).open(values),
    operation,
  };
  const planned = async (forced?: string): Promise<readonly PlannedField[]> => {
    const planner = new FieldPlanner(context, info, { explain, cache }, forced);
    const fields: PlannedField[] = [];
    // One after the other: they share what they may give in all.
    for (const nodes of rootFields(type, info)) fields.push(await planner.plan(type, nodes, { variables: values, actor }));
    return fields;
  };
  const fields = await planned();
  const reason = whyNone(fields);
  const told = reason === undefined ? fields : await planned(reason);
  return { ...described, fields: told.map(({ field }) => field) };
}

/** A field, and whether its direct read fails before it runs, so that resolvers answer the whole operation. */
interface PlannedField {
  readonly field: FieldPlan;
  readonly fails: boolean;
}

type Asked = Required<Pick<DescribeOptions, 'explain' | 'cache'>>;

class FieldPlanner {
  readonly #context: DirectContext;
  readonly #info: ReaderInfo;
  readonly #asked: Asked;
  /** Why resolvers answer whatever could be read directly. */
  readonly #forced: string | undefined;
  readonly #budgets = { direct: new RowBudget(), resolvers: new RowBudget() };

  constructor(context: DirectContext, info: ReaderInfo, asked: Asked, forced: string | undefined) {
    this.#context = context;
    this.#info = info;
    this.#asked = asked;
    this.#forced = forced;
  }

  async plan(type: GraphQLObjectType, nodes: MergedNodes, inputs: Inputs): Promise<PlannedField> {
    const [node] = nodes;
    const name = node.name.value;
    const place = { key: responseKey(node), field: name };
    const { operation } = this.#info;
    const isQuery = operation.operation === OperationTypeNode.QUERY;
    if (isMutation(operation)) return this.#planMutation(type, nodes, place);
    if (name === '__typename' && isQuery) return { field: routed(place, this.#forced), fails: false };
    const query = isQuery ? this.#context.queries.get(name) : undefined;
    if (!query) return { field: routed(place, `${type.name}.${name} is no generated query`), fails: false };
    if (query.kind === 'history') return { field: routed(place, HISTORIES), fails: false };
    const { response, reason } = this.#response(nodes, query);
    const read = await this.#read(nodes, query, response, inputs);
    const isDirect = reason === undefined || reason === this.#forced;
    const failure = read.problem ? `they tell what is wrong: ${read.problem.code}` : response && !read.writesText ? UNWRITTEN : undefined;
    const why = isDirect ? (failure ?? reason) : reason;
    return { field: { ...routed(place, why), read }, fails: isDirect && failure !== undefined };
  }

  /** Mutations run one after the other, so that one route has all of them. */
  #planMutation({ name: type }: GraphQLObjectType, nodes: MergedNodes, place: Pick<FieldPlan, 'key' | 'field'>): PlannedField {
    const { field: name } = place;
    const mutation = this.#context.mutations.get(name);
    const why =
      name === '__typename'
        ? undefined
        : mutation
          ? this.#why(() => mutationField(this.#context, this.#info, nodes, mutation))
          : `${type}.${name} is no generated mutation`;
    return { field: routed(place, why ?? this.#forced), fails: why !== undefined };
  }

  /** Why something cannot be compiled for this route. */
  #why(compile: () => unknown): string | undefined {
    if (this.#context.intercepted) return INTERCEPTED;
    try {
      compile();
      return undefined;
    } catch (error) {
      if (error instanceof NotDirect) return error.message;
      if (isGeneralManagerError(error)) return error.code;
      throw error;
    }
  }

  async #read(
    nodes: MergedNodes,
    query: RootQuery,
    response: TextRequest['response'] | undefined,
    inputs: Inputs,
  ): Promise<ReadDescription> {
    try {
      const asked = readAsked(this.#context, this.#info, nodes, query);
      return await this.#context.runtime.describe({ ...asked, ...(response && { response, form: formOf(this.#info, nodes) }) }, inputs, {
        budget: response ? this.#budgets.direct : this.#budgets.resolvers,
        ...this.#asked,
      });
    } catch (error) {
      if (!isGeneralManagerError(error)) throw error;
      const { code, message, fix } = error;
      return { manager: query.manager.name, decisions: [], writesText: false, problem: { code, message, fix } };
    }
  }

  /** The response that the source would write, or why it cannot. */
  #response(nodes: MergedNodes, query: RootQuery): { readonly response?: TextRequest['response']; readonly reason?: string } {
    const reason = this.#why(() => queryField(this.#context, this.#info, nodes, query)) ?? this.#forced;
    return reason === undefined ? { response: responseAsked(this.#context, this.#info, nodes, query) } : { reason };
  }
}

const INTERCEPTED = 'global middlewares see every field';

const isMutation = ({ operation }: OperationDefinitionNode): boolean => operation === OperationTypeNode.MUTATION;

const UNWRITTEN = 'the source cannot write the statement before it knows the values';

const routed = (place: Pick<FieldPlan, 'key' | 'field'>, reason: string | undefined): FieldPlan =>
  reason === undefined ? { ...place, route: 'direct' } : { ...place, route: 'resolvers', reason };

/** Why resolvers answer all of an operation: one of its reads fails as it runs, or nothing of it is read directly. */
function whyNone(fields: readonly PlannedField[]): string | undefined {
  const failing = fields.find(({ fails }) => fails);
  if (failing) return `they answer the whole operation, because of ${failing.field.key}`;
  if (fields.every(({ field: { route } }) => route === 'direct')) return undefined;
  return fields.some(({ field: { route, read } }) => route === 'direct' && read) ? undefined : 'nothing of the operation is read directly';
}

/** The variables without a valid value; which value they have is nobody's business. */
function invalid(
  { schema }: DirectContext,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const wrong = variableDefinitions.filter((each) => getVariableValues(schema, [each], given, { maxErrors: 1 }).errors);
  return wrong.map(({ variable }) => `$${variable.name.value}`);
}
