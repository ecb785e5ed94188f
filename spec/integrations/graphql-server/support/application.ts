import { setTimeout as sleep } from 'node:timers/promises';
import {
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfig,
} from 'graphql';
import { defineError, isGeneralManagerError } from '../../../../lib/plugin.js';
import type { RequestContext, ServedApplication } from '../../../../integrations/graphql-server/index.js';

/** Something that an error must never tell. */
export const SECRET = 'select password from users';

const Masked = defineError<{ id: string }>({
  code: 'GM_TEST_INTERNAL',
  kind: 'internal',
  message: ({ id }) => `Something went wrong (error ${id}).`,
  fix: 'Look up the id.',
});

export const Limited = defineError({
  code: 'GM_TEST_LIMIT',
  kind: 'limit',
  message: () => 'Too much was asked for.',
  fix: 'Ask for less.',
});

type Field = GraphQLFieldConfig<unknown, RequestContext>;

const Node: GraphQLObjectType<unknown, RequestContext> = new GraphQLObjectType<unknown, RequestContext>({
  name: 'Node',
  fields: () => ({ name: { type: GraphQLString, resolve: () => 'node' }, next: { type: Node, resolve: () => ({}) } }),
});

const Filter: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Filter',
  fields: () => ({ and: { type: new GraphQLList(new GraphQLNonNull(Filter)) }, size: { type: GraphQLInt } }),
});

/** An application without a database; what it masks is kept in `logged`, what it runs in `started`. */
export class TestApplication implements ServedApplication {
  readonly logged: unknown[] = [];
  readonly started: string[] = [];
  readonly contexts: RequestContext[] = [];
  checks = 0;
  /** What the health check does. */
  check: (signal: AbortSignal | undefined) => Promise<void> = async () => {};
  touched = 0;
  readonly schema = new GraphQLSchema({ query: this.#query(), mutation: this.#mutation() });

  mask(error: unknown): Error {
    if (isGeneralManagerError(error)) return error;
    this.logged.push(error);
    return Masked.create({ id: String(this.logged.length) });
  }

  async health(signal?: AbortSignal): Promise<void> {
    this.checks += 1;
    await this.check(signal);
  }

  #query(): GraphQLObjectType<unknown, RequestContext> {
    const fields: Record<string, Field> = {
      hello: {
        type: GraphQLString,
        args: { name: { type: GraphQLString } },
        resolve: (_source, { name }: { readonly name?: string }) => `hello ${name ?? 'world'}`,
      },
      double: {
        type: GraphQLInt,
        args: { value: { type: new GraphQLNonNull(GraphQLInt) } },
        resolve: (_source, { value }: { readonly value: number }) => value * 2,
      },
      node: { type: Node, resolve: () => ({}) },
      count: { type: GraphQLInt, args: { filter: { type: Filter } }, resolve: () => 0 },
      me: {
        type: GraphQLString,
        args: { ms: { type: GraphQLInt } },
        resolve: async (_source, { ms }: { readonly ms?: number }, context) => this.#me(ms ?? 0, context),
      },
      slow: {
        type: GraphQLString,
        args: { ms: { type: new GraphQLNonNull(GraphQLInt) } },
        resolve: async (_source, { ms }: { readonly ms: number }) => {
          this.started.push('slow');
          return sleep(ms, 'done');
        },
      },
      hang: {
        type: GraphQLString,
        resolve: async () => {
          this.started.push('hang');
          return new Promise(() => {});
        },
      },
      fail: {
        type: GraphQLString,
        resolve: () => {
          throw new TypeError(SECRET);
        },
      },
      needed: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      limited: {
        type: GraphQLString,
        resolve: () => {
          throw Limited.create({});
        },
      },
      refused: {
        type: GraphQLString,
        resolve: () => {
          throw new GraphQLError('Not today.', { extensions: { code: 'CLOSED' } });
        },
      },
    };
    return new GraphQLObjectType({ name: 'Query', fields });
  }

  async #me(ms: number, context: RequestContext): Promise<string> {
    this.contexts.push(context);
    await sleep(ms);
    const { name } = (context.actor ?? { name: 'nobody' }) as { readonly name: string };
    return name;
  }

  #mutation(): GraphQLObjectType<unknown, RequestContext> {
    const touch: Field = {
      type: GraphQLInt,
      resolve: () => {
        this.touched += 1;
        return this.touched;
      },
    };
    return new GraphQLObjectType({ name: 'Mutation', fields: { touch } });
  }
}
