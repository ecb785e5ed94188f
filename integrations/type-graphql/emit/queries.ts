import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query } from 'type-graphql';
import type { ManagerModel, OperationModel } from '../../../lib/plugin.js';
import type { ReadOperation } from '../resolve/read-operation.js';
import { connectionArgs, connectionType } from './connections.js';
import { declareArg, type ArgDeclaration } from './declare-field.js';
import { namedClass, type Emission, type TypeClass, type TypeValue } from './emission.js';
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
  // No other method can have this name.
  const method = `${kind}:${manager.name}`;
  const value = async (context: unknown, info: GraphQLResolveInfo): Promise<unknown> => resolve(manager, kind, context, info);
  const property: PropertyDescriptor = { value, configurable: true };
  Object.defineProperty(prototype, method, property);
  (Ctx() as DecorateParameter)(prototype, method, 0);
  (Info() as DecorateParameter)(prototype, method, 1);
  argsOf(emission, manager, operation).forEach((arg, index) => declareArg(prototype, method, index + 2, arg));
  const type = typeOf(emission, manager, operation);
  Query(() => type as never, { name, description, nullable: kind === 'detail' })(prototype, method, property);
}

function typeOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): TypeValue {
  return kind === 'detail' ? emission.managerType(manager) : connectionType(emission, manager);
}

function argsOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): readonly ArgDeclaration[] {
  if (kind === 'list') return connectionArgs(emission, manager);
  return manager.key ? [keyArg(emission, manager, manager.key)] : [];
}
