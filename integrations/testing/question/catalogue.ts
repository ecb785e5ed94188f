import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { ApplicationModel, FieldModel, ManagerModel } from '../../../lib/plugin.js';

/** A type with fields. */
export type Composite = GraphQLObjectType | GraphQLInterfaceType;

/** What a type without objects tells of the objects of a manager. */
export interface Summary {
  readonly manager: ManagerModel;
  readonly kind: 'aggregate' | 'group';
}

/** The types of a schema, and the managers behind them. */
export class Catalogue {
  readonly schema: GraphQLSchema;
  readonly model: ApplicationModel;
  readonly #managers = new Map<string, ManagerModel>();
  readonly #summaries = new Map<string, Summary>();
  readonly #released: ReadonlySet<string>;

  constructor(schema: GraphQLSchema, model: ApplicationModel, released: readonly string[]) {
    this.schema = schema;
    this.model = model;
    this.#released = new Set(released);
    for (const manager of model.managers.values()) this.#register(manager);
  }

  /** The manager whose objects a type shows. */
  managerOf(type: { readonly name: string }): ManagerModel | undefined {
    return this.#managers.get(type.name);
  }

  /** What a type tells in the place of objects: measures of all of them, or of groups. */
  summaryOf(type: { readonly name: string }): Summary | undefined {
    return this.#summaries.get(type.name);
  }

  /** The manager of which a type tells, by its objects or in numbers. */
  toldBy(type: { readonly name: string }): ManagerModel | undefined {
    return this.managerOf(type) ?? this.summaryOf(type)?.manager;
  }

  /** The manager whose objects a field leads to: one by one, as a page, or in numbers. */
  managerBehind(type: Composite): ManagerModel | undefined {
    const node = this.nodeOf(type);
    return this.toldBy(node ?? type);
  }

  /** The type of the objects of a page. */
  nodeOf(type: Composite): Composite | undefined {
    const nodes = type.getFields()['nodes'];
    const named = nodes && getNamedType(nodes.type);
    return isComposite(named) ? named : undefined;
  }

  /** Whether something may depend on hidden data by design. */
  isReleased(owner: string, field: string, leadsTo?: ManagerModel): boolean {
    const manager = this.#managers.get(owner)?.name;
    const names = [
      `${owner}.${field}`,
      ...(manager === undefined ? [] : [manager, `${manager}.${field}`]),
      ...(leadsTo ? [leadsTo.name] : []),
    ];
    return names.some((name) => this.#released.has(name));
  }

  /** The field of a manager by its name in the schema. */
  fieldOf(manager: ManagerModel | undefined, publicName: string): FieldModel | undefined {
    return [...(manager?.fields.values() ?? [])].find((field) => field.publicName === publicName);
  }

  /** What stands in `released` and is nowhere in the schema. */
  unknownReleases(): readonly string[] {
    return [...this.#released].filter((name) => {
      const [owner = '', field] = name.split('.');
      if (field === undefined) return !this.model.managers.has(owner);
      const manager = [...this.#managers].find(([, { name: managerName }]) => managerName === owner)?.[0];
      const type = this.schema.getType(owner) ?? this.schema.getType(manager ?? '');
      return !isComposite(type) || !(field in type.getFields());
    });
  }

  /** The schema tells of generated operations what the types of their managers are called; other types are called like the manager. */
  #register(manager: ManagerModel): void {
    const query = this.schema.getQueryType()?.getFields() ?? {};
    const objects = manager.operations.filter(({ served, kind }) => served === 'generated' && (kind === 'list' || kind === 'detail'));
    const generated = objects.map(({ name }) => query[name]?.type);
    const types = [...generated.map((type) => type && getNamedType(type)), this.schema.getType(manager.name)].filter(isComposite);
    for (const type of types) {
      const { name } = this.nodeOf(type) ?? type;
      this.#managers.set(name, manager);
      if (this.schema.getType(`Base${name}`)) this.#managers.set(`Base${name}`, manager);
      this.#summaries.set(`${name}Aggregate`, { manager, kind: 'aggregate' });
      this.#summaries.set(`${name}Group`, { manager, kind: 'group' });
    }
  }
}

export const isComposite = (type: unknown): type is Composite => isObjectType(type) || isInterfaceType(type);
