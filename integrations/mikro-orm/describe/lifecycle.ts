import {
  declarationOf,
  operationPolicy,
  type Declaration,
  type LifecycleModel,
  type Problem,
  type SoftDeletion,
} from '../../../lib/plugin.js';
import { InvalidLifecycle } from '../errors.js';
import type { Meta, Property } from '../metadata.js';

/** What the options of `database()` say of the life of objects; in a single-table hierarchy the class at its root says it for all. */
export function lifecycleOf(meta: Meta, own: Declaration): { readonly lifecycle: LifecycleModel; readonly problems: readonly Problem[] } {
  const declaration = meta.root === meta ? own : declarationOf(meta.root.class);
  const { softDelete, history, changedBy } = declaration?.interface?.options ?? {};
  const problems: Problem[] = [];
  const refuse = (option: string, reason: string): undefined => {
    problems.push(InvalidLifecycle.problem(`${meta.className}.interface.${option}`, { entity: meta.className, option, reason }));
    return undefined;
  };
  const softDeletion = softDelete === undefined ? undefined : softDeletionOf(meta, softDelete, (reason) => refuse('softDelete', reason));
  const stamp = changedBy === undefined ? undefined : changedByOf(meta, changedBy, (reason) => refuse('changedBy', reason));
  const author = typeof history === 'object' && history !== null ? (history as { readonly author?: unknown }).author : undefined;
  const lifecycle = {
    history: history === true || (typeof history === 'object' && history !== null),
    ...(author !== undefined && { author: operationPolicy(author as Parameters<typeof operationPolicy>[0]) }),
    ...(softDeletion && { softDeletion }),
    ...(stamp && { changedBy: stamp }),
  };
  return { lifecycle, problems };
}

type Refuse = (reason: string) => undefined;

function softDeletionOf(meta: Meta, option: unknown, refuse: Refuse): SoftDeletion | undefined {
  const given = (typeof option === 'string' ? { field: option } : option) as Record<string, unknown>;
  const { field, deleted = false, read } = given;
  const property = typeof field === 'string' ? meta.properties[field] : undefined;
  if (!property || property.kind !== 'scalar') return refuse('it names no property with a value');
  const policy = operationPolicy(read as Parameters<typeof operationPolicy>[0]);
  if (property.runtimeType === 'boolean') return { field: property.name, flag: deleted === true, read: policy };
  const isTime = property.runtimeType === 'Date' && property.nullable;
  return isTime ? { field: property.name, read: policy } : refuse('the property is neither a boolean nor a time that may be null');
}

function changedByOf(meta: Meta, option: unknown, refuse: Refuse): LifecycleModel['changedBy'] {
  const { field, attribute } = (typeof option === 'string' ? { field: option, attribute: 'id' } : option) as Record<string, unknown>;
  const property: Property | undefined = typeof field === 'string' ? meta.properties[field] : undefined;
  if (!property || property.kind !== 'scalar' || !property.nullable) return refuse('it names no property with a value that may be null');
  return typeof attribute === 'string' ? { field: property.name, attribute } : refuse('it names no attribute of the actor');
}
