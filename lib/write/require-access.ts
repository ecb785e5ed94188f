import type { RelationField } from '../model/field.js';
import type { WriteAccess } from './access.js';
import type { ObjectWrite, RelatedWrite, WrittenData } from './write-plan.js';

/** Refuses, before the source is asked anything, a write of which any part is allowed on no object. */
export function requireAccess(access: WriteAccess, write: ObjectWrite | RelatedWrite, through?: RelationField): void {
  const { manager } = write;
  // Whoever keeps the link is changed by it.
  if (through && !through.owner && write.kind !== 'create' && write.kind !== 'delete') access.require(manager, 'update');
  switch (write.kind) {
    case 'create':
      access.require(manager, 'create');
      return requireData(access, write);
    case 'update':
      access.require(manager, 'read');
      access.require(manager, 'update');
      return requireData(access, write);
    case 'upsert':
      requireAccess(access, write.create);
      return requireAccess(access, write.update);
    case 'connectOrCreate':
      access.require(manager, 'read');
      return requireAccess(access, write.create);
    case 'delete':
      access.require(manager, 'read');
      return access.require(manager, 'delete');
    case 'connect':
    case 'disconnect':
    case 'set':
      return access.require(manager, 'read');
  }
}

function requireData(access: WriteAccess, { links }: WrittenData): void {
  for (const { field, writes } of links) for (const each of writes) requireAccess(access, each, field);
}
