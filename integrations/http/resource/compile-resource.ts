import type { EmbeddableModel, EnumModel, Problem } from '../../../lib/plugin.js';
import type { SingleOperation } from '../declare/operation-options.js';
import type { ResourceOptions } from '../declare/resource-options.js';
import { InvalidResource } from '../errors.js';
import type { ResourceField } from '../field/resource-field.js';
import { compileAction } from './compile-action.js';
import { compileField } from './compile-field.js';
import { compileList, type Tell } from './compile-list.js';
import {
  DEFAULT_LOCAL,
  valuePaths,
  type CompiledList,
  type CompiledObject,
  type CompiledWrites,
  type FieldAtPath,
  type Resource,
} from './resource.js';
import { placeholdersOf } from './template.js';

const KINDS: readonly string[] = ['scalar', 'enum', 'object'];

/** Checks what is declared and makes it ready; every problem is told. */
export function compileResource(
  target: object,
  name: string,
  options: ResourceOptions<object>,
): { readonly resource: Resource; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const tell: Tell = (option, reason) =>
    void problems.push(InvalidResource.problem(`${name}.interface.${option}`, { resource: name, reason }));
  const writable = options.operations.create !== undefined || options.operations.update !== undefined;
  const [enums, embeddables]: [EnumModel[], EmbeddableModel[]] = [[], []];
  const declared = Object.entries(options.fields as Readonly<Record<string, ResourceField>>).filter(([each, field]) => {
    const isField = typeof field === 'object' && KINDS.includes(field.kind);
    if (!isField) tell(`fields.${each}`, 'it is not made by field');
    return isField;
  });
  const fields = declared.map(([each, field]) => compileField({ owner: name, enums, embeddables, writable }, each, field));
  const paths = valuePaths(fields);
  const key = paths.filter(({ field }) => field.primary).map(({ path }) => path);
  if (fields.length === 0) tell('fields', 'it has no fields');
  const { lists, detail } = compileReads(options, paths, key, tell);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const resource: Resource = {
    name,
    target,
    upstream: options.upstream,
    fields: byName,
    key,
    enums,
    embeddables,
    lists,
    ...(detail && { detail }),
    writes: compileWrites(options, key, tell),
    actions: Object.entries(options.operations.actions ?? {}).map(([each, request]) =>
      compileAction(each, request, { fields: byName, key }, tell),
    ),
    local: localOf(options, tell),
    whole: options.whole ?? lists.some(({ style }) => style.name === 'wholeList'),
    ...(options.schema && { schema: options.schema }),
    ...(options.health && { health: options.health.path }),
    ...(options.cache && { cache: options.cache }),
  };
  return { resource, problems };
}

function compileReads(
  { operations }: ResourceOptions<object>,
  paths: readonly FieldAtPath[],
  key: readonly string[],
  tell: Tell,
): { readonly lists: readonly CompiledList[]; readonly detail: CompiledObject | undefined } {
  const { list, lists: further = {}, detail } = operations;
  if (!list && !detail) tell('operations', 'it has neither a list nor a detail, so that nothing can be read');
  const declared = [...(list ? [['list', list] as const] : []), ...Object.entries(further)];
  return {
    lists: declared.map(([name, request]) => compileList(name, request, paths, tell)),
    detail: detail && compileKeyed('detail', detail, key, tell),
  };
}

function compileWrites({ operations }: ResourceOptions<object>, key: readonly string[], tell: Tell): CompiledWrites {
  const { create, update, delete: remove, list, detail } = operations;
  if ((update ?? remove) && !list && !detail) tell('operations', 'what is changed has to be read before');
  for (const reason of create?.invalid ?? []) tell('operations.create', reason);
  if (create && key.length === 0) tell('operations.create', 'it has no field.id() to tell what was made by');
  return {
    ...(create && { create: { name: 'create', request: create, item: create.item ?? '' } }),
    ...(update && { update: compileKeyed('update', update, key, tell) }),
    ...(remove && { delete: compileKeyed('delete', remove, key, tell) }),
  };
}

function compileKeyed<Request extends SingleOperation>(
  name: string,
  request: Request,
  key: readonly string[],
  tell: Tell,
): CompiledObject<Request> {
  const at = `operations.${name}`;
  const named = placeholdersOf(request.path);
  const places = request.key ?? key;
  for (const reason of request.invalid ?? []) tell(at, reason);
  if (key.length === 0) tell(at, 'it has no field.id() to ask for one object by');
  if (places.length !== key.length) tell(`${at}.key`, 'it has not as many places as the key has parts');
  for (const each of request.key ? [] : key) if (!named.includes(each)) tell(`${at}.path`, `the key's ${each} has no placeholder in it`);
  for (const each of named) if (!key.includes(each)) tell(`${at}.path`, `its placeholder {${each}} is no part of the key`);
  return { name, request, item: request.item ?? '' };
}

function localOf({ local = {} }: ResourceOptions<object>, tell: Tell): Resource['local'] {
  if (local === false) return undefined;
  const bounds = { ...DEFAULT_LOCAL, ...local };
  for (const [name, value] of Object.entries(bounds)) {
    if (!Number.isSafeInteger(value) || value < 1) tell(`local.${name}`, 'it is no whole number above 0');
  }
  return bounds;
}
