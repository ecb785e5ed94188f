import type { WriteArgs } from '../hook/plugin.js';
import type { WriteRequest } from './write-request.js';

const OPERATIONS: Readonly<Record<WriteRequest['kind'], WriteArgs['operation']>> = Object.freeze({
  create: 'create',
  createMany: 'create',
  update: 'update',
  updateMany: 'update',
  upsert: 'upsert',
  restore: 'update',
  delete: 'delete',
  deleteMany: 'delete',
  action: 'action',
});

/** What plugins and observers know a kind of write as. */
export const operationOf = (kind: WriteRequest['kind']): WriteArgs['operation'] => OPERATIONS[kind];
