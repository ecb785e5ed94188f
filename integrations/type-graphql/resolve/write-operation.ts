import { getNamedType, isLeafType, type GraphQLResolveInfo } from 'graphql';
import {
  isGeneralManagerError,
  type ClientExtensions,
  type ManagerModel,
  type MutationKind,
  type Runtime,
  type Violation,
  type WriteResult,
} from '../../../lib/plugin.js';
import { objectField } from '../emit/payloads.js';
import { argumentsOf, type Arguments } from './arguments-of.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';
import { SelectionReader, type SelectionContext } from './selection.js';
import { toWriteRequest } from './write-request.js';

/** Carries out a generated mutation. */
export type WriteOperation = (manager: ManagerModel, kind: MutationKind, context: unknown, info: GraphQLResolveInfo) => Promise<unknown>;

/** Makes the function that carries out generated mutations: one write for each, which also reads what is selected below. */
export function writeOperation(runtime: Runtime, selections: SelectionContext): WriteOperation {
  return async (manager, kind, graphqlContext, info) => {
    const { caller, context } = callOf(graphqlContext);
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const field = kind === 'createMany' ? manager.plural : objectField(manager);
    try {
      const args = argumentsOf(info, places);
      const select = new SelectionReader(selections, info).payload(places, field);
      const control = { ...context, reason: textIn(args, 'reason'), idempotencyKey: textIn(args, 'idempotencyKey') };
      const request = toWriteRequest({ model: runtime.model, manager, kind, select }, args);
      return payloadOf(kind, field, await runtime.write(request, caller, control));
    } catch (error) {
      throw resolverError(runtime, error, inTermsOf(info, error));
    }
  };
}

/** An argument that is null says as little as one that is left out. */
const textIn = (args: Arguments, name: string): string | undefined => (args[name] as string | null | undefined) ?? undefined;

function payloadOf(kind: MutationKind, field: string, { count, refused, rows }: WriteResult): object {
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
  }
}

/** What an error tells, in the terms of the mutation: the version as `expected` takes it, a wrong key by the name of its argument. */
function inTermsOf({ parentType, fieldName }: GraphQLResolveInfo, error: unknown): Partial<ClientExtensions> {
  if (!isGeneralManagerError(error)) return {};
  const { currentVersion, violations } = error.details;
  const args = parentType.getFields()[fieldName]?.args ?? [];
  const expected = args.find(({ name }) => name === 'expected');
  const version = expected && getNamedType(expected.type);
  const key = args.find(({ name }) => name === 'id' || name === 'key')?.name ?? 'key';
  // Only the key of the object itself stands at the first level.
  const isOwnKey = ({ code, path }: Violation): boolean => code === 'INVALID_KEY' && path.length === 1;
  return {
    ...(currentVersion !== undefined && isLeafType(version) && { currentVersion: version.serialize(currentVersion) }),
    ...(violations?.some(isOwnKey) && { fieldErrors: violations.map((each) => (isOwnKey(each) ? { ...each, path: [key] } : each)) }),
  };
}
