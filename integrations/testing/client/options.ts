import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Actor } from '../../../lib/plugin.js';
import type { DirectAnswer, FetchHandler } from '../options.js';

/** A document that knows its result and its variables, as generators of code for clients make them. */
export type TypedDocument<Data, Variables> = DocumentNode & { readonly __apiType?: (variables: Variables) => Data };

/** What is asked; `bootstrap` returns one. */
export interface AskedApplication {
  readonly schema: GraphQLSchema;
  readonly direct?: AskedRoute;
  /** Gives what clients may see of an error: one of this project as it is, anything else masked. */
  mask(error: unknown): Error;
}

/** Answers operations without resolvers, where it can. */
export interface AskedRoute {
  operation(
    document: DocumentNode,
  ): { run(variables: Readonly<Record<string, unknown>>, contextValue: unknown): Promise<AskedAnswer | undefined> } | undefined;
}

/** An answer without resolvers, and the operation with just the fields that are left to them. */
export interface AskedAnswer extends DirectAnswer {
  readonly rest?: DocumentNode;
}

/** Who asks, and how. */
export interface ClientOptions {
  /** Who acts. Default: the anonymous actor. */
  readonly actor?: Actor;
  /** What resolvers find in the GraphQL context besides `actor`, made for each operation. Default: nothing. */
  readonly context?: () => object | Promise<object>;
  /** Whether operations are answered without resolvers where they can be, as the server does, or always by resolvers. Default: `direct`. */
  readonly route?: 'direct' | 'resolvers';
  /**
   * Serves the application, as in `(context, directRoute) => createHandler(gm, { context, directRoute })`: operations pass the whole server, with its
   * limits, without a network. Default: they are executed as the server does, without its limits.
   */
  readonly handler?: (context: () => Promise<Record<string, unknown>>, directRoute: boolean) => FetchHandler;
}

/** An error as clients get it. */
export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: ShownExtensions;
}

/** What a client gets of an error besides its message. */
export interface ShownExtensions {
  /** For programs, such as `FORBIDDEN`. */
  readonly code?: string;
  /** The code in the catalogue of errors, such as `GM_WRITE_DENIED`. */
  readonly gm?: string;
  readonly fix?: string;
  readonly fieldErrors?: readonly { readonly path: readonly (string | number)[]; readonly code: string; readonly message: string }[];
  readonly currentVersion?: unknown;
  readonly [name: string]: unknown;
}

/** What JSON keeps of an answer. */
export interface ClientAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly ShownError[];
}

type Values = Readonly<Record<string, unknown>>;

/** Asks an application as one actor. */
export interface TestClient {
  /** The whole answer. */
  execute<Data = Values, Variables extends object = Values>(
    source: string | TypedDocument<Data, Variables>,
    variables?: Variables,
  ): Promise<ClientAnswer<Data>>;
  /**
   * The data of an answer without errors.
   *
   * @throws GM_TEST_ANSWER_ERRORS with the errors
   */
  data<Data = Values, Variables extends object = Values>(
    source: string | TypedDocument<Data, Variables>,
    variables?: Variables,
  ): Promise<Data>;
  /** The errors of an answer; none where there are none. */
  errors<Variables extends object = Values>(
    source: string | TypedDocument<unknown, Variables>,
    variables?: Variables,
  ): Promise<readonly ShownError[]>;
  /**
   * The one error that there has to be.
   *
   * @throws GM_TEST_NO_REFUSAL where there are none or several
   */
  refusal<Variables extends object = Values>(
    source: string | TypedDocument<unknown, Variables>,
    variables?: Variables,
  ): Promise<ShownError & ShownExtensions>;
  /** The same, as somebody else. */
  as(actor: Actor): TestClient;
}
