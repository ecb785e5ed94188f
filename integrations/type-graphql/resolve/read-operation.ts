import { getArgumentValues, type GraphQLResolveInfo } from 'graphql';
import {
  isParameter,
  managerNamed,
  type KeyModel,
  type ManagerModel,
  type OperationModel,
  type PageResult,
  type ReadRequest,
  type Runtime,
} from '../../../lib/plugin.js';
import { AggregateReader } from './aggregate-reader.js';
import type { DocumentInfo } from './collect-fields.js';
import { Connection } from './connection.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';
import { presentGroups } from './present-group.js';
import { SelectionReader, type SelectionContext } from './selection.js';
import type { Occurrence } from './variants.js';

/** Carries out a generated query. */
export type ReadOperation = (
  manager: ManagerModel,
  kind: OperationModel['kind'],
  context: unknown,
  info: GraphQLResolveInfo,
) => Promise<unknown>;

/** Makes the function that carries out generated queries: one read for each, whatever is selected below. */
export function readOperation(runtime: Runtime, selections: SelectionContext): ReadOperation {
  return async (manager, kind, graphqlContext, info) => {
    const { caller, context } = callOf(graphqlContext, selections.budgets.of(info));
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const reader = new SelectionReader(selections, info);
    const read = async (request: ReadRequest): Promise<PageResult> => runtime.read(manager, request, caller, context);
    try {
      const aggregates = new AggregateReader(runtime.model, info);
      if (kind === 'groups') return presentGroups(runtime.model, await read(aggregates.groups(manager, places)));
      if (kind === 'aggregate') return presentGroups(runtime.model, await read(aggregates.aggregate(manager, places)))[0];
      if (kind === 'list') return new Connection(runtime, await read(reader.page(places)), caller);
      return await runtime.readOne(manager, keyOf(runtime, manager, info, places), { select: reader.object(places) }, caller, context);
    } catch (error) {
      throw resolverError(runtime, error);
    }
  };
}

/** The key that a query asks for, as the core reads it. */
export function keyOf(runtime: Runtime, manager: ManagerModel, { variableValues }: DocumentInfo, [place]: readonly Occurrence[]): unknown {
  const node = place?.nodes[0];
  const definition = node && place?.parent.getFields()[node.name.value];
  const args = definition ? getArgumentValues(definition, node, variableValues) : {};
  if ('id' in args) return args['id'];
  return manager.key ? keyByProperty(runtime, manager, manager.key, args['key']) : undefined;
}

/** A composite key with property names, as the core reads it. */
function keyByProperty(runtime: Runtime, manager: ManagerModel, key: KeyModel, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isParameter(value)) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const [only] = key.parts;
  if (only?.kind === 'relation' && key.parts.length === 1)
    return keyByProperty(runtime, managerNamed(runtime.model, only.target), only.key, value);
  const entries = key.parts.map((part) => {
    const publicName = manager.fields.get(part.field)?.publicName ?? part.field;
    const inner = given[publicName];
    return [
      part.field,
      part.kind === 'relation' ? keyByProperty(runtime, managerNamed(runtime.model, part.target), part.key, inner) : inner,
    ];
  });
  return Object.fromEntries(entries);
}
