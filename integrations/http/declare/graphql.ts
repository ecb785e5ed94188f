import type { InterfaceDeclaration } from '../../../lib/plugin.js';
import type { ResourceField } from '../field/resource-field.js';
import { namesOf } from '../pagination/body-value.js';
import { relay } from '../pagination/index.js';
import { wholeList } from '../resource/whole-list.js';
import type { ActionArgumentOptions, ActionOperation, ActionResultOptions } from './action-options.js';
import { dataOf, documentOf, keysOf, selectionOf, usedVariables } from './graphql-document.js';
import type { GraphqlAction, GraphqlDelete, GraphqlList, GraphqlOperation, GraphqlOptions, GraphqlWrite } from './graphql-options.js';
import { http } from './http.js';
import { givenTo } from './option-names.js';
import type {
  FilterDeclaration,
  FilterOptions,
  JsonBody,
  ListOperation,
  Operations,
  SingleOperation,
  WriteOperation,
} from './operation-options.js';

/**
 * The interface of a class whose objects are behind a GraphQL API. Documents are made of the fields that are wanted.
 *
 * @example
 * @Interface(graphql<Project>({
 *   baseUrl: 'https://api.example.com',
 *   fields: { id: field.id(), name: field.string(), state: field.enum(['OPEN', 'CLOSED']), owner: field.string({ from: 'owner.login' }) },
 *   operations: {
 *     list: {
 *       field: 'projects(first: $first, after: $after, state: $state)',
 *       variables: { state: 'ProjectState' },
 *       filters: { state: 'state' },
 *     },
 *     detail: { field: 'project(id: $id)', variables: { id: 'ID!' } },
 *   },
 * }))
 */
export function graphql<T extends object>(options: GraphqlOptions<T>): InterfaceDeclaration {
  const { endpoint = '/graphql', operations: declared, ...shared } = options;
  const keys = Object.entries(options.fields as Readonly<Record<string, ResourceField>>)
    .filter(([, field]) => field.kind === 'scalar' && field.primary)
    .map(([name]) => name);
  const { list, lists = {}, detail, create, update, delete: remove, actions = {} } = declared;
  const operations: Operations = {
    ...(list && { list: listOf('list', endpoint, list) }),
    lists: Object.fromEntries(Object.entries(lists).map(([name, each]) => [name, listOf(name, endpoint, each)])),
    ...(detail && { detail: detailOf(endpoint, detail, keys) }),
    ...(create && { create: writeOf('create', endpoint, create, []) }),
    ...(update && { update: writeOf('update', endpoint, update, update.key ?? keys) }),
    ...(remove && { delete: deleteOf(endpoint, remove, remove.key ?? keys) }),
    actions: Object.fromEntries(Object.entries(actions).map(([name, each]) => [name, actionOf(name, endpoint, each, keys)])),
  };
  return Object.freeze({ ...http<T>({ ...shared, operations }), given: givenTo('graphql', options) });
}

const PAGING: Readonly<Record<string, string>> = Object.freeze({ first: 'Int', after: 'String' });

function listOf(name: string, endpoint: string, operation: GraphqlList): ListOperation {
  const { pagination = 'connection', maxSize, total = false, filters = {}, sort } = operation;
  const at = keysOf(operation);
  const isConnection = pagination === 'connection';
  const style = isConnection ? relay({ at, in: 'body', total, ...(maxSize !== undefined && { maxSize }) }) : pagination;
  const wrap = (selection: string): string =>
    isConnection ? `{ nodes ${selection} pageInfo { hasNextPage endCursor }${total ? ' totalCount' : ''} }` : selection;
  return {
    ...requestOf(name, endpoint, operation, wrap),
    pagination: style === 'list' ? wholeList(at) : style,
    filters: Object.fromEntries(Object.entries(filters).map(([key, each]) => [key, variable(each)])),
    ...(sort && { sort: variableSort(sort) }),
  };
}

function writeOf(name: string, endpoint: string, operation: GraphqlWrite, keys: readonly string[]): WriteOperation {
  const { input = 'input', item } = operation;
  const wrap = (selection: string): string => (item === undefined ? selection : `{ ${item} ${selection} }`);
  return {
    ...requestOf(name, endpoint, operation, wrap, 'mutation'),
    item: [...keysOf(operation), ...(item === undefined ? [] : [item])],
    within: `variables.${input}`,
    ...(keys.length > 0 && { key: variablePaths(keys) }),
  };
}

function deleteOf(endpoint: string, operation: GraphqlDelete, keys: readonly string[]): SingleOperation {
  const { selection = '' } = operation;
  return { ...requestOf('delete', endpoint, operation, () => selection, 'mutation'), key: variablePaths(keys) };
}

function actionOf(name: string, endpoint: string, operation: GraphqlAction, keys: readonly string[]): ActionOperation {
  const {
    field: _field,
    variables: _variables,
    values: _values,
    selection = '',
    item,
    key,
    returns,
    arguments: given = {},
    ...rest
  } = operation;
  const at = keysOf(operation);
  const used = usedVariables(operation);
  const places = key ?? (operation.scope !== 'class' && keys.some((each) => used.includes(each)) ? keys : undefined);
  return {
    ...rest,
    ...requestOf(name, endpoint, operation, (wanted) => answerOf(wanted, item, selection), 'mutation'),
    ...(item !== undefined && { item: item === '' ? at : [...at, item] }),
    ...(places && { key: variablePaths(places) }),
    ...(returns !== undefined && { returns: resultAt(at, returns) }),
    arguments: Object.fromEntries(Object.entries(given).map(([argument, each]) => [argument, argumentVariable(argument, each)])),
  };
}

/** What is selected of what an action's field gives: the object, where it is there, and what is wanted besides. */
function answerOf(wanted: string, item: string | undefined, selection: string): string {
  if (item === undefined) return selection;
  const besides = selection.trim().replace(/^\{|\}$/g, '');
  return item === '' ? wanted : `{ ${item} ${wanted}${besides} }`;
}

function argumentVariable(name: string, declared: NonNullable<ActionOperation['arguments']>[string]): ActionArgumentOptions {
  const options: ActionArgumentOptions = typeof declared === 'string' ? { type: declared } : declared;
  return { ...options, in: 'body', name: `variables.${options.name ?? name}` };
}

function resultAt(at: readonly string[], returns: NonNullable<ActionOperation['returns']>): ActionResultOptions {
  const options = typeof returns === 'string' ? { type: returns } : returns;
  return { ...options, from: [...at, ...namesOf(options.from ?? '')] };
}

const variablePaths = (names: readonly string[]): readonly string[] => names.map((name) => `variables.${name}`);

function detailOf(endpoint: string, operation: GraphqlOperation, keys: readonly string[]): SingleOperation {
  return {
    ...requestOf('detail', endpoint, operation, (selection) => selection),
    item: keysOf(operation),
    key: variablePaths(keys),
  };
}

function requestOf(
  name: string,
  endpoint: string,
  operation: GraphqlOperation,
  wrap: (selection: string) => string,
  kind: 'query' | 'mutation' = 'query',
): Pick<ListOperation, 'path' | 'method' | 'body' | 'read' | 'graphql' | 'invalid'> {
  const types = { ...PAGING, ...operation.variables };
  return {
    path: endpoint,
    method: 'POST',
    body: (wanted): JsonBody => ({
      query: documentOf(kind, name, operation, types, wrap(selectionOf(wanted))),
      variables: { ...operation.values },
    }),
    read: (body) => dataOf(name, body),
    graphql: kind,
    invalid: usedVariables(operation)
      .filter((each) => types[each] === undefined)
      .map((each) => `its field uses the variable $${each}, of which no type is declared`),
  };
}

/** Operands are variables, or values inside of them. */
function variable(declared: FilterDeclaration): FilterOptions {
  const options: FilterOptions = typeof declared === 'string' ? { param: declared } : declared;
  const { exclude } = options;
  return {
    ...options,
    param: `variables.${options.param}`,
    in: 'body',
    ...(exclude !== undefined && { exclude: `variables.${exclude}` }),
  };
}

function variableSort(sort: NonNullable<GraphqlList['sort']>): NonNullable<ListOperation['sort']> {
  const { direction } = sort;
  const told = typeof direction === 'object' ? { direction: { ...direction, param: `variables.${direction.param}` } } : {};
  return { ...sort, ...told, param: `variables.${sort.param}`, in: 'body' };
}
