import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query } from 'type-graphql';
import type { ManagerModel, OperationModel } from '../../../lib/plugin.js';
import type { TypeValue } from '../generated/generated-type.js';
import type { ReadOperation } from '../resolve/read-operation.js';
import { aggregateType, groupType } from './aggregates.js';
import { connectionType } from './connections.js';
import { declareArg, decoratorType } from './declare-field.js';
import { namedClass, type Emission, type TypeClass } from './emission.js';
import { keyArg } from './keys.js';

type Methods = Record<string, (context: unknown, info: GraphQLResolveInfo) => Promise<unknown>>;

type DecorateParameter = (prototype: object, method: string, index: number) => void;
const takeContext = Ctx() as DecorateParameter;
const takeInfo = Info() as DecorateParameter;

/** Declares the generated queries on a resolver class of their own; `resolve` carries them out. */
export function queriesClass(emission: Emission, resolve: ReadOperation): TypeClass {
  const target = namedClass('GeneratedQueries');
  // A prototype costs more with each method that it gets; one to inherit from is filled first.
  const methods = Object.create(null) as Methods;
  for (const manager of emission.model.managers.values()) {
    for (const operation of manager.operations) {
      if (operation.served === 'generated') declareQuery(emission, target, { manager, operation, resolve, methods });
    }
  }
  Object.setPrototypeOf(target.prototype, methods);
  return target;
}

interface GeneratedQuery {
  readonly manager: ManagerModel;
  readonly operation: OperationModel;
  readonly resolve: ReadOperation;
  /** Where its method goes. */
  readonly methods: Methods;
}

function declareQuery(emission: Emission, { prototype }: TypeClass, { manager, operation, resolve, methods }: GeneratedQuery): void {
  const { kind, name, description } = operation;
  const type = typeOf(emission, manager, operation);
  // Where nothing can be grouped by, there are no groups.
  if (!type) return;
  // No other method can have this name.
  const method = `${kind}:${manager.name}`;
  const answer = async (context: unknown, info: GraphQLResolveInfo): Promise<unknown> => resolve(manager, kind, context, info);
  methods[method] = answer;
  takeContext(prototype, method, 0);
  takeInfo(prototype, method, 1);
  // All others have the arguments of their type.
  if (kind === 'detail' && manager.key) declareArg(prototype, method, 2, keyArg(emission, manager, manager.key));
  const value = decoratorType(type, kind === 'groups');
  Query(() => value as never, { name, description, nullable: kind === 'detail' })(prototype, method, { value: answer });
}

/** What an operation gives, or a list of. */
function typeOf(emission: Emission, manager: ManagerModel, { kind }: OperationModel): TypeValue | undefined {
  switch (kind) {
    case 'detail':
      return emission.managerType(manager);
    case 'list':
      return connectionType(emission, manager);
    case 'aggregate':
      return aggregateType(emission, manager);
    case 'groups':
      return groupType(emission, manager);
  }
}
