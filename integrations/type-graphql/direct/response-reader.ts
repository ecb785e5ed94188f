import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { ruledFields } from '../../../lib/plugin.js';
import type {
  CapabilitiesMember,
  EdgesMember,
  ManagerModel,
  QueryKind,
  PageInfoMember,
  ResponseMember,
  ResponseObject,
  ResponsePage,
  ResponseRoot,
  ResponseRow,
  ValueForm,
  WriteGroups,
} from '../../../lib/plugin.js';
import type { CapabilitiesEntry, TableEntry } from '../emit/field-table.js';
import { responseKey } from '../resolve/aliases.js';
import { collectFields, type DocumentInfo } from '../resolve/collect-fields.js';
import type { SelectionContext } from '../resolve/selection.js';
import type { ScalarTypes } from '../scalars/scalar-types.js';
import { presentGroups } from '../resolve/present-group.js';
import { HISTORIES, NotDirect, whyOf } from './not-direct.js';
import type { PayloadMember } from './write-payload.js';
import { locateByName, locateIn, writerOf } from './write-value.js';

type NamedMembers = Extract<CapabilitiesMember['members'][number], { kind: 'fields' | 'actions' }>['members'];

/** What is known of the document that is read. */
export type ReaderInfo = DocumentInfo & Pick<GraphQLResolveInfo, 'operation'>;

/** A field that is selected: its definition, and the nodes that merge into it. */
interface Selected {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly definition: GraphQLField<unknown, unknown> | undefined;
}

const PAGE_INFO: Readonly<Record<string, 'hasNext' | 'hasPrevious' | 'startCursor' | 'endCursor'>> = Object.freeze({
  hasNextPage: 'hasNext',
  hasPreviousPage: 'hasPrevious',
  startCursor: 'startCursor',
  endCursor: 'endCursor',
});

/**
 * Reads from an operation what the text of its response looks like, in the order in which graphql-js writes it.
 *
 * Throws {@link NotDirect} where resolvers have something to say.
 */
export class ResponseReader {
  readonly #context: SelectionContext;
  readonly #info: ReaderInfo;

  constructor(context: SelectionContext, info: ReaderInfo) {
    this.#context = context;
    this.#info = info;
  }

  /** The response of a generated query, of which these are the merged nodes. */
  root(kind: QueryKind, type: GraphQLOutputType, nodes: readonly FieldNode[]): ResponseRoot {
    switch (kind) {
      case 'detail':
        return { kind: 'one', row: this.#row(type, nodes) };
      case 'list':
        return { kind: 'page', page: this.#page(type, nodes) };
      case 'groups':
      case 'aggregate':
        return { kind: 'groups', write: this.#groups(kind, type, nodes) };
      case 'history':
        throw new NotDirect(HISTORIES);
    }
  }

  /** The payload of a generated mutation, of which these are the merged nodes. */
  payload(type: GraphQLOutputType, nodes: readonly FieldNode[]): readonly PayloadMember[] {
    const named = objectType(type);
    return this.#selected(named, nodes).map((selected): PayloadMember => {
      const { key, name, definition } = selected;
      if (name === '__typename') return literal(key, named.name);
      if (!definition) throw new NotDirect(whyOf(named, name));
      if (!isLeafType(getNamedType(definition.type))) {
        const list = isListType(isNonNullType(definition.type) ? definition.type.ofType : definition.type);
        return { kind: 'objects', key, property: name, row: this.#row(definition.type, selected.nodes), list };
      }
      const field = { type: definition.type, nodes: selected.nodes, identifier: false };
      return { kind: 'value', key, property: name, write: writerOf({ info: this.#info, locate: locateByName }, field) };
    });
  }

  /** Groups are put into the trees of the API before they are written. */
  #groups(kind: 'groups' | 'aggregate', type: GraphQLOutputType, nodes: readonly FieldNode[]): WriteGroups {
    const write = writerOf({ info: this.#info, locate: locateByName, sparse: true }, { type, nodes, identifier: false });
    return (result) => {
      const groups = presentGroups(this.#context.model, result);
      return write(kind === 'groups' ? groups : groups[0]);
    };
  }

  #row(type: GraphQLOutputType, nodes: readonly FieldNode[]): ResponseRow {
    const named = getNamedType(type);
    if (isObjectType(named)) return { kind: 'object', object: this.#object(named, nodes) };
    if (!isAbstractType(named)) throw new NotDirect(`${named.name} is not generated`);
    const objects = this.#info.schema.getPossibleTypes(named).map((possible): [string, ResponseObject] => {
      const manager = this.#context.table.get(possible.name)?.manager;
      if (!manager) throw new NotDirect(`${possible.name} is not generated`);
      return [manager.name, this.#object(possible, nodes)];
    });
    return { kind: 'concrete', objects: new Map(objects) };
  }

  #object(type: GraphQLObjectType, nodes: readonly FieldNode[]): ResponseObject {
    const table = this.#context.table.get(type.name);
    return this.#selected(type, nodes).map((selected): ResponseMember => {
      if (selected.name === '__typename') return literal(selected.key, type.name);
      if (table?.manager && selected.name === table.capabilities?.name)
        return this.#capabilities(table.manager, table.capabilities, selected);
      const entry = table?.fields.get(selected.name);
      if (!entry || entry.declared || entry.guarded || entry.computed || !selected.definition)
        throw new NotDirect(whyOf(type, selected.name, entry));
      return this.#member(selected, entry, selected.definition.type);
    });
  }

  #member({ key, nodes }: Selected, { field, identifier, aggregate }: TableEntry, type: GraphQLOutputType): ResponseMember {
    const nullable = !isNonNullType(type);
    if (field.kind === 'relation' && field.match)
      throw new NotDirect(`${field.name} leads to ${field.target} by fields, which is read apart`);
    if (field.kind === 'relation' && aggregate) {
      return {
        kind: 'measures',
        key,
        alias: this.#context.aliases.of(this.#info, nodes[0]),
        write: this.#groups('aggregate', type, nodes),
      };
    }
    if (field.kind === 'relation') {
      const alias = this.#context.aliases.of(this.#info, nodes[0]);
      if (field.cardinality === 'many') return { kind: 'many', key, alias, page: this.#page(type, nodes) };
      return { kind: 'one', key, alias, row: this.#row(type, nodes), nullable };
    }
    const write = writerOf({ info: this.#info, locate: locateIn(this.#context.table) }, { type, nodes, identifier });
    const form = identifier ? ({ kind: 'identifier' } as const) : formOf(type, field, this.#context.scalars);
    return { kind: 'value', key, field: field.name, write, nullable, ...(form && { form }) };
  }

  #capabilities(manager: ManagerModel, { guarded }: CapabilitiesEntry, { key, nodes, definition }: Selected): CapabilitiesMember {
    if (guarded || !definition) throw new NotDirect(`the capabilities of ${manager.name} are guarded by TypeGraphQL`);
    const named = objectType(definition.type);
    const members = this.#selected(named, nodes).map((selected): CapabilitiesMember['members'][number] => {
      if (selected.name === '__typename') return literal(selected.key, named.name);
      if (selected.name === 'update' || selected.name === 'delete')
        return { kind: 'operation', key: selected.key, operation: selected.name };
      const { name: kind, definition: inner } = selected;
      if ((kind !== 'fields' && kind !== 'actions') || !inner) throw new NotDirect(whyOf(named, kind));
      // Actions are called in the API as they are.
      const names = kind === 'fields' ? ruledFields(manager).map((field) => [field.publicName, field.name] as const) : [];
      return { kind, key: selected.key, members: this.#named(new Map(names), objectType(inner.type), selected.nodes) };
    });
    return { kind: 'capabilities', key, alias: this.#context.aliases.of(this.#info, nodes[0]), members };
  }

  #named(names: ReadonlyMap<string, string>, type: GraphQLObjectType, nodes: readonly FieldNode[]): NamedMembers {
    return this.#selected(type, nodes).map(({ key, name }) =>
      name === '__typename' ? literal(key, type.name) : { kind: 'named', key, name: names.get(name) ?? name },
    );
  }

  #page(type: GraphQLOutputType, nodes: readonly FieldNode[]): ResponsePage {
    const named = getNamedType(type);
    if (!isObjectType(named)) throw new NotDirect(`${named.name} is not generated`);
    return this.#selected(named, nodes).map((selected): ResponsePage[number] => {
      const { key, name, definition } = selected;
      if (name === '__typename') return literal(key, named.name);
      if (name === 'totalCount') return { kind: 'total', key };
      if (!definition) throw new NotDirect(whyOf(named, name));
      if (name === 'nodes') return { kind: 'nodes', key, row: this.#row(definition.type, selected.nodes) };
      if (name === 'edges') return { kind: 'edges', key, members: this.#edge(definition.type, selected.nodes) };
      if (name === 'pageInfo') return { kind: 'pageInfo', key, members: this.#pageInfo(definition.type, selected.nodes) };
      throw new NotDirect(whyOf(named, name));
    });
  }

  #edge(type: GraphQLOutputType, nodes: readonly FieldNode[]): EdgesMember['members'] {
    const named = objectType(type);
    return this.#selected(named, nodes).map((selected) => {
      const { key, name, definition } = selected;
      if (name === '__typename') return literal(key, named.name);
      if (name === 'cursor') return { kind: 'cursor', key };
      if (name === 'node' && definition) return { kind: 'node', key, row: this.#row(definition.type, selected.nodes) };
      throw new NotDirect(whyOf(named, name));
    });
  }

  #pageInfo(type: GraphQLOutputType, nodes: readonly FieldNode[]): PageInfoMember['members'] {
    const named = objectType(type);
    return this.#selected(named, nodes).map(({ key, name }) => {
      if (name === '__typename') return literal(key, named.name);
      const kind = PAGE_INFO[name];
      if (!kind) throw new NotDirect(whyOf(named, name));
      return { kind, key };
    });
  }

  #selected(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly Selected[] {
    return collectFields(this.#info, type, nodes).flatMap((merged): readonly Selected[] => {
      const [node, ...others] = merged;
      if (!node) return [];
      const name = node.name.value;
      return [{ key: responseKey(node), name, nodes: [node, ...others], definition: type.getFields()[name] }];
    });
  }
}

const literal = (key: string, text: string) => ({ kind: 'literal' as const, key, text: JSON.stringify(text) });

function objectType(type: GraphQLOutputType): GraphQLObjectType {
  const named = getNamedType(type);
  if (!isObjectType(named)) throw new NotDirect(`${named.name} is not generated`);
  return named;
}

/** The known form of a value: of an enum, or of one of the project's own scalars. */
function formOf(type: GraphQLOutputType, field: TableEntry['field'], scalars: Partial<ScalarTypes>): ValueForm | undefined {
  const named = getNamedType(type);
  if (isListType(isNonNullType(type) ? type.ofType : type) || field.kind !== 'scalar') {
    const isOne = field.kind === 'enum' && !field.list && isEnumType(named);
    return isOne
      ? { kind: 'enum', names: new Map(named.getValues().map(({ name, value }) => [value as string | number, name])) }
      : undefined;
  }
  return field.type !== 'custom' && scalars[field.type] === named ? { kind: 'scalar', type: field.type } : undefined;
}
