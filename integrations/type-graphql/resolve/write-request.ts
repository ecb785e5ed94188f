import type { ApplicationModel, ManagerModel, MutationKind, SelectionRequest, WriteRequest } from '../../../lib/plugin.js';
import type { Arguments } from './arguments-of.js';
import { keyByProperty, whereByProperty } from './key-input.js';
import { toPropertyNames } from './public-names.js';
import { toActionArguments, toWriteData } from './write-data.js';

/** What a mutation is about. */
export interface MutationSubject {
  readonly model: ApplicationModel;
  readonly manager: ManagerModel;
  readonly kind: MutationKind;
  /** The name of the action, where it is one. */
  readonly action: string | undefined;
  readonly select: SelectionRequest | undefined;
}

/** What a mutation asks of the core; an argument that is null says as little as one that is left out. */
export function toWriteRequest({ model, manager, kind, action = '', select }: MutationSubject, args: Arguments): WriteRequest {
  const data = (name: string): unknown => toWriteData(model, manager, args[name]);
  const request = { manager, select };
  const key = args['id'] ?? keyByProperty(model, manager, args['key']);
  const expected = args['expected'] ?? undefined;
  const bounds = {
    filter: toPropertyNames(model, manager, args['filter']),
    max: (args['max'] as number | null | undefined) ?? undefined,
    dryRun: args['dryRun'] === true,
  };
  switch (kind) {
    case 'create':
    case 'createMany':
      return { ...request, kind, data: data('input') };
    case 'update':
      return { ...request, kind, key, data: data('input'), expected };
    case 'upsert':
      return {
        ...request,
        kind,
        where: whereByProperty(model, manager, args['where']),
        create: data('create'),
        update: data('update'),
        expected,
      };
    case 'delete':
      return { ...request, kind, key, expected };
    case 'restore':
      return { ...request, kind, key };
    case 'updateMany':
      return { ...request, ...bounds, kind, data: data('input') };
    case 'deleteMany':
      return { ...request, ...bounds, kind };
    case 'action':
      return { ...request, kind, action, key, expected, arguments: toActionArguments(model, manager, action, args['input']) };
  }
}
