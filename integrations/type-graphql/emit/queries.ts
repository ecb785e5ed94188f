import { isQuery, type ManagerModel, type OperationModel, type QueryKind } from '../../../lib/plugin.js';
import type { ArgDeclaration, TypeValue } from '../generated/generated-type.js';
import type { ReadOperation } from '../resolve/read-operation.js';
import { aggregateType, groupType } from './aggregates.js';
import { connectionArgs, connectionType } from './connections.js';
import type { Emission } from './emission.js';
import { deletedArgs } from './deleted.js';
import { aggregateArgs, groupArgs } from './group-inputs.js';
import { historyArgs, historyType } from './histories.js';
import { keyArg } from './keys.js';
import type { Operations } from './operations.js';

/** Declares the generated queries of a manager; `resolve` carries them out. */
export function declareQueries(emission: Emission, target: Operations, manager: ManagerModel, resolve: ReadOperation): void {
  for (const operation of manager.operations.filter(isQuery)) {
    if (operation.served === 'generated') declareQuery(emission, target, { manager, operation, resolve });
  }
}

interface GeneratedQuery {
  readonly manager: ManagerModel;
  readonly operation: OperationModel<QueryKind>;
  readonly resolve: ReadOperation;
}

function declareQuery(emission: Emission, target: Operations, { manager, operation, resolve }: GeneratedQuery): void {
  const { kind, name, description } = operation;
  const type = typeOf(emission, manager, kind);
  // Where nothing can be grouped by, there are no groups.
  if (!type) return;
  target.push({
    root: 'query',
    method: `${kind}:${manager.name}`,
    name,
    description,
    type,
    list: kind === 'groups',
    nullable: kind === 'detail',
    args: argsOf(emission, manager, kind),
    answer: async (context, info) => resolve(manager, kind, context, info),
  });
}

/** The arguments of an operation; none where it has just those of every field of its type. */
function argsOf(emission: Emission, manager: ManagerModel, kind: QueryKind): readonly ArgDeclaration[] {
  const deleted = deletedArgs(emission, manager);
  const own = ownArgs(emission, manager, kind);
  if (kind === 'detail' || kind === 'history') return [...own, ...deleted];
  return deleted.length > 0 ? [...own, ...deleted] : [];
}

function ownArgs(emission: Emission, manager: ManagerModel, kind: QueryKind): readonly ArgDeclaration[] {
  switch (kind) {
    case 'detail':
      return manager.key ? [keyArg(emission, manager, manager.key)] : [];
    case 'list':
      return connectionArgs(emission, manager);
    case 'aggregate':
      return aggregateArgs(emission, manager);
    case 'groups':
      return groupArgs(emission, manager);
    case 'history':
      return historyArgs(emission, manager);
  }
}

/** What an operation gives, or a list of. */
function typeOf(emission: Emission, manager: ManagerModel, kind: QueryKind): TypeValue | undefined {
  switch (kind) {
    case 'detail':
      return emission.managerType(manager);
    case 'list':
      return connectionType(emission, manager);
    case 'aggregate':
      return aggregateType(emission, manager);
    case 'groups':
      return groupType(emission, manager);
    case 'history':
      return historyType(emission, manager);
  }
}
