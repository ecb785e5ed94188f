import type { AdminMetadata } from '../../../integrations/admin/metadata/metadata.js';
import type { Operation } from '../api/send.js';
import { keyFilter, keyValue, type Key } from './keys.js';
import type { AdminAction, AdminArgs, AdminField, AdminManager, AdminMutation, AdminQuery, Row, Schema } from './schema.js';
import { capabilitySelection, objectSelection } from './selection.js';

/** Arguments with their values; those that are undefined are left out. */
export type Given = Readonly<Record<string, unknown>>;

/** A page of objects. */
export interface PageOf {
  readonly nodes: readonly Row[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount?: number;
}

/** The arguments of a field as it takes them, their values as variables; `prefix` keeps variables of several fields apart. */
function call(
  args: AdminArgs,
  given: Given,
  prefix = '',
): { readonly declared: readonly string[]; readonly passed: string; readonly variables: Given } {
  const used = Object.entries(given).filter(([name, value]) => value !== undefined && name in args);
  const passed = used.map(([name]) => `${name}: $${prefix}${name}`).join(', ');
  return {
    declared: used.map(([name]) => `$${prefix}${name}: ${args[name] ?? ''}`),
    passed: passed === '' ? '' : `(${passed})`,
    variables: Object.fromEntries(used.map(([name, value]) => [`${prefix}${name}`, value])),
  };
}

const operation = (kind: 'query' | 'mutation', declared: readonly string[], body: string, variables: Given): Operation => ({
  query: `${kind}${declared.length > 0 ? ` (${declared.join(', ')})` : ''} { ${body} }`,
  variables,
});

const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const connection = (selection: string, total: boolean): string => `{ ${total ? 'totalCount ' : ''}${PAGE_INFO} nodes { ${selection} } }`;

/** A page of the objects of a manager, under `list`; `besides` is selected of each, too. */
export function listDocument(schema: Schema, manager: AdminManager, fields: readonly AdminField[], given: Given, besides = ''): Operation {
  const { list } = manager;
  const { declared, passed, variables } = call(list?.args ?? {}, given);
  const page = connection(`${objectSelection(schema, manager, fields)} ${besides}`, list?.total ?? false);
  return operation('query', declared, `list: ${list?.name ?? ''}${passed} ${page}`, variables);
}

/** How one object is named in a query: by its key, or as the only one of a list. */
function objectCall(manager: AdminManager, key: Key, deleted?: 'INCLUDE') {
  const { detail, list, key: parts = [] } = manager;
  if (detail) {
    const name = 'key' in detail.args ? 'key' : 'id';
    const made = call(detail.args, { [name]: keyValue(parts, key), deleted });
    return { ...made, field: detail.name, wrap: (selection: string) => `{ ${selection} }` };
  }
  const made = call(list?.args ?? {}, { filter: keyFilter(parts, key), first: 1, deleted });
  return { ...made, field: list?.name ?? '', wrap: (selection: string) => `{ nodes { ${selection} } }` };
}

/** One object, under `object`; also where it is deleted. */
export function objectDocument(schema: Schema, manager: AdminManager, key: Key, fields: readonly AdminField[]): Operation {
  const deletes = 'deleted' in (manager.detail ?? manager.list ?? { args: {} }).args;
  const { declared, passed, variables, field, wrap } = objectCall(manager, key, deletes ? 'INCLUDE' : undefined);
  const selection = `${objectSelection(schema, manager, fields)} ${capabilitySelection(manager)}`;
  const { deleted: _deleted, ...others } = variables;
  const present = deletes ? ` present: ${field}${passed.replace(/, deleted: \$deleted/, '')} ${wrap('__typename')}` : '';
  return operation('query', declared, `object: ${field}${passed} ${wrap(selection)}${present}`, deletes ? variables : others);
}

/** The object of an answer, and whether it is deleted. */
export function objectOf(data: { readonly object?: unknown; readonly present?: unknown }): {
  readonly row: Row | undefined;
  readonly deleted: boolean;
} {
  const one = (value: unknown): Row | undefined => {
    const nodes = (value as { readonly nodes?: readonly Row[] } | null | undefined)?.nodes;
    return (nodes ? nodes[0] : (value as Row | null | undefined)) ?? undefined;
  };
  const row = one(data.object);
  return { row, deleted: row !== undefined && 'present' in data && one(data.present) === undefined };
}

/** A page of related objects, `object { list { … } }`; `besides` is selected of each, too. */
export function relatedDocument(
  schema: Schema,
  owner: { readonly manager: AdminManager; readonly key: Key; readonly field: AdminField },
  fields: readonly AdminField[],
  given: Given,
  besides = '',
): Operation {
  const { manager, key, field } = owner;
  const target = schema.named(field.type);
  const object = objectCall(manager, key);
  const list = call(field.args ?? {}, given, 'of_');
  const page = target ? connection(`${objectSelection(schema, target, fields)} ${besides}`, field.total ?? false) : '{ __typename }';
  const body = `object: ${object.field}${object.passed} ${object.wrap(`list: ${field.name}${list.passed} ${page}`)}`;
  return operation('query', [...object.declared, ...list.declared], body, { ...object.variables, ...list.variables });
}

/** What the actor may do with the managers at all. */
export function accessDocument(access: AdminMetadata['access']): Operation {
  const parts = Object.entries(access).map(([plural, actions]) => {
    const told = actions.length > 0 ? ` actions { ${actions.join(' ')} }` : '';
    return `${plural} { read create${told} }`;
  });
  return { query: `{ capabilities { ${parts.join(' ')} } }` };
}

/** A mutation, with the key of its object under `done.object`, and its result. */
export function mutationDocument(schema: Schema, manager: AdminManager, mutation: AdminMutation | AdminAction, given: Given): Operation {
  const { declared, passed, variables } = call(mutation.args, given);
  const object = mutation.object === undefined ? '' : `object: ${mutation.object} { ${objectSelection(schema, manager, [])} }`;
  const result = 'result' in mutation && mutation.result ? ' result' : '';
  return operation('mutation', declared, `done: ${mutation.name}${passed} { __typename ${object}${result} }`, variables);
}

/** A mutation of everything that a filter finds, with how many that is under `done.count`, and how many are refused. */
export function manyDocument(mutation: AdminMutation, given: Given): Operation {
  const { declared, passed, variables } = call(mutation.args, given);
  return operation('mutation', declared, `done: ${mutation.name}${passed} { count refused }`, variables);
}

/** A query of one field, under `alias`. */
export function queryDocument(alias: string, { name, args }: AdminQuery, given: Given, selection: string): Operation {
  const { declared, passed, variables } = call(args, given);
  return operation('query', declared, `${alias}: ${name}${passed} { ${selection} }`, variables);
}

/** How one object is named in arguments. */
export function keyArgument({ args }: AdminQuery, { key: parts = [] }: AdminManager, key: Key): Given {
  return { ['key' in args ? 'key' : 'id']: keyValue(parts, key) };
}
