import { getNamedType, isLeafType, type GraphQLField, type GraphQLResolveInfo } from 'graphql';
import {
  isGeneralManagerError,
  type ClientExtensions,
  type ManagerModel,
  type MutationKind,
  type Runtime,
  type SelectionRequest,
  type Violation,
  type WriteResult,
} from '../../../lib/plugin.js';
import { objectField } from '../emit/payloads.js';
import { argumentsOf, type Arguments } from './arguments-of.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';
import { SelectionReader, type SelectionContext } from './selection.js';
import { toWriteRequest } from './write-request.js';
import { Written } from './written.js';

/** Carries out a generated mutation. */
export type WriteOperation = (mutation: RootMutation, context: unknown, info: GraphQLResolveInfo) => Promise<unknown>;

/** The generated mutation behind a field at the root. */
export interface RootMutation {
  readonly manager: ManagerModel;
  readonly kind: MutationKind;
  /** The name of the action, where it is one. */
  readonly action: string | undefined;
}

/** A mutation of an operation. */
export interface AskedMutation extends RootMutation {
  readonly definition: Pick<GraphQLField<unknown, unknown>, 'args'> | undefined;
  /** Its arguments, and what is selected of what it writes; whatever is wrong with them is told as errors of the write are. */
  readonly asked: () => { readonly args: Arguments; readonly select: SelectionRequest | undefined };
}

/** Makes the function that carries out generated mutations: one write for each, which also reads what is selected below. */
export function writeOperation(runtime: Runtime, selections: SelectionContext): WriteOperation {
  return async (mutation, graphqlContext, info) => {
    const outcome = Written.outcome(info);
    if (outcome) return outcome();
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const asked: AskedMutation['asked'] = () => {
      return {
        args: argumentsOf(info, places),
        select: new SelectionReader(selections, info).payload(places, objectsField(mutation)),
      };
    };
    return carryOut(runtime, { ...mutation, definition: info.parentType.getFields()[info.fieldName], asked }, graphqlContext);
  };
}

/** The field of the payload that has the objects. */
export const objectsField = ({ manager, kind }: Pick<RootMutation, 'manager' | 'kind'>): string =>
  kind === 'createMany' ? manager.plural : objectField(manager);

/** Carries out a mutation and gives its payload; what is wrong is thrown in the form that clients see. */
export async function carryOut(
  runtime: Runtime,
  { manager, kind, action, definition, asked }: AskedMutation,
  graphqlContext: unknown,
): Promise<object> {
  const { caller, context } = callOf(graphqlContext);
  try {
    const { args, select } = asked();
    const control = { ...context, reason: textIn(args, 'reason'), idempotencyKey: textIn(args, 'idempotencyKey') };
    const request = toWriteRequest({ model: runtime.model, manager, kind, action, select }, args);
    return payloadOf(kind, objectsField({ manager, kind }), await runtime.write(request, caller, control));
  } catch (error) {
    throw resolverError(runtime, error, inTermsOf(definition, error));
  }
}

/** An argument that is null says as little as one that is left out. */
const textIn = (args: Arguments, name: string): string | undefined => (args[name] as string | null | undefined) ?? undefined;

function payloadOf(kind: MutationKind, field: string, { count, refused, rows, result }: WriteResult): object {
  switch (kind) {
    case 'create':
    case 'update':
    case 'upsert':
    case 'delete':
    case 'restore':
      return { [field]: rows[0] ?? null };
    case 'createMany':
      return { count, [field]: rows };
    case 'updateMany':
    case 'deleteMany':
      return { count, refused: refused ?? null };
    case 'action':
      return { [field]: rows[0] ?? null, result };
  }
}

/** What an error tells, in the terms of the mutation: the version as `expected` takes it, a wrong key by the name of its argument. */
function inTermsOf(definition: AskedMutation['definition'], error: unknown): Partial<ClientExtensions> {
  if (!isGeneralManagerError(error)) return {};
  const { currentVersion, violations } = error.details;
  const args = definition?.args ?? [];
  const expected = args.find(({ name }) => name === 'expected');
  const version = expected && getNamedType(expected.type);
  const key = args.find(({ name }) => name === 'id' || name === 'key' || name === 'where')?.name ?? 'key';
  // As the core calls the key of the object itself.
  const isOwnKey = ({ code, path: [first, ...rest] }: Violation): boolean =>
    code === 'INVALID_KEY' && (first === 'key' || first === 'where') && rest.length === 0;
  return {
    ...(currentVersion !== undefined && isLeafType(version) && { currentVersion: version.serialize(currentVersion) }),
    ...(violations?.some(isOwnKey) && { fieldErrors: violations.map((each) => (isOwnKey(each) ? { ...each, path: [key] } : each)) }),
  };
}
