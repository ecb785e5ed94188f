import type { EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';

/** What the resolvers of a request share. */
export interface Context {
  readonly em: EntityManager;
  /** How lists are found: what is populated with them, and which columns are read. */
  readonly options: (info: GraphQLResolveInfo) => object;
}
