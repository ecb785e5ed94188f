import { getOperationAST, Kind, OperationTypeNode, parse, validate, type DocumentNode } from 'graphql';
import { InvalidDocument, UnknownOperation } from '../errors.js';
import { describeOperation, type OperationPlan, type PlanOptions } from './describe-operation.js';
import { DirectOperation, type DirectContext } from './direct-operation.js';

/**
 * Answers queries with the text that the source gives, and mutations with the text of what they wrote, without resolvers, wherever that is the
 * answer that resolvers would give.
 *
 * Takes documents that are valid for the schema; keeps what it made of each as long as somebody keeps the document.
 */
export class DirectRoute {
  readonly #context: DirectContext;
  readonly #operations = new WeakMap<DocumentNode, Map<string, DirectOperation | undefined>>();

  constructor(context: DirectContext) {
    this.#context = context;
  }

  /** An operation of a valid document; undefined where there is no such query or mutation. */
  operation(document: DocumentNode, name?: string | null): DirectOperation | undefined {
    const known = this.#operations.get(document) ?? new Map<string, DirectOperation | undefined>();
    this.#operations.set(document, known);
    const key = name ?? '';
    if (!known.has(key)) known.set(key, this.#make(document, name));
    return known.get(key);
  }

  /**
   * Tells how an operation would be answered: by which route, with which plan and statement. Reads no objects.
   *
   * @throws GM_PLAN_INVALID_DOCUMENT, GM_PLAN_UNKNOWN_OPERATION, GM_PLAN_INVALID_VARIABLES
   */
  async describe(source: string, options: PlanOptions = {}): Promise<OperationPlan> {
    const document = parsed(source);
    const errors = validate(this.#context.schema, document);
    if (errors.length > 0) throw InvalidDocument.create({ reason: errors.map(({ message }) => message).join(' ') });
    const operation = getOperationAST(document, options.operation);
    if (!operation) throw UnknownOperation.create({ names: namesIn(document) });
    return describeOperation(this.#context, document, operation, options);
  }

  #make(document: DocumentNode, name: string | null | undefined): DirectOperation | undefined {
    const operation = getOperationAST(document, name);
    const isSubscription = operation?.operation === OperationTypeNode.SUBSCRIPTION;
    return operation && !isSubscription ? new DirectOperation(this.#context, document, operation) : undefined;
  }
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source);
  } catch (error) {
    throw InvalidDocument.create({ reason: error instanceof Error ? error.message : String(error) });
  }
}

const namesIn = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION && each.name ? [each.name.value] : []));
