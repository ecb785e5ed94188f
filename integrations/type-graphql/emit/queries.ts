import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query } from 'type-graphql';
import type { ManagerModel, OperationModel } from '../../../lib/plugin.js';
import type { ReadOperation } from '../resolve/read-operation.js';
import { aggregateArgs, aggregateType, groupType } from './aggregates.js';
import { connectionArgs, connectionType } from './connections.js';
import { declareArg, type ArgDeclaration } from './declare-field.js';
import { namedClass, type Emission, type TypeClass, type TypeValue } from './emission.js';
import { groupArgs } from './group-inputs.js';
import { keyArg } from './keys.js';

type DecorateParameter = (prototype: object, method: string, index: number) => void;

/** Declares the generated queries on a resolver class of their own; `resolve` carries them out. */
export function queriesClass(emission: Emission, resolve: ReadOperation): TypeClass {
  const target = namedClass('GeneratedQueries');
  for (const manager of emission.model.managers.values()) {
    for (const operation of manager.operations) {
      if (operation.served === 'generated') declareQuery(emission, target, { manager, operation, resolve });
    }
  }
  return target;
}

interface GeneratedQuery {
  readonly manager: ManagerModel;
  readonly operation: OperationModel;
  readonly resolve: ReadOperation;
}

function declareQuery(emission: Emission, { prototype }: TypeClass, { manager, operation, resolve }: GeneratedQuery): void {
  const { kind, name, description } = operation;
  const type = typeOf(emission, manager, operation);
  // Where nothing can be grouped by, there are no groups.
  if (!type) return;
  // No other method can have this name.
  const method = `${kind}:${manager.name}`;
  const value = async (context: unknown, info: GraphQLResolveInfo): Promise<unknown> => resolve(manager, kind, context, info);
  const property: PropertyDescriptor = { value, configurable: true };
  Object.defineProperty(prototype, method, property);
  (Ctx() as DecorateParameter)(prototype, method, 0);
  (Info() as DecorateParameter)(prototype, method, 1);
  argsOf(emission, manager, operation).forEach((arg, index) => declareArg(prototype, method, index + 2, arg));
  Query(() => type as never, { name, description, nullable: kind === 'detail' })(prototype, method, property);
}

/** What an operation gives, a list where it is one. */
function typeOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): TypeValue | undefined {
  switch (kind) {
    case 'detail':
      return emission.managerType(manager);
    case 'list':
      return connectionType(emission, manager);
    case 'aggregate':
      return aggregateType(emission, manager);
    case 'groups': {
      const group = groupType(emission, manager);
      return group && [group];
    }
  }
}

function argsOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): readonly ArgDeclaration[] {
  switch (kind) {
    case 'detail':
      return manager.key ? [keyArg(emission, manager, manager.key)] : [];
    case 'list':
      return connectionArgs(emission, manager);
    case 'aggregate':
      return aggregateArgs(emission, manager);
    case 'groups':
      return groupArgs(emission, manager);
  }
}
