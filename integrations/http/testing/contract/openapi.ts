import type { ActionResultOptions } from '../../declare/action-options.js';
import type { FieldErrors, WriteOperation } from '../../declare/operation-options.js';
import { namesOf } from '../../pagination/body-value.js';
import type { Resource } from '../../resource/resource.js';
import { isScalarType } from '../../../../lib/plugin.js';
import { fixedBody } from '../mock/fixed-body.js';
import { keyPlaces } from '../mock/sent-object.js';
import { operationsOf, type DeclaredOperation, type NamedOperation } from '../operations.js';
import { shapeOf } from '../page-shape.js';
import { resourceOf } from '../resource-of.js';
import { basePathOf, objectsAt } from './exchanges.js';
import { argumentSchema, parametersOf, type OpenApiParameter } from './openapi-parameters.js';
import { schemaAt, type SchemaPart } from './schema-at.js';
import { objectSchema, orNull, typeSchema, type JsonSchema } from './schema-of.js';

/** What a fragment is called. */
export interface OpenApiOptions {
  /** Default: the names of the resources. */
  readonly title?: string;
  /** Default: `1.0.0`. */
  readonly version?: string;
}

/** An operation of an OpenAPI document. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: true; readonly content: JsonContent };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly headers?: Readonly<Record<string, object>>; readonly content?: JsonContent }>
  >;
}

type JsonContent = Readonly<Record<'application/json', { readonly schema: JsonSchema }>>;

/** What resources need of an upstream, as an OpenAPI document. */
export interface OpenApiFragment {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/**
 * What resources need of their upstream, as a document of OpenAPI 3.1: every operation with its parameters and bodies, and what of the answers is read.
 *
 * @throws GM_MOCK_NO_RESOURCE
 * @example
 * await writeFile('market.openapi.json', JSON.stringify(openApiOf([Vendor, Quote], { title: 'market' }), null, 2));
 */
export function openApiOf(targets: object | readonly object[], { title, version = '1.0.0' }: OpenApiOptions = {}): OpenApiFragment {
  const resources = (Array.isArray(targets) ? (targets as readonly object[]) : [targets]).map(resourceOf);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of resources.flatMap(operationsOf)) {
    const { resource, request, method } = operation;
    const [path = ''] = request.path.split('?');
    const item = (paths[`${basePathOf(resource)}${path}`] ??= {});
    const key = method.toLowerCase();
    const known = item[key];
    item[key] = known ? merged(known, operationOf(operation)) : operationOf(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: title ?? resources.map(({ name }) => name).join(', '), version },
    paths,
    components: { schemas: Object.fromEntries(resources.flatMap(schemasOf)) },
  };
}

function schemasOf({ name, fields, writes }: Resource): readonly (readonly [string, JsonSchema])[] {
  const all = [...fields.values()];
  return [
    [name, objectSchema(all, 'answer')],
    ...(writes.create ? [[`${name}Create`, objectSchema(all, 'create')] as const] : []),
    ...(writes.update ? [[`${name}Update`, objectSchema(all, 'update')] as const] : []),
  ];
}

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const content = (schema: JsonSchema): JsonContent => ({ 'application/json': { schema } });

function operationOf(operation: DeclaredOperation): OpenApiOperation {
  const { resource, name, kind } = operation;
  const parameters = parametersOf(operation);
  const body = bodyOf(operation);
  const { errors } = operation.request as WriteOperation;
  const isOfOne = kind !== 'list' && kind !== 'create' && !(kind === 'action' && operation.action.scope === 'class');
  return {
    operationId: `${resource.name}_${name}`,
    tags: [resource.name],
    summary: (kind === 'action' ? operation.action.request.description : undefined) ?? `${name} of ${resource.name}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      ...successOf(operation),
      ...(isOfOne && operation.request.graphql === undefined && { '404': { description: 'There is no such object.' } }),
      ...(errors && { '422': { description: 'Fields are wrong.', content: content(refusalSchema(errors)) } }),
    },
  };
}

function successOf(operation: DeclaredOperation): OpenApiOperation['responses'] {
  const { kind, request } = operation;
  const schema = answerSchema(operation);
  const shape = kind === 'list' ? shapeOf(operation.list.style) : undefined;
  const headers = {
    ...(shape?.totalHeader !== undefined && {
      [shape.totalHeader]: { description: 'The number of all items.', schema: { type: 'integer' } },
    }),
    ...(shape?.kind === 'linkHeader' && { Link: { description: 'Where the next page is.', schema: { type: 'string' } } }),
  };
  const status = kind === 'create' && request.graphql === undefined ? '201' : schema ? '200' : '204';
  const described = { description: DESCRIPTIONS[kind], ...(Object.keys(headers).length > 0 && { headers }) };
  return { [status]: schema ? { ...described, content: content(schema) } : described };
}

const DESCRIPTIONS: Readonly<Record<DeclaredOperation['kind'], string>> = Object.freeze({
  list: 'A page of objects.',
  detail: 'The object.',
  create: 'The object that was made.',
  update: 'The object as it is now.',
  delete: 'It is gone.',
  action: 'It is done.',
});

/** What of an answer is read; undefined where that is nothing. */
function answerSchema(operation: DeclaredOperation): JsonSchema | undefined {
  const { resource, request } = operation;
  // What a function takes apart may be anything.
  if (request.read && !request.graphql) return {};
  const at = objectsAt(operation);
  const isMissing = operation.kind === 'detail' && request.graphql !== undefined;
  const own = isMissing ? { anyOf: [reference(resource.name), { type: 'null' }] } : reference(resource.name);
  const objects: readonly SchemaPart[] = at ? [at.at(-1) === '*' ? [at.slice(0, -1), { type: 'array', items: own }] : [at, own]] : [];
  const parts = [...objects, ...pageParts(operation), ...(operation.kind === 'action' ? resultPart(operation) : [])];
  if (parts.length === 0) return request.graphql ? { type: 'object' } : undefined;
  return schemaAt(request.graphql ? parts.map(([path, schema]): SchemaPart => [['data', ...path], schema]) : parts);
}

function pageParts(operation: DeclaredOperation): readonly SchemaPart[] {
  const shape = operation.kind === 'list' ? shapeOf(operation.list.style) : undefined;
  if (!shape) return [];
  const part = (path: readonly string[] | undefined, schema: JsonSchema): readonly SchemaPart[] => (path ? [[path, schema]] : []);
  return [
    ...part(shape.total, { type: 'integer' }),
    ...part(shape.pages, { type: 'integer' }),
    ...part(shape.hasMore, { type: 'boolean' }),
    ...part(shape.isOfItem ? undefined : shape.next, { type: ['string', 'number', 'null'] }),
  ];
}

function resultPart({ action: { request } }: NamedOperation): readonly SchemaPart[] {
  const { returns } = request;
  if (returns === undefined) return [];
  const { type, list, optional, from = '', parse }: ActionResultOptions = typeof returns === 'string' ? { type: returns } : returns;
  const item = parse || !isScalarType(type) ? {} : typeSchema(type);
  return [[namesOf(from), orNull(list === true ? { type: 'array', items: item } : item, optional === true)]];
}

/** What is sent; undefined for no body. */
function bodyOf(operation: DeclaredOperation): JsonSchema | undefined {
  const { resource, request } = operation;
  const { content: fixed, isOpen } = fixedBody(request);
  const parts: readonly SchemaPart[] = [
    ...leaves(fixed).map(([path, value]): SchemaPart => [path, { const: value }]),
    ...keyPlaces({ operation, resource }).map((place): SchemaPart => [place.split('.'), {}]),
    ...(request.graphql ? [[['query'], { type: 'string' }] as const] : []),
    ...(operation.kind === 'action' ? argumentParts(operation) : []),
  ];
  const object = operation.kind === 'create' || operation.kind === 'update' ? writtenPart(operation) : [];
  if (parts.length + object.length === 0) return isOpen ? {} : undefined;
  return schemaAt([...parts, ...object]);
}

function writtenPart(
  operation: Extract<DeclaredOperation, { readonly kind: 'detail' | 'create' | 'update' | 'delete' }>,
): readonly SchemaPart[] {
  const { within, serialize } = operation.object.request;
  const name = `${operation.resource.name}${operation.kind === 'create' ? 'Create' : 'Update'}`;
  return [[namesOf(within ?? ''), serialize ? {} : reference(name)]];
}

function argumentParts({ action: { given }, resource }: NamedOperation): readonly SchemaPart[] {
  return given.flatMap((argument): readonly SchemaPart[] =>
    argument.in === 'body' ? [[argument.parameter.split('.'), argumentSchema(argument, resource), argument.options.optional === true]] : [],
  );
}

function leaves(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === undefined ? [] : [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

function refusalSchema(errors: FieldErrors): JsonSchema {
  if ('object' in errors) return schemaAt([[namesOf(errors.object), { type: 'object' }]]);
  const code: readonly SchemaPart[] = errors.code === undefined ? [] : [[namesOf(errors.code), {}, true]];
  return schemaAt([[namesOf(errors.list), { type: 'array', items: schemaAt([[namesOf(errors.field), { type: 'string' }], ...code]) }]]);
}

/** Two operations of one path and method: each parameter is there, and needed where both need it; bodies are those of either. */
function merged(one: OpenApiOperation, other: OpenApiOperation): OpenApiOperation {
  const [left = [], right = []] = [one.parameters, other.parameters];
  const inBoth = (each: OpenApiParameter): boolean =>
    [left, right].every((all) => all.some(({ in: place, name, required }) => place === each.in && name === each.name && required === true));
  const all = [...left, ...right.filter((each) => !left.some(({ in: place, name }) => place === each.in && name === each.name))];
  const parameters = all.map(({ required: _required, ...each }): OpenApiParameter => ({
    ...each,
    ...(inBoth({ ...each }) && { required: true }),
  }));
  const body = either(one.requestBody?.content, other.requestBody?.content);
  const statuses = [...new Set([...Object.keys(one.responses), ...Object.keys(other.responses)])];
  return {
    ...one,
    operationId: `${one.operationId}_${other.operationId}`,
    tags: [...new Set([...one.tags, ...other.tags])],
    summary: `${one.summary}, ${other.summary}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: body } }),
    responses: Object.fromEntries(
      statuses.map((status) => {
        const [first, second] = [one.responses[status], other.responses[status]];
        const answer = either(first?.content, second?.content);
        return [status, { description: '', ...first, ...second, ...(answer && { content: answer }) }];
      }),
    ),
  };
}

function either(one: JsonContent | undefined, other: JsonContent | undefined): JsonContent | undefined {
  if (!one || !other) return one ?? other;
  return content({ anyOf: [one['application/json'].schema, other['application/json'].schema] });
}
