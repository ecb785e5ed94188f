import type { GraphQLParams } from 'graphql-yoga';
import { DocumentCache } from '../document-cache.js';
import type { DocumentOperation } from '../observed-request.js';
import type { DirectOperation } from './direct-route.js';

/** An operation, and what is told of it. */
export interface KnownOperation {
  readonly direct: DirectOperation;
  readonly operation: DocumentOperation | undefined;
}

/** Operations that went through every check of the server and were answered directly, by their text and name. */
export class KnownOperations {
  readonly #operations = new DocumentCache<KnownOperation>();

  get(operationName: string | undefined, query: string): KnownOperation | undefined {
    return this.#operations.get(keyOf(query, operationName));
  }

  add({ query, operationName }: GraphQLParams, operation: KnownOperation): void {
    if (query !== undefined) this.#operations.set(keyOf(query, operationName), operation);
  }
}

/** No name of an operation has a blank in it. */
const keyOf = (query: string, operationName: string | null | undefined): string =>
  operationName ? `${operationName} ${query}` : ` ${query}`;
