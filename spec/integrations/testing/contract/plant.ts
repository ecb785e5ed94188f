import { setImmediate as turn } from 'node:timers/promises';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import {
  LocalExecutor,
  scalarField,
  type ApplicationModel,
  type InterfaceAdapter,
  type InterfaceDescription,
  type ManagerModel,
  type PageResult,
  type ReadContext,
  type ReadPlan,
  type RelationField,
} from 'general-manager/plugin';
import type { ContractOptions } from 'general-manager/testing';

/** What an adapter does otherwise than it should. */
export interface Fault {
  readonly plan?: (plan: ReadPlan) => ReadPlan;
  readonly page?: (page: PageResult, plan: ReadPlan) => PageResult;
  readonly adapter?: (adapter: PlantAdapter) => void;
}

export class Site {
  code!: string;
  name!: string | null;
  machines!: readonly Machine[];
}

export class Machine {
  serial!: string;
  label!: string | null;
  heat!: number | null;
  cost!: string | null;
  isOld!: boolean | null;
  seen!: Date | null;
  tags!: readonly string[];
  site!: Site | null;
}

const relation = (name: string, target: object, cardinality: 'one' | 'many'): object =>
  ({
    kind: 'relation',
    name,
    publicName: name,
    exposed: true,
    nullable: cardinality === 'one',
    readOnly: true,
    optional: true,
    lazy: false,
    cardinality,
    target,
    owner: cardinality === 'one',
    primary: false,
    queryable: true,
  }) satisfies Omit<RelationField, 'target'> & { target: object };

const COMMON = { readOnly: true, aggregate: true, enums: [], embeddables: [], problems: [] } as const;

/** An interface over objects in memory that keeps its contract, until it is told otherwise. */
export class PlantAdapter implements InterfaceAdapter {
  readonly name = 'plant';
  isAway = false;
  describe: (target: object) => InterfaceDescription;
  health: () => Promise<void> = async () => {
    if (this.isAway) throw new Error('away');
  };
  close: () => Promise<void> = async () => undefined;
  execute: (plan: ReadPlan, context: ReadContext) => Promise<PageResult>;
  executor: LocalExecutor | undefined;
  readonly plant: Plant;

  constructor(plant: Plant) {
    this.plant = plant;
    this.describe = (target) => plant.description(target);
    this.execute = async (plan) => this.local(plan);
  }

  discover(): readonly object[] {
    return [];
  }

  owns(): boolean {
    return true;
  }

  attach(_managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    this.executor = new LocalExecutor(model);
  }

  async read(plan: ReadPlan, context: ReadContext): Promise<PageResult> {
    await turn();
    return this.execute(plan, context);
  }

  local(plan: ReadPlan, objects = this.plant.objects[plan.manager.name] ?? []): PageResult {
    if (this.isAway) throw new Error('The plant is away.');
    if (!this.executor) throw new Error('not attached');
    const { plan: altered = (same) => same, page = (same) => same } = this.plant.fault;
    const result = this.executor.execute(altered(plan), objects);
    return page({ ...result, plan }, plan);
  }
}

/** Sites and machines, and the adapter in front of them. */
export class Plant {
  readonly fault: Fault;
  readonly objects: Readonly<Record<string, readonly object[]>>;
  readonly managers: readonly object[];
  readonly #opened: PlantAdapter[] = [];

  constructor(fault: Fault = {}) {
    this.fault = fault;
    this.objects = objects();
    // Classes of its own: each plant has another adapter.
    const own = { Site: class extends Site {}, Machine: class extends Machine {} };
    this.managers = Object.entries(own).map(([name, target]) => {
      Manager({ name })(target);
      Permission({ read: everyone() })(target);
      Interface({ adapter: 'plant', options: {}, open: () => this.#open() })(target);
      return target;
    });
  }

  /** What `interfaceContract` takes. */
  get options(): ContractOptions {
    return {
      managers: this.managers,
      objects: this.objects,
      failing: async (run) => {
        for (const adapter of this.#opened) adapter.isAway = true;
        await run().finally(() => {
          for (const adapter of this.#opened) adapter.isAway = false;
        });
      },
      questions: 200,
    };
  }

  description(target: object): InterfaceDescription {
    const [site, machine] = this.managers;
    if (target === site)
      return {
        ...COMMON,
        name: 'Site',
        key: [{ field: 'code' }],
        fields: [
          scalarField('code', 'string', { primary: true }),
          scalarField('name', 'string', { nullable: true }),
          relation('machines', machine ?? {}, 'many') as InterfaceDescription['fields'][number],
        ],
      };
    return {
      ...COMMON,
      name: 'Machine',
      key: [{ field: 'serial' }],
      fields: [
        scalarField('serial', 'string', { primary: true }),
        scalarField('label', 'string', { nullable: true }),
        scalarField('heat', 'int', { nullable: true }),
        scalarField('cost', 'decimal', { nullable: true }),
        scalarField('isOld', 'boolean', { nullable: true }),
        scalarField('seen', 'datetime', { nullable: true }),
        scalarField('tags', 'string', { list: true }),
        relation('site', site ?? {}, 'one') as InterfaceDescription['fields'][number],
      ],
    };
  }

  #open(): PlantAdapter {
    const adapter = new PlantAdapter(this);
    this.fault.adapter?.(adapter);
    this.#opened.push(adapter);
    return adapter;
  }
}

function objects(): Readonly<Record<string, readonly object[]>> {
  const sites = ['north', 'south', 'West'].map((code, index) => ({
    code,
    name: index === 1 ? null : `Site ${code}`,
    machines: [] as object[],
  }));
  const labels = ['Press', 'press', 'Drill 100%', null, 'drill_2', 'Lathe'];
  const machines = Array.from({ length: 18 }, (_each, index) => ({
    serial: `m${index}`,
    label: labels[index % labels.length] ?? null,
    heat: index % 5 === 0 ? null : (index * 7) % 11,
    cost: index % 4 === 3 ? null : `${(index * 13) % 7}.50`,
    isOld: index % 3 === 0 ? null : index % 2 === 0,
    seen: index % 6 === 1 ? null : new Date(Date.UTC(2026, 0, 1 + ((index * 5) % 7))),
    tags: index % 4 === 0 ? [] : [`t${index % 3}`, 'all'],
    site: index % 7 === 6 ? null : (sites[index % 3] ?? null),
  }));
  for (const machine of machines) machine.site?.machines.push(machine);
  return { Site: sites, Machine: machines };
}
