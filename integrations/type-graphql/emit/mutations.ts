import { isMutation, type ManagerModel, type MutationKind, type OperationModel } from '../../../lib/plugin.js';
import type { GeneratedType } from '../generated/generated-type.js';
import type { WriteOperation } from '../resolve/write-operation.js';
import type { OperationsClass } from './declare-operation.js';
import type { Emission } from './emission.js';
import { mutationArgs } from './mutation-args.js';
import { batchPayload, manyPayload, onePayload } from './payloads.js';

/** Declares the generated mutations of a manager; `resolve` carries them out. */
export function declareMutations(emission: Emission, target: OperationsClass, manager: ManagerModel, resolve: WriteOperation): void {
  for (const operation of manager.operations.filter(isMutation)) {
    if (operation.served === 'generated') declareMutation(emission, target, { manager, operation, resolve });
  }
}

interface GeneratedMutation {
  readonly manager: ManagerModel;
  readonly operation: OperationModel<MutationKind>;
  readonly resolve: WriteOperation;
}

function declareMutation(emission: Emission, target: OperationsClass, { manager, operation, resolve }: GeneratedMutation): void {
  const { kind, name, description } = operation;
  const args = mutationArgs(emission, manager, kind);
  // Where no field can be written, there is nothing to say.
  if (!args) return;
  target.declare({
    root: 'mutation',
    method: `${kind}:${manager.name}`,
    name,
    description,
    type: payloadOf(emission, manager, kind),
    args,
    answer: async (context, info) => resolve(manager, kind, context, info),
  });
}

function payloadOf(emission: Emission, manager: ManagerModel, kind: MutationKind): GeneratedType {
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
