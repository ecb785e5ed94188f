import type { EntityManager } from '@mikro-orm/core';
import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { isGeneralManagerError, type Actor } from '../../../lib/plugin.js';
import type { AskedContext, DirectAnswer, DirectRoute, ExaminedApplication } from '../options.js';
import type { Question } from '../question/question.js';
import { nulledPlace } from './nulled-place.js';

/** What was answered: the body as text, without what differs by chance. */
export interface Answer {
  readonly body: string;
  readonly failed: boolean;
}

/** What is told of an error that is nobody's business. */
export const MASKED = 'Unexpected error.';

/** Who is asked: the schema itself, or the route that needs no resolvers, as far as it has an answer. */
export type Way = 'schema' | 'direct';

/** Asks as one actor. */
export class Asker {
  readonly #schema: GraphQLSchema;
  readonly #direct: DirectRoute | undefined;
  readonly #contextOf: (session: EntityManager) => AskedContext;
  readonly #documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(
    { schema, direct }: Pick<ExaminedApplication, 'schema' | 'direct'>,
    actor: Actor,
    context: (session: EntityManager) => object,
  ) {
    this.#schema = schema;
    this.#direct = direct;
    this.#contextOf = (session) => ({ ...context(session), actor, session });
  }

  /** What resolvers find in the GraphQL context. */
  contextOf(session: EntityManager): AskedContext {
    return this.#contextOf(session);
  }

  /** Asks, and where a page follows, asks for that too. */
  async ask(question: Question, session: EntityManager, way: Way = 'schema'): Promise<Answer> {
    const first = await this.#once(question, question.variables, session, way);
    const after = question.follow === undefined ? undefined : endCursor(first, question.follow);
    if (after === undefined) return answerOf([first]);
    return answerOf([first, await this.#once(question, { ...question.variables, after }, session, way)]);
  }

  /** Whether the schema takes the question; what it refuses is asked of nobody. */
  isValid({ text }: Question): boolean {
    return 'kind' in this.#document(text);
  }

  /** Whether there is an answer that needs no resolvers. */
  async isDirect({ text, variables }: Question, session: EntityManager): Promise<boolean> {
    return (await this.#directly(this.#document(text), variables, session)) !== undefined;
  }

  async #directly(
    document: DocumentNode | readonly GraphQLError[],
    variables: Question['variables'],
    session: EntityManager,
  ): Promise<ExecutionResult | undefined> {
    const operation = 'kind' in document ? this.#direct?.operation(document) : undefined;
    const answer = await operation?.run(variables, this.#contextOf(session));
    return answer?.fields.every(([, text]) => text !== undefined) ? resultOf(answer) : undefined;
  }

  async #once({ text }: Question, variables: Question['variables'], session: EntityManager, way: Way): Promise<ExecutionResult> {
    const document = this.#document(text);
    if (!('kind' in document)) return { errors: document };
    const direct = way === 'direct' ? await this.#directly(document, variables, session) : undefined;
    if (direct) return direct;
    return execute({ schema: this.#schema, document, variableValues: { ...variables }, contextValue: this.#contextOf(session) });
  }

  #document(text: string): DocumentNode | readonly GraphQLError[] {
    const known = this.#documents.get(text) ?? this.#read(text);
    this.#documents.set(text, known);
    return known;
  }

  #read(text: string): DocumentNode | readonly GraphQLError[] {
    const document = parse(text, { noLocation: true });
    const errors = validate(this.#schema, document);
    return errors.length > 0 ? errors : document;
  }
}

function resultOf({ fields, errors, isNull }: DirectAnswer): ExecutionResult {
  const data = isNull ? null : Object.fromEntries(fields.map(([key, text]) => [key, JSON.parse(String(text ?? 'null')) as unknown]));
  return { ...(errors.length > 0 && { errors }), data };
}

/** The last cursor of a root page. */
function endCursor({ data }: ExecutionResult, root: string): string | undefined {
  const page = data?.[root] as { readonly pageInfo?: { readonly endCursor?: string | null } } | null | undefined;
  return page?.pageInfo?.endCursor ?? undefined;
}

function answerOf(results: readonly ExecutionResult[]): Answer {
  const shown = results.map(({ data, errors }) => ({
    ...(errors && { errors: errors.map((error) => shownError(error, data)) }),
    ...(data !== undefined && { data }),
  }));
  return { body: shown.map((each) => JSON.stringify(each)).join('\n'), failed: results.some(({ errors }) => errors !== undefined) };
}

/** An error as clients see it: what is not of the project and no GraphQLError is masked, and the id of a masked one differs each time. */
function shownError(error: GraphQLError, data: ExecutionResult['data']): object {
  const { originalError } = error;
  const isKnown = originalError === undefined || originalError instanceof GraphQLError || isGeneralManagerError(originalError);
  const { message, path, extensions } = error;
  const { http: _http, ...told } = extensions;
  const place = nulledPlace(data, path ?? []);
  if (place.length < (path ?? []).length) return { path: place, extensions: { gm: isKnown ? told['gm'] : 'GM_INTERNAL' } };
  if (!isKnown || told['gm'] === 'GM_INTERNAL') return { message: MASKED, path };
  return { message, path, extensions: told };
}
