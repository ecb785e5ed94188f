import { getOperationAST, OperationTypeNode, type DocumentNode } from 'graphql';
import { DirectOperation, type DirectContext } from './direct-operation.js';

/**
 * Answers queries with the text that the source gives, without resolvers, wherever that is the answer that resolvers would give.
 *
 * Takes documents that are valid for the schema; keeps what it made of each as long as somebody keeps the document.
 */
export class DirectRoute {
  readonly #context: DirectContext;
  readonly #operations = new WeakMap<DocumentNode, Map<string, DirectOperation | undefined>>();

  constructor(context: DirectContext) {
    this.#context = context;
  }

  /** An operation of a valid document; undefined where there is no such query. */
  operation(document: DocumentNode, name?: string | null): DirectOperation | undefined {
    const known = this.#operations.get(document) ?? new Map<string, DirectOperation | undefined>();
    this.#operations.set(document, known);
    const key = name ?? '';
    if (!known.has(key)) known.set(key, this.#make(document, name));
    return known.get(key);
  }

  #make(document: DocumentNode, name: string | null | undefined): DirectOperation | undefined {
    const operation = getOperationAST(document, name);
    return operation?.operation === OperationTypeNode.QUERY ? new DirectOperation(this.#context, document, operation) : undefined;
  }
}
