import { getArgumentValues, getNamedType, isAbstractType, isObjectType, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { ApplicationModel, ManagerModel, PageRequest, ReadRequest, RelationField, RelationRequest, SelectionRequest } from '../../../lib/plugin.js';
import type { FieldTable } from '../emit/field-table.js';
import type { Aliases } from './aliases.js';
import { toPropertyNames } from './public-names.js';

/** A place of a document where a field of a type is selected; its nodes are merged, as graphql-js does. */
export interface Occurrence {
  readonly parent: GraphQLObjectType;
  readonly nodes: readonly FieldNode[];
}

/** What one object type's selection needs; relations by alias, with every place where they are selected. */
interface Draft {
  readonly fields: Set<string>;
  readonly relations: Map<string, { readonly field: RelationField; readonly places: Occurrence[] }>;
  instances: boolean;
}

/** What a connection's selection wants. */
interface Wants {
  readonly objects: readonly Occurrence[];
  readonly rows: boolean;
  readonly positions: boolean;
  readonly total: boolean;
}

/** What a reader works with. */
export interface SelectionContext {
  readonly model: ApplicationModel;
  readonly table: FieldTable;
  readonly aliases: Aliases;
}

/** Reads from a GraphQL operation what has to be read of the source: fragments, directives and merging as graphql-js has them. */
export class SelectionReader {
  readonly #context: SelectionContext;
  readonly #info: GraphQLResolveInfo;

  constructor(context: SelectionContext, info: GraphQLResolveInfo) {
    this.#context = context;
    this.#info = info;
  }

  /** What is selected of the objects that a field gives, in all the places where it stands. */
  object(places: readonly Occurrence[]): SelectionRequest {
    const [first] = places;
    const type = first && typeBelow(first);
    if (isObjectType(type)) return this.#request(this.#draft(type, places));
    return isAbstractType(type) ? this.#variants(type.name, this.#info.schema.getPossibleTypes(type), places) : { fields: [], relations: [] };
  }

  /** What a field that gives a page asks for: which rows, cursors, the total. */
  page(places: readonly Occurrence[]): ReadRequest {
    const [first] = places;
    const args = first ? this.#arguments(first) : {};
    const wants = this.#wants(places);
    const manager = first && this.#managerOfConnection(first);
    return {
      select: this.object(wants.objects),
      ...(manager && { filter: toPropertyNames(this.#context.model, manager, args['filter']) }),
      ...(manager && { sort: toPropertyNames(this.#context.model, manager, args['sort']) }),
      page: pageRequest(args),
      rows: wants.rows,
      positions: wants.positions && manager?.key !== undefined,
      total: wants.total,
    };
  }

  #managerOfConnection(place: Occurrence): ManagerModel | undefined {
    const connection = typeBelow(place);
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
    return nodes && this.#context.table.get(getNamedType(nodes.type).name)?.manager;
  }

  /** The arguments of a field, coerced as graphql-js does. */
  #arguments({ parent, nodes }: Occurrence): Readonly<Record<string, unknown>> {
    const [node] = nodes;
    const definition = node && parent.getFields()[node.name.value];
    return definition ? getArgumentValues(definition, node, this.#info.variableValues) : {};
  }

  #wants(places: readonly Occurrence[]): Wants {
    const objects: Occurrence[] = [];
    const selected = new Set<string>();
    for (const [name, place] of this.#below(places)) {
      selected.add(name);
      if (name === 'nodes') objects.push(place);
      if (name !== 'edges' && name !== 'pageInfo') continue;
      for (const [inner, innerPlace] of this.#below([place])) {
        if (inner === 'node') objects.push(innerPlace);
        if (/cursor$/i.test(inner)) selected.add('positions');
      }
    }
    const rows = ['nodes', 'edges', 'pageInfo'].some((each) => selected.has(each));
    return { objects, rows, positions: selected.has('positions'), total: selected.has('totalCount') };
  }

  /** The fields that are selected below, by name. */
  *#below(places: readonly Occurrence[]): Generator<readonly [string, Occurrence]> {
    for (const place of places) {
      const type = typeBelow(place);
      if (isObjectType(type)) yield* this.#fields(type, place);
    }
  }

  *#fields(type: GraphQLObjectType, { nodes }: Occurrence): Generator<readonly [string, Occurrence]> {
    const { schema, fragments, variableValues } = this.#info;
    for (const merged of collectSubfields(schema, fragments, variableValues, type, nodes as FieldNode[]).values()) {
      const [node] = merged;
      if (node) yield [node.name.value, { parent: type, nodes: merged }];
    }
  }

  #draft(type: GraphQLObjectType, places: readonly Occurrence[]): Draft {
    const draft: Draft = { fields: new Set(), relations: new Map(), instances: false };
    const known = this.#context.table.get(type.name)?.fields;
    for (const [name, place] of places.flatMap((each) => [...this.#fields(type, each)])) {
      const field = known?.get(name)?.field;
      if (field?.kind === 'relation') this.#relate(draft, field, place);
      else if (field) draft.fields.add(field.name);
      else if (!name.startsWith('__')) draft.instances = true;
    }
    return draft;
  }

  #relate({ relations }: Draft, field: RelationField, place: Occurrence): void {
    const [node] = place.nodes;
    if (!node) return;
    const alias = this.#context.aliases.of(node);
    const known = relations.get(alias) ?? { field, places: [] };
    known.places.push(place);
    relations.set(alias, known);
  }

  #request({ fields, relations, instances }: Draft): SelectionRequest {
    return { fields: [...fields], relations: [...relations].map(([alias, { field, places }]) => this.relation(alias, field, places)), instances };
  }

  /** A relation in the places where it is selected, as one of the row's relations. */
  relation(alias: string, field: RelationField, places: readonly Occurrence[]): RelationRequest {
    const request = field.cardinality === 'one' ? { select: this.object(places) } : this.page(places);
    return { alias, field: field.name, request };
  }

  /** Rows of several concrete types: what all select is read once, the rest for rows of its type only. */
  #variants(name: string, types: readonly GraphQLObjectType[], places: readonly Occurrence[]): SelectionRequest {
    const drafts = types.map((type) => ({ manager: this.#context.table.get(type.name)?.manager?.name ?? type.name, draft: this.#draft(type, places) }));
    const base = this.#context.table.get(name)?.manager;
    const isShared = (pick: (draft: Draft) => boolean): boolean => drafts.every(({ draft }) => pick(draft));
    const [first] = drafts;
    const fields = [...(first?.draft.fields ?? [])].filter((field) => base?.fields.has(field) && isShared((draft) => draft.fields.has(field)));
    const relations = [...(first?.draft.relations ?? [])].filter(
      ([alias, { field }]) => base?.fields.has(field.name) && isShared((draft) => draft.relations.get(alias)?.field.target === field.target),
    );
    const shared: Draft = { fields: new Set(fields), relations: new Map(relations), instances: drafts.some(({ draft }) => draft.instances) };
    const variants = drafts.map(({ manager, draft }) => [manager, this.#request(without(draft, shared))] as const);
    return { ...this.#request(shared), variants: Object.fromEntries(variants) };
  }
}

function without({ fields, relations, instances }: Draft, shared: Draft): Draft {
  return {
    fields: new Set([...fields].filter((field) => !shared.fields.has(field))),
    relations: new Map([...relations].filter(([alias]) => !shared.relations.has(alias))),
    instances,
  };
}

/** The named type that a field gives. */
function typeBelow({ parent, nodes }: Occurrence): ReturnType<typeof getNamedType> | undefined {
  const [node] = nodes;
  const definition = node && parent.getFields()[node.name.value];
  return definition && getNamedType(definition.type);
}

function pageRequest(args: Readonly<Record<string, unknown>>): PageRequest {
  const entries = ['first', 'after', 'last', 'before', 'offset'].map((name) => [name, args[name] ?? undefined]);
  return Object.fromEntries(entries) as PageRequest;
}
