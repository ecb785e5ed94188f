import type { GraphQLResolveInfo } from 'graphql';
import type { ManagerModel, PageResult, QueryKind, ReadRequest, Runtime } from '../../../lib/plugin.js';
import { AggregateReader } from './aggregate-reader.js';
import { Connection } from './connection.js';
import { callOf } from './context.js';
import { deletedOf } from './deleted.js';
import { resolverError } from './graphql-error.js';
import { keyOf } from './key-input.js';
import { presentGroups } from './present-group.js';
import { SelectionReader, type SelectionContext } from './selection.js';

/** Carries out a generated query. */
export type ReadOperation = (manager: ManagerModel, kind: QueryKind, context: unknown, info: GraphQLResolveInfo) => Promise<unknown>;

/** Makes the function that carries out generated queries: one read for each, whatever is selected below. */
export function readOperation(runtime: Runtime, selections: SelectionContext): ReadOperation {
  return async (manager, kind, graphqlContext, info) => {
    const { caller, context: given } = callOf(graphqlContext, selections.budgets.of(info));
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const reader = new SelectionReader(selections, info);
    try {
      const context = { ...given, ...deletedOf(info, places) };
      const read = async (request: ReadRequest): Promise<PageResult> => runtime.read(manager, request, caller, context);
      const aggregates = new AggregateReader(runtime.model, info);
      if (kind === 'groups') return presentGroups(runtime.model, await read(aggregates.groups(manager, places)));
      if (kind === 'aggregate') return presentGroups(runtime.model, await read(aggregates.aggregate(manager, places)))[0];
      if (kind === 'list') return new Connection(runtime, await read(reader.page(places)), caller);
      const key = keyOf(runtime.model, manager, info, places);
      if (kind === 'history') {
        return new Connection(runtime, await runtime.history(manager, key, reader.history(places), caller, context), caller);
      }
      return await runtime.readOne(manager, key, { select: reader.object(places) }, caller, context);
    } catch (error) {
      throw resolverError(runtime, error);
    }
  };
}
