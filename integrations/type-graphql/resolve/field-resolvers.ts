import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import {
  discriminatorOf,
  isOpen,
  READ,
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type ManagerModel,
  type PageResult,
  type RelationField,
  type Row,
  type Runtime,
  type SelectionRequest,
  type ValueField,
} from '../../../lib/plugin.js';
import type { TableEntry, WrittenRelation } from '../emit/field-table.js';
import { NOTHING_ALLOWED } from './capabilities.js';
import { Connection, EMPTY_CONNECTION } from './connection.js';
import { callOf } from './context.js';
import { resolverError } from './graphql-error.js';
import { identifierText } from './identifier-text.js';
import { NO_MEASURES, presentGroups } from './present-group.js';
import { isUnloaded, referenceIn } from './references.js';
import { hasKey, RelatedLoader, type RelatedRead } from './related-loader.js';
import { SelectionReader, type SelectionContext } from './selection.js';

/** The resolver of a field of an object. */
export type Resolver = GraphQLFieldResolver<object, unknown>;

/** Where a resolver is asked. */
interface Asked {
  readonly parent: object;
  readonly context: unknown;
  readonly info: GraphQLResolveInfo;
}

/** Makes the resolvers of generated fields. */
export class FieldResolvers {
  readonly #runtime: Runtime;
  readonly #selections: SelectionContext;
  readonly #loader: RelatedLoader;

  constructor(runtime: Runtime, selections: SelectionContext) {
    this.#runtime = runtime;
    this.#selections = selections;
    this.#loader = new RelatedLoader(runtime);
  }

  /** The resolver of a field; none where graphql-js reads the property by itself. */
  of(manager: ManagerModel | undefined, entry: TableEntry): Resolver | undefined {
    const { field, aggregate = false, computed = false } = entry;
    if (computed && manager) return this.#computed(manager, field);
    if (field.kind === 'relation') return manager && this.#relation(manager, field, aggregate);
    return this.#value(manager, field, entry.identifier);
  }

  #value(manager: ManagerModel | undefined, field: Exclude<FieldModel, RelationField>, identifier: boolean): Resolver | undefined {
    const { name, publicName } = field;
    if (manager && hasReadRule(manager, field)) return this.#guarded(manager, field);
    if (isDiscriminator(manager, name)) return this.#discriminator(name);
    if (identifier) return (parent) => identifierText(Reflect.get(parent, name));
    if (field.lazy && manager && field.kind !== 'embedded') return this.#lazy(manager, field);
    return name === publicName ? undefined : (parent) => Reflect.get(parent, name) as unknown;
  }

  /** Entities of hand-written code tell by their class what they are, not by a property. */
  #discriminator(name: string): Resolver {
    const { model } = this.#runtime;
    return (parent) => (Reflect.get(parent, name) as unknown) ?? discriminatorOf(model, parent, name);
  }

  /**
   * Lets a hand-written to-one relation give a reference, as entities hold them in the place of what is not loaded. What is not loaded is read
   * under the permissions. So is, where there are rules about it, what no code stands behind but the property of an entity, which holds
   * whatever the session knows.
   */
  dereferencing(manager: ManagerModel, { field, isProperty }: WrittenRelation, resolve: Resolver): Resolver {
    const isRuled = isProperty && hasLinkRule(this.#runtime.model, manager, field);
    return (parent, args, context, info) => {
      const isOwn = (value: unknown): boolean =>
        isRuled && !(READ in parent) && value === Reflect.get(parent, field.name) && hasKey(manager, parent);
      const follow = (value: unknown): unknown => {
        if (value === null || value === undefined) return value;
        if (isUnloaded(value) || isOwn(value)) return this.#related(manager, field, { parent, context, info });
        return referenceIn(value)?.unwrap() ?? value;
      };
      const value: unknown = resolve(parent, args, context, info);
      return value instanceof Promise ? value.then(follow) : follow(value);
    };
  }

  /** What the actor may do with an object: rows have the answer, for objects of hand-written code it is read. */
  capabilities(manager: ManagerModel, publicName: string): Resolver {
    return (parent, _args, context, info) => {
      const alias = this.#aliasOf(info);
      if (alias in parent) return Reflect.get(parent, alias) as unknown;
      const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
      const select = (): SelectionRequest => {
        return {
          fields: [],
          relations: [],
          capabilities: [new SelectionReader(this.#selections, info).capability(alias, manager, places)],
        };
      };
      const read = { manager, field: { publicName }, place: this.#placeOf(info), select };
      return this.#load({ parent, context, info }, read).then((row) => row?.[alias] ?? NOTHING_ALLOWED);
    };
  }

  #relation(manager: ManagerModel, field: RelationField, aggregate: boolean): Resolver {
    const present = aggregate
      ? (value: unknown): unknown => this.#measures(value)
      : (value: unknown, context: unknown): unknown => this.#present(field, value, context);
    return (parent, _args, context, info) => {
      const alias = this.#aliasOf(info);
      // Rows have what was selected along relations; other objects come from hand-written code.
      if (alias in parent) return present(Reflect.get(parent, alias), context);
      return this.#read(manager, field, { parent, context, info }).then((value) => present(value, context));
    };
  }

  #measures(value: unknown): unknown {
    if (value === null || value === undefined) return NO_MEASURES;
    try {
      return presentGroups(this.#runtime.model, value as PageResult)[0] ?? NO_MEASURES;
    } catch (error) {
      throw resolverError(this.#runtime, error);
    }
  }

  #aliasOf(info: GraphQLResolveInfo): string {
    const [node] = info.fieldNodes;
    return node ? this.#selections.aliases.of(info, node) : '';
  }

  /** All the nodes of a field, which tell selections of it apart. */
  #placeOf(info: GraphQLResolveInfo): string {
    return info.fieldNodes.map((each) => this.#selections.aliases.of(info, each)).join(' ');
  }

  async #related(manager: ManagerModel, field: RelationField, asked: Asked): Promise<unknown> {
    return this.#present(field, await this.#read(manager, field, asked), asked.context);
  }

  /** What a relation leads to, of an object that does not have it; null where the object itself is missing or hidden. */
  async #read(manager: ManagerModel, field: RelationField, asked: Asked): Promise<unknown> {
    const { info } = asked;
    const alias = this.#aliasOf(info);
    const place = this.#placeOf(info);
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const select = (): SelectionRequest => {
      return { fields: [], relations: [new SelectionReader(this.#selections, info).relation(alias, field, places)] };
    };
    const row = await this.#load(asked, { manager, field, place, select });
    return row?.[alias] ?? null;
  }

  #present({ cardinality }: RelationField, value: unknown, context: unknown): unknown {
    if (cardinality === 'one') return value;
    if (value === null || value === undefined) return EMPTY_CONNECTION;
    return new Connection(this.#runtime, value as PageResult, callOf(context).caller);
  }

  /** Rows have a lazy value where it is selected; entities of hand-written code may have a reference that is not loaded. */
  #lazy(manager: ManagerModel, field: ValueField): Resolver {
    const { name } = field;
    const select = (): SelectionRequest => ({ fields: [name], relations: [] });
    return (parent, _args, context, info) => {
      const value: unknown = Reflect.get(parent, name);
      const reference = referenceIn(value);
      if (value !== undefined && !isUnloaded(value)) return reference ? reference.unwrap() : value;
      return this.#load({ parent, context, info }, { manager, field, place: name, select }).then((row) => row?.[name] ?? null);
    };
  }

  /** Rows have what was computed for whoever reads. Of objects of hand-written code nobody knows what they were given: it is computed of what is read. */
  #computed(manager: ManagerModel, field: FieldModel): Resolver {
    const { name } = field;
    const select = (): SelectionRequest => ({ fields: [name], relations: [] });
    return (parent, _args, context, info) => {
      const own = Object.hasOwn(parent, name) ? (Reflect.get(parent, name) as unknown) : undefined;
      if (own !== undefined) return own;
      return this.#load({ parent, context, info }, { manager, field, place: name, select }).then((row) => row?.[name] ?? null);
    };
  }

  /** Objects of hand-written code are not asked for what has rules of its own: it is read under them. */
  #guarded(manager: ManagerModel, field: FieldModel): Resolver {
    const { name } = field;
    const select = (): SelectionRequest => ({ fields: [name], relations: [] });
    return (parent, _args, context, info) => {
      if (READ in parent) return Reflect.get(parent, name) as unknown;
      return this.#load({ parent, context, info }, { manager, field, place: name, select }).then((row) => row?.[name] ?? null);
    };
  }

  async #load({ parent, context, info }: Asked, read: Omit<RelatedRead, 'caller' | 'context'>): Promise<Row | null> {
    try {
      return await this.#loader.load(info, parent, { ...read, ...callOf(context, this.#selections.budgets.of(info)) });
    } catch (error) {
      throw resolverError(this.#runtime, error);
    }
  }
}

const isDiscriminator = (manager: ManagerModel | undefined, name: string): boolean => manager?.inheritance?.discriminator?.field === name;

/** Whether it depends on the actor where a relation leads, or on what is softly deleted: on the relation, on what is there, or on the way back. */
function hasLinkRule(model: ApplicationModel, manager: ManagerModel, field: RelationField): boolean {
  const target = targetOf(model, field);
  const back = [...target.fields.values()].some((each) => each.kind === 'relation' && hasReadRule(target, each));
  const { policy, inheritance, lifecycle } = target;
  const isPartly = !isOpen(policy.read) || inheritance !== undefined || lifecycle.softDeletion !== undefined;
  return hasReadRule(manager, field) || back || isPartly;
}

const hasReadRule = ({ policy }: ManagerModel, { name }: FieldModel): boolean => {
  const rules = policy.fields[name]?.read;
  return rules !== undefined && !isOpen(rules);
};
