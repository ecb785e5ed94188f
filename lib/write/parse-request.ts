import { TRUE, type Condition } from '../plan/condition.js';
import { NoWrites, TooManyWrites } from '../error/write-errors.js';
import type { ManagerModel } from '../model/model.js';
import { parseLocator, withLocated } from './locate.js';
import type { DataPlace, InputContext } from './input-context.js';
import { parseAction, type ActionWrite } from './parse-action.js';
import { parseData } from './parse-data.js';
import type { CreateWrite, DeleteWrite, ObjectWrite, UpdateWrite } from './write-plan.js';
import type { WriteRequest } from './write-request.js';

/** Checked writes at the root: some of their own, or one for everything that a filter finds. */
export type ParsedRequest =
  | { readonly kind: 'objects'; readonly writes: readonly ObjectWrite[] }
  | {
      readonly kind: 'filtered';
      readonly write: UpdateWrite | DeleteWrite;
      readonly filter: unknown;
      readonly max: number;
      readonly dryRun: boolean;
    }
  | ActionWrite;

/** Checks the input of a request; what is wrong with data is gathered, and told at once by whoever asked. */
export function parseRequest(context: InputContext, request: WriteRequest): ParsedRequest {
  const { manager } = request;
  const place: DataPlace = { manager, path: [], mode: 'create', depth: 0 };
  const update = (data: unknown, where: Condition, path: DataPlace['path'] = []): UpdateWrite => {
    return { kind: 'update', manager, path, where, ...parseData(context, { ...place, path, mode: 'update' }, data) };
  };
  switch (request.kind) {
    case 'create':
      return { kind: 'objects', writes: [create(context, place, request.data)] };
    case 'createMany':
      return { kind: 'objects', writes: many(context, place, request.data) };
    case 'update':
      return { kind: 'objects', writes: [update(request.data, parseLocator(context, manager, request.key, ['key']))] };
    case 'upsert': {
      const where = parseLocator(context, manager, request.where, ['where']);
      const at: DataPlace = { ...place, path: ['create'] };
      const made = create(context, at, withLocated(context, at, where, request.create));
      return {
        kind: 'objects',
        writes: [{ kind: 'upsert', manager, path: [], where, create: made, update: update(request.update, where, ['update']) }],
      };
    }
    case 'delete':
      return {
        kind: 'objects',
        writes: [{ kind: 'delete', manager, path: [], where: parseLocator(context, manager, request.key, ['key']) }],
      };
    case 'restore':
      return { kind: 'objects', writes: [restore(manager, parseLocator(context, manager, request.key, ['key']))] };
    case 'updateMany':
      return filtered(context, request, update(request.data, TRUE));
    case 'deleteMany':
      return filtered(context, request, { kind: 'delete', manager, path: [] });
    case 'action':
      return parseAction(context, request);
  }
}

function create(context: InputContext, place: DataPlace, data: unknown): CreateWrite {
  return { kind: 'create', manager: place.manager, path: place.path, ...parseData(context, place, data) };
}

/** A softly deleted object is updated to be there again. */
function restore(manager: ManagerModel, where: Condition): UpdateWrite {
  const { softDeletion } = manager.lifecycle;
  const field = softDeletion && manager.fields.get(softDeletion.field);
  if (!softDeletion || !field || field.kind === 'relation') throw NoWrites.create({ manager: manager.name, what: 'restore objects' });
  const value = softDeletion.flag === undefined ? null : !softDeletion.flag;
  return { kind: 'update', manager, path: [], where, values: [{ field, value }], links: [] };
}

function many(context: InputContext, place: DataPlace, data: unknown): readonly CreateWrite[] {
  if (Array.isArray(data)) return data.map((each: unknown, index) => create(context, { ...place, path: [index] }, each));
  context.violations.add([], 'INVALID_VALUE', 'Many objects are written as a list.');
  return [];
}

function filtered(
  { limits }: InputContext,
  { filter, max = limits.maxWrites, dryRun = false }: Extract<WriteRequest, { readonly filter: unknown }>,
  write: UpdateWrite | DeleteWrite,
): ParsedRequest {
  if (!Number.isInteger(max) || max < 0 || max > limits.maxWrites) throw TooManyWrites.create({ max: limits.maxWrites });
  return { kind: 'filtered', write, filter, max, dryRun };
}
