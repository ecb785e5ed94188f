import type { GraphQLParams } from 'graphql-yoga';
import { DocumentCache } from '../document-cache.js';
import type { DirectOperation } from './direct-route.js';

/** Operations that went through every check of the server and were answered directly, by their text and name. */
export class KnownOperations {
  readonly #operations = new DocumentCache<DirectOperation>();

  get(operationName: string | undefined, query: string): DirectOperation | undefined {
    return this.#operations.get(keyOf(query, operationName));
  }

  add({ query, operationName }: GraphQLParams, operation: DirectOperation): void {
    if (query !== undefined) this.#operations.set(keyOf(query, operationName), operation);
  }
}

/** No name of an operation has a blank in it. */
const keyOf = (query: string, operationName: string | null | undefined): string =>
  operationName ? `${operationName} ${query}` : ` ${query}`;
