import { actionNamed, isMutation, type ManagerModel, type MutationKind, type OperationModel } from '../../../lib/plugin.js';
import type { ArgDeclaration, GeneratedType } from '../generated/generated-type.js';
import type { WriteOperation } from '../resolve/write-operation.js';
import type { Emission } from './emission.js';
import { actionArgs, mutationArgs } from './mutation-args.js';
import type { Operations } from './operations.js';
import { actionPayload, batchPayload, manyPayload, onePayload } from './payloads.js';

/** Declares the generated mutations of a manager; `resolve` carries them out. */
export function declareMutations(emission: Emission, target: Operations, manager: ManagerModel, resolve: WriteOperation): void {
  for (const operation of manager.operations.filter(isMutation)) {
    if (operation.served === 'generated') declareMutation(emission, target, { manager, operation, resolve });
  }
}

interface GeneratedMutation {
  readonly manager: ManagerModel;
  readonly operation: OperationModel<MutationKind>;
  readonly resolve: WriteOperation;
}

function declareMutation(emission: Emission, target: Operations, { manager, operation, resolve }: GeneratedMutation): void {
  const { kind, name, description, action } = operation;
  const shape = shapeOf(emission, manager, operation);
  // Where no field can be written, there is nothing to say.
  if (!shape.args) return;
  target.push({
    root: 'mutation',
    method: `${kind}:${manager.name}${action === undefined ? '' : `:${action}`}`,
    name,
    description,
    type: shape.type,
    args: shape.args,
    answer: async (context, info) => resolve({ manager, kind, action }, context, info),
  });
}

/** What a mutation takes and gives. */
interface Shape {
  readonly args: readonly ArgDeclaration[] | undefined;
  readonly type: GeneratedType;
}

function shapeOf(emission: Emission, manager: ManagerModel, { kind, action: name = '' }: OperationModel<MutationKind>): Shape {
  if (kind !== 'action') return { args: mutationArgs(emission, manager, kind), type: payloadOf(emission, manager, kind) };
  const action = actionNamed(manager, name);
  if (!action) throw new TypeError('an operation of an action that is not there');
  return { args: actionArgs(emission, manager, action), type: actionPayload(emission, manager, action) };
}

function payloadOf(emission: Emission, manager: ManagerModel, kind: Exclude<MutationKind, 'action'>): GeneratedType {
  switch (kind) {
    case 'create':
    case 'update':
    case 'upsert':
    case 'delete':
    case 'restore':
      return onePayload(emission, manager);
    case 'createMany':
      return manyPayload(emission, manager);
    case 'updateMany':
    case 'deleteMany':
      return batchPayload(emission);
  }
}
