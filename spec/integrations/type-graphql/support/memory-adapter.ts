import {
  CONCRETE,
  type ApplicationModel,
  type Condition,
  type InterfaceAdapter,
  type InterfaceDescription,
  type ManagerModel,
  type PageResult,
  type ReadPlan,
  type Row,
  type Selection,
} from '../../../../lib/plugin.js';
import { comparePositions, holds, positionOf, relatedTo } from './conditions.js';

/** A described class and its objects; relations are properties that hold other objects. */
export interface MemorySource {
  readonly target: abstract new () => object;
  readonly description: Partial<InterfaceDescription> & Pick<InterfaceDescription, 'fields'>;
  readonly objects?: readonly object[];
}

const NOTHING = { readOnly: true, enums: [], embeddables: [], problems: [] } as const;

/** Objects in memory behind the port of interfaces: executes the plans that the schema's operations make. */
export class MemoryAdapter implements InterfaceAdapter {
  readonly name = 'memory';
  /** Every plan that was executed at the root. */
  readonly plans: ReadPlan[] = [];
  readonly #sources: ReadonlyMap<object, MemorySource>;
  #model: ApplicationModel = { managers: new Map(), enums: new Map(), embeddables: new Map() };

  constructor(sources: readonly MemorySource[]) {
    this.#sources = new Map(sources.map((source) => [source.target, source]));
  }

  discover(): readonly object[] {
    return [...this.#sources.keys()];
  }

  owns(target: object): boolean {
    return this.#sources.has(target);
  }

  describe(target: object): InterfaceDescription {
    const source = this.#sources.get(target);
    if (!source) throw new TypeError('This class is not in memory.');
    return { ...NOTHING, name: source.target.name, ...source.description };
  }

  attach(managers: ReadonlyMap<string, ManagerModel>): void {
    this.#model = { ...this.#model, managers };
  }

  async read(plan: ReadPlan): Promise<PageResult> {
    this.plans.push(plan);
    return this.#page(plan, this.#objects(plan.manager));
  }

  /** The objects of a manager, those of managed subclasses included. */
  #objects({ name, inheritance }: ManagerModel): readonly object[] {
    const managers = (inheritance?.concrete ?? [name]).map((each) => this.#manager(each));
    return managers.flatMap((each) => this.#sources.get(each.target)?.objects ?? []);
  }

  #manager(name: string): ManagerModel {
    const manager = this.#model.managers.get(name);
    if (!manager) throw new TypeError(`${name} is not a manager.`);
    return manager;
  }

  #page(plan: ReadPlan, objects: readonly object[]): PageResult {
    const matching = objects.filter((each) => holds(this.#model, plan.where, each) && holds(this.#model, plan.policy, each));
    const sorted = matching
      .map((object) => ({ object, position: positionOf(this.#model, plan, object) }))
      .sort((a, b) => comparePositions(plan, a.position, b.position));
    const { after, before, limit, offset, backwards } = plan.page;
    const behind = after ? sorted.filter(({ position }) => comparePositions(plan, position, after) > 0) : sorted;
    const within = before ? behind.filter(({ position }) => comparePositions(plan, position, before) < 0) : behind;
    const start = backwards ? Math.max(0, within.length - limit) : offset;
    const page = plan.rows ? within.slice(start, start + limit) : [];
    return {
      plan,
      rows: page.map(({ object }) => this.#row(plan.manager, plan.selection, object)),
      positions: plan.positions ? page.map(({ position }) => position) : [],
      hasNext: backwards ? before !== undefined : start + limit < within.length,
      hasPrevious: backwards ? start > 0 : after !== undefined || offset > 0,
      ...(plan.total && { total: matching.length }),
    };
  }

  #row(manager: ManagerModel, selection: Selection, object: object): Row {
    const row: Row = {};
    this.#fill(row, selection, object);
    const concrete = manager.inheritance && [...this.#model.managers.values()].find(({ target }) => target === object.constructor);
    if (concrete) {
      row[CONCRETE] = concrete.name;
      const variant = selection.variants.get(concrete.name);
      if (variant) this.#fill(row, variant, object);
    }
    return selection.instances
      ? (Object.create(Object.getPrototypeOf(object) as object, Object.getOwnPropertyDescriptors(row)) as Row)
      : row;
  }

  #fill(row: Row, { fields, relations, capabilities }: Selection, object: object): void {
    for (const { name } of fields) row[name] = Reflect.get(object, name) ?? null;
    for (const { alias, field, plan } of relations) {
      const page = this.#page(plan, relatedTo(object, field.name));
      row[alias] = field.cardinality === 'many' ? page : (page.rows[0] ?? null);
    }
    for (const { alias, operations, fields: updatable } of capabilities) {
      const truths = (asked: ReadonlyMap<string, Condition>): object =>
        Object.fromEntries([...asked].map(([name, condition]) => [name, holds(this.#model, condition, object)]));
      row[alias] = { ...truths(operations), fields: truths(updatable) };
    }
  }
}
