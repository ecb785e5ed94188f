import { getVariableValues, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLObjectType } from 'graphql';
import type { ManagerModel, QueryKind, TextRequest } from '../../../lib/plugin.js';
import { AggregateReader } from '../resolve/aggregate-reader.js';
import { collectFields } from '../resolve/collect-fields.js';
import { deletedOf } from '../resolve/deleted.js';
import { keyOf } from '../resolve/key-input.js';
import { SelectionReader } from '../resolve/selection.js';
import type { DirectContext } from './direct-operation.js';
import { HISTORIES, NotDirect } from './not-direct.js';
import { ResponseReader, type ReaderInfo } from './response-reader.js';

/** The nodes that merge into one field. */
export type MergedNodes = readonly [FieldNode, ...FieldNode[]];

/** The generated query behind a field at the root. */
export interface RootQuery {
  readonly manager: ManagerModel;
  readonly kind: QueryKind;
}

/** The fields at the root of an operation of the type, as graphql-js merges them. */
export function rootFields(type: GraphQLObjectType, info: ReaderInfo): readonly MergedNodes[] {
  const root = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'query' }, selectionSet: info.operation.selectionSet } as const;
  return collectFields(info, type, [root]).flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

/** What a generated query asks of the core; throws NotDirect where resolvers have something to say. */
export function readAsked(
  { runtime, selections }: DirectContext,
  info: ReaderInfo,
  nodes: MergedNodes,
  { manager, kind }: RootQuery,
): Pick<TextRequest, 'manager' | 'request' | 'key' | 'deleted'> {
  const places = [{ parent: rootType(info), nodes }];
  const deleted = deletedOf(info, places);
  const reader = new SelectionReader(selections, info);
  const aggregates = new AggregateReader(runtime.model, info);
  switch (kind) {
    case 'list':
      return { manager, request: reader.page(places), ...deleted };
    case 'aggregate':
      return { manager, request: aggregates.aggregate(manager, places), ...deleted };
    case 'groups':
      return { manager, request: aggregates.groups(manager, places), ...deleted };
    case 'detail': {
      const value = keyOf(runtime.model, manager, info, places);
      return { manager, request: { select: reader.object(places) }, key: { value }, ...deleted };
    }
    case 'history':
      throw new NotDirect(HISTORIES);
  }
}

/** The response of a generated query; throws NotDirect where resolvers have something to say. */
export function responseAsked(
  { selections }: DirectContext,
  info: ReaderInfo,
  nodes: MergedNodes,
  { kind }: RootQuery,
): TextRequest['response'] {
  const definition = rootType(info).getFields()[nodes[0].name.value];
  if (!definition) throw new TypeError('a generated query is not in the schema');
  return new ResponseReader(selections, info).root(kind, definition.type, nodes);
}

/** The type of the fields at the root of an operation. */
export function rootType({ schema, operation: { operation } }: Pick<ReaderInfo, 'schema' | 'operation'>): GraphQLObjectType {
  const type = schema.getRootType(operation);
  if (!type) throw new TypeError('the schema has no such operations');
  return type;
}

/** The fragments of a document, by name. */
export function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((each) => [each.name.value, each]));
}

/** The variables of an operation as graphql-js coerces them; undefined where one has no valid value. */
export function coerced(
  { schema }: Pick<DirectContext, 'schema'>,
  { variableDefinitions = [] }: ReaderInfo['operation'],
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  if (variableDefinitions.length === 0) return NO_VARIABLES;
  return getVariableValues(schema, variableDefinitions, given, { maxErrors: 1 }).coerced;
}

const NO_VARIABLES: Record<string, unknown> = Object.freeze({});
