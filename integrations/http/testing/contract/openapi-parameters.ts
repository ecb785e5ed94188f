import type { CompiledArgument, CompiledFilter, Resource } from '../../resource/resource.js';
import { isScalarType } from '../../../../lib/plugin.js';
import { placeholdersOf } from '../../resource/template.js';
import { fixedQuery } from '../mock/match.js';
import { fieldOf, takesMany } from '../mock/operand.js';
import type { DeclaredOperation, ListRequestOperation } from '../operations.js';
import { shapeOf } from '../page-shape.js';
import { typeSchema, valueSchema, type JsonSchema } from './schema-of.js';

/** A parameter of an OpenAPI operation. */
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly style?: 'form' | 'simple';
  readonly explode?: boolean;
}

/** The parameters of an operation: of its path, its fixed query and headers, its filters, order, fields and pages, or its arguments. */
export function parametersOf(operation: DeclaredOperation): readonly OpenApiParameter[] {
  const { request, resource } = operation;
  const fixed = [
    ...fixedQuery(request).map(([name, value]): OpenApiParameter => ({ name, in: 'query', required: true, schema: { const: value } })),
    ...Object.entries(request.headers ?? {}).flatMap(([name, value]): readonly OpenApiParameter[] =>
      // These are said elsewhere in OpenAPI.
      ['accept', 'content-type', 'authorization'].includes(name.toLowerCase())
        ? []
        : [{ name, in: 'header', required: true, schema: { const: value } }],
    ),
  ];
  const own =
    operation.kind === 'list'
      ? listParameters(operation)
      : operation.kind === 'action'
        ? argumentParameters(operation.action.given, resource)
        : [];
  const named = new Set(own.flatMap((each) => (each.in === 'path' ? [each.name] : [])));
  const ofKey = placeholdersOf(request.path)
    .filter((name) => !named.has(name))
    .map((name) => keyParameter(resource, name));
  const all = [...ofKey, ...fixed, ...own];
  return all.filter((each, index) => all.findIndex((other) => other.in === each.in && other.name === each.name) === index);
}

function keyParameter({ fields }: Resource, name: string): OpenApiParameter {
  const field = fields.get(name);
  return { name, in: 'path', required: true, schema: field ? valueSchema(field) : { type: 'string' } };
}

function listParameters({ list, resource }: ListRequestOperation): readonly OpenApiParameter[] {
  const shape = shapeOf(list.style);
  const { sort, projection } = list;
  const direction = typeof sort?.direction === 'object' ? [{ name: sort.direction.param, schema: { type: 'string' } }] : [];
  const ofSort = sort && (sort.in ?? 'query') === 'query' ? [{ name: sort.param, schema: { type: 'string' } }, ...direction] : [];
  const ofPages =
    shape?.in === 'query'
      ? [
          ...(shape.size === undefined ? [] : [{ name: shape.size, schema: { type: 'integer', minimum: 1, maximum: shape.maxSize } }]),
          ...(shape.begin === undefined
            ? []
            : [
                { name: shape.begin, schema: { type: shape.kind === 'pageNumber' || shape.kind === 'offsetLimit' ? 'integer' : 'string' } },
              ]),
        ]
      : [];
  const ofFields = projection ? [{ name: projection.param, schema: { type: 'string' } }] : [];
  return [
    ...[...list.filters.values()].flatMap((filter) => filterParameter(filter, list.filters.values(), resource)),
    ...[...ofSort, ...ofFields, ...ofPages].map((each): OpenApiParameter => ({ ...each, in: 'query' })),
  ];
}

function filterParameter(filter: CompiledFilter, all: Iterable<CompiledFilter>, resource: Resource): readonly OpenApiParameter[] {
  const { in: place, param } = filter;
  if (place === 'body') return [];
  // A parameter that takes many values takes one as well.
  const same = [...all].filter((each) => each.in === place && each.param === param);
  const many = same.find((each) => takesMany(each, fieldOf(resource, each.path)));
  const chosen = many ?? filter;
  const operators = same.map(({ path, operator, negated }) => `${negated ? 'not ' : ''}${path} ${operator}`);
  const item: JsonSchema = isAsking(chosen)
    ? { type: 'boolean' }
    : chosen.converts
      ? {}
      : valueSchema(fieldOf(resource, chosen.path).compiled);
  const isList = many !== undefined && place !== 'path';
  return [
    {
      name: param,
      in: place,
      ...(place === 'path' && { required: true }),
      description: `Compares ${operators.join(', ')}.`,
      schema: isList ? { type: 'array', items: item, maxItems: chosen.maxValues } : item,
      ...(isList && place === 'query' && { style: 'form', explode: chosen.list === 'repeat' }),
    },
  ];
}

const isAsking = ({ operator }: CompiledFilter): boolean => operator === 'isNull' || operator === 'isEmpty';

function argumentParameters(given: readonly CompiledArgument[], resource: Resource): readonly OpenApiParameter[] {
  return given.flatMap((argument): readonly OpenApiParameter[] => {
    const { in: place, parameter, options } = argument;
    if (place === 'body') return [];
    return [
      {
        name: parameter,
        in: place,
        required: place === 'path' || options.optional !== true,
        ...(options.description !== undefined && { description: options.description }),
        schema: argumentSchema(argument, resource),
        ...(options.list === true && place === 'query' && { style: 'form', explode: false }),
      },
    ];
  });
}

/** The schema of an argument. */
export function argumentSchema({ options }: CompiledArgument, { fields }: Resource): JsonSchema {
  const { type, like, list, serialize } = options;
  const field = fields.get(like ?? '');
  const item: JsonSchema = serialize ? {} : field ? valueSchema(field) : type !== undefined && isScalarType(type) ? typeSchema(type) : {};
  return (list ?? field?.model.list ?? false) ? { type: 'array', items: item } : item;
}
