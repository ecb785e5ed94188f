import { getNamedType, isAbstractType, isObjectType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import {
  objectActions,
  ruledFields,
  targetOf,
  type ApplicationModel,
  type CapabilityRequest,
  type HistoryRequest,
  type ManagerModel,
  type PageRequest,
  type ReadRequest,
  type RelationField,
  type RelationRequest,
  type SelectionRequest,
} from '../../../lib/plugin.js';
import type { FieldTable } from '../emit/field-table.js';
import { TooManyRelations } from '../errors.js';
import type { ScalarTypes } from '../scalars/scalar-types.js';
import { AggregateReader } from './aggregate-reader.js';
import type { Aliases } from './aliases.js';
import { argumentsOf } from './arguments-of.js';
import { mergeCapabilities } from './capabilities.js';
import { collectFields } from './collect-fields.js';
import { keyRelations, keySelection, withKey } from './key-selection.js';
import { toPropertyNames } from './public-names.js';
import type { RowBudgets } from './row-budgets.js';
import { splitDrafts, type Draft, type Occurrence } from './variants.js';

/** What a connection's selection wants. */
interface Wants {
  readonly objects: readonly Occurrence[];
  readonly rows: boolean;
  readonly positions: boolean;
  readonly total: boolean;
}

const NOTHING: SelectionRequest = Object.freeze({ fields: [], relations: [], instances: false });

/** What a reader works with. */
export interface SelectionContext {
  readonly model: ApplicationModel;
  readonly table: FieldTable;
  readonly aliases: Aliases;
  readonly budgets: RowBudgets;
  /** How many relations one field of an operation may lead to. */
  readonly maxRelations: number;
  /** The project's own scalars, as far as they are loaded. */
  readonly scalars: Partial<ScalarTypes>;
}

/** What is known of the document that is read. */
type SelectionInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation' | 'variableValues'>;

/** Reads from a GraphQL operation what has to be read of the source: fragments, directives and merging as graphql-js has them. */
export class SelectionReader {
  readonly #context: SelectionContext;
  readonly #info: SelectionInfo;
  #relations = 0;

  constructor(context: SelectionContext, info: SelectionInfo) {
    this.#context = context;
    this.#info = info;
  }

  /** What is selected of the objects that a field gives, in all the places where it stands. */
  object(places: readonly Occurrence[]): SelectionRequest {
    const [first] = places;
    const type = first && typeBelow(first);
    if (isObjectType(type)) return this.#request(this.#draft(type, places), this.#managerOf(type.name));
    return isAbstractType(type) ? this.#variants(type.name, this.#info.schema.getPossibleTypes(type), places) : NOTHING;
  }

  /** What is selected of the objects that a payload has under a name; undefined where they are not asked for. */
  payload(places: readonly Occurrence[], field: string): SelectionRequest | undefined {
    const objects = [...this.#below(places)].flatMap(([name, place]) => (name === field ? [place] : []));
    return objects.length > 0 ? this.object(objects) : undefined;
  }

  /** What a field that gives changes of an object asks for. */
  history(places: readonly Occurrence[]): HistoryRequest {
    const { objects } = this.#wants(places);
    const { first, after } = pageRequest(argumentsOf(this.#info, places));
    return {
      before: this.payload(objects, 'before') ?? NOTHING,
      after: this.payload(objects, 'after') ?? NOTHING,
      page: { first, after },
    };
  }

  /** What a field that gives a page asks for: which rows, cursors, the total. */
  page(places: readonly Occurrence[]): ReadRequest {
    const [first] = places;
    const args = argumentsOf(this.#info, places);
    const { objects, rows, positions, total } = this.#wants(places);
    const manager = first && this.#managerOfConnection(first);
    const renamed = (input: unknown): unknown => (manager ? toPropertyNames(this.#context.model, manager, input) : undefined);
    return {
      select: this.object(objects),
      filter: renamed(args['filter']),
      sort: renamed(args['sort']),
      page: pageRequest(args),
      rows,
      positions: positions && manager?.key !== undefined,
      total,
    };
  }

  /**
   * A relation in the places where it is selected, as one of the row's relations.
   *
   * @throws GM_LIMIT_RELATIONS: few fragments that use each other can make very many of them
   */
  relation(alias: string, field: RelationField, places: readonly Occurrence[]): RelationRequest {
    this.#count();
    if (this.#isAggregate(places)) {
      const request = new AggregateReader(this.#context.model, this.#info).aggregate(targetOf(this.#context.model, field), places);
      return { alias, field: field.name, request };
    }
    const request = field.cardinality === 'one' ? { select: this.object(places) } : this.page(places);
    return { alias, field: field.name, request };
  }

  /**
   * What is asked in one place about what the actor may do with an object.
   *
   * @throws GM_LIMIT_RELATIONS
   */
  capability(alias: string, manager: ManagerModel, places: readonly Occurrence[]): CapabilityRequest {
    this.#count();
    const asked = [...this.#below(places)];
    const below = (group: string): readonly string[] | undefined => {
      const groups = asked.filter(([name]) => name === group);
      return groups.length === 0 ? undefined : groups.flatMap(([, place]) => [...this.#below([place])].map(([name]) => name));
    };
    const [names = [], actions] = [below('fields'), below('actions')];
    const fields = ruledFields(manager).filter(({ publicName }) => names.includes(publicName));
    const operations = (['update', 'delete'] as const).filter((operation) => asked.some(([name]) => name === operation));
    const done = actions && objectActions(manager).filter(({ name }) => actions.includes(name));
    return { alias, operations, fields: fields.map(({ name }) => name), ...(done && { actions: done.map(({ name }) => name) }) };
  }

  #count(): void {
    const { maxRelations: max } = this.#context;
    this.#relations += 1;
    if (this.#relations > max) throw TooManyRelations.create({ max });
  }

  #isAggregate([place]: readonly Occurrence[]): boolean {
    const [node] = place?.nodes ?? [];
    const fields = place && this.#context.table.get(place.parent.name)?.fields;
    return fields?.get(node?.name.value ?? '')?.aggregate === true;
  }

  #managerOf(type: string): ManagerModel | undefined {
    return this.#context.table.get(type)?.manager;
  }

  #managerOfConnection(place: Occurrence): ManagerModel | undefined {
    const connection = typeBelow(place);
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
    return nodes && this.#managerOf(getNamedType(nodes.type).name);
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

  *#fields(type: GraphQLObjectType, { nodes: merged }: Occurrence): Generator<readonly [string, Occurrence]> {
    for (const nodes of collectFields(this.#info, type, merged)) {
      const [node] = nodes;
      if (node) yield [node.name.value, { parent: type, nodes }];
    }
  }

  #draft(type: GraphQLObjectType, places: readonly Occurrence[]): Draft {
    const draft: Draft = { fields: new Set(), relations: new Map(), written: new Map(), capabilities: new Map(), instances: false };
    const known = this.#context.table.get(type.name);
    for (const [name, place] of places.flatMap((each) => [...this.#fields(type, each)])) {
      const field = known?.fields.get(name)?.field;
      if (field?.kind === 'relation') add(draft.relations, this.#aliasOf(place), field, place);
      else if (field) draft.fields.add(field.name);
      else if (known?.manager && name === known.capabilities?.name) this.#addCapability(draft, known.manager, place);
      else if (!name.startsWith('__')) {
        // Hand-written code answers this field: it gets an instance, with the related object where it shows one in its own way.
        draft.instances = true;
        const relation = known?.written.get(name);
        if (relation) add(draft.written, relation.field.name, relation.field, place);
      }
    }
    return draft;
  }

  #aliasOf({ nodes: [node] }: Occurrence): string {
    return node ? this.#context.aliases.of(this.#info, node) : '';
  }

  #addCapability({ capabilities }: Draft, manager: ManagerModel, place: Occurrence): void {
    const asked = this.capability(this.#aliasOf(place), manager, [place]);
    capabilities.set(asked.alias, mergeCapabilities(capabilities.get(asked.alias) ?? asked, asked));
  }

  #request({ fields, relations, written, capabilities, instances }: Draft, manager: ManagerModel | undefined): SelectionRequest {
    const { model } = this.#context;
    const shown = [...written].map(([alias, { field, places }]): RelationRequest => {
      const { request, ...relation } = this.relation(alias, field, places);
      return { ...relation, request: { select: withKey(request.select, keySelection(model, targetOf(model, field))) } };
    });
    const keys = instances && manager ? keyRelations(model, manager).filter(({ alias }) => !written.has(alias)) : [];
    const selected = [...relations].map(([alias, { field, places }]) => this.relation(alias, field, places));
    const asked = capabilities.size > 0 && { capabilities: [...capabilities.values()] };
    return { fields: [...fields], relations: [...selected, ...shown, ...keys], ...asked, instances };
  }

  /** Rows of several concrete types: what all select is read once, the rest for rows of its type only. */
  #variants(name: string, types: readonly GraphQLObjectType[], places: readonly Occurrence[]): SelectionRequest {
    const base = this.#managerOf(name);
    const drafts = types.map((type): [string, Draft] => [this.#managerOf(type.name)?.name ?? type.name, this.#draft(type, places)]);
    const { shared, own } = splitDrafts(base, drafts);
    const variants = own.map(([manager, draft]) => [manager, this.#request(draft, undefined)] as const);
    return { ...this.#request(shared, base), variants: Object.fromEntries(variants) };
  }
}

/** Adds a place where a relation is selected; one that a fragment repeats asks for nothing new. */
function add(relations: Draft['relations'], alias: string, field: RelationField, place: Occurrence): void {
  const places = relations.get(alias)?.places ?? [];
  if (!places.some((each) => isSame(each, place))) relations.set(alias, { field, places: [...places, place] });
}

const isSame = (left: Occurrence, right: Occurrence): boolean =>
  left.parent === right.parent &&
  left.nodes.length === right.nodes.length &&
  left.nodes.every((node, index) => node === right.nodes[index]);

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
