import type { WriteOperation, RequestOptions } from '../declare/operation-options.js';
import type { CompiledAction, CompiledList, CompiledObject, Resource } from '../resource/resource.js';
import type { UpstreamMethod } from '../upstream/index.js';

interface Shared {
  readonly resource: Resource;
  /** As it is declared: `list`, `detail`, a name of a further list or of an action. */
  readonly name: string;
  readonly method: UpstreamMethod;
  readonly request: RequestOptions;
}

/** A request that gives many objects. */
export interface ListRequestOperation extends Shared {
  readonly kind: 'list';
  readonly list: CompiledList;
}

/** A request for one object, or one that writes one. */
export interface ObjectOperation extends Shared {
  readonly kind: 'detail' | 'create' | 'update' | 'delete';
  readonly object: CompiledObject<WriteOperation>;
}

/** A request that does something of the upstream's own. */
export interface NamedOperation extends Shared {
  readonly kind: 'action';
  readonly action: CompiledAction;
}

/** What a resource asks of its upstream. */
export type DeclaredOperation = ListRequestOperation | ObjectOperation | NamedOperation;

/** Everything that a resource asks of its upstream. */
export function operationsOf(resource: Resource): readonly DeclaredOperation[] {
  const { lists, detail, writes, actions } = resource;
  const object = (kind: ObjectOperation['kind'], method: UpstreamMethod, found: CompiledObject | undefined): readonly ObjectOperation[] =>
    found ? [{ resource, kind, name: kind, method: found.request.method ?? method, request: found.request, object: found }] : [];
  return [
    ...lists.map((list): ListRequestOperation => ({
      resource,
      kind: 'list',
      name: list.name,
      method: list.request.method ?? 'GET',
      request: list.request,
      list,
    })),
    ...object('detail', 'GET', detail),
    ...object('create', 'POST', writes.create),
    ...object('update', 'PATCH', writes.update),
    ...object('delete', 'DELETE', writes.delete),
    ...actions.map((action): NamedOperation => ({
      resource,
      kind: 'action',
      name: action.name,
      method: action.request.method ?? 'POST',
      request: action.request,
      action,
    })),
  ];
}
