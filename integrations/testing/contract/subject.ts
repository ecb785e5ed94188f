import {
  adaptersOf,
  LocalExecutor,
  managerNamed,
  type ApplicationModel,
  type InterfaceAdapter,
  type ManagerModel,
  type PageResult,
  type ReadContext,
  type ReadPlan,
  type ReadRequest,
} from '../../../lib/plugin.js';
import { Random } from '../random.js';
import { CALLER, CapturedPlans } from './captured-plans.js';
import type { ContractOptions } from './options.js';
import { difference, plain } from './plain.js';

/** How many breaches are told of one check. */
const TOLD = 3;

/** An adapter under examination: what it answers, and what it should. */
export class Subject {
  readonly options: ContractOptions;
  readonly plans: CapturedPlans;
  readonly breaches: string[] = [];
  readonly random: Random;
  questions = 0;
  readonly #adapters: readonly InterfaceAdapter[];
  readonly #reference: LocalExecutor;

  constructor(options: ContractOptions) {
    this.options = options;
    this.#adapters = adaptersOf(options.adapters?.() ?? [], options.managers);
    this.plans = new CapturedPlans(this.#adapters, options.managers);
    this.#reference = new LocalExecutor(this.model);
    this.random = new Random(options.seed ?? 1);
  }

  get model(): ApplicationModel {
    return this.plans.model;
  }

  /** The managers of which it is known what they have. */
  get managers(): readonly ManagerModel[] {
    return [...this.model.managers.values()].filter(({ name }) => this.options.objects[name] !== undefined);
  }

  get adapters(): readonly InterfaceAdapter[] {
    return this.#adapters;
  }

  adapterOf({ adapter }: ManagerModel): InterfaceAdapter {
    const found = this.#adapters.find(({ name }) => name === adapter.name);
    if (!found) throw new TypeError(`There is no adapter ${adapter.name}.`);
    return found;
  }

  /** What is there of a manager, subclasses included. */
  objectsOf({ name, inheritance }: ManagerModel): readonly object[] {
    const names = new Set([name, ...(inheritance?.concrete ?? [])]);
    return [...new Set([...names].flatMap((each) => this.options.objects[each] ?? []))];
  }

  /** Some of what could be asked, where there is more than is to be asked. */
  some<T>(all: readonly T[]): readonly T[] {
    const most = this.options.questions ?? 300;
    if (all.length <= most) return all;
    return all
      .map((value) => ({ value, place: this.random.next() }))
      .toSorted((one, other) => one.place - other.place)
      .slice(0, most)
      .map(({ value }) => value);
  }

  /** As many, from beginning to end: of what stands together, something is asked. */
  spread<T>(all: readonly T[]): readonly T[] {
    const most = this.options.questions ?? 300;
    if (all.length <= most) return all;
    return Array.from({ length: most }, (_each, index) => all[Math.floor((index * all.length) / most)] as T);
  }

  async read(plan: ReadPlan, context: ReadContext = {}): Promise<PageResult> {
    this.questions += 1;
    return this.adapterOf(plan.manager).read(plan, context, CALLER);
  }

  /** What the objects themselves answer. */
  expected(plan: ReadPlan): PageResult {
    return this.#reference.execute(plan, this.objectsOf(plan.manager));
  }

  /** Asks what the pipeline makes of a request; nothing where the interface does not offer it. */
  async ask(manager: ManagerModel, request: ReadRequest): Promise<void> {
    const plan = await this.plans.of(manager, request);
    const { select, ...asked } = request;
    const relations = select.relations.map(({ field, request: { page } }) => ({ field, page }));
    if (plan) await this.compare(plan, { ...asked, ...(relations.length > 0 && { relations }) });
  }

  /** Asks, and notes what is otherwise than it should be; `asked` says what it was. */
  async compare(plan: ReadPlan, asked: unknown): Promise<void> {
    this.note(plan, asked, await this.read(plan).catch((error: unknown) => error));
  }

  note(plan: ReadPlan, asked: unknown, found: unknown): void {
    const differing = found instanceof Error ? `failed: ${found.message}` : differenceOf(plan, found, this.expected(plan));
    if (differing !== undefined) this.breach(plan.manager, asked, differing);
  }

  breach({ name }: Pick<ManagerModel, 'name'>, asked: unknown, found: string): void {
    if (this.breaches.length < TOLD) this.breaches.push(`${name} ${shown(asked)} ${found}`);
  }

  manager(name: string): ManagerModel {
    return managerNamed(this.model, name);
  }
}

/** Without a key nothing says in which order equals come. */
function differenceOf(plan: ReadPlan, found: unknown, expected: PageResult): string | undefined {
  const told = difference(comparable(plan, found), comparable(plan, expected));
  return told === undefined ? undefined : `gives ${told.replace(/^\./, '')}`;
}

function comparable(plan: ReadPlan, result: unknown): unknown {
  // Rows that were read are marked for the application, which asks that of no adapter of its users.
  const page = plain(result, ['concrete']) as { readonly rows?: readonly unknown[] };
  if (plan.manager.key || !page.rows) return page;
  return { ...page, rows: page.rows.map((row) => JSON.stringify(row)).toSorted() };
}

const shown = (asked: unknown): string =>
  typeof asked === 'string' ? asked : JSON.stringify(asked, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
