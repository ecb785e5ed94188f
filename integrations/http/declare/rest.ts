import type { InterfaceDeclaration } from '../../../lib/plugin.js';
import type { ResourceField } from '../field/resource-field.js';
import { http } from './http.js';
import { givenTo } from './option-names.js';
import type { CreateOperation, ListOperation, Operations, SingleOperation, UpdateOperation } from './operation-options.js';
import type { HttpOptions } from './resource-options.js';

type OperationName = Exclude<keyof Operations, 'lists' | 'actions'>;

type WithoutOperations<Options> = Options extends unknown ? Omit<Options, 'operations'> : never;

/** What `rest()` takes: what `http()` takes, with conventions in place of operations. */
export type RestOptions<T> = WithoutOperations<HttpOptions<T>> &
  Pick<ListOperation, 'filters' | 'sort' | 'projection' | 'pagination' | 'items'> &
  Pick<CreateOperation, 'item' | 'within' | 'errors' | 'idempotent'> &
  Pick<UpdateOperation, 'send'> &
  Pick<Operations, 'actions'> & {
    /** The path of the list, such as `/projects`; one object is at `/projects/{id}`. */
    readonly path: string;
    /** The operations that the upstream has. Default: all. */
    readonly only?: readonly OperationName[];
    /** How objects are changed. Default: `PATCH`. */
    readonly update?: 'PATCH' | 'PUT';
  };

/**
 * The interface of a class whose objects are behind a REST API: `GET`, `POST /projects` and `GET`, `PATCH`, `DELETE /projects/{id}`.
 *
 * @example
 * @Interface(rest<Project>({
 *   baseUrl: 'https://api.example.com',
 *   path: '/projects',
 *   fields: { id: field.id(), name: field.string() },
 *   filters: { name: 'name' },
 *   pagination: pageNumber(),
 * }))
 */
export function rest<T extends object>(options: RestOptions<T>): InterfaceDeclaration {
  const {
    path,
    only = NAMES,
    filters,
    sort,
    projection,
    pagination,
    items,
    item,
    within,
    errors,
    idempotent,
    send,
    actions,
    update = 'PATCH',
    ...shared
  } = options;
  const key = Object.entries(options.fields as Readonly<Record<string, ResourceField>>)
    .filter(([, field]) => field.kind === 'scalar' && field.primary)
    .map(([name]) => `/{${name}}`)
    .join('');
  const one: SingleOperation = { path: `${path}${key}`, ...(item !== undefined && { item }) };
  const written = { ...(item !== undefined && { item }), ...(within !== undefined && { within }), ...(errors && { errors }) };
  const all: Operations = {
    list: listOf({ path, filters, sort, projection, pagination, items }),
    detail: one,
    create: { path, ...written, ...(idempotent !== undefined && { idempotent }) },
    update: { path: one.path, method: update, ...written, ...(send && { send }) },
    delete: { path: one.path },
  };
  const operations = Object.fromEntries(Object.entries(all).filter(([name]) => only.some((each) => each === name)));
  const declared = http<T>({ ...shared, operations: { ...operations, ...(actions && { actions }) } });
  return Object.freeze({ ...declared, given: givenTo('rest', options) });
}

type GivenList = { readonly [Option in keyof ListOperation]: ListOperation[Option] | undefined } & Pick<ListOperation, 'path'>;

const listOf = ({ path, filters, sort, projection, pagination, items }: GivenList): ListOperation => ({
  path,
  ...(filters && { filters }),
  ...(sort && { sort }),
  ...(projection && { projection }),
  ...(pagination && { pagination }),
  ...(items !== undefined && { items }),
});

const NAMES: readonly OperationName[] = ['list', 'detail', 'create', 'update', 'delete'];
