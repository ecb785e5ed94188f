import { Ctx, Info, Query } from 'type-graphql';
import type { ManagerModel, OperationModel } from '../../../lib/plugin.js';
import type { ReadOperation } from '../resolve/read-operation.js';
import { connectionArgs, connectionType } from './connections.js';
import { declareArg, type ArgDeclaration } from './declare-field.js';
import { namedClass, type Emission, type TypeClass, type TypeValue } from './emission.js';
import { keyArg } from './keys.js';

type ParameterDecorator_ = (prototype: object, method: string, index: number) => void;

/** Declares the generated queries on a resolver class of their own; `resolve` carries them out. */
export function queriesClass(emission: Emission, resolve: ReadOperation): TypeClass {
  const target = namedClass('GeneratedQueries');
  for (const manager of emission.model.managers.values()) {
    for (const operation of manager.operations) {
      if (operation.served === 'generated') declareQuery(emission, target, manager, operation, resolve);
    }
  }
  return target;
}

// eslint-disable-next-line max-params -- what a query is made of
function declareQuery(emission: Emission, target: TypeClass, manager: ManagerModel, operation: OperationModel, resolve: ReadOperation): void {
  const { prototype } = target;
  const method = `${operation.kind}:${manager.name}`;
  const run = async (context: unknown, info: never): Promise<unknown> => resolve(manager, operation.kind, context, info);
  Object.defineProperty(prototype, method, { value: run, configurable: true });
  (Ctx() as ParameterDecorator_)(prototype, method, 0);
  (Info() as ParameterDecorator_)(prototype, method, 1);
  argsOf(emission, manager, operation).forEach((arg, index) => declareArg(prototype, method, index + 2, arg));
  const type = typeOf(emission, manager, operation);
  const options = { name: operation.name, description: operation.description, nullable: operation.kind === 'detail' };
  Query(() => type as never, options)(prototype, method, Object.getOwnPropertyDescriptor(prototype, method) ?? {});
}

function typeOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): TypeValue {
  return kind === 'detail' ? emission.managerType(manager) : connectionType(emission, manager);
}

function argsOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): readonly ArgDeclaration[] {
  if (kind === 'list') return connectionArgs(emission, manager);
  return manager.key ? [keyArg(emission, manager, manager.key)] : [];
}
