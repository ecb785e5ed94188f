import { getOperationAST, type DocumentNode } from 'graphql';
import type { RequestedOperation, RequestObservation } from '../../lib/index.js';

/** What is told of an operation by its document. */
export type DocumentOperation = Omit<RequestedOperation, 'trusted'>;

/** The operation that a document and a name lead to. */
export function operationIn(document: DocumentNode, name?: string | null): DocumentOperation | undefined {
  const found = getOperationAST(document, name);
  return found ? { type: found.operation, ...(found.name && { name: found.name.value }) } : undefined;
}

/** What becomes known of a request on its way. */
interface Known {
  readonly operation?: DocumentOperation | undefined;
  /** Whether it names a document that the server knows. */
  readonly trusted?: boolean;
  /** Whether no resolver was called. */
  readonly direct?: boolean;
}

const NONE: readonly string[] = [];

/** A request that is observed: what becomes known of it on its way. */
export class ObservedRequest {
  #operation: DocumentOperation | undefined;
  #trusted = false;
  #direct = false;
  #errors = NONE;
  readonly #observation: RequestObservation;

  constructor(observation: RequestObservation) {
    this.#observation = observation;
  }

  within<T>(run: () => T): T {
    return this.#observation.within(run);
  }

  /** Tells what has become known of it. */
  tell({ operation = this.#operation, trusted = this.#trusted, direct = this.#direct }: Known): void {
    this.#operation = operation;
    this.#trusted = trusted;
    this.#direct = direct;
  }

  /** Notes the codes that clients see. */
  note(errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]): void {
    this.#errors =
      errors.length === 0 ? NONE : errors.map(({ extensions: { code } }) => (typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR'));
  }

  end(): void {
    const known = this.#operation;
    const told = { direct: this.#direct, errors: this.#errors };
    this.#observation.ended(known ? { ...told, operation: { ...known, trusted: this.#trusted } } : told);
  }
}
