import type { EntityManager, MikroORM } from '@mikro-orm/core';
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { Actor, ApplicationModel, JsonText, Runtime } from '../../lib/plugin.js';

/** An answer that was made without resolvers. */
export interface DirectAnswer {
  /** JSON by response key; undefined for what is left to resolvers. */
  readonly fields: readonly (readonly [string, JsonText | undefined])[];
  readonly errors: readonly GraphQLError[];
  readonly isNull: boolean;
}

/** Answers operations without resolvers, where it can. */
export interface DirectRoute {
  operation(
    document: DocumentNode,
  ): { run(variables: Readonly<Record<string, unknown>>, contextValue: unknown): Promise<DirectAnswer | undefined> } | undefined;
}

/** What is examined; `bootstrap` returns one. */
export interface ExaminedApplication {
  readonly schema: GraphQLSchema;
  readonly model: ApplicationModel;
  readonly runtime: Runtime;
  /** Asked besides the schema itself, where there is one. */
  readonly direct?: DirectRoute;
}

/** What resolvers find in the GraphQL context. */
export interface AskedContext {
  readonly actor: Actor;
  readonly session: EntityManager;
  readonly [name: string]: unknown;
}

/** Answers requests of the fetch API; `createHandler` returns one. */
export interface FetchHandler {
  fetch(request: Request): Promise<Response>;
}

/** What an examination works with; only `orm` and `actors` are needed. */
export interface LeakOptions {
  /** The application's ORM: hidden data is changed in transactions on it, which are rolled back. */
  readonly orm: MikroORM;
  /** Who acts, by names for the report; each is examined on its own. */
  readonly actors: Readonly<Record<string, Actor>>;
  /** Texts that must not be in any answer to an actor, by the actor's name; besides those that are found by themselves. Default: none. */
  readonly markers?: Readonly<Record<string, readonly string[]>>;
  /** What may depend on hidden data by design: managers (`Report`) and fields (`Query.fleetSummary`, `Ship.crewSize`). Default: none. */
  readonly released?: readonly string[];
  /** What your resolvers find in the GraphQL context besides `actor` and `session`. Default: nothing. */
  readonly context?: (session: EntityManager) => object;
  /** Serves the application, as in `(context) => createHandler(gm, { context })`: answers over HTTP are compared too. Default: not. */
  readonly handler?: (context: () => AskedContext) => FetchHandler;
  /** Changes more of what an actor may not read, in the transaction, besides what is changed from the model. Default: nothing. */
  readonly mutate?: (session: EntityManager, actor: string) => Promise<void>;
  /** Questions at most, for all actors together. Default: 3,000. */
  readonly questions?: number;
  /** Objects of each manager that are examined at most. Default: 200. */
  readonly rows?: number;
  /** Decides which questions are asked where there are more. Default: 1. */
  readonly seed?: number;
}

/** The options with their defaults. */
export type Settings = Required<Omit<LeakOptions, 'handler' | 'mutate'>> & Pick<LeakOptions, 'handler' | 'mutate'>;

/** Completes the options. */
export function settingsOf(options: LeakOptions): Settings {
  return { markers: {}, released: [], context: () => ({}), questions: 3000, rows: 200, seed: 1, ...options };
}
